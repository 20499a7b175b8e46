"""Exits: retirement by the law, death and resignation by declared hazards.

A leaver has one reason: who was given notice leaves for that, then comes what the law orders, then
the hazards in alphabetical order.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from policy_sim.documents.fields import Name
from policy_sim.documents.shape import Shape
from policy_sim.rules.frame import Flags
from policy_sim.simulation.books.ledger import Entry
from policy_sim.simulation.books.rulings import write_given
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.hazards import Hazard, struck
from policy_sim.simulation.state import State

__all__ = ["DISMISSED", "Exits", "Settings"]

DISMISSED = "dismissed"
"""The reason of whoever is dismissed, in whatever area of the law."""

_REASONS = {"dismiss": DISMISSED, "retire": "retired"}


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
        left = {reason: mask for reason, mask in self._by_law(state).items() if mask.any()}
        gone = state.under_notice()
        for mask in left.values():
            gone |= mask
        for reason, hazard in sorted(self.settings.hazards.items()):
            rows = struck(hazard, state, f"exit:{reason}")
            rows = rows[~gone[rows]]
            state.ledger.write(
                state.month, state.people.ids[rows], Entry("exit", cause="hazard"), "", reason
            )
            left[reason] = np.zeros(state.people.size, np.bool_)
            left[reason][rows] = True
            gone[rows] = True
        state.leave(left)

    def _by_law(self, state: State) -> dict[str, Flags]:
        decided = state.decide("exit")
        reasons: dict[str, Flags] = {}
        for effect, given in sorted(decided.decision.given.items()):
            if effect in _REASONS:
                mask = given.mask & ~state.under_notice()
                which = np.flatnonzero(mask)
                reasons[_REASONS[effect]] = mask
                write_given(state, decided, given.rule, which, Entry("exit"), _REASONS[effect])
        return reasons
