"""The dated entries of one kind of event, for a whole cohort, in order of date."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from policy_sim.rules.frame import Column, Flags, Integers
from policy_sim.rules.staying import Staying

__all__ = ["FOREVER", "Entries", "Trail"]

_FEW = 8
"""Of so many subjects one is few: their entries are found without numbering everybody."""

FOREVER = np.iinfo(np.int64).max
"""The end of an entry that does not expire."""


@dataclass(frozen=True)
class Entries:
    """Entries of one event: four arrays of one length, ascending by *day* (an ordinal).

    *row* is the subject, *value* the integer recorded, *until* the first ordinal on which the
    entry is no longer in force.
    """

    row: Column
    day: Integers
    value: Integers
    until: Integers

    @classmethod
    def none(cls) -> Entries:
        """Return no entries."""
        empty = np.empty(0, dtype=np.int64)
        return cls(empty, empty, empty, empty)

    def where(self, mask: Flags) -> Entries:
        """Return the entries that *mask* picks, in the same order."""
        return Entries(self.row[mask], self.day[mask], self.value[mask], self.until[mask])

    def between(self, after: int, to: int) -> Entries:
        """Return the entries dated later than *after* and no later than *to*."""
        low, high = self.day.searchsorted((after, to), "right")
        part = slice(int(low), int(max(low, high)))
        return Entries(self.row[part], self.day[part], self.value[part], self.until[part])

    def of(self, rows: Integers, size: int) -> Entries:
        """Return the entries of the subjects at *rows* (of *size*), who become 0, 1, 2 …

        A subject may be taken several times; each time brings all the entries.
        """
        if len(rows) * _FEW < size and (rows[1:] > rows[:-1]).all():
            return self._of_few(rows, size)
        places = np.arange(len(rows), dtype=np.int32)
        place = np.full(size, -1, dtype=np.int32)
        place[rows] = places
        if not np.array_equal(place[rows], places):
            return self._repeated(rows, size)
        there = place[self.row]
        kept = there >= 0
        return Entries(there[kept], self.day[kept], self.value[kept], self.until[kept])

    def _of_few(self, rows: Integers, size: int) -> Entries:
        """Return the entries of the subjects at *rows*, which ascend."""
        theirs = self._about(rows, size)
        row = np.searchsorted(rows, self.row[theirs])
        return Entries(row, self.day[theirs], self.value[theirs], self.until[theirs])

    def _about(self, rows: Integers, size: int) -> Integers:
        """Return the positions of the entries of the subjects at *rows*."""
        asked = np.zeros(size, dtype=np.bool_)
        asked[rows] = True
        return asked[self.row].nonzero()[0]

    def _repeated(self, rows: Integers, size: int) -> Entries:
        by_subject = np.argsort(self.row, kind="stable")
        counts = np.bincount(self.row, minlength=size)
        starts = np.cumsum(counts) - counts
        wanted = counts[rows]
        # Entry k of those wanted is the (k - entries before)th of its subject.
        before = np.repeat(np.cumsum(wanted) - wanted, wanted)
        source = by_subject[np.repeat(starts[rows], wanted) + np.arange(wanted.sum()) - before]
        order = np.argsort(source, kind="stable")
        row = np.repeat(np.arange(len(rows)), wanted)[order]
        source = source[order]
        return Entries(row, self.day[source], self.value[source], self.until[source])

    def latest(self, size: int) -> Integers:
        """Return, for each of *size* subjects, the position of the last entry, or -1."""
        last = np.full(size, -1, dtype=np.int64)
        # With a repeated index the last assignment stays, and entries ascend by date.
        last[self.row] = np.arange(len(self.row))
        return last

    def latest_of(self, rows: Integers, size: int) -> Integers:
        """Return the same for the subjects at *rows* alone (of *size*; ascending)."""
        theirs = self._about(rows, size)
        last = np.full(len(rows), -1, dtype=np.int64)
        last[np.searchsorted(rows, self.row[theirs])] = theirs
        return last


class Trail:
    """All entries of one event; additions are put in order when they are next read."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._added: list[Entries] = []

    @property
    def entries(self) -> Entries:
        """Every entry, ascending by day; entries of one day stay in the order of recording."""
        if self._added:
            self._entries = _in_order([self._entries, *self._added])
            self._added = []
        return self._entries

    def add(self, row: Integers, day: Integers, value: Integers, until: Integers) -> None:
        """Record entries; the four arrays have one length."""
        self._added.append(Entries(row, day, value, until))

    def take(self, rows: Integers, size: int) -> Trail:
        """Return the trail of the subjects at *rows*, renumbered."""
        return Trail(self.entries.of(rows, size))

    def kept(self, staying: Staying) -> Trail:
        """Return the trail of those *staying*, in their new rows."""
        entries = self.entries
        if not len(entries.row):
            return self
        others = Staying(staying.leaving[entries.row])
        if others.size < len(entries.row):
            entries = Entries(
                others.of(entries.row),
                others.of(entries.day),
                others.of(entries.value),
                others.of(entries.until),
            )
        return Trail(Entries(staying.place[entries.row], entries.day, entries.value, entries.until))

    def joined(self, other: Trail, offset: int) -> Trail:
        """Return this trail with *other*'s subjects numbered from *offset* on."""
        theirs = other.entries
        moved = Entries(theirs.row + offset, theirs.day, theirs.value, theirs.until)
        return Trail(_in_order([self.entries, moved]))

    def copy(self) -> Trail:
        """Return a trail that can grow apart from this one (arrays are never written to)."""
        return Trail(self.entries)


def _in_order(parts: list[Entries]) -> Entries:
    """Return all entries of *parts*, of which the first is in order already."""
    row = np.concatenate([part.row for part in parts])
    day = np.concatenate([part.day for part in parts])
    value = np.concatenate([part.value for part in parts])
    until = np.concatenate([part.until for part in parts])
    # What comes first is in order already.
    added = day[max(len(parts[0].day) - 1, 0) :]
    if (added[1:] < added[:-1]).any():
        order = np.argsort(day, kind="stable")
        return Entries(row[order], day[order], value[order], until[order])
    return Entries(row, day, value, until)
