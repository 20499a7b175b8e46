"""Pay: the law's amounts, element by element, paid every month and kept as spells.

Every rule of the area ``pay`` that gives ``pay`` is an element; the elements of one person add
up. Amounts are the law's own, so money is in constant prices of the year whose amounts the law
states. The effect ``increment`` moves the attribute ``pay_step``, by which a law may reckon pay.

Amounts change rarely: only people whose situation (see :mod:`policy_sim.rules.watch`) is another
than last month are decided; for everyone else the same decision would come out again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import partial

import numpy as np
from numpy.typing import NDArray

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Money, Name
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.policy.ast import Column
from policy_sim.policy.values import Unit
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.classed import Input
from policy_sim.rules.decision import Decision
from policy_sim.rules.features import Features
from policy_sim.rules.inputs import inputs
from policy_sim.rules.programs import compile_area
from policy_sim.rules.tariff import part_of, tariff_of
from policy_sim.rules.watch import Watch
from policy_sim.simulation.books.increments import EFFECT as INCREMENT
from policy_sim.simulation.books.increments import advance, due, written
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.careers.concerned import granted, may_be_given
from policy_sim.simulation.measures.sums import MILLIONTHS
from policy_sim.simulation.naming import unknown_elements, unknown_shares
from policy_sim.simulation.state import State
from policy_sim.workforce.table import column_dtype

__all__ = ["APART", "AREA", "CEILING", "PAID", "Pay", "Settings", "elements"]

Amounts = NDArray[np.integer]
Integers = NDArray[np.int64]

AREA, EFFECT = "pay", "pay"

PAID, APART, CEILING = "paid", "paid_apart", "personnel_ceiling"
"""Flows of the year: money paid, what of it does not count in the personnel share, its ceiling."""


class Settings(Shape):
    """The *budget* is the yearly spending of the whole, of which pay is a share.

    A budget that the study gives, scaled with the number of people, goes before it. *ceiling* names
    the parameter of the law that limits the share; *apart* the elements (rules of pay) that do
    not count in it.
    """

    noun = "the settings of pay"

    budget: Money = 0
    ceiling: Name | None = None
    apart: tuple[Name, ...] = ()


class Pay:
    """The system that pays everyone in service, once a month."""

    name = "pay"
    assumptions = ()

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def scaled(self, scale: Fraction) -> Pay:
        """Return the system with its budget times *scale*."""
        budget = round(self.settings.budget * scale)
        return Pay(self.settings.model_copy(update={"budget": budget}))

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the monthly payment.

        Raises :exc:`~policy_sim.errors.ScenarioError` if the law has no such parameter or rule.
        """
        if findings := self._misnamed(state):
            raise ScenarioError(findings)
        state.budget = state.budget or self.settings.budget
        calendar.every(Phase.PAY, partial(pay, state, self.settings.apart))
        if self.settings.ceiling is not None:
            calendar.every(Phase.PAY, partial(_note_ceiling, state, self.settings.ceiling), [12])

    def _misnamed(self, state: State) -> list[Diagnostic]:
        """What in the settings names no parameter or no rule of pay of the law."""
        vintages = state.law.vintages
        elements = {rule.id for vintage in vintages for rule in vintage.area(AREA)}
        findings = unknown_elements(self.settings.apart, elements)
        shares = {
            name
            for vintage in vintages
            for name, parameter in vintage.parameters.items()
            if parameter.single is not None and parameter.unit is Unit.NONE
        }
        limits = [] if self.settings.ceiling is None else [self.settings.ceiling]
        return findings + unknown_shares(limits, shares)


def pay(state: State, apart: Collection[str] = ()) -> None:
    """Pay this month's amounts to everyone in service: into the spells and the year's flows.

    What the elements *apart* pay is counted once more, under :data:`APART`.
    """
    if not state.vintage.area(AREA):
        return
    state.spells.end(state.month, state.payroll.gone())
    rows = _concerned(state)
    if len(rows):
        _settle(state, rows, _amounts(state, rows))
    if state.spells.elements:
        state.flows.add_sums(PAID, state.payroll.total, state.payroll.by_group)
        state.flows.tally(APART, sum(state.spells.monthly(element) for element in apart))


def _note_ceiling(state: State, name: str) -> None:
    """Note the ceiling that the law sets at the year's end, in millionths of the budget."""
    parameter = state.vintage.parameters.get(name)
    if parameter is not None and parameter.single is not None:
        state.flows.tally(CEILING, round(parameter.single * parameter.type.step * MILLIONTHS))


def elements(decision: Decision) -> dict[str, Amounts]:
    """Return the money a month that each standing rule gives, by rule id, one entry a person.

    A person from whom pay is barred receives nothing. Integers are as small as the range of the
    rule's amount allows.
    """
    given = decision.given.get(EFFECT)
    amounts: dict[str, Amounts] = {}
    for part in given.parts if given else ():
        kind = None if part.effect.value is None else part.effect.value.type
        paid = np.zeros(part.size, dtype=np.int64 if kind is None else column_dtype(kind))
        paid[part.rows] = part.amounts
        element = decision.program.rules[part.rule].id
        amounts[element] = amounts[element] + paid if element in amounts else paid
    return amounts


def _concerned(state: State) -> Integers:
    """Return the rows of those whose pay or group can be another than last month."""
    payroll, vintage = state.payroll, state.vintage
    program = compile_area(vintage, AREA)
    if payroll.law is not vintage:
        moves = _moves(state)
        told = (*inputs(program, (EFFECT,), moves), *_groups(state))
        payroll.begin(vintage, Watch(told, moves, tuple(state.people.record)))
    everybody = Features(state.frame(), program.terms, program.grids)
    return payroll.watch.changed(everybody, state.month)


def _moves(state: State) -> dict[str, int]:
    """Return the attributes that move by themselves, and by how much a month."""
    attributes = state.people.vocabulary.attributes.values()
    return {a.name: a.moves.each_month for a in attributes if a.moves and a.moves.each_month}


def _groups(state: State) -> list[Input]:
    attributes = state.people.vocabulary.attributes
    return [Input(Column(attributes[name].type, name), None) for name in state.flows.groups]


def _amounts(state: State, rows: Integers) -> dict[str, Amounts]:
    """Return what is paid to the people at *rows*, after the increments that fall due."""
    program = compile_area(state.vintage, AREA)
    # What is sampled for an audit, or decided by another engine, is decided person by person.
    tariff = tariff_of(program, EFFECT) if state.by_columns else None
    if tariff is None:
        return _decided(state, rows)
    steps = part_of(program, INCREMENT)
    if steps is not None:
        _advance(state, rows, steps)
    return tariff.amounts(Features(state.frame(rows), program.terms, program.grids))


def _decided(state: State, rows: Integers) -> dict[str, Amounts]:
    """Return the same, each person being decided."""
    decided = state.decide(AREA, rows)
    amounts = elements(decided.decision)
    moved = advance(state, decided)
    if len(moved):
        again = state.decide(AREA, rows[moved])
        amounts = _replaced(amounts, moved, elements(again.decision))
        _look_again(state, rows[moved], again.rows[due(again)])
    return amounts


def _advance(state: State, rows: Integers, steps: Vintage) -> None:
    """Give the people at *rows* the increments that fall due under the rules *steps*."""
    decided = granted(state, AREA, rows, steps)
    moved = decided.rows[advance(state, decided)]
    if len(moved):
        _look_again(state, moved, may_be_given(state, AREA, moved, steps))


def _look_again(state: State, moved: Integers, again: Integers) -> None:
    """Note how those *moved* stand now.

    Those at *again*, to whom the law may give another step at once, are asked in a month.
    """
    watch = state.payroll.watch
    watch.note(state.frame(moved), moved, state.month, written(state))
    watch.doubt(again, state.month + 1)


def _replaced(
    amounts: Mapping[str, Amounts], which: Integers, now: Mapping[str, Amounts]
) -> dict[str, Amounts]:
    """Return *amounts* with those *now* in the places *which*; an element missing there is 0."""
    size = len(next(iter(amounts.values()), which))
    result = {}
    for name in sorted({*amounts, *now}):
        there = now.get(name, np.zeros(len(which), dtype=np.int8))
        column = amounts.get(name, np.zeros(size, dtype=np.int8))
        column = column.astype(np.promote_types(column.dtype, there.dtype))
        column[which] = there
        result[name] = column
    return result


def _settle(state: State, rows: Integers, amounts: Mapping[str, Amounts]) -> None:
    """Enter the amounts of the people at *rows* in the spells and on the payroll."""
    ids, record = state.people.ids[rows], state.people.record
    state.spells.change(state.month, ids, amounts)
    total = np.zeros(len(rows), dtype=np.int64)
    for column in amounts.values():
        total += column
    groups = {name: record[name][rows] for name in state.flows.groups}
    state.payroll.settle(ids, total, groups)
