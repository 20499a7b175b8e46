"""Duties: what the law orders about people, and the part of it that practice leaves undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from policy_sim.rules.combination import Given
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.books.ledger import Actual, Deviation, Entry
from policy_sim.simulation.books.rulings import write_given
from policy_sim.simulation.practices.compliance import left_undone
from policy_sim.simulation.state import Decided, State

__all__ = ["Duties"]


@dataclass(frozen=True)
class Duties:
    """What *decided* orders in *area*; *cause* names the kind of case in the ledger.

    Practice leaves a person's whole case undone for the month, or nothing of it.
    """

    state: State
    decided: Decided
    area: str
    cause: str = ""

    def given(self, effect: str) -> Given | None:
        """Return to whom *effect* is given, None if to nobody."""
        given = self.decided.decision.given.get(effect)
        return given if given is not None and given.parts else None

    def undone(self, which: Integers) -> Flags:
        """Return whose case of *which*, positions in the decision, is left undone this month."""
        return self._undone[which]

    @cached_property
    def _undone(self) -> Flags:
        return left_undone(self.state, self.area, self.decided.rows)

    def carried_out(self, which: Integers, rule: Integers | int, reason: str) -> Integers:
        """Write a row for each of *which*; return those for whom it is done: positions too.

        *rule* is the position of the rule that orders it: for every subject, or of them all.
        """
        undone = self.undone(which)
        done, left = which[~undone], which[undone]
        if self.state.ledger.kept and len(which):
            rules = np.broadcast_to(rule, (self.decided.decision.size,))
            self._write(done, left, rules, reason)
        return done

    def _write(self, done: Integers, left: Integers, rule: Integers, reason: str) -> None:
        entry = Entry(self.area, cause=self.cause)
        neglected = replace(entry, actual=Actual.NOT_DONE, deviation=Deviation.COMPLIANCE)
        write_given(self.state, self.decided, rule, done, entry, reason)
        write_given(self.state, self.decided, rule, left, neglected, reason)
