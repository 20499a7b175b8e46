"""Two schedules of one person, decided by the engines month by month, and told."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np

from policy_sim.catalogue import both, phrase
from policy_sim.errors import RunError
from policy_sim.policy.ast import Condition, Term
from policy_sim.policy.effects import Combine, kind_of_given
from policy_sim.policy.vocabulary import Event, Series
from policy_sim.policy.writing import written
from policy_sim.proof.matter import Matter
from policy_sim.proof.replay import MisjudgedError, as_case, decided_alike
from policy_sim.proof.schedules import DECIDED, IN_FORCE, is_spell, known_from
from policy_sim.proof.told import read_by, told
from policy_sim.proof.witness import Found
from policy_sim.rules.case import Case
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.elapsed import later

__all__ = ["Kept", "Played"]

Kept: TypeAlias = tuple[tuple[int, int], ...]
"""The entries of a schedule, the newest first: in which month, of what value."""


@dataclass(frozen=True, eq=False)
class Played:
    """A person as *found*, and two schedules of a *source* that come to the same.

    The *strong* one, which gives more of *effect*, is decided about in *month*, counted from that
    January.
    """

    matter: Matter
    effect: str
    source: Event | Series
    found: Found
    strong: Kept
    weak: Kept
    month: int

    def confirm(self) -> None:
        """Let every engine decide: the strong schedule must give more of the effect.

        Raises :exc:`MisjudgedError` if an engine decides otherwise.
        """
        months = {self.month, *(() if self._good else map(self._known, self.weak))}
        split = [self._level(self._alike(self.weak, month)) for month in sorted(months)]
        if max(split) >= self._level(self._alike(self.strong, self.month)):
            msg = f"two schedules were proved to differ in {self.effect}, and do not: {self}"
            raise MisjudgedError(msg)

    @cached_property
    def together(self) -> int:
        """How much of the effect the strong schedule gives."""
        return self._level_in(self.strong, self.month)

    @cached_property
    def split(self) -> dict[int, int]:
        """How much of it the weak one gives, by month; of what is good in the one month only."""
        months = [self.month] if self._good else range(DECIDED)
        return {month: self._level_in(self.weak, month) for month in months}

    @property
    def as_much_in(self) -> int | None:
        """A month in which the weak schedule gives as much; None, if there is none."""
        as_much = (month for month, level in self.split.items() if level >= self.together)
        return next(as_much, None)

    @property
    def _good(self) -> bool:
        return kind_of_given(self.effect).good

    def told(self, level: int) -> str:
        """Return a level in words."""
        effect = self.effect
        if level == 0:
            return phrase("no {effect}", effect=effect)
        event = self.matter.vocabulary.events.get(effect)
        graded = kind_of_given(effect).combine is Combine.HIGHEST
        if event is None or event.type is None or not graded:
            return effect
        return f"{effect} {written(level - 1, event.type)}"

    def example(self, about: Iterable[Term | Condition]) -> str:
        """Return the person in the month of the decision, and both schedules, in words."""
        then = replace(self.found, on=self._day(self.month))
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
        kind, day = self.source.type, self._day(at).isoformat()
        if isinstance(self.source, Series):
            period = day[: len("2027")] if self.source.every == "year" else day[: len("2027-01")]
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

    def _known(self, entry: tuple[int, int]) -> int:
        return known_from(self.source, entry[0])

    def _level_in(self, kept: Kept, month: int) -> int:
        # Where rules contradict each other nothing is decided: that is a finding of its own.
        with suppress(RunError):
            return self._level(self._decision(kept, month))
        return 0

    def _level(self, decision: Decision) -> int:
        given = decision.given.get(self.effect)
        if given is None or not given.mask[0]:
            return 0
        graded = kind_of_given(self.effect).combine is Combine.HIGHEST
        return int(given.value[0]) + 1 if graded else 1

    def _decision(self, kept: Kept, month: int) -> Decision:
        return decide(self.matter.program, self._case(kept, month).frame(), ColumnarEngine())

    def _alike(self, kept: Kept, month: int) -> Decision:
        return decided_alike(self.matter.program, self._case(kept, month).frame())

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
