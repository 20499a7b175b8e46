"""The feature layer: every term of a program as one integer column, computed once.

History, look-ups, quotients and relations become columns here, before any engine runs, so that
all engines read the same integers. A term is known by its canonical text. A column is as narrow
as the record keeps it; where integers are reckoned with, they are widened first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from functools import cached_property, lru_cache

import numpy as np

from policy_sim.policy.ast import (
    Choice,
    Column,
    Condition,
    Const,
    Extreme,
    History,
    Lookup,
    Moved,
    Product,
    Quotient,
    Rank,
    Rounding,
    Sum,
    Term,
)
from policy_sim.policy.values import ValueType
from policy_sim.rules.columnar import truth
from policy_sim.rules.frame import (
    Column as IntegerColumn,
)
from policy_sim.rules.frame import (
    Flags,
    Frame,
    Integers,
    Past,
    Rows,
    number_of,
    same_for_all,
    taken,
    uniform,
)
from policy_sim.rules.grids import Grid, grid_of
from policy_sim.rules.normal_form import normal_form

__all__ = ["Features", "moved_positions", "quotient"]


class Features:
    """The columns of *terms* over *frame*; each is computed when first asked for.

    *terms* gives the terms of a program by their texts, *grids* its tables by name. Tables
    and terms that are not listed are still answered.
    """

    def __init__(
        self,
        frame: Frame,
        terms: Mapping[str, Term] | None = None,
        grids: Mapping[str, Grid] | None = None,
    ) -> None:
        self.frame = frame
        self.size = frame.size
        self._terms: MutableMapping[str, Term] = dict(terms or {})
        self._grids: MutableMapping[str, Grid] = dict(grids or {})
        self._columns: dict[str, IntegerColumn] = {}

    def named(self, name: str) -> IntegerColumn:
        """Return the column of the term whose text is *name*; :exc:`KeyError` if unknown."""
        if name not in self._columns:
            self._columns[name] = self._fresh(name)
        return self._columns[name]

    def column(self, term: Term) -> Integers:
        """Return one 64-bit integer a subject for *term*, in steps of its type."""
        return self._kept(term).astype(np.int64, copy=False)

    def meets(self, condition: Condition) -> Flags:
        """Return which subjects meet *condition*."""
        return truth(normal_form(condition, self._terms), self)

    def within(self, rows: Rows) -> Features:
        """Return the features of the subjects at *rows* only, to be computed for them alone."""
        return _PartFeatures(self, rows, self._terms, self._grids)

    def read(self, name: str) -> IntegerColumn:
        """Return the attribute *name* as the frame has it."""
        return self.frame.column(name)

    @property
    def past(self) -> Past:
        """The past of the subjects."""
        return self.frame.past

    def known(self, name: str) -> IntegerColumn | None:
        """Return the column *name* if it is already computed."""
        return self._columns.get(name)

    def _fresh(self, name: str) -> IntegerColumn:
        return self._compute(self._terms[name])

    def _kept(self, term: Term) -> IntegerColumn:
        name = str(term)
        self._terms.setdefault(name, term)
        return self.named(name)

    def _value(self, term: Term) -> Integers | int:
        return term.value if isinstance(term, Const) else self.column(term)

    def _compute(self, term: Term) -> IntegerColumn:
        match term:
            case Const(value=value):
                return same_for_all(value, self.size)
            case Column(name=name):
                return self.read(name)
            case History():
                return self.past.column(term, self.frame.today)
            case Lookup():
                return self._look_up(term)
            case Choice(when=when, chosen=chosen, other=other):
                return np.where(self.meets(when), self._kept(chosen), self._kept(other))
            case Moved(term=inner, by=by):
                return self._mapped(lambda values: _moved(values, inner.type, by), inner)
            case Rank(term=inner):
                return self._mapped(_ranks(inner.type).take, inner)
            case _:
                return self._arithmetic(term)

    def _arithmetic(self, term: Term) -> Integers:
        match term:
            case Sum(parts=parts):
                total = np.zeros(self.size, dtype=np.int64)
                for weight, part in parts:
                    total += weight * self._value(part)
                return total
            case Product(left=left, right=right):
                return self.column(left) * self._value(right)
            case Extreme(highest=highest, terms=terms):
                pick = np.maximum if highest else np.minimum
                result = self.column(terms[0])
                for other in terms[1:]:
                    result = pick(result, self._value(other))
                return result
            case Quotient(numerator=numerator, divisor=divisor, rounding=rounding, factor=factor):
                return quotient(self.column(numerator) * factor, self.column(divisor), rounding)
        msg = f"no column for a term of class {type(term).__name__}"
        raise TypeError(msg)

    def _look_up(self, term: Lookup) -> IntegerColumn:
        grid = self._grids.get(term.table.name)
        if grid is None:
            grid = self._grids[term.table.name] = grid_of(term.table)
        return self._mapped(grid.look_up, *term.arguments)

    def _mapped(self, function: Callable[..., IntegerColumn], *terms: Term) -> IntegerColumn:
        """Return *function* of the columns of *terms*, asked once if each is one for all."""
        columns = [self._kept(term) for term in terms]
        if all(map(uniform, columns)):
            return same_for_all(int(function(*(column[:1] for column in columns))[0]), self.size)
        return function(*columns)


class _PartFeatures(Features):
    """Features of some rows of another frame: gathered if known there, else computed here."""

    def __init__(
        self,
        whole: Features,
        rows: Rows,
        terms: MutableMapping[str, Term],
        grids: MutableMapping[str, Grid],
    ) -> None:
        self.frame = whole.frame
        self.size = number_of(rows, whole.size)
        self._terms, self._grids = terms, grids
        self._columns = {}
        self._whole = whole
        self._rows = rows

    def _fresh(self, name: str) -> IntegerColumn:
        known = self._whole.known(name)
        return super()._fresh(name) if known is None else taken(known, self._rows)

    def read(self, name: str) -> IntegerColumn:
        return taken(self._whole.read(name), self._rows)

    @cached_property
    def past(self) -> Past:
        return self._whole.past.take(self._rows)


def quotient(numerator: Integers, divisor: Integers, rounding: Rounding) -> Integers:
    """Return *numerator* / *divisor* (above zero) as integers; halves go away from zero.

    Exact for numerators below 2**53 in size: no step leaves 64-bit integers.
    """
    if rounding is Rounding.FLOOR:
        return numerator // divisor
    if rounding is Rounding.CEIL:
        return -(-numerator // divisor)
    size: Integers = (2 * np.abs(numerator) + divisor) // (2 * divisor)
    return np.where(numerator < 0, -size, size)


@lru_cache(maxsize=256)
def moved_positions(kind: ValueType, by: int) -> Integers:
    """Return, for each position on an ordered scale, the position *by* ranks further.

    Among tied words the lowest position is taken; the end of the scale stays where it is.
    """
    ranks = _ranks(kind).tolist()
    steps = sorted(set(ranks))
    first = [next(i for i, rank in enumerate(ranks) if rank == step) for step in steps]
    moved = []
    for position, rank in enumerate(ranks):
        at = steps.index(rank)
        to = min(max(at + by, 0), len(steps) - 1)
        moved.append(position if to == at else first[to])
    return np.array(moved, dtype=np.int64)


@lru_cache(maxsize=256)
def _ranks(kind: ValueType) -> Integers:
    ranks = () if kind.scale is None else kind.scale.ranks
    return np.array(ranks, dtype=np.int64)


def _moved(values: IntegerColumn, kind: ValueType, by: int) -> Integers:
    if kind.scale is None:
        return np.clip(np.add(values, by, dtype=np.int64), kind.low, kind.high)
    return moved_positions(kind, by).take(values)
