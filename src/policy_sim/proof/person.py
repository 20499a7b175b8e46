"""Somebody who could exist: unknown integers for the record, the past and the post asked about.

Only what is asked for becomes an unknown, with the range that the vocabulary declares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from policy_sim.policy.ast import Column, History
from policy_sim.policy.values import ValueType
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.proof.day import Day
from policy_sim.proof.logic import Number, Truth, both
from policy_sim.proof.meaning import Meaning
from policy_sim.proof.past_events import LONGEST_PAST, EventPast
from policy_sim.proof.past_series import SeriesPast
from policy_sim.proof.solver import Solver

__all__ = ["Attribute", "Person"]


@dataclass(frozen=True)
class Attribute:
    """One unknown attribute: its name, the solver's integer, what it can be, what is ordinary."""

    name: str
    number: Number
    type: ValueType
    typical: int


@dataclass
class Person:
    """Somebody on *day*, of whom everything that *vocabulary* says is always true.

    *tag* tells the unknowns of two people apart. Also a unit, or the organisation, is a person
    here: its attributes are looked up in the same vocabulary.
    """

    solver: Solver
    vocabulary: Vocabulary
    day: Day
    tag: str = ""
    slots: Mapping[str, int] = field(default_factory=dict)
    """How many entries of an event there can be, if it is not two."""
    attributes: dict[str, Attribute] = field(default_factory=dict)
    series: dict[str, SeriesPast] = field(default_factory=dict)
    events: dict[str, EventPast] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.meaning = Meaning(self.solver, self)

    def column(self, column: Column) -> Number:
        """Return the attribute that *column* names, within the range that is declared for it."""
        if column.name in self.day.columns:
            return self.day.columns[column.name]
        return self.attribute(column.name, column.type).number

    def attribute(self, name: str, kind: ValueType) -> Attribute:
        """Return the attribute *name* of type *kind*; a new one is between its bounds."""
        known = self.attributes.get(name)
        if known is None:
            declared = self.vocabulary.attributes.get(name)
            kind = kind if declared is None else declared.type
            number = self.solver.integer(f"{self.tag}{name}")
            known = Attribute(name, number, kind, self._typical(name, kind))
            self.attributes[name] = known
            self.solver.suppose(number >= kind.low)
            self.solver.suppose(number <= kind.high)
        return known

    def past(self, use: History) -> Number:
        """Return what *use* of the past gives; the past is unknown, its operators are exact."""
        if use.source in self.vocabulary.series:
            return self.periods(use.source).use(self.solver, use)
        return self.happened(use.source).use(self.solver, use, self.day, self.service)

    def periods(self, series: str) -> SeriesPast:
        """Return the unknown past of a *series*."""
        if series not in self.series:
            declared = self.vocabulary.series[series]
            self.series[series] = SeriesPast.of(self.solver, declared, self.tag)
        return self.series[series]

    def happened(self, event: str) -> EventPast:
        """Return the unknown entries of an *event*."""
        if event not in self.events:
            declared, entries = self.vocabulary.events[event], self.slots.get(event, 2)
            self.events[event] = EventPast.of(
                self.solver, declared, entries, self.tag, self.service
            )
        return self.events[event]

    @property
    def service(self) -> Number:
        """Months since entry: the attribute ``service``, or an unknown of its own without one."""
        declared = self.vocabulary.attributes.get("service")
        if declared is not None:
            return self.attribute("service", declared.type).number
        return self._entered

    @cached_property
    def _entered(self) -> Number:
        months = self.solver.integer(f"{self.tag}months since entry")
        self.solver.suppose(both(months >= 0, months <= LONGEST_PAST))
        return months

    def always(self) -> Iterator[Truth]:
        """Yield what the vocabulary says is always true."""
        for _, condition in self.vocabulary.always:
            yield self.meaning.condition(condition)

    def _typical(self, name: str, kind: ValueType) -> int:
        """Return an ordinary value: as declared, else a newcomer's."""
        declared = self.vocabulary.attributes.get(name) or self.vocabulary.attributes.get(
            name.rpartition(".")[2]
        )
        if declared is None or declared.type != kind:
            return kind.low
        return declared.before_first if declared.typical is None else declared.typical
