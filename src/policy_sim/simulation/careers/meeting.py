"""Who meets the scope and the conditions of a rule: nobody else can be given anything by it.

Comparisons of the record with numbers are made for everybody, since a pass over a narrow column
costs little; what takes more to read is read of the few who are left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from policy_sim.rules.columnar import truth
from policy_sim.rules.features import Features
from policy_sim.rules.filters import COMPARE
from policy_sim.rules.frame import Column, Flags, Frame, Integers
from policy_sim.rules.normal_form import TRUE, Atom, Form
from policy_sim.rules.programs import Program
from policy_sim.simulation.careers.plans import Plan, plan_for
from policy_sim.simulation.state import State

__all__ = ["meeting"]

FEW, VERY_FEW = 8, 64
"""Of so many people one is few: gathering these costs less than reading all; and than comparing."""

_NOBODY: Integers = np.empty(0, np.int64)


def meeting(
    state: State,
    program: Program,
    rule: int,
    among: Integers | None = None,
    units: Flags | None = None,
) -> Integers:
    """Return which rows *among* (None: everybody's) meet the scope and clauses of *rule*.

    The rule is a position in *program*, which reads nothing of a post. If *units* are flagged,
    only those who work there are looked at.
    """
    plan, record = plan_for(program, rule), state.people.record
    if not _day_suits(state, program, plan):
        return _NOBODY
    rows = _passing(record, plan.tests, among)
    if units is not None:
        rows = rows[units[record["unit"][rows]]]
    if plan.chart is not None and len(rows):
        rows = rows[plan.chart.of(record, rows)]
    return _fulfilling(state, program, rows, (*plan.near, *plan.dear))


def _day_suits(state: State, program: Program, plan: Plan) -> bool:
    if plan.day == TRUE:
        return True
    frame = Frame({}, state.people.history.past(), state.today, 1)
    return bool(truth(plan.day, Features(frame, program.terms, program.grids))[0])


def _passing(
    record: Mapping[str, Column], tests: Sequence[Atom], among: Integers | None
) -> Integers:
    """Return which rows *among* (None: all) pass all *tests*: comparisons with a number."""
    size = len(next(iter(record.values())))
    if among is not None and len(among) * FEW < size:
        return _passing_of(record, tests, among)
    if not tests:
        return np.arange(size) if among is None else among
    first, *others = tests
    passed = COMPARE[first.operator](record[first.left], first.right)
    if others and np.count_nonzero(passed) * VERY_FEW < size:
        rows = passed.nonzero()[0] if among is None else among[passed[among]]
        return _passing_of(record, others, rows)
    for test in others:
        passed &= COMPARE[test.operator](record[test.left], test.right)
    return passed.nonzero()[0] if among is None else among[passed[among]]


def _passing_of(record: Mapping[str, Column], tests: Sequence[Atom], rows: Integers) -> Integers:
    for test in tests:
        if len(rows):
            rows = rows[COMPARE[test.operator](record[test.left][rows], test.right)]
    return rows


def _fulfilling(state: State, program: Program, rows: Integers, forms: Sequence[Form]) -> Integers:
    """Return who of *rows* meets all of *forms*, each asked of those who met the others."""
    features = None
    for form in forms:
        if not len(rows):
            break
        if features is None:
            features = Features(state.frame(rows), program.terms, program.grids)
        met = truth(form, features).nonzero()[0]
        if len(met) < len(rows):
            rows, features = rows[met], None
    return rows
