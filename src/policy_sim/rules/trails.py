"""The trails of all events of a cohort: entries stay where they are when subjects leave.

Each subject has a *place*, under which its entries are kept, whatever row it is in; what leavers
left behind is taken out when many places are empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from policy_sim.rules.frame import Integers, Rows
from policy_sim.rules.staying import Staying
from policy_sim.rules.trail import FOREVER, Entries, Trail

__all__ = ["Trails"]

_FEW = 8
"""Of so many subjects one is few: their entries are picked out before others are looked at."""

_EMPTY = 4
"""Entries of leavers are taken out once one place in so many is empty."""

_Places = NDArray[np.int32]


class Trails(Mapping[str, Trail]):
    """The *trails* of *size* subjects, by event, in rows as of the day on which one is asked for.

    To ask for a whole trail puts all of them in order; :meth:`of`, :meth:`dated` and
    :meth:`last_days` read them where they are.
    """

    def __init__(self, trails: Mapping[str, Trail], size: int) -> None:
        self._trails = dict(trails)
        self._size = size
        self._places = size
        self._place: _Places | None = None
        """The place of each row; None while it is the row itself."""
        self._row: _Places = np.empty(0, dtype=np.int32)
        """The row of each place, -1 if its subject is gone, where these differ from the rows."""

    def __getitem__(self, event: str) -> Trail:
        if event in self._trails:
            self._settle()
        return self._trails[event]

    def __contains__(self, event: object) -> bool:
        return event in self._trails

    def __iter__(self) -> Iterator[str]:
        return iter(self._trails)

    def __len__(self) -> int:
        return len(self._trails)

    def add(
        self, event: str, rows: Integers, day: Integers, value: Integers, until: Integers
    ) -> None:
        """Record an entry for each of *rows*; the four arrays have one length."""
        self._trails[event].add(self._at(rows), day, value, until)

    def of(self, event: str, rows: Rows, after: int = -1, to: int = FOREVER) -> Entries:
        """Return the entries dated later than *after* and no later than *to* of those at *rows*.

        These become 0, 1, 2 …; a subject may be asked for several times.
        """
        entries = self._trails[event].entries.between(after, to)
        if isinstance(rows, slice):
            return self._in_rows(entries)
        return self._of(entries, rows).of(rows, self._size)

    def dated(self, event: str, after: int = -1, to: int = FOREVER) -> Entries:
        """Return the entries dated later than *after* and no later than *to*, in rows."""
        return self._in_rows(self._trails[event].entries.between(after, to))

    def last_days(self, event: str, rows: Integers) -> Integers:
        """Return the day of the last entry of each of *rows*, which ascend; 0 if there is none."""
        entries = self._of(self._trails[event].entries, rows)
        last = entries.latest_of(rows, self._size)
        days = np.zeros(len(rows), dtype=np.int64)
        days[last >= 0] = entries.day[last[last >= 0]]
        return days

    def take(self, rows: Integers) -> Trails:
        """Return the trails of the subjects at *rows*, renumbered."""
        taken = {event: Trail(self.of(event, rows)) for event in self._trails}
        return Trails(taken, len(rows))

    def drop(self, staying: Staying) -> None:
        """Forget all but those *staying*."""
        if self._place is None:
            self._place = np.arange(self._size, dtype=np.int32)
            self._row = self._place.copy()
        self._row[self._place[staying.gone]] = -1
        self._place = staying.of(self._place)
        self._row[self._place[staying.gaps]] = staying.gaps
        self._size = staying.size
        if (self._places - self._size) * _EMPTY > self._places:
            self._settle()

    def append(self, others: Trails) -> None:
        """Add the subjects of *others* after everybody."""
        new = np.arange(self._places, self._places + others._size)
        for event, trail in self._trails.items():
            entries = others.dated(event)
            if len(entries.row):
                trail.add(new[entries.row], entries.day, entries.value, entries.until)
        if self._place is not None:
            rows = np.arange(self._size, self._size + len(new), dtype=np.int32)
            self._place = np.concatenate([self._place, new.astype(np.int32)])
            self._row = np.concatenate([self._row, rows])
        self._size, self._places = self._size + len(new), self._places + len(new)

    def copy(self) -> Trails:
        """Return trails that can grow apart from these."""
        copied = Trails({event: trail.copy() for event, trail in self._trails.items()}, self._size)
        copied._places, copied._row = self._places, self._row.copy()
        copied._place = None if self._place is None else self._place.copy()
        return copied

    def _at(self, rows: Integers) -> Integers:
        """Return the places of the subjects at *rows*."""
        return rows if self._place is None else self._place[rows].astype(np.int64)

    def _in_rows(self, entries: Entries) -> Entries:
        """Return those *entries* that are of subjects who are still here, in rows."""
        if self._place is None or not len(entries.row):
            return entries
        row = self._row[entries.row].astype(np.int64)
        here = row >= 0
        return replace(entries, row=row) if here.all() else replace(entries, row=row).where(here)

    def _of(self, entries: Entries, rows: Integers) -> Entries:
        """Return at least those of *entries* that are of the subjects at *rows*, in rows."""
        if len(rows) * _FEW < self._size:
            entries = entries.about(self._at(rows), self._places)
        return self._in_rows(entries)

    def _settle(self) -> None:
        """Let every subject's place be its row."""
        if self._place is not None:
            for event in self._trails:
                self._trails[event] = Trail(self.dated(event))
            self._places, self._place = self._size, None
