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

__all__ = ["PaySpells", "Spells"]

_Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Spells:
    """Pay spells, one a row, in the order in which they were closed.

    *since* and *until* are months, *person* an id, *element* the position in *elements* (the
    rules that gave pay) and *amount* rupiah a month.
    """

    elements: tuple[str, ...]
    since: _Integers
    until: _Integers
    person: _Integers
    element: _Integers
    amount: _Integers

    @property
    def money(self) -> int:
        """Return the rupiah that all spells together paid."""
        return int(np.sum(self.amount * (self.until - self.since)))


class PaySpells:
    """The open spells of a workforce, and those already closed.

    Each month is entered once by :meth:`pay`, with the ids of everyone in service (ascending)
    and, for each element, one amount a person. Amounts are kept by id, so that nothing moves
    when rows do.
    """

    def __init__(self) -> None:
        self._open: dict[str, _Element] = {}
        self._ids = np.zeros(0, dtype=np.int64)
        self._closed: list[tuple[_Integers, ...]] = []

    def pay(self, month: int, ids: _Integers, amounts: Mapping[str, _Integers]) -> None:
        """Enter the pay of *month*: close the spells whose amount changed, open the new ones."""
        size = 1 + max(int(known[-1]) if len(known) else -1 for known in (ids, self._ids))
        gone = _missing(self._ids, ids)
        for name in sorted(set(amounts) - set(self._open)):
            self._open[name] = _Element(len(self._open))
        nothing = np.zeros(len(ids), dtype=np.int64)
        for name, element in self._open.items():
            element.grow(size)
            now = amounts.get(name, nothing)
            changed = np.flatnonzero(element.amount[ids] != now)
            for people in (gone, ids[changed]):
                self._close(element.rows(people, month))
            element.amount[gone] = 0
            element.amount[ids[changed]] = now[changed]
            element.since[ids[changed]] = month
        self._ids = ids.copy()

    def spells(self, month: int) -> Spells:
        """Return all spells, those still open being cut at *month* (which they do not cover)."""
        still_open = [element.rows(self._ids, month) for element in self._open.values()]
        rows = [*self._closed, *still_open]
        columns = [np.concatenate(column) for column in zip(*rows, strict=True)] if rows else None
        since, until, person, element, amount = columns or [np.zeros(0, dtype=np.int64)] * 5
        return Spells(tuple(self._open), since, until, person, element, amount)

    def _close(self, rows: tuple[_Integers, ...]) -> None:
        if len(rows[0]):
            self._closed.append(rows)


class _Element:
    """One element of pay: the open *amount* and the month *since* which it is paid, by id."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.amount = np.zeros(0, dtype=np.int64)
        self.since = np.zeros(0, dtype=np.int64)

    def grow(self, size: int) -> None:
        """Make room for ids below *size*; the room doubles, so that growing stays cheap."""
        if len(self.amount) < size:
            room = np.zeros(max(size, 2 * len(self.amount)) - len(self.amount), dtype=np.int64)
            self.amount = np.concatenate([self.amount, room])
            self.since = np.concatenate([self.since, room])

    def rows(self, people: _Integers, month: int) -> tuple[_Integers, ...]:
        """Return the open spells of *people* (ids), ended at *month*: columns of spells."""
        paid = people[self.amount[people] != 0]
        size = len(paid)
        number, until = np.full(size, self.number), np.full(size, month)
        return self.since[paid], until, paid, number, self.amount[paid]


def _missing(old: _Integers, new: _Integers) -> _Integers:
    """Return which of the *old* ids are not among the *new*, both ascending."""
    if np.array_equal(old, new):
        return np.zeros(0, dtype=np.int64)
    return np.setdiff1d(old, new, assume_unique=True)
