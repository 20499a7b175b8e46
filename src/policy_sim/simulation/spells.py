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
    and, for each element, one amount a person.
    """

    def __init__(self) -> None:
        self._elements: list[str] = []
        self._ids = np.zeros(0, dtype=np.int64)
        self._amounts: list[_Integers] = []
        self._since: list[_Integers] = []
        self._closed: list[tuple[_Integers, ...]] = []

    def pay(self, month: int, ids: _Integers, amounts: Mapping[str, _Integers]) -> None:
        """Enter the pay of *month*: close the spells whose amount changed, open the new ones."""
        for element in sorted(set(amounts) - set(self._elements)):
            self._elements.append(element)
            self._amounts.append(np.zeros(len(self._ids), dtype=np.int64))
            self._since.append(np.zeros(len(self._ids), dtype=np.int64))
        stays, places = _match(self._ids, ids)
        nothing = np.zeros(len(ids), dtype=np.int64)
        for number, element in enumerate(self._elements):
            self._close(number, ~stays, month)
            before, since = nothing.copy(), nothing.copy()
            before[places] = self._amounts[number][stays]
            since[places] = self._since[number][stays]
            now = amounts.get(element, nothing)
            changed = before != now
            ended = changed & (before != 0)
            self._append(number, ids[ended], since[ended], before[ended], month)
            since[changed] = month
            self._amounts[number], self._since[number] = now.copy(), since
        self._ids = ids.copy()

    def spells(self, month: int) -> Spells:
        """Return all spells, those still open being cut at *month* (which they do not cover)."""
        rows = list(self._closed)
        for number in range(len(self._elements)):
            open_ = self._amounts[number] != 0
            rows.append(
                _rows(
                    number,
                    self._ids[open_],
                    self._since[number][open_],
                    self._amounts[number][open_],
                    month,
                )
            )
        columns = [np.concatenate(column) for column in zip(*rows, strict=True)] if rows else None
        since, until, person, element, amount = columns or [np.zeros(0, dtype=np.int64)] * 5
        return Spells(tuple(self._elements), since, until, person, element, amount)

    def _close(self, number: int, gone: NDArray[np.bool_], month: int) -> None:
        paid = gone & (self._amounts[number] != 0)
        self._append(
            number,
            self._ids[paid],
            self._since[number][paid],
            self._amounts[number][paid],
            month,
        )

    def _append(
        self, number: int, ids: _Integers, since: _Integers, amount: _Integers, month: int
    ) -> None:
        if len(ids):
            self._closed.append(_rows(number, ids, since, amount, month))


def _rows(
    number: int, ids: _Integers, since: _Integers, amount: _Integers, month: int
) -> tuple[_Integers, ...]:
    size = len(ids)
    return since, np.full(size, month), ids, np.full(size, number), amount


def _match(old: _Integers, new: _Integers) -> tuple[NDArray[np.bool_], _Integers]:
    """Return which of the *old* ids are among the *new* (both ascending), and where."""
    places = np.searchsorted(new, old)
    stays = np.zeros(len(old), dtype=np.bool_)
    inside = places < len(new)
    stays[inside] = new[places[inside]] == old[inside]
    return stays, places[stays]
