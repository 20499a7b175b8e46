"""Pay as spells: who was paid which amount of which element, from when until when.

A spell is written when its amount changes or its person leaves, not every month: twelve months
of the same allowance are one row. Months are counted as year * 12 + month - 1; a spell covers
its first month and not its last, so its money is ``amount * (until - since)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim.simulation.books.by_id import roomy

__all__ = ["PaySpells", "Spells"]

_Integers = NDArray[np.int64]
_Amounts = NDArray[np.integer]
_Rows = tuple[NDArray[np.integer], ...]

_CHUNK = 65_536
"""How many people's amounts are entered at a time."""


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

    Only what changes is entered. Open amounts, and the months since which they are paid, are two
    tables of elements by ids, so that nothing moves when rows do, in integers as small as the
    law's range allows. Unless spells are *kept*, those that have ended are forgotten.
    """

    def __init__(self, kept: bool = True) -> None:
        self._kept = kept
        self._numbers: dict[str, int] = {}
        self._amount: _Amounts = np.zeros((0, 0), dtype=np.int8)
        self._since = np.zeros((0, 0), dtype=np.int32)
        self._sums = np.zeros(0, dtype=np.int64)
        self._closed: list[_Rows] = []

    @property
    def elements(self) -> tuple[str, ...]:
        """Every element that has ever been paid to somebody."""
        return tuple(self._numbers)

    def monthly(self, element: str) -> int:
        """Return the money that *element* pays to everybody in a month at present."""
        return int(self._sums[self._numbers[element]]) if element in self._numbers else 0

    def paid(self, ids: _Integers) -> _Integers:
        """Return the money that each of *ids* is paid in a month at present, all elements."""
        if not self._numbers:
            return np.zeros(len(ids), dtype=np.int64)
        self._hold(int(ids.max(initial=-1)) + 1, ())
        return np.asarray(self._amount[:, ids].sum(axis=0, dtype=np.int64))

    def change(self, month: int, ids: _Integers, amounts: Mapping[str, _Amounts]) -> None:
        """Pay each of *ids* these *amounts* (element by element) from *month* on.

        An element that is not named is no longer paid to them.
        """
        self._open(sorted(amounts.keys() - self._numbers.keys()))
        if not len(ids) or not self._numbers:
            return
        self._hold(int(ids.max()) + 1, amounts.values())
        for start in range(0, len(ids), _CHUNK):
            part = slice(start, start + _CHUNK)
            nothing = np.zeros(len(ids[part]), dtype=np.int8)
            for name, number in self._numbers.items():
                now = amounts[name][part] if name in amounts else nothing
                self._change(month, ids[part], number, now)

    def end(self, month: int, ids: _Integers) -> None:
        """Close all spells of *ids*, who are not paid for *month* any more."""
        self.change(month, ids, {})

    def spells(self, month: int) -> Spells:
        """Return all spells, those still open being cut at *month* (which they do not cover)."""
        element, person = np.nonzero(self._amount)
        rows = [*self._closed, self._rows(element, person, month)]
        wide = [np.concatenate(column).astype(np.int64) for column in zip(*rows, strict=True)]
        since, until, person, number, amount = wide
        return Spells(self.elements, since, until, person, number, amount)

    def _open(self, names: Sequence[str]) -> None:
        """Make room for elements that nobody has been paid before."""
        for name in names:
            self._numbers[name] = len(self._numbers)
        if names:
            more = ((0, len(names)), (0, 0))
            self._amount, self._since = np.pad(self._amount, more), np.pad(self._since, more)
            self._sums = np.pad(self._sums, more[0])

    def _change(self, month: int, ids: _Integers, number: int, now: _Amounts) -> None:
        """Pay each of *ids* the amount *now* of the element *number*."""
        amount = self._amount[number]
        before = amount.take(ids)
        place = (before != now).nonzero()[0]
        if not len(place):
            return
        people, was, amounts = ids[place], before[place], now[place]
        if self._kept:
            paid = people[was != 0]
            self._closed.append(self._rows(np.full(len(paid), number), paid, month))
        self._sums[number] += amounts.sum(dtype=np.int64) - was.sum(dtype=np.int64)
        amount[people] = amounts
        self._since[number, people] = month

    def _hold(self, size: int, amounts: Iterable[_Amounts]) -> None:
        """Make room for ids below *size* and for *amounts*."""
        wider = np.result_type(self._amount.dtype, *(column.dtype for column in amounts))
        self._amount = roomy(self._amount.astype(wider, copy=False), size)
        self._since = roomy(self._since, size)

    def _rows(self, element: _Integers, people: _Integers, month: int) -> _Rows:
        """Return open spells, of one *element* and one of *people* (ids) each, ended at *month*."""
        since, amount = self._since[element, people], self._amount[element, people]
        until = np.full(len(people), month, dtype=np.int32)
        return since, until, people, element.astype(np.int16), amount
