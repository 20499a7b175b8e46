"""Whom a monthly decision can concern, so that the law need not be asked about everybody.

A rule gives something only to those in its scope who meet all its clauses. Clauses are met or
not whatever bars or overrides a rule, so that whoever fails one of every rule is given nothing:
asking about such a person can only yield a refusal. Where nobody writes it down, that question
is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from policy_sim.policy.law import Vintage
from policy_sim.rules.columnar import ColumnarEngine, truth
from policy_sim.rules.decision import concluded
from policy_sim.rules.engine import Standing
from policy_sim.rules.features import Features
from policy_sim.rules.filters import COMPARE
from policy_sim.rules.frame import Flags, Frame, Integers
from policy_sim.rules.normal_form import TRUE, Form
from policy_sim.rules.programs import Program, compile_area
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.simulation.careers.plans import Plan, plans_of
from policy_sim.simulation.state import Decided, State

FEW = 8
"""Of so many people one is few: gathering these costs less than reading all."""

__all__ = ["concerned", "granted", "meeting"]


def granted(
    state: State, area: str, rows: Integers | None = None, law: Vintage | None = None
) -> Decided:
    """Return what the law gives in *area*, decided about as few people as possible.

    Only the people at *rows* are asked (None: everybody), under *law* or else that of today. Where
    a refusal may be written down it is the decision about all whom it can concern; else it is
    about those alone who meet a rule, and tells nothing of what they do not meet.
    """
    if not _only_columns(state) or state.ledger.kept:
        asked = concerned(state, area) if rows is None and law is None else rows
        return state.decide(area, asked, law=law)
    program = compile_area(law or state.vintage, area)
    return _concluded(state, program, _who_meets(state, program, rows))


def concerned(state: State, area: str) -> Integers | None:
    """Return the rows to whom *area* may give something today, or whose refusal is written down.

    None stands for everybody: where every refusal is kept, where decisions are sampled for an
    audit, and where another engine than the columnar one is to decide by itself.
    """
    if not _only_columns(state) or state.ledger.keeping is Keeping.ALL:
        return None
    asked = state.ledger.follows(state.people.ids)
    for rows in _who_meets(state, compile_area(state.vintage, area)).values():
        asked[rows] = True
    return np.flatnonzero(asked)


def meeting(
    state: State, program: Program, plan: Plan, among: Integers | None = None
) -> Integers:
    """Return the rows of those *among* (None: all in service) who meet *plan* today."""
    if plan.day != TRUE:
        past = state.people.history.past()
        day = Features(Frame({}, past, state.today, 1), program.terms, program.grids)
        if not truth(plan.day, day)[0]:
            return np.empty(0, np.int64)
    rows = _passing(state, plan, among)
    if plan.chart is not None and len(rows):
        rows = rows[plan.chart.of(state.people.record, rows)]
    for forms in (plan.near, plan.dear):
        if len(rows) and forms:
            few = Features(state.frame(rows), program.terms, program.grids)
            rows = rows[_left(few, forms)]
    return rows


def _only_columns(state: State) -> bool:
    return isinstance(state.engine, ColumnarEngine) and state.audit is None


def _who_meets(
    state: State, program: Program, among: Integers | None = None
) -> Mapping[int, Integers]:
    """Return the rows of those who meet scope and clauses of each rule that gives an effect."""
    return {rule: meeting(state, program, plan, among) for rule, plan in plans_of(program)}


def _passing(state: State, plan: Plan, among: Integers | None) -> Integers:
    """Return who passes all tests of *plan*: comparisons of the record with numbers."""
    record = state.people.record
    if among is not None and len(among) * FEW < state.people.size:
        for test in plan.tests:
            if len(among):
                among = among[COMPARE[test.operator](record[test.left][among], test.right)]
        return among
    if not plan.tests:
        return np.arange(state.people.size) if among is None else among
    first, *others = (COMPARE[t.operator](record[t.left], t.right) for t in plan.tests)
    for passed in others:
        first &= passed
    return first.nonzero()[0] if among is None else among[first[among]]


def _left(features: Features, forms: Sequence[Form]) -> Integers:
    """Return who of the subjects meets all of *forms*, each asked of those who met the others."""
    rows = truth(forms[0], features).nonzero()[0]
    for form in forms[1:]:
        if len(rows):
            rows = rows[truth(form, features.within(rows))]
    return rows


def _concluded(state: State, program: Program, meet: Mapping[int, Integers]) -> Decided:
    """Return the decision about those who *meet* a rule, of whom the other rules are asked."""
    rows = np.unique(np.concatenate([np.empty(0, np.int64), *meet.values()]))
    features = Features(state.frame(rows), program.terms, program.grids)
    holds: Flags = np.zeros((len(program.rules), len(rows)), np.bool_)
    if len(rows):
        for rule, logic in enumerate(zip(program.logic.scopes, program.logic.conditions)):
            if rule in meet:
                holds[rule, np.searchsorted(rows, meet[rule])] = True
            else:
                holds[rule] = truth(logic[0], features) & truth(logic[1], features)
    stands = state.engine.survivors(program.logic.levels, program.logic.overriders, holds)
    return Decided(rows, concluded(program, features, Standing(holds, holds, stands)))
