"""Remediation: people whose work is poor get time, perhaps a coach, and a test of what came of it.

Who comes on the track, how long its stages last and where they lead is the law's; a case keeps the
law under which it was opened. When the stage of improvement ends, chance tells whether the person
really improved, and the re-test what the record says of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Annotated

import numpy as np
from pydantic import Field

from policy_sim.documents.fields import Name, Whole
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.combination import Part
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.behaviour import performance
from policy_sim.simulation.books.rulings import write_refusals
from policy_sim.simulation.calendar import ALL_MONTHS, Phase, Timetable
from policy_sim.simulation.careers.concerned import granted
from policy_sim.simulation.casework.coaching import COACHED, give_coaches
from policy_sim.simulation.casework.improvement import IMPROVEMENT_ASSUMPTIONS, improve, retest
from policy_sim.simulation.casework.tracks import Track, laws_of_cases, on_any_track, tracks_of
from policy_sim.simulation.exits import DISMISSED
from policy_sim.simulation.naming import unknown_tracks, unknown_words_among
from policy_sim.simulation.practices.duties import Duties
from policy_sim.simulation.state import Decided, State
from policy_sim.simulation.stepping_down import dismiss, step_down

__all__ = ["CLOSED", "ENDED", "ENTERED", "IMPROVED", "MISJUDGED", "Remediation", "Settings"]

AREA = "remediation"

ENTERED, MISJUDGED, ENDED, IMPROVED, CLOSED = (
    "remediation entered",
    "remediation misjudged",
    "remediation ended",
    "remediation improved",
    "remediation closed",
)
"""The flows: who came on the track, who of them works better than the average, whose time to
improve ended, who of these improved, and whose case the law closed."""


class Settings(Shape):
    """How people improve: on which *track*, in which stage of it (*improve*).

    *score* receives the result of the re-test, *coached* the months with a coach, and the event
    *opened* the day on which a case begins. There are *coaches* with *cases* places each; without
    them places are limited by the law alone. In the months *intake* everybody is looked at, in the
    others those who are on a track.
    """

    noun = "the settings of remediation"

    track: Name = "improvement"
    improve: Name = "improve"
    score: Name = "retest_score"
    coached: Name = "coached"
    opened: Name = "improvement_opened"
    coaches: Annotated[Whole, Field(ge=0)] | None = None
    cases: Annotated[Whole, Field(ge=1)] = 5
    intake: tuple[Annotated[Whole, Field(ge=1, le=12)], ...] = tuple(ALL_MONTHS)


class Remediation:
    """The system that leads people along the tracks of the law."""

    name = "remediation"
    assumptions = IMPROVEMENT_ASSUMPTIONS

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def scaled(self, scale: Fraction) -> Remediation:
        """Return the system with its coaches times *scale*."""
        if self.settings.coaches is None:
            return self
        coaches = round(self.settings.coaches * scale)
        return Remediation(self.settings.model_copy(update={"coaches": coaches}))

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Take every case a month further, every month.

        Raises :exc:`~policy_sim.errors.ScenarioError` if a track that is stated does not exist, or
        has no such stage.
        """
        vocabulary, name = state.people.vocabulary, self.settings.track
        stated = [name] if "track" in self.settings.model_fields_set else []
        findings = unknown_tracks(stated, vocabulary)
        if name in vocabulary.tracks:
            findings += unknown_words_among([self.settings.improve], vocabulary.tracks[name])
        if findings:
            raise ScenarioError(findings)
        state.archive.expect([DISMISSED])
        calendar.every(Phase.REMEDIATION, partial(self.go_on, state))

    def go_on(self, state: State) -> None:
        """Count the month, decide about every case, and carry it out."""
        state.flows.expect(ENTERED, MISJUDGED, ENDED, IMPROVED, CLOSED, COACHED)
        cases = on_any_track(state)
        if not len(cases) and state.month % 12 + 1 not in self.settings.intake:
            return
        for track in tracks_of(state).values():
            track.grow_older(state.people.vocabulary.attributes[f"{track.name}.months"].type.high)
        orders = []
        for decided in self._decided(state, cases):
            write_refusals(state, decided, AREA)
            orders.append(Duties(state, decided, AREA, self.settings.track))
        for duties in orders:
            self._lead(duties)
            step_down(duties)
            dismiss(duties)
        self._coach(state, orders)

    def _decided(self, state: State, cases: Integers) -> Iterator[Decided]:
        """Decide about everybody concerned, each under the law of their case."""
        if state.month % 12 + 1 in self.settings.intake:
            others = np.ones(state.people.size, np.bool_)
            others[cases] = False
            yield granted(state, AREA, np.flatnonzero(others) if len(cases) else None)
        for law, rows in laws_of_cases(state, cases, self.settings.opened):
            yield granted(state, AREA, rows, law)

    def _lead(self, duties: Duties) -> None:
        """Let people come on tracks, move along them and leave them."""
        tracks = tracks_of(duties.state)
        for effect, act in (("start", self._start), ("move", self._move), ("close", self._close)):
            given = duties.given(effect)
            for part in () if given is None else given.parts:
                track = tracks[list(tracks)[int(part.amounts[0])]]
                act(duties, track, part)

    def _start(self, duties: Duties, track: Track, part: Part) -> None:
        state = duties.state
        new = track.stage[duties.decided.rows[part.rows]] == 0
        rows = self._done(duties, part, new, f"start {track.name}")
        track.move(rows, 1)
        if track.name == self.settings.track:
            state.happened(self.settings.opened, rows)
            state.flows.count(ENTERED, state.people.record, rows)
            if len(rows):
                works = performance(state.people.present(rows), state.register)
                state.flows.count(MISJUDGED, state.people.record, rows[works > 0])

    def _move(self, duties: Duties, track: Track, part: Part) -> None:
        to = int(part.entries["to"][0])
        there = track.stage[duties.decided.rows[part.rows]] != to
        rows = self._done(duties, part, there, f"move {track.name} to {track.stages[to - 1]}")
        self._end_improvement(duties.state, track, rows)
        track.move(rows, to)

    def _close(self, duties: Duties, track: Track, part: Part) -> None:
        state = duties.state
        cases = track.stage[duties.decided.rows[part.rows]] > 0
        rows = self._done(duties, part, cases, f"close {track.name}")
        self._end_improvement(state, track, rows)
        track.move(rows, 0)
        if track.name == self.settings.track:
            state.flows.count(CLOSED, state.people.record, rows)
            if self.settings.coached in state.people.record:
                state.people.record[self.settings.coached][rows] = 0

    def _done(self, duties: Duties, part: Part, mask: Flags, reason: str) -> Integers:
        """Write which of the people of *part* in *mask* are led where; return who really is."""
        return duties.decided.rows[duties.carried_out(part.rows[mask], part.rule, reason)]

    def _end_improvement(self, state: State, track: Track, rows: Integers) -> None:
        """Tell who of the people at *rows*, whose time to improve ends, did; and test them."""
        if track.name != self.settings.track or not len(rows):
            return
        ending = rows[track.stage[rows] == track.code(self.settings.improve)]
        if not len(ending):
            return
        coached = np.zeros(len(ending), np.bool_)
        if self.settings.coached in state.people.record:
            coached = state.people.record[self.settings.coached][ending] > 0
        improved = improve(state, ending, coached)
        retest(state, ending, self.settings.score)
        state.flows.count(ENDED, state.people.record, ending)
        state.flows.count(IMPROVED, state.people.record, improved)

    def _coach(self, state: State, orders: list[Duties]) -> None:
        """Give free places with a coach, those of older cases first."""
        track = tracks_of(state).get(self.settings.track)
        if track is None or all(duties.given("coach") is None for duties in orders):
            return
        improving = np.asarray(track.stage == track.code(self.settings.improve))
        places = self._places(state, improving)
        for duties in orders:
            served = give_coaches(duties, improving, self.settings.coached, places)
            places = None if places is None else places - served

    def _places(self, state: State, improving: Flags) -> int | None:
        """Return how many places with a coach are free, None if nothing but the law limits them."""
        coached = state.people.record.get(self.settings.coached)
        if self.settings.coaches is None or coached is None:
            return None
        taken = int((coached[improving] > 0).sum())
        return max(self.settings.coaches * self.settings.cases - taken, 0)
