"""What the record remembers of the past: periodic series and dated events of a workforce.

The rows of a :class:`HistoryLog` are those of the workforce it belongs to. Its :meth:`past`
answers every use of the past that a regulation may make; the meaning of each operator is in
:mod:`policy_sim.rules.series_uses` and :mod:`policy_sim.rules.event_uses`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.ast import History
from policy_sim.policy.vocabulary import Event, Series, Vocabulary
from policy_sim.rules.event_uses import event_column
from policy_sim.rules.frame import Integers
from policy_sim.rules.series_uses import periods_in, series_column
from policy_sim.rules.trail import FOREVER, Entries, Trail

__all__ = ["HistoryLog", "Periods", "RecordedPast"]


@dataclass
class Periods:
    """The last periods of one series: *ring* is subjects by kept periods, the newest first.

    *known* counts each subject's periods on record, at most the width of the ring.
    """

    series: Series
    ring: Integers
    known: Integers

    @classmethod
    def none(cls, series: Series, size: int) -> Periods:
        """Return an empty record of *series* for *size* subjects."""
        ring = np.full((size, series.keep), series.if_missing, dtype=np.int64)
        return cls(series, ring, np.zeros(size, dtype=np.int64))

    def record(self, rows: Integers, values: Integers) -> None:
        """Put one new period in front for the subjects at *rows* (each at most once)."""
        self.ring[rows, 1:] = self.ring[rows, :-1]
        self.ring[rows, 0] = values
        self.known[rows] = np.minimum(self.known[rows] + 1, self.series.keep)

    def take(self, rows: Integers) -> Periods:
        """Return the periods of the subjects at *rows*."""
        return Periods(self.series, self.ring[rows], self.known[rows])

    def joined(self, other: Periods) -> Periods:
        """Return these subjects followed by *other*'s."""
        ring = np.concatenate([self.ring, other.ring])
        return Periods(self.series, ring, np.concatenate([self.known, other.known]))


@dataclass
class HistoryLog:
    """The past of a workforce, one row a person; grows by recording, moves with the rows.

    *entered* holds the ordinal date on which each person's service began.
    """

    vocabulary: Vocabulary
    entered: Integers
    periods: dict[str, Periods]
    trails: dict[str, Trail]

    @classmethod
    def empty(
        cls, vocabulary: Vocabulary, size: int, entered: NDArray[np.integer] | int
    ) -> HistoryLog:
        """Return a past in which nothing has happened yet to *size* persons."""
        return cls(
            vocabulary,
            _column(entered, size),
            {name: Periods.none(series, size) for name, series in vocabulary.series.items()},
            {name: Trail(Entries.none()) for name in vocabulary.events},
        )

    @property
    def size(self) -> int:
        """The number of persons."""
        return len(self.entered)

    def record_period(
        self, series: str, rows: NDArray[np.integer], values: NDArray[np.integer] | int
    ) -> None:
        """Record one completed period of *series* for the persons at *rows* (no row twice).

        *values* are integers of the series' type, one a row or one for all. Raises
        :exc:`KeyError` for a series that the vocabulary does not declare.
        """
        if len(rows):
            self.periods[series].record(rows.astype(np.int64), _column(values, len(rows)))

    def record_event(
        self,
        event: str,
        rows: NDArray[np.integer],
        day: date | NDArray[np.integer],
        values: NDArray[np.integer] | int | None = None,
        until: date | NDArray[np.integer] | None = None,
    ) -> None:
        """Record an *event* of the persons at *rows* on *day* (a date, or an ordinal each).

        *values* are integers of the event's type (1 if it has none). *until* is the first date
        on which it is no longer in force; without it, it stays in force. Raises
        :exc:`KeyError` for an event that the vocabulary does not declare.
        """
        size = len(rows)
        trail = self.trails[event]
        if size:
            value = _column(1 if values is None else values, size)
            trail.add(rows.astype(np.int64), _ordinals(day, size), value, _ordinals(until, size))

    def past(self, rows: NDArray[np.integer]) -> RecordedPast:
        """Return the past of the persons at *rows*, to be read by a frame of those rows."""
        return RecordedPast(self, rows.astype(np.int64))

    def take(self, rows: NDArray[np.integer]) -> HistoryLog:
        """Return the log of the persons at *rows*, in that order; leavers' entries are gone."""
        chosen = rows.astype(np.int64)
        return HistoryLog(
            self.vocabulary,
            self.entered[chosen],
            {name: periods.take(chosen) for name, periods in self.periods.items()},
            {name: trail.take(chosen, self.size) for name, trail in self.trails.items()},
        )

    def append(self, other: HistoryLog) -> HistoryLog:
        """Return the log of these persons followed by *other*'s; both stay as they are."""
        return HistoryLog(
            self.vocabulary,
            np.concatenate([self.entered, other.entered]),
            {name: own.joined(other.periods[name]) for name, own in self.periods.items()},
            {name: own.joined(other.trails[name], self.size) for name, own in self.trails.items()},
        )

    def copy(self) -> HistoryLog:
        """Return a log that can grow apart from this one."""
        return HistoryLog(
            self.vocabulary,
            self.entered.copy(),
            {
                name: Periods(own.series, own.ring.copy(), own.known.copy())
                for name, own in self.periods.items()
            },
            {name: own.copy() for name, own in self.trails.items()},
        )


@dataclass(frozen=True)
class RecordedPast:
    """The past of some rows of a log, as a frame reads it."""

    log: HistoryLog
    rows: Integers

    def column(self, use: History, today: date) -> Integers:
        """Return one integer a row for *use*, looking back from *today*.

        Raises :exc:`KeyError` if the vocabulary declares neither such a series nor event.
        """
        periods = self.log.periods.get(use.source)
        if periods is not None:
            if self._everyone:
                return series_column(use, periods.series, periods.ring, periods.known)
            ring = periods.ring[:, : periods_in(use.window)][self.rows]
            return series_column(use, periods.series, ring, periods.known[self.rows])
        event: Event = self.log.vocabulary.events[use.source]
        entries = self.log.trails[use.source].entries
        if self._everyone:
            return event_column(use, event, entries, self.log.entered, today)
        own = entries.of(self.rows, self.log.size)
        return event_column(use, event, own, self.log.entered[self.rows], today)

    def take(self, rows: Integers) -> RecordedPast:
        """Return the past of the subjects at *rows* of this one."""
        return RecordedPast(self.log, self.rows[rows])

    @property
    def _everyone(self) -> bool:
        size = self.log.size
        return len(self.rows) == size and bool(np.array_equal(self.rows, np.arange(size)))


def _column(values: NDArray[np.integer] | int, size: int) -> Integers:
    return np.broadcast_to(np.asarray(values, dtype=np.int64), (size,)).copy()


def _ordinals(day: date | NDArray[np.integer] | None, size: int) -> Integers:
    if day is None:
        return np.full(size, FOREVER, dtype=np.int64)
    return _column(day.toordinal() if isinstance(day, date) else day, size)
