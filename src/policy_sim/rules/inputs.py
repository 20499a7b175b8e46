"""What an answer of the law hangs on: whose inputs have changed, and who needs no new decision.

A decision is a pure function of the record, the past and the day. An input is a term that it reads,
cut into classes (:mod:`policy_sim.rules.classed`). Whoever is in the same class of every input as
before gets the same answer as before, exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from math import prod

from policy_sim.policy.ast import (
    All,
    Any,
    Choice,
    Column,
    Compare,
    Condition,
    Const,
    History,
    Lookup,
    Member,
    Not,
    Term,
)
from policy_sim.policy.comparator import Comparison
from policy_sim.rules.classed import WIDEST, Cells, Input, width
from policy_sim.rules.grids import Grid
from policy_sim.rules.programs import Program
from policy_sim.rules.reading import parts_of

__all__ = ["inputs"]


def inputs(
    program: Program, effects: Collection[str], moving: Collection[str] = ()
) -> tuple[Input | Cells, ...]:
    """Return what hangs on the record in *program*: who is given what, and how much of *effects*.

    The values of other effects than *effects* are left out. Only terms that read one of the
    attributes *moving* (month by month) or the past are cut into classes: of what stands still,
    every value is told apart, which is quicker.
    """
    return _inputs(program, frozenset(effects), frozenset(moving))


@lru_cache(maxsize=64)
def _inputs(
    program: Program, effects: frozenset[str], moving: frozenset[str]
) -> tuple[Input | Cells, ...]:
    found = _Found(moving, program.grids)
    for rule in program.rules:
        found.condition(rule.scope)
        for clause in rule.clauses:
            found.condition(clause.condition)
    for name in sorted(effects):
        for _, effect in program.gives.get(name, ()):
            for term in (effect.value, *effect.fields.values()):
                if term is not None:
                    found.whole(term)
    return found.inputs


def _within(term: Term, cuts: Iterable[int]) -> tuple[int, ...]:
    """Return those *cuts*, ascending, that *term* can pass."""
    return tuple(sorted(cut for cut in cuts if term.type.low < cut <= term.type.high))


class _Found:
    """The inputs found so far, by the text of their term."""

    def __init__(self, moving: frozenset[str], grids: Mapping[str, Grid]) -> None:
        self._moving = moving
        self._grids = grids
        self._terms: dict[str, Term] = {}
        self._cuts: dict[str, set[int] | None] = {}
        self._cells: dict[str, Lookup] = {}

    @property
    def inputs(self) -> tuple[Input | Cells, ...]:
        """The inputs, by the text of their term."""
        cut = (
            Input(self._terms[name], None if cuts is None else _within(self._terms[name], cuts))
            for name, cuts in sorted(self._cuts.items())
        )
        return (*cut, *(Cells(term) for _, term in sorted(self._cells.items())))

    def condition(self, condition: Condition) -> None:
        """Note what *condition* reads."""
        match condition:
            case Compare(operator=operator, left=left, right=right):
                self._compare(operator, left, right)
            case Member(term=term, ranges=ranges):
                self._cut(term, (edge for low, high in ranges for edge in (low, high + 1)))
            case All(items=items) | Any(items=items):
                for item in items:
                    self.condition(item)
            case Not(item=item):
                self.condition(item)

    def whole(self, term: Term) -> None:
        """Note that every value of *term* makes a difference."""
        match term:
            case Column() | History():
                self._terms[str(term)] = term
                self._cuts[str(term)] = None
            case Lookup() if self._by_cell(term):
                self._cells[str(term)] = term
            case Lookup(table=table, arguments=arguments):
                for argument, axis in zip(arguments, self._grids[table.name].axes, strict=True):
                    self._cut(argument, axis.cuts.tolist())
            case Choice(when=when, chosen=chosen, other=other):
                self.condition(when)
                self.whole(chosen)
                self.whole(other)
            case _:
                for part in parts_of(term):
                    if isinstance(part, Term):
                        self.whole(part)

    def _by_cell(self, term: Lookup) -> bool:
        """Whether *term* looks up plain columns, one of them moving, with few combinations."""
        columns = [each for each in term.arguments if isinstance(each, Column)]
        plain = len(columns) == len(term.arguments) and not any("." in c.name for c in columns)
        moving = any(column.name in self._moving for column in columns)
        return plain and moving and prod(map(width, columns)) <= WIDEST

    def _compare(self, operator: Comparison, left: Term, right: Term) -> None:
        if isinstance(left, Const):
            left, right, operator = right, left, operator.mirrored
        if not isinstance(right, Const):
            self.whole(left)
            self.whole(right)
            return
        at, after = right.value, right.value + 1
        match operator:
            case Comparison.LT | Comparison.GE:
                self._cut(left, (at,))
            case Comparison.LE | Comparison.GT:
                self._cut(left, (after,))
            case _:
                self._cut(left, (at, after))

    def _cut(self, term: Term, cuts: Iterable[int]) -> None:
        """Note that *term* makes a difference where it passes one of *cuts*."""
        if isinstance(term, Const):
            return
        still = isinstance(term, Column) and term.name not in self._moving
        if isinstance(term, Lookup) or (still and width(term) < WIDEST):
            self.whole(term)
            return
        name = str(term)
        self._terms[name] = term
        known = self._cuts.get(name, set())
        if known is not None:
            self._cuts[name] = known | set(cuts)
