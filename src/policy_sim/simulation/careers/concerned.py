"""Whom a monthly decision can concern, so that the law need not be asked about everybody.

A rule gives something only to those in its scope who meet all its clauses. Clauses are met or
not whatever bars or overrides a rule, so that whoever fails one of every rule is given nothing:
asking about such a person can only yield a refusal. Where nobody writes it down, that question
is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

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

__all__ = ["concerned", "granted", "meeting"]


def granted(state: State, area: str) -> Decided:
    """Return what the law of today gives in *area*, decided about as few people as possible.

    Where a refusal may be written down it is the decision about all whom it can concern; else it
    is about those alone who meet a rule, and tells nothing of what they do not meet.
    """
    if not _only_columns(state) or state.ledger.kept:
        return state.decide(area, concerned(state, area))
    program = compile_area(state.vintage, area)
    return _concluded(state, program, _who_meets(state, program))


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


def meeting(state: State, program: Program, plan: Plan) -> Integers:
    """Return the rows of those in service who meet the condition of *plan* today."""
    if plan.day != TRUE:
        past = state.people.history.past()
        day = Features(Frame({}, past, state.today, 1), program.terms, program.grids)
        if not truth(plan.day, day)[0]:
            return np.empty(0, np.int64)
    rows = _passing(state, plan)
    if plan.chart is not None:
        rows = rows[plan.chart.of(state.people.record, rows)]
    for forms in (plan.near, plan.dear):
        if len(rows) and forms:
            few = Features(state.frame(rows), program.terms, program.grids)
            rows = rows[_left(few, forms)]
    return rows


def _only_columns(state: State) -> bool:
    return isinstance(state.engine, ColumnarEngine) and state.audit is None


def _who_meets(state: State, program: Program) -> Mapping[int, Integers]:
    """Return the rows of those who meet scope and clauses of each rule that gives an effect."""
    return {rule: meeting(state, program, plan) for rule, plan in plans_of(program)}


def _passing(state: State, plan: Plan) -> Integers:
    """Return who passes all tests of *plan*: comparisons of the record with numbers."""
    record = state.people.record
    if not plan.tests:
        return np.arange(state.people.size)
    first, *others = (COMPARE[t.operator](record[t.left], t.right) for t in plan.tests)
    for passed in others:
        first &= passed
    return first.nonzero()[0]


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
