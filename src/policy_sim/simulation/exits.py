"""Exits: retirement by the law, death and resignation by declared hazards.

A leaver has one reason: who was given notice leaves for that, then comes what the law orders, then
the hazards in alphabetical order. Where the organisation turns over by level, each level is left
in its turn, just before its posts are filled.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from policy_sim.documents.fields import Name
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.books.ledger import Entry
from policy_sim.simulation.books.rulings import write_given
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.careers.concerned import granted
from policy_sim.simulation.careers.turns import TURNOVER, levels_from_the_top
from policy_sim.simulation.departures import leave, under_notice
from policy_sim.simulation.hazards import Hazard, hazard_findings, struck
from policy_sim.simulation.state import State

__all__ = ["DISMISSED", "Exits", "Settings"]

DISMISSED = "dismissed"
"""The reason of whoever is dismissed, in whatever area of the law."""

_REASONS = {"dismiss": DISMISSED, "retire": "retired"}

_NOBODY: Integers = np.empty(0, np.int64)


class Settings(Shape):
    """The hazards of leaving, by the reason that the archive gives: ``died``, ``resigned``."""

    noun = "the settings of exits"

    hazards: dict[Name, Hazard] = {}


class Exits:
    """People leave; the posts that they held stand vacant from this month on."""

    name = "exits"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The assumptions of the hazards and of their ratios."""
        hazards = self.settings.hazards.values()
        return tuple(name for hazard in hazards for name in hazard.assumptions)

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Let people leave every month, for the law's reasons and the hazards'.

        Raises :exc:`~policy_sim.errors.ScenarioError` if a hazard names a word that there is not.
        """
        hazards = self.settings.hazards.values()
        if findings := [found for hazard in hazards for found in hazard_findings(hazard, state)]:
            raise ScenarioError(findings)
        state.archive.expect([*_REASONS.values(), *self.settings.hazards])
        if not state.organisation.levels.by_level:
            calendar.every(Phase.EXITS, partial(self.exit, state))
            return
        for turn, level in levels_from_the_top(state.organisation):
            exit_ = partial(self.exit, state, level)
            calendar.together(TURNOVER).every(Phase.APPOINTMENT, exit_, subject=turn)

    def exit(self, state: State, level: int | None = None) -> None:
        """Decide who leaves this month, or who of one *level* of office, and let them go."""
        gone = under_notice(state)
        there = None if level is None else np.flatnonzero(state.levels_held == level)
        decided = _by_law(state, gone, there)
        left = {reason: _flags(state, rows) for reason, rows in decided.items()}
        for mask in left.values():
            gone |= mask
        for reason, hazard in sorted(self.settings.hazards.items()):
            rows = struck(hazard, state, f"exit:{reason}")
            rows = rows[~gone[rows]]
            if there is not None:
                rows = np.intersect1d(rows, there, assume_unique=True)
            state.ledger.write(
                state.month, state.people.ids[rows], Entry("exit", cause="hazard"), "", reason
            )
            left[reason] = _flags(state, rows)
            gone[rows] = True
        leave(state, left)


def _by_law(state: State, noticed: Flags, there: Integers | None) -> dict[str, Integers]:
    """Return the rows of those whom the law lets go, by the reason; not of those *noticed*.

    Only the people *there* are looked at, if that is said.
    Nobody writes down who may not leave, so only those who meet a rule are asked about.
    """
    decided = granted(state, "exit", there, refusals=False)
    reasons: dict[str, Integers] = {}
    for effect, given in sorted(decided.decision.given.items()):
        which = given.mask.nonzero()[0] if effect in _REASONS else _NOBODY
        which = which[~noticed[decided.rows[which]]]
        if len(which):
            reasons[_REASONS[effect]] = decided.rows[which]
            write_given(state, decided, given.rule, which, Entry("exit"), _REASONS[effect])
    return reasons


def _flags(state: State, rows: Integers) -> Flags:
    flags = np.zeros(state.people.size, np.bool_)
    flags[rows] = True
    return flags
