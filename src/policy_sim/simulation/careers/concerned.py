"""Whom a monthly decision can concern, so that the law need not be asked about everybody.

A rule gives something only to those in its scope who meet all its clauses. Clauses are met or
not whatever bars or overrides a rule, so that whoever fails one of every rule is given nothing:
asking about such a person can only yield a refusal. Where nobody writes it down, that question
is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from policy_sim.policy.vintage import Vintage
from policy_sim.rules.columnar import truth
from policy_sim.rules.decision import concluded
from policy_sim.rules.engine import Standing
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.programs import Program, compile_area
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.simulation.careers.meeting import meeting
from policy_sim.simulation.state import Decided, State

_NOBODY: Integers = np.empty(0, np.int64)

__all__ = ["concerned", "granted", "may_be_given"]


def granted(
    state: State,
    area: str,
    rows: Integers | None = None,
    law: Vintage | None = None,
    refusals: bool = True,
) -> Decided:
    """Return what the law gives in *area*, decided about as few people as possible.

    Only the people at *rows* are asked (None: everybody), under *law* or else that of today. Where
    *refusals* may be written down it is the decision about all whom it can concern; else it is
    about those alone who meet a rule, and tells nothing of what they do not meet.
    """
    if not state.by_columns or (refusals and state.ledger.kept):
        asked = concerned(state, area) if rows is None and law is None else rows
        return state.decide(area, asked, law=law)
    asking = _Asking(state, compile_area(law or state.vintage, area))
    return asking.concluded(asking.who_meets(rows))


def may_be_given(state: State, area: str, rows: Integers, law: Vintage) -> Integers:
    """Return who of the people at *rows* meets a rule of *area* that gives something in *law*.

    Some of them may be given nothing, for what bars or overrides the rule.
    """
    meet = _Asking(state, compile_area(law, area)).who_meets(rows)
    return _union(meet.values())


def concerned(state: State, area: str) -> Integers | None:
    """Return the rows to whom *area* may give something today, or whose refusal is written down.

    None stands for everybody: where every refusal is kept, where decisions are sampled for an
    audit, and where another engine than the columnar one is to decide by itself.
    """
    if not state.by_columns or state.ledger.keeping is Keeping.ALL:
        return None
    asked = state.ledger.follows(state.people.ids)
    asking = _Asking(state, compile_area(state.vintage, area))
    for rows in asking.who_meets(None).values():
        asked[rows] = True
    return np.flatnonzero(asked)


@dataclass(frozen=True)
class _Asking:
    """Who of the people in service meets the rules of *program* today."""

    state: State
    program: Program

    def who_meets(self, among: Integers | None) -> Mapping[int, Integers]:
        """Return which rows *among* (None: all) meet scope and clauses of each rule that gives."""
        program = self.program
        return {rule: meeting(self.state, program, rule, among) for rule in program.giving}

    def concluded(self, meet: Mapping[int, Integers]) -> Decided:
        """Return the decision about those who *meet* a rule; of them the other rules are asked."""
        rows = _union(meet.values())
        program, features = self.program, self._features(rows)
        logic, engine = program.logic, self.state.engine
        holds: Flags = np.zeros((len(program.rules), len(rows)), np.bool_)
        for rule in range(len(program.rules)) if len(rows) else ():
            if rule in meet:
                holds[rule, rows.searchsorted(meet[rule])] = True
            else:
                held = truth(logic.scopes[rule], features)
                holds[rule] = held & truth(logic.conditions[rule], features)
        stands = engine.survivors(logic.levels, logic.overriders, holds)
        return Decided(rows, concluded(program, features, Standing(holds, holds, stands)))

    def _features(self, rows: Integers) -> Features:
        frame = self.state.frame(rows)
        return Features(frame, self.program.terms, self.program.grids)


def _union(parts: Iterable[Integers]) -> Integers:
    """Return the rows of all *parts*, each once, ascending."""
    some = [rows for rows in parts if len(rows)]
    if len(some) < 2:
        return some[0] if some else _NOBODY
    rows = np.sort(np.concatenate(some))
    first = np.ones(len(rows), np.bool_)
    np.not_equal(rows[1:], rows[:-1], out=first[1:])
    return rows[first]
