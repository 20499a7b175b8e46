"""A program of which some columns are known: what follows from them is put in beforehand.

Of a post the law reads the same for everybody. With that known, rules for other posts fall away
and what a post asks of people (``office_ceiling(post.office)``) is a number: there is less to ask,
and the same is decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from policy_sim.policy.ast import Column, History
from policy_sim.rules.costs import cheapest_first
from policy_sim.rules.features import Features
from policy_sim.rules.filters import COMPARE
from policy_sim.rules.frame import Column as IntegerColumn
from policy_sim.rules.frame import Frame, Past, Rows
from policy_sim.rules.normal_form import (
    FALSE,
    TRUE,
    Atom,
    Every,
    Form,
    Some,
    every,
    feature_names,
    some,
)
from policy_sim.rules.programs import Logic, Program
from policy_sim.rules.reading import nodes_in

__all__ = ["settled"]


class _NoPast:
    """The past of a subject that has none: a post."""

    def column(self, use: History, today: date) -> IntegerColumn:
        """Refuse to answer."""
        msg = f"{use} on {today} is of a person"
        raise LookupError(msg)

    def take(self, rows: Rows) -> Past:
        """Return no past for any *rows* either."""
        del rows
        return self


@dataclass
class _Known:
    """The features of *program* that follow from *columns* alone."""

    program: Program
    columns: Mapping[str, int]
    values: dict[str, int | None] = field(default_factory=dict)

    def value(self, name: str) -> int | None:
        """Return the feature *name*, None if more is needed to know it."""
        if name not in self.values:
            self.values[name] = self._value(name)
        return self.values[name]

    def _value(self, name: str) -> int | None:
        term = self.program.terms[name]
        read = [node for node in nodes_in([term]) if isinstance(node, Column | History)]
        if not all(isinstance(node, Column) and node.name in self.columns for node in read):
            return None
        frame = Frame(self.columns, _NoPast(), date.min, 1)
        return int(Features(frame, self.program.terms, self.program.grids).column(term)[0])


@lru_cache(maxsize=1024)
def settled(program: Program, columns: tuple[tuple[str, int], ...]) -> Program:
    """Return what *program* comes to where *columns*, names with their values, are known.

    Only the rules that may still have somebody in scope are left, in their order.
    """
    known, logic = _Known(program, dict(columns)), program.logic
    scopes = [_settle(form, known) for form in logic.scopes]
    left = [number for number, scope in enumerate(scopes) if scope != FALSE]
    position = {number: index for index, number in enumerate(left)}
    clauses = tuple(tuple(_settle(form, known) for form in program.clauses[n]) for n in left)
    conditions = tuple(map(every, clauses))
    shorter = Logic(
        scopes=tuple(cheapest_first(scopes[n], program.terms) for n in left),
        conditions=tuple(cheapest_first(form, program.terms) for form in conditions),
        deciding=_moved(logic.deciding, position),
        overriders=tuple(_moved(logic.overriders[n], position) for n in left),
        levels=tuple(_moved(level, position) for level in logic.levels),
        features=tuple(sorted({n for f in (*scopes, *conditions) for n in feature_names(f)})),
    )
    return replace(
        program,
        rules=tuple(program.rules[n] for n in left),
        clauses=clauses,
        logic=shorter,
        gives={
            name: tuple((position[n], effect) for n, effect in given if n in position)
            for name, given in program.gives.items()
        },
        bars={name: _moved(rules, position) for name, rules in program.bars.items()},
        positions={program.rules[n].id: index for n, index in position.items()},
    )


def _moved(rules: tuple[int, ...], position: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(position[number] for number in rules if number in position)


def _settle(form: Form, known: _Known) -> Form:
    """Return *form* with every feature that is known replaced by its value."""
    if isinstance(form, Every):
        return every(tuple(_settle(item, known) for item in form.items))
    if isinstance(form, Some):
        return some(tuple(_settle(item, known) for item in form.items))
    left = known.value(form.left)
    if isinstance(form, Atom):
        right = known.value(form.right) if isinstance(form.right, str) else form.right
        if left is None:
            return form if right is None else Atom(form.operator, form.left, right)
        if right is None:
            return Atom(form.operator.mirrored, str(form.right), left)
        return TRUE if COMPARE[form.operator](left, right) else FALSE
    if left is None:
        return form
    return TRUE if any(low <= left <= high for low, high in form.ranges) else FALSE
