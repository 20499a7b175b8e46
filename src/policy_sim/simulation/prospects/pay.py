"""What the law pays everybody a month: as things are, under another law, or if a thing were so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from policy_sim.policy.ast import Condition, History, Term
from policy_sim.policy.law import Rule, Vintage
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Column, Frame, Integers, Past, Rows
from policy_sim.rules.programs import compile_area
from policy_sim.rules.reading import nodes_in
from policy_sim.rules.tariff import tariff_of
from policy_sim.simulation.pay import AREA, elements
from policy_sim.simulation.state import State

__all__ = ["Supposition", "paid", "pay_differs", "pay_reads"]

EFFECT = "pay"


@dataclass(frozen=True)
class Supposition:
    """That in the past of *source*, a series or an event, there were something *more*.

    In a series the last grades are so many steps higher; of an event there is one more entry,
    with that value. What is counted since stands as it is.
    """

    source: str
    more: int

    def changes(self, use: History, column: Column, series: bool) -> Column:
        """Return what *use* would be if it were so, *column* being what it is."""
        if use.source != self.source or use.operator not in _CHANGES:
            return column
        wide = column.astype(np.int64)
        if use.operator == "count":
            wide = wide if series else wide + 1
        elif use.operator == "longest":
            wide = np.maximum(wide, self.more)
        else:
            wide = wide + self.more
        return np.minimum(wide, use.type.high)


_CHANGES = frozenset({"last", "before_last", "lowest", "highest", "total", "longest", "count"})


@dataclass(frozen=True)
class _SupposedPast:
    past: Past
    supposed: Supposition
    series: bool

    def column(self, use: History, today: date) -> Column:
        return self.supposed.changes(use, self.past.column(use, today), self.series)

    def take(self, rows: Rows) -> _SupposedPast:
        return replace(self, past=self.past.take(rows))


def paid(state: State, law: Vintage, supposed: Supposition | None = None) -> Integers:
    """Return what *law* pays each person in service a month, ``int64[people]``, in whole money.

    Everybody's record is today's, but for what is *supposed*.
    """
    frame: Frame = state.frame()
    if supposed is not None:
        series = supposed.source in state.people.vocabulary.series
        frame = replace(frame, past=_SupposedPast(frame.past, supposed, series))
    program = compile_area(law, AREA)
    tariff = tariff_of(program, EFFECT)
    if tariff is None:
        amounts = elements(decide(program, frame, ColumnarEngine(), state.chunk))
    else:
        amounts = tariff.amounts(Features(frame, program.terms, program.grids))
    total = np.zeros(state.people.size, np.int64)
    for column in amounts.values():
        total += column
    return total


def pay_differs(law: Vintage, other: Vintage) -> bool:
    """Return whether two laws may pay the same person differently."""
    return law is not other and (law.area(AREA), law.bars) != (other.area(AREA), other.bars)


def pay_reads(law: Vintage, source: str) -> bool:
    """Return whether *law*'s pay hangs on the past of *source*, a series or an event."""
    read = nodes_in(part for rule in law.area(AREA) for part in _parts(rule))
    return any(isinstance(node, History) and node.source == source for node in read)


def _parts(rule: Rule) -> Iterator[Term | Condition]:
    yield rule.scope
    yield from (clause.condition for clause in rule.clauses)
    values: Iterable[Term | None] = (effect.value for effect in rule.effects)
    yield from (value for value in values if value is not None)
