"""What an answer of the law hangs on: whose inputs have changed, and who needs no new decision.

A decision is a pure function of the record, the past and the day. An :class:`Input` is a term
that it reads, cut into the classes within which its value makes no difference: a length of
service that only looks up a salary table matters where it passes a row of the table. Whoever is
in the same class of every input as before gets the same answer as before, exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.ast import (
    All,
    Any,
    Choice,
    Column,
    Compare,
    Comparison,
    Condition,
    Const,
    History,
    Lookup,
    Member,
    Not,
    Term,
)
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Frame, uniform
from policy_sim.rules.grids import Grid, grid_of
from policy_sim.rules.programs import Program
from policy_sim.rules.reading import parts_of

__all__ = ["Cells", "Input", "inputs", "situations"]

_WIDEST = 65_536
"""The widest range of a term whose classes are listed value by value."""

_FEW = 3
"""So many cuts are compared one by one."""

_NARROW = 2**31
"""Up to so many situations are told by one 32-bit integer."""

_NO_CELL = -(2**62)
"""Stands for the cell of what a table does not cover."""


@dataclass(frozen=True)
class Input:
    """A *term* that a decision reads, and the ascending first values of its classes.

    *cuts* leaves out the lowest class; None means that every value makes a difference.
    """

    term: Term
    cuts: tuple[int, ...] | None

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return _width(self.term) if self.cuts is None else len(self.cuts) + 1

    @cached_property
    def examples(self) -> tuple[NDArray[np.int64]]:
        """One value of the term for each class."""
        low = self.term.type.low
        if self.cuts is None:
            return (np.arange(low, self.term.type.high + 1),)
        return (np.array([low, *self.cuts], dtype=np.int64),)

    @property
    def arguments(self) -> tuple[Column, ...]:
        """The attribute that decides the class, if it is one alone."""
        return (self.term,) if isinstance(self.term, Column) else ()

    @cached_property
    def _own(self) -> bool:
        """Whether it is an attribute of the subjects, whose column is always of one width."""
        return isinstance(self.term, Column) and "." not in self.term.name

    def classed(self, features: Features) -> NDArray[np.integer]:
        """Return the class of each subject, from 0; one integer where all are in the same."""
        low = self.term.type.low
        if self.cuts is None:
            values = features.narrow(self.term) if self._own else features.column(self.term)
            return values if low == 0 else np.subtract(values, low, dtype=np.int64)
        if not self.cuts:
            return np.zeros(1, dtype=np.int8)
        values = features.narrow(self.term)
        if uniform(values):
            values = values[:1]
        if len(self.cuts) <= _FEW:
            first, *others = self.cuts
            passed = np.greater_equal(values, first).view(np.int8)
            for cut in others:
                passed += values >= cut
            return passed
        if self.listed is None:
            return np.searchsorted(np.array(self.cuts), values, side="right")
        return self.listed[values if low == 0 else values.astype(np.int64) - low]

    @cached_property
    def listed(self) -> NDArray[np.integer] | None:
        """The class of every value of the term, where these are few enough to list."""
        if _width(self.term) > _WIDEST:
            return None
        kind = self.term.type
        values = np.arange(kind.low, kind.high + 1)
        if self.cuts is None:
            return values - kind.low
        return np.searchsorted(np.array(self.cuts), values, side="right").astype(np.int16)


@dataclass(frozen=True)
class Cells:
    """A look-up that a decision reads, by the cell that its plain columns lead to."""

    term: Lookup

    @cached_property
    def classes(self) -> int:
        """How many cells of different values there are, and one for what has no cell."""
        return int(self.listed.max()) + 1

    def classed(self, features: Features) -> NDArray[np.integer]:
        """Return the class of each subject, from 0."""
        (_, low, first), *others = self._spans
        place = np.subtract(features.narrow(first), low, dtype=np.int64)
        for width, low, argument in others:
            place *= width
            place += features.narrow(argument)
            if low:
                place -= low
        return self.listed[place]

    @cached_property
    def _spans(self) -> tuple[tuple[int, int, Term], ...]:
        """How many values each argument has, and from which on."""
        return tuple((_width(each), each.type.low, each) for each in self.term.arguments)

    @cached_property
    def examples(self) -> tuple[NDArray[np.int64], ...]:
        """One value of each attribute that it looks up, for each cell."""
        places = np.unique(self.listed, return_index=True)[1]
        within = np.unravel_index(places, [_width(each) for each in self.term.arguments])
        lows = [each.type.low for each in self.term.arguments]
        return tuple(place + low for place, low in zip(within, lows, strict=True))

    @property
    def arguments(self) -> tuple[Column, ...]:
        """The attributes that it looks up."""
        return tuple(each for each in self.term.arguments if isinstance(each, Column))

    @cached_property
    def listed(self) -> NDArray[np.int16]:
        """The class of every combination of the arguments' values."""
        grid = grid_of(self.term.table)
        spans = [np.arange(a.type.low, a.type.high + 1) for a in self.term.arguments]
        box = np.ix_(*(axis.intervals(span) for axis, span in zip(grid.axes, spans, strict=True)))
        cells = np.where(grid.covered[box], grid.cells[box], _NO_CELL)
        return np.unique(cells.ravel(), return_inverse=True)[1].astype(np.int16)


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


def situations(
    told: Sequence[Input | Cells], program: Program, frame: Frame
) -> tuple[NDArray[np.integer], ...]:
    """Return integers that are all equal for two subjects only if each of *told* is the same.

    Each array has an entry for every subject; most laws need one array.
    """
    features = Features(frame, program.terms, program.grids)
    return tuple(_packed(group, features) for group in _groups(told))


def _groups(told: Sequence[Input | Cells]) -> list[list[Input | Cells]]:
    """Part *told* into groups whose classes can be told by one integer each."""
    groups: list[list[Input | Cells]] = []
    room = 0
    for each in told:
        if room < each.classes:
            groups.append([])
            room = _NARROW
        groups[-1].append(each)
        room //= each.classes
    return groups


def _packed(group: Sequence[Input | Cells], features: Features) -> NDArray[np.integer]:
    """Return the joint class of a group of inputs, for each subject."""
    narrow = prod(each.classes for each in group) <= _NARROW
    code: NDArray[np.integer] = np.zeros(features.size, dtype=np.int64)
    if narrow:
        code = code.astype(np.int32)
    for each in group:
        np.multiply(code, each.classes, out=code)
        np.add(code, each.classed(features), out=code, casting="unsafe")
    return code


def _width(term: Term) -> int:
    """Return how many values *term* can have."""
    return term.type.high - term.type.low + 1


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
        return plain and moving and prod(map(_width, columns)) <= _WIDEST

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
        if isinstance(term, Lookup) or (still and _width(term) < _WIDEST):
            self.whole(term)
            return
        name = str(term)
        self._terms[name] = term
        known = self._cuts.get(name, set())
        if known is not None:
            self._cuts[name] = known | set(cuts)
