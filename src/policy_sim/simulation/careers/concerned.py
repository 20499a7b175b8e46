"""Whom a monthly decision can concern, so that the law need not be asked about everybody.

A rule gives something only to those in its scope who meet all its clauses. Clauses are met or
not whatever bars or overrides a rule, so that whoever fails one of every rule is given nothing:
asking about such a person can only yield a refusal. Where nobody writes it down, that question
is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from policy_sim.policy.ast import Condition, History
from policy_sim.rules.columnar import ColumnarEngine, truth
from policy_sim.rules.features import Features
from policy_sim.rules.filters import COMPARE
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.normal_form import Atom, Every, Form
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.reading import inputs_of
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.simulation.state import State

__all__ = ["concerned"]


def concerned(state: State, area: str) -> Integers | None:
    """Return the rows to whom *area* may give something today, or whose refusal is written down.

    None stands for everybody: where every refusal is kept, where decisions are sampled for an
    audit, and where another engine than the columnar one is to decide by itself.
    """
    columnar = isinstance(state.engine, ColumnarEngine)
    if not columnar or state.audit is not None or state.ledger.keeping is Keeping.ALL:
        return None
    program = compile_area(state.vintage, area)
    whole = Features(state.frame(), program.terms, program.grids)
    asked = state.ledger.follows(state.people.ids)
    for rule in program.giving:
        cheap, dear = _forms(program, rule)
        rows = _meeting(state, whole, cheap)
        if len(rows) and dear:
            few = Features(state.frame(rows), program.terms, program.grids)
            rows = rows[_left(few, np.arange(len(rows)), dear)]
        asked[rows] = True
    return np.flatnonzero(asked)


def _meeting(state: State, features: Features, forms: list[Form]) -> Integers:
    """Return who meets all of *forms*; first come comparisons of the record with a number."""
    record = state.people.record
    plain = [f for f in forms if isinstance(f, Atom) and f.left in record and _number(f)]
    met: Flags = np.ones(features.size, np.bool_)
    for atom in plain:
        met &= COMPARE[atom.operator](record[atom.left], atom.right)
    return _left(features, np.flatnonzero(met), [form for form in forms if form not in plain])


def _left(features: Features, rows: Integers, forms: list[Form]) -> Integers:
    """Return who of *rows* meets all of *forms*, each asked of those who met the ones before."""
    for form in forms:
        if len(rows):
            rows = rows[truth(form, features.within(rows))]
    return rows


def _forms(program: Program, rule: int) -> tuple[list[Form], list[Form]]:
    """Return scope and clauses of *rule*, each ``every`` taken apart: the cheap and the dear."""
    stated = program.rules[rule]
    conditions = (stated.scope, *(clause.condition for clause in stated.clauses))
    forms = (program.logic.scopes[rule], *program.clauses[rule])
    pairs = [(_dear(c), form) for c, form in zip(conditions, forms, strict=True)]
    return (
        list(_items(form for dear, form in pairs if not dear)),
        list(_items(form for dear, form in pairs if dear)),
    )


def _dear(condition: Condition) -> bool:
    """Return whether *condition* reads the past, or another subject."""
    return any(
        isinstance(term, History) or "." in name for name, term in inputs_of(condition).items()
    )


def _number(atom: Atom) -> bool:
    return isinstance(atom.right, int)


def _items(forms: Iterable[Form]) -> Iterator[Form]:
    """Yield the forms, each ``every`` taken apart."""
    for form in forms:
        if isinstance(form, Every):
            yield from _items(form.items)
        else:
            yield form
