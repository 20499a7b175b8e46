"""Whom a monthly decision can concern, so that the law need not be asked about everybody.

A rule gives something only to those in its scope who meet all its clauses. Clauses are met or
not whatever bars or overrides a rule, so that whoever fails one of every rule is given nothing:
asking about such a person can only yield a refusal. Where nobody writes it down, that question
is left out. The first clauses asked are those that compare a column of the record with a number.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from policy_sim.rules.columnar import ColumnarEngine, truth
from policy_sim.rules.features import Features
from policy_sim.rules.filters import COMPARE
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.normal_form import Atom, Every, Form
from policy_sim.rules.programs import compile_area
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
    features = Features(state.frame(), program.terms, program.grids)
    asked = state.ledger.follows(state.people.ids)
    for rule in program.giving:
        forms = (program.logic.scopes[rule], *program.clauses[rule])
        asked[_meeting(state, features, list(_items(forms)))] = True
    return np.flatnonzero(asked)


def _meeting(state: State, features: Features, forms: list[Form]) -> Integers:
    """Return who meets all of *forms*; a form is asked only of those who met the ones before."""
    record = state.people.record
    plain = [f for f in forms if isinstance(f, Atom) and f.left in record and _number(f)]
    met: Flags = np.ones(features.size, np.bool_)
    for atom in plain:
        met &= COMPARE[atom.operator](record[atom.left], atom.right)
    rows = np.flatnonzero(met)
    for form in forms:
        if len(rows) and form not in plain:
            rows = rows[truth(form, features.within(rows))]
    return rows


def _number(atom: Atom) -> bool:
    return isinstance(atom.right, int)


def _items(forms: tuple[Form, ...]) -> Iterator[Form]:
    """Yield the forms, each ``every`` taken apart."""
    for form in forms:
        if isinstance(form, Every):
            yield from _items(form.items)
        else:
            yield form
