"""Tracks: procedures of several stages, and who is where on them.

The vocabulary declares a track by its stages; the record holds each person's stage (0: on no such
track) and the months spent in it. A case keeps the law under which it was opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from policy_sim.policy.vintage import Vintage
from policy_sim.rules.frame import Integers
from policy_sim.simulation.state import State
from policy_sim.workforce.table import Column

_NOBODY: Integers = np.empty(0, np.int64)

__all__ = ["Track", "laws_of_cases", "on_any_track", "tracks_of"]


@dataclass(frozen=True)
class Track:
    """One track: its *name*, and for everybody in service the *stage* and the *months* in it."""

    name: str
    stages: tuple[str, ...]
    stage: Column
    months: Column

    @property
    def cases(self) -> Integers:
        """The rows of those who are on it."""
        return np.flatnonzero(self.stage != 0)

    def code(self, stage: str) -> int:
        """Return the value of the attribute for *stage*, 0 for a stage that does not exist."""
        return self.stages.index(stage) + 1 if stage in self.stages else 0

    def grow_older(self, longest: int) -> None:
        """Let a month pass for everybody on the track; no more than *longest* are counted."""
        rows = self.cases
        self.months[rows] = np.minimum(self.months[rows] + 1, longest)

    def move(self, rows: Integers, stage: int) -> None:
        """Put the people at *rows* into *stage*, where their months begin anew; 0 ends the case."""
        self.stage[rows] = stage
        self.months[rows] = 0


def tracks_of(state: State) -> dict[str, Track]:
    """Return every track of the vocabulary by name, on the record as it is now."""
    record = state.people.record
    return {
        name: Track(name, stages, record[f"{name}.stage"], record[f"{name}.months"])
        for name, stages in state.people.vocabulary.tracks.items()
    }


def on_any_track(state: State) -> Integers:
    """Return the rows of those who are on a track."""
    cases = [track.cases for track in tracks_of(state).values()]
    return cases[0] if len(cases) == 1 else np.unique(np.concatenate([*cases, _NOBODY]))


def laws_of_cases(state: State, rows: Integers, opened: str) -> Iterator[tuple[Vintage, Integers]]:
    """Part the people at *rows*, who are on a track, by the law under which they came on it.

    The event *opened* tells the day; who has no such event goes by the law of today.
    """
    if not len(rows):
        return
    opening = np.full(len(rows), state.today.toordinal())
    if opened in state.people.vocabulary.events:
        entries = state.people.history.trails.of(opened, rows)
        opening[entries.row] = entries.day
    ends = int(opening.min()), int(opening.max())
    oldest, newest = (state.law_on(date.fromordinal(day)) for day in ends)
    if oldest is newest:
        yield oldest, rows
        return
    days, which = np.unique(opening, return_inverse=True)
    laws = [state.law_on(date.fromordinal(day)) for day in days.tolist()]
    for law in {id(law): law for law in laws}.values():
        own = np.array([each is law for each in laws])
        yield law, rows[own[which]]
