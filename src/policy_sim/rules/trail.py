"""The dated entries of one kind of event, for a whole cohort, in order of date."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from policy_sim.rules.frame import Column, Flags, Integers

__all__ = ["FOREVER", "Entries", "Trail"]

_FEW = 8
"""Of so many subjects one is few: their entries are found without numbering everybody."""

_SPARE = 4
"""Room for entries grows by one in so many, so that growing stays cheap."""

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

    def take(self, which: Integers) -> Entries:
        """Return the entries at the positions *which*, in that order."""
        return Entries(self.row[which], self.day[which], self.value[which], self.until[which])

    def first(self, number: int) -> Entries:
        """Return the first so many entries."""
        return self._stretch(slice(number))

    def followed_by_room(self, size: int) -> Entries:
        """Return a copy with room for *size* entries in all; what the room holds means nothing."""
        columns = (self.row, self.day, self.value, self.until)
        room = [np.empty(size, dtype=np.int64) for _ in columns]
        for wide, column in zip(room, columns, strict=True):
            wide[: len(column)] = column
        return Entries(*room)

    def put(self, entries: Entries, place: int) -> None:
        """Write *entries* over those from *place* on."""
        there = slice(place, place + len(entries.day))
        self.row[there], self.day[there] = entries.row, entries.day
        self.value[there], self.until[there] = entries.value, entries.until

    def between(self, after: int, to: int) -> Entries:
        """Return the entries dated later than *after* and no later than *to*."""
        low, high = self.day.searchsorted((after, to), "right")
        return self._stretch(slice(int(low), int(max(low, high))))

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

    def _stretch(self, part: slice) -> Entries:
        return Entries(self.row[part], self.day[part], self.value[part], self.until[part])

    def _of_few(self, rows: Integers, size: int) -> Entries:
        """Return the entries of the subjects at *rows*, which ascend."""
        theirs = self.about(rows, size)
        return replace(theirs, row=np.searchsorted(rows, theirs.row))

    def about(self, rows: Integers, size: int) -> Entries:
        """Return the entries of the subjects at *rows* (of *size*)."""
        return self.take(self._places_of(rows, size))

    def _places_of(self, rows: Integers, size: int) -> Integers:
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
        return replace(self.take(source[order]), row=row)

    def latest(self, size: int) -> Integers:
        """Return, for each of *size* subjects, the position of the last entry, or -1."""
        last = np.full(size, -1, dtype=np.int64)
        # With a repeated index the last assignment stays, and entries ascend by date.
        last[self.row] = np.arange(len(self.row))
        return last

    def latest_of(self, rows: Integers, size: int) -> Integers:
        """Return the same for the subjects at *rows* alone (of *size*; ascending)."""
        theirs = self._places_of(rows, size)
        last = np.full(len(rows), -1, dtype=np.int64)
        last[np.searchsorted(rows, self.row[theirs])] = theirs
        return last


class Trail:
    """All entries of one event; additions are put in order when they are next read."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._room = entries
        """What the entries are the beginning of: room for those to come."""
        self._added: list[Entries] = []

    @property
    def entries(self) -> Entries:
        """Every entry, ascending by day; entries of one day stay in the order of recording."""
        if self._added:
            self._take_in(_in_order(self._added))
            self._added = []
        return self._entries

    def add(self, row: Integers, day: Integers, value: Integers, until: Integers) -> None:
        """Record entries; the four arrays have one length."""
        self._added.append(Entries(row, day, value, until))

    def copy(self) -> Trail:
        """Return a trail that can grow apart from this one (no entry is ever written over)."""
        return Trail(self.entries)

    def _take_in(self, added: Entries) -> None:
        """Put *added*, in order, behind the entries, or among them if they are not all later."""
        known, size = self._entries, len(self._entries.day)
        if size and len(added.day) and added.day[0] < known.day[-1]:
            self._entries = self._room = _in_order([known, added])
            return
        whole = size + len(added.day)
        if len(self._room.day) < whole:
            self._room = known.followed_by_room(max(whole, size + size // _SPARE))
        self._room.put(added, size)
        self._entries = self._room.first(whole)


def _in_order(parts: list[Entries]) -> Entries:
    """Return all entries of *parts*; those of one day in the order of the parts."""
    if len(parts) == 1:
        (entries,) = parts
    else:
        row = np.concatenate([part.row for part in parts])
        day = np.concatenate([part.day for part in parts])
        value = np.concatenate([part.value for part in parts])
        entries = Entries(row, day, value, np.concatenate([part.until for part in parts]))
    if (entries.day[1:] < entries.day[:-1]).any():
        return entries.take(np.argsort(entries.day, kind="stable"))
    return entries
