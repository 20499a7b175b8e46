"""Exits: retirement by the law, death and resignation by declared hazards.

A leaver has one reason: who was given notice leaves for that, then comes what the law orders, then
the hazards in alphabetical order.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from policy_sim.documents.fields import Name
from policy_sim.documents.shape import Shape
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.books.ledger import Entry
from policy_sim.simulation.books.rulings import write_given
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.careers.concerned import granted
from policy_sim.simulation.hazards import Hazard, struck
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
        """Let people leave every month, for the law's reasons and the hazards'."""
        state.archive.expect([*_REASONS.values(), *self.settings.hazards])
        calendar.every(Phase.EXITS, partial(self.exit, state))

    def exit(self, state: State) -> None:
        """Decide who leaves this month, and let them go."""
        gone = state.under_notice()
        left = {reason: _flags(state, rows) for reason, rows in _by_law(state, gone).items()}
        for mask in left.values():
            gone |= mask
        for reason, hazard in sorted(self.settings.hazards.items()):
            rows = struck(hazard, state, f"exit:{reason}")
            rows = rows[~gone[rows]]
            state.ledger.write(
                state.month, state.people.ids[rows], Entry("exit", cause="hazard"), "", reason
            )
            left[reason] = _flags(state, rows)
            gone[rows] = True
        state.leave(left)


def _by_law(state: State, noticed: Flags) -> dict[str, Integers]:
    """Return the rows of those whom the law lets go, by the reason; not of those *noticed*.

    Nobody writes down who may not leave, so only those who meet a rule are asked about.
    """
    decided = granted(state, "exit", refusals=False)
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
