"""Two schedules of one person, decided by the engines month by month, and told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

import numpy as np

from policy_sim.catalogue import both, phrase
from policy_sim.policy.ast import Condition, Term
from policy_sim.policy.vocabulary import Event, Series
from policy_sim.policy.writing import written
from policy_sim.proof.matter import Matter
from policy_sim.proof.replay import as_case, decided_alike
from policy_sim.proof.schedules import IN_FORCE, is_spell
from policy_sim.proof.told import read_by, told
from policy_sim.proof.witness import Found
from policy_sim.rules.case import Case
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.elapsed import later

__all__ = ["Kept", "Replayed"]

Kept: TypeAlias = tuple[tuple[int, int], ...]
"""The entries of a schedule, the newest first: in which month, of what value."""


@dataclass(frozen=True, eq=False)
class Replayed:
    """A person as *found*, and two schedules of a *source* that come to the same.

    Months are counted from that January.
    """

    matter: Matter
    effect: str
    source: Event | Series
    found: Found
    strong: Kept
    weak: Kept

    def decision(self, kept: Kept, month: int) -> Decision:
        """Return what is decided in *month* about who has a schedule."""
        return decide(self.matter.program, self._case(kept, month).frame(), ColumnarEngine())

    def alike(self, kept: Kept, month: int) -> Decision:
        """Return the same, if every engine that is there agrees.

        Raises :exc:`~policy_sim.proof.replay.MisjudgedError` if one does not.
        """
        return decided_alike(self.matter.program, self._case(kept, month).frame())

    def example(self, about: Iterable[Term | Condition], month: int) -> str:
        """Return the person in *month*, and both schedules, in words."""
        then = replace(self.found, on=self._day(month))
        return phrase(
            "{person}; {source} {first}, beside {second}",
            person=told([then], read_by(about) - {self.source.name}, self.matter.vocabulary),
            source=self.source.name,
            first=self._listed(self.strong),
            second=self._listed(self.weak),
        )

    def _listed(self, kept: Kept) -> str:
        return both([self._entry(*entry) for entry in reversed(kept)])

    def _entry(self, at: int, value: int) -> str:
        kind, day = self.source.type, self._day(at)
        if isinstance(self.source, Series):
            period = f"{day:%Y}" if self.source.every == "year" else f"{day:%Y-%m}"
            return phrase(
                "{value} in {period}", value=written(value, self.source.type), period=period
            )
        if kind is None:
            return phrase("on {day}", day=day)
        if is_spell(kind):
            return phrase("{value} up to {day}", value=written(value, kind), day=day)
        return phrase("{value} on {day}", value=written(value, kind), day=day)

    def _day(self, month: int) -> date:
        return later(self.found.on, month)

    def _case(self, kept: Kept, month: int) -> Case:
        """Return the person in *month*, with a schedule on record."""
        case = as_case(replace(self.found, on=self._day(month)), self.matter.vocabulary)
        past, row = case.past, np.zeros(1, dtype=np.int64)
        if isinstance(self.source, Series):
            for value in self._periods(kept, month):
                past.record_period(self.source.name, row, value)
            return case
        for at, value in reversed(kept):
            until = self._day(at + IN_FORCE)
            past.record_event(self.source.name, row, self._day(at), value, until)
        return case

    def _periods(self, kept: Kept, month: int) -> list[int]:
        """Return the periods on record in *month*, the oldest first."""
        assert isinstance(self.source, Series)  # noqa: S101 - for the type checker
        yearly = self.source.every == "year"
        newest = month // 12 - 1 if yearly else month
        places = range(newest - self.source.keep + 1, newest + 1)
        return [
            sum(value for at, value in kept if (at // 12 if yearly else at) == place)
            for place in places
        ]
