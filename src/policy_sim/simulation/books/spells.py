"""Pay as spells: who was paid which amount of which element, from when until when.

A spell is written when its amount changes or its person leaves, not every month: twelve months
of the same allowance are one row. Months are counted as year * 12 + month - 1; a spell covers
its first month and not its last, so its money is ``amount * (until - since)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim.simulation.books.by_id import roomy

__all__ = ["PaySpells", "Spells"]

_Integers = NDArray[np.int64]
_Amounts = NDArray[np.integer]
_Rows = tuple[NDArray[np.integer], ...]


@dataclass(frozen=True)
class Spells:
    """Pay spells, one a row, in the order in which they were closed.

    *since* and *until* are months, *person* an id, *element* the position in *elements* (the
    rules that gave pay) and *amount* money a month.
    """

    elements: tuple[str, ...]
    since: _Integers
    until: _Integers
    person: _Integers
    element: _Integers
    amount: _Integers

    @property
    def money(self) -> int:
        """Return the money that all spells together paid."""
        return int(np.sum(self.amount * (self.until - self.since)))


class PaySpells:
    """The open spells of a workforce, and those already closed.

    Only what changes is entered. Amounts are kept by id, so that nothing moves when rows do, in
    integers as small as the law's range of the element allows. Unless spells are *kept*, those
    that have ended are forgotten.
    """

    def __init__(self, kept: bool = True) -> None:
        self._kept = kept
        self._open: dict[str, _Element] = {}
        self._closed: list[_Rows] = []

    @property
    def elements(self) -> tuple[str, ...]:
        """Every element that has ever been paid to somebody."""
        return tuple(self._open)

    def monthly(self, element: str) -> int:
        """Return the money that *element* pays to everybody in a month at present."""
        return self._open[element].sum if element in self._open else 0

    def change(self, month: int, ids: _Integers, amounts: Mapping[str, _Amounts]) -> None:
        """Pay each of *ids* these *amounts* (element by element) from *month* on.

        An element that is not named is no longer paid to them.
        """
        size = int(ids.max(initial=-1)) + 1
        for name in sorted(set(amounts) - set(self._open)):
            self._open[name] = _Element(len(self._open))
        nothing = np.zeros(len(ids), dtype=np.int8)
        for name, element in self._open.items():
            now = amounts.get(name, nothing)
            element.hold(size, now.dtype)
            changed = np.flatnonzero(element.amount[ids] != now)
            people = ids[changed]
            element.sum += _money(now[changed]) - _money(element.amount[people])
            self._close(element.rows(people, month))
            element.amount[people] = now[changed]
            element.since[people] = month

    def end(self, month: int, ids: _Integers) -> None:
        """Close all spells of *ids*, who are not paid for *month* any more."""
        self.change(month, ids, {})

    def spells(self, month: int) -> Spells:
        """Return all spells, those still open being cut at *month* (which they do not cover)."""
        still_open = [
            element.rows(np.flatnonzero(element.amount), month) for element in self._open.values()
        ]
        rows = [*self._closed, *still_open]
        columns = [np.concatenate(column) for column in zip(*rows, strict=True)] if rows else None
        wide = [column.astype(np.int64) for column in columns or [np.zeros(0)] * 5]
        since, until, person, element, amount = wide
        return Spells(self.elements, since, until, person, element, amount)

    def _close(self, rows: _Rows) -> None:
        if self._kept and len(rows[0]):
            self._closed.append(rows)


class _Element:
    """One element of pay: the open *amount* and the month *since* which it is paid, by id."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.sum = 0
        self.amount: _Amounts = np.zeros(0, dtype=np.int8)
        self.since = np.zeros(0, dtype=np.int32)

    def hold(self, size: int, dtype: np.dtype[np.integer]) -> None:
        """Make room for ids below *size* and for amounts of *dtype*."""
        wider = np.promote_types(self.amount.dtype, dtype)
        self.amount = roomy(self.amount.astype(wider, copy=False), size)
        self.since = roomy(self.since, size)

    def rows(self, people: _Integers, month: int) -> _Rows:
        """Return the open spells of *people* (ids), ended at *month*: columns of spells."""
        paid = people[self.amount[people] != 0]
        size = len(paid)
        number = np.full(size, self.number, dtype=np.int16)
        until = np.full(size, month, dtype=np.int32)
        return self.since[paid], until, paid, number, self.amount[paid]


def _money(amounts: _Amounts) -> int:
    return int(amounts.sum(dtype=np.int64))
