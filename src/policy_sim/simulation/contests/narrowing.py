"""Whom a rule may choose, told from its own conditions, without a decision about each person.

Comparisons of the record with numbers are made for everybody, since a pass over a narrow column
costs little; what takes more to read is read of the few who are left.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeGuard

import numpy as np

from policy_sim.policy import ast
from policy_sim.rules.columnar import truth
from policy_sim.rules.costs import dear
from policy_sim.rules.features import Features
from policy_sim.rules.filters import COMPARE
from policy_sim.rules.frame import Column, Flags, Integers
from policy_sim.rules.normal_form import (
    FALSE,
    TRUE,
    Atom,
    Every,
    Form,
    Within,
    every,
    feature_names,
)
from policy_sim.rules.programs import Program
from policy_sim.simulation.state import State

__all__ = ["bars", "bars_for_all", "meeting", "outright"]

_OF_NO_PERSON = ("today.", "post.")
"""How the names begin of what is the same for everybody."""


@lru_cache(maxsize=1024)
def bars_for_all(program: Program, effect: str) -> tuple[Form, ...]:
    """The conditions, of the date and the post alone, on which *effect* is taken from all."""
    forms = [
        every((program.logic.scopes[rule], program.logic.conditions[rule]))
        for rule in program.bars.get(effect, ())
        if not program.logic.overriders[rule]
    ]
    return tuple(
        form
        for form in forms
        if form != FALSE and all(name.startswith(_OF_NO_PERSON) for name in feature_names(form))
    )


def meeting(state: State, program: Program, rule: int, units: Flags | None = None) -> Integers:
    """Return who is in the scope of *rule* and meets its conditions: nobody else can be chosen.

    The record is compared for everybody (in *units*), the rest read of those left by then.
    """
    plain, rest = _in_two(program, rule)
    record = state.people.record
    met = np.ones(state.people.size, np.bool_)
    for comparison in plain:
        met &= _compared(comparison, record[comparison.left])
    rows = np.flatnonzero(met)
    if units is not None:
        rows = rows[units[record["unit"][rows]]]
    for form in rest:
        if len(rows):
            few = Features(state.frame(rows), program.terms, program.grids)
            rows = rows[truth(form, few)]
    return rows


def _compared(form: Atom | Within, column: Column) -> Flags:
    if isinstance(form, Atom):
        return COMPARE[form.operator](column, form.right)
    flags = [(column >= low) & (column <= high) for low, high in form.ranges]
    return np.asarray(np.logical_or.reduce(flags))


@lru_cache(maxsize=1024)
def _in_two(program: Program, rule: int) -> tuple[tuple[Atom | Within, ...], tuple[Form, ...]]:
    """Scope and condition of *rule*: comparisons of the record with numbers, and the rest: of it
    what reads the past, or other subjects, comes last, and by itself.
    """
    whole = every((program.logic.scopes[rule], program.logic.conditions[rule]))
    items = whole.items if isinstance(whole, Every) else (whole,)
    plain = tuple(item for item in items if _plain(item, program))
    others = [item for item in items if item not in plain]
    rest = (
        every(tuple(item for item in others if dear(item, program.terms) is last))
        for last in (False, True)
    )
    return plain, tuple(form for form in rest if form != TRUE)


def _plain(form: Form, program: Program) -> TypeGuard[Atom | Within]:
    """Whether *form* compares an attribute of the person with numbers."""
    if not isinstance(form, Atom | Within):
        return False
    read = program.terms[form.left]
    own = isinstance(read, ast.Column) and "." not in read.name
    return own and not (isinstance(form, Atom) and isinstance(form.right, str))


@lru_cache(maxsize=1024)
def outright(program: Program) -> bool:
    """Whether no rule of *program* overrides another, and none gives more than one bare effect."""
    bare = [effect.value is None for given in program.gives.values() for _, effect in given]
    return len(program.gives) == 1 and all(bare) and not any(program.logic.overriders)


@lru_cache(maxsize=1024)
def bars(program: Program) -> tuple[Form, ...]:
    """When a rule of *program* takes from people what its rules give."""
    forms = (
        every((program.logic.scopes[rule], program.logic.conditions[rule]))
        for bars in program.bars.values()
        for rule in bars
    )
    return tuple(form for form in forms if form != FALSE)
