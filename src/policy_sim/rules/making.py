"""How the column of each term is made: worked out once for a law, then done for any subjects.

The maker of a term knows the texts of the terms that it is made of, the grid that it looks up and
the constants that it reckons with, so that nothing of the term is gone through again. What is
the same for all subjects stays one integer until it meets a column. A column is as narrow as the
record keeps it; where integers are reckoned with, they are widened first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

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
from policy_sim.rules.frame import Column as IntegerColumn
from policy_sim.rules.frame import Flags, Integers, Value, narrowest
from policy_sim.rules.grids import Grid, grid_of
from policy_sim.rules.normal_form import Form, normal_form

__all__ = ["Maker", "Sheet", "Terms", "moved_positions", "quotient", "widened"]


class Sheet(Protocol):
    """The subjects for whom columns are made."""

    def value(self, name: str) -> Value:
        """Return the column of the term whose text is *name*, or one integer for all."""

    @property
    def today(self) -> date:
        """The day of the decision."""

    def read(self, name: str) -> Value:
        """Return the attribute *name*, or one integer for all."""

    def used(self, use: History) -> IntegerColumn:
        """Return what *use* of the past gives each subject."""

    def fulfils(self, form: Form) -> Flags | bool:
        """Return who fulfils *form*, or the answer for all."""


Maker = Callable[[Sheet], Value]
"""Makes the column of one term for the subjects of a sheet."""


_DAYS: Mapping[str, Maker] = MappingProxyType(
    {
        "today.year": lambda sheet: sheet.today.year,
        "today.month": lambda sheet: sheet.today.month,
    }
)


class Terms(Mapping[str, Term]):
    """The *terms* of a law by their texts, and how to make the column of each.

    Terms that are not listed are added when they are first asked for; the *grids* of tables that
    are not listed likewise. A maker, a text and a form are worked out once.
    """

    def __init__(self, terms: Mapping[str, Term], grids: Mapping[str, Grid]) -> None:
        self._terms = dict(terms)
        self._grids = dict(grids)
        self.makers: dict[str, Maker] = {}
        # By identity, since the text or the hash of a term takes as long as its column; what is
        # asked about is kept, so that its identity remains its own.
        self._texts: dict[int, tuple[Term, str]] = {}
        self._forms: dict[int, tuple[Condition, Form]] = {}

    def __getitem__(self, name: str) -> Term:
        return self._terms[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def text(self, term: Term) -> str:
        """Return the text of *term*, which is then among these terms."""
        known = self._texts.get(id(term))
        if known is None:
            known = self._texts[id(term)] = (term, str(term))
            self._terms.setdefault(known[1], term)
        return known[1]

    def form(self, condition: Condition) -> Form:
        """Return the normal form of *condition*, whose terms are then among these."""
        known = self._forms.get(id(condition))
        if known is None:
            known = self._forms[id(condition)] = (condition, normal_form(condition, self._terms))
        return known[1]

    def maker(self, name: str) -> Maker:
        """Return how to make the column *name*; raise :exc:`KeyError` if there is no such term.

        It is then one of the *makers*, by their texts.
        """
        made = self.makers[name] = self._maker(self._terms[name])
        return made

    def _maker(self, term: Term) -> Maker:
        match term:
            case Const(value=value):
                return lambda _: value
            case Column(name=name):
                return _DAYS.get(name) or (lambda sheet: sheet.read(name))
            case History():
                return lambda sheet: sheet.used(term)
            case Lookup(table=table, arguments=arguments):
                if table.name not in self._grids:
                    self._grids[table.name] = grid_of(table)
                return _mapped(self._grids[table.name].look_up, tuple(map(self.text, arguments)))
            case Choice(when=when, chosen=chosen, other=other):
                return _choice(self.form(when), self.text(chosen), self.text(other))
            case Moved(term=inner, by=by):
                kind = inner.type
                return _mapped(lambda values: _moved(values, kind, by), (self.text(inner),))
            case Rank(term=inner):
                return _mapped(_ranks(inner.type).take, (self.text(inner),))
            case _:
                return self._reckoning(term)

    def _reckoning(self, term: Term) -> Maker:
        match term:
            case Sum(parts=parts):
                return _sum(tuple((weight, self.text(part)) for weight, part in parts))
            case Product(left=left, right=right):
                return _product(self.text(left), self.text(right))
            case Extreme(highest=highest, terms=terms):
                return _extreme(highest, tuple(map(self.text, terms)))
            case Quotient(numerator=numerator, divisor=divisor, rounding=rounding, factor=factor):
                return _quotient(self.text(numerator), self.text(divisor), rounding, factor)
        msg = f"no column for a term of class {type(term).__name__}"
        raise TypeError(msg)


def widened(value: Value) -> Integers | int:
    """Return *value* in 64 bits."""
    return value if isinstance(value, int) else value.astype(np.int64, copy=False)


def _column(value: Value) -> IntegerColumn:
    """Return *value* as an array, of one integer in the smallest type if it is one for all."""
    return np.array([value], narrowest(value, value)) if isinstance(value, int) else value


def _mapped(function: Callable[..., IntegerColumn], names: tuple[str, ...]) -> Maker:
    """Apply *function* to the columns *names*, once if each is one integer for all."""

    def make(sheet: Sheet) -> Value:
        values = [sheet.value(name) for name in names]
        found = function(*map(_column, values))
        for value in values:
            if not isinstance(value, int):
                return found
        return int(found[0])

    return make


def _choice(when: Form, chosen: str, other: str) -> Maker:
    def make(sheet: Sheet) -> Value:
        met = sheet.fulfils(when)
        if isinstance(met, bool):
            return sheet.value(chosen if met else other)
        return np.where(met, _column(sheet.value(chosen)), _column(sheet.value(other)))

    return make


def _sum(parts: tuple[tuple[int, str], ...]) -> Maker:
    def make(sheet: Sheet) -> Value:
        fixed, total = 0, None
        for weight, name in parts:
            value = sheet.value(name)
            if isinstance(value, int):
                fixed += weight * value
                continue
            if weight == 1:
                share = value.astype(np.int64)
            else:
                share = np.multiply(value, weight, dtype=np.int64)
            total = share if total is None else np.add(total, share, out=total)
        if total is not None and fixed:
            total += fixed
        return fixed if total is None else total

    return make


def _product(left: str, right: str) -> Maker:
    return lambda sheet: widened(sheet.value(left)) * widened(sheet.value(right))


def _extreme(highest: bool, names: tuple[str, ...]) -> Maker:
    pick, one = (np.maximum, max) if highest else (np.minimum, min)

    def make(sheet: Sheet) -> Value:
        result = sheet.value(names[0])
        for name in names[1:]:
            value = sheet.value(name)
            if isinstance(result, int) and isinstance(value, int):
                result = one(result, value)
            else:
                result = pick(result, value, dtype=np.int64)
        return result

    return make


def _quotient(numerator: str, divisor: str, rounding: Rounding, factor: int) -> Maker:
    def make(sheet: Sheet) -> Value:
        above, below = sheet.value(numerator), sheet.value(divisor)
        found = quotient(widened(above) * factor, widened(below), rounding)
        return int(found) if isinstance(above, int) and isinstance(below, int) else found

    return make


def quotient(numerator: Value, divisor: Value, rounding: Rounding) -> Integers:
    """Return *numerator* / *divisor* (above zero) as integers; halves go away from zero.

    Exact for numerators below 2**53 in size: no step leaves 64-bit integers.
    """
    if rounding is Rounding.FLOOR:
        return np.asarray(numerator // divisor)
    if rounding is Rounding.CEIL:
        return np.asarray(-(-numerator // divisor))
    size = (2 * np.abs(numerator) + divisor) // (2 * divisor)
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
