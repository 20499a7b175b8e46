"""What the law pays everybody a month: as things are, under another law, or if a thing were so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from policy_sim.policy.ast import History
from policy_sim.policy.rule import Rule
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Column, Frame, Integers, Past, Rows
from policy_sim.rules.programs import compile_area
from policy_sim.rules.reading import nodes_in
from policy_sim.rules.tariff import Tariff, tariff_of
from policy_sim.simulation.pay import AREA, elements
from policy_sim.simulation.state import State

__all__ = ["Supposition", "changed_pay", "paid", "paid_as", "paid_now", "pay_reading"]

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


def paid(
    state: State,
    law: Vintage,
    rules: Collection[str] | None = None,
    supposed: Supposition | None = None,
) -> Integers:
    """Return what *law* pays each person in service a month, ``int64[people]``, in whole money.

    Only what *rules* give is reckoned, all if none are named. Everybody's record is today's, but
    for what is *supposed*.
    """
    frame: Frame = state.frame()
    if supposed is not None:
        series = supposed.source in state.people.vocabulary.series
        frame = replace(frame, past=_SupposedPast(frame.past, supposed, series))
    return _amounts(state, law, frame, rules)


def paid_as(state: State, rows: Integers, standing: Mapping[str, Column | int]) -> Integers:
    """Return what today's law would pay each of the people at *rows* a month, ``int64[rows]``.

    Of their record what *standing* names is as it says there, the rest as it stands.
    """
    return _amounts(state, state.vintage, state.frame(rows, standing))


def _amounts(
    state: State, law: Vintage, frame: Frame, rules: Collection[str] | None = None
) -> Integers:
    """Return what *law* pays each subject of *frame*, by *rules* or, if none are named, by all."""
    program = compile_area(law, AREA)
    tariff = tariff_of(program, EFFECT)
    if tariff is None:
        amounts = elements(decide(program, frame, ColumnarEngine(), state.chunk))
    else:
        lines = [line for line in tariff.lines if rules is None or line.name in rules]
        features = Features(frame, program.terms, program.grids)
        amounts = Tariff(tuple(lines)).amounts(features)
    total = np.zeros(frame.size, np.int64)
    for name, column in amounts.items():
        if rules is None or name in rules:
            total += column
    return total


def paid_now(state: State) -> Integers:
    """Return what each person in service is paid a month: as the payroll says, or else the law."""
    if state.payroll.law is None:
        return paid(state, state.vintage)
    return state.payroll.of(state.people.ids)


def changed_pay(law: Vintage, other: Vintage) -> frozenset[str]:
    """Return the rules by which two laws may pay the same person differently."""
    if law is other or (law.key and law.key == other.key):
        return frozenset()
    pairs = [{rule.id: rule for rule in each.area(AREA)} for each in (law, other)]
    names = {*pairs[0], *pairs[1]}
    if law.bars != other.bars:
        return frozenset(names)
    return frozenset(name for name in names if pairs[0].get(name) != pairs[1].get(name))


def pay_reading(law: Vintage, source: str) -> frozenset[str]:
    """Return the rules of *law* whose pay hangs on the past of *source*, a series or an event."""
    return frozenset(rule.id for rule in law.area(AREA) if _reads(rule, source))


def _reads(rule: Rule, source: str) -> bool:
    values = (effect.value for effect in rule.effects if effect.value is not None)
    conditions = (clause.condition for clause in rule.clauses)
    read = nodes_in([rule.scope, *conditions, *values])
    return any(isinstance(node, History) and node.source == source for node in read)
