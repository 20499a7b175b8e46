"""What the record remembers of the past: periodic series and dated events of a workforce.

The rows of a :class:`HistoryLog` are those of the workforce it belongs to. Its :meth:`past`
answers every use of the past that a regulation may make; the meaning of each operator is in
:mod:`policy_sim.rules.series_uses` and :mod:`policy_sim.rules.event_uses`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.ast import History
from policy_sim.policy.vocabulary import Event, Series, Vocabulary
from policy_sim.rules.event_uses import event_column, span_of
from policy_sim.rules.frame import Column, Integers, Rows, narrowest, number_of
from policy_sim.rules.series_uses import periods_read, series_column
from policy_sim.rules.staying import Staying
from policy_sim.rules.trail import FOREVER, Entries, Trail
from policy_sim.rules.trails import Trails

__all__ = ["HistoryLog", "Periods", "RecordedPast"]


class Periods:
    """The last periods of one series: *ring* is kept periods by subjects, the newest first.

    *known* counts each subject's periods on record, at most those kept. Both are as narrow as
    the series allows. Where a subject has no period, the ring holds what the series says of a
    missing one. *written* counts how often something was recorded.
    """

    def __init__(self, series: Series, ring: Column, known: Column, written: int = 0) -> None:
        self.series = series
        self.written = written
        self.ring = ring
        self.known = known

    @classmethod
    def none(cls, series: Series, size: int) -> Periods:
        """Return an empty record of *series* for *size* subjects."""
        missing, kind = series.if_missing, series.type
        width = narrowest(min(kind.low, missing), max(kind.high, missing))
        ring = np.full((series.keep, size), missing, dtype=width)
        return cls(series, ring, np.zeros(size, dtype=narrowest(0, series.keep)))

    def record(self, rows: Integers, values: Integers) -> None:
        """Put one new period in front for the subjects at *rows* (each at most once)."""
        ring, known = self.ring, self.known
        recorded = np.zeros(len(known), dtype=np.bool_)
        recorded[rows] = True
        for older, newer in zip(ring[:0:-1], ring[-2::-1], strict=True):
            np.copyto(older, newer, where=recorded)
        ring[0, rows] = values
        known += recorded & (known < self.series.keep)
        self.written += 1

    def column(self, use: History, rows: Rows) -> Column:
        """Return one integer for each subject at *rows* for *use* of the series."""
        ring = [period[rows] for period in self.ring[: periods_read(use)]]
        return series_column(use, self.series, ring, self.known[rows])

    def take(self, rows: Integers) -> Periods:
        """Return the periods of the subjects at *rows*."""
        return Periods(self.series, self.ring.take(rows, axis=1), self.known[rows], self.written)

    def drop(self, staying: Staying) -> None:
        """Forget all but those *staying*."""
        self.ring, self.known = staying.of(self.ring), staying.of(self.known)

    def joined(self, other: Periods) -> Periods:
        """Return these subjects followed by *other*'s."""
        ring = np.concatenate([self.ring, other.ring], axis=1)
        known = np.concatenate([self.known, other.known])
        return Periods(self.series, ring, known, self.written)

    def copy(self) -> Periods:
        """Return periods that can grow apart from these."""
        return Periods(self.series, self.ring.copy(), self.known.copy(), self.written)


@dataclass
class HistoryLog:
    """The past of a workforce, one row a person; grows by recording, moves with the rows.

    *entered* ``int32[n]`` holds the ordinal date on which each person's service began.
    """

    vocabulary: Vocabulary
    entered: NDArray[np.int32]
    periods: dict[str, Periods]
    trails: Trails

    @classmethod
    def empty(
        cls,
        vocabulary: Vocabulary,
        size: int,
        entered: NDArray[np.integer] | int,
        subject: str = "person",
    ) -> HistoryLog:
        """Return a past in which nothing has happened yet to *size* persons.

        With another *subject* it is the past of so many units, or of the organisation.
        """
        series = vocabulary.series_of(subject)
        events = vocabulary.events if subject == "person" else ()
        return cls(
            vocabulary,
            _column(entered, size).astype(np.int32),
            {name: Periods.none(one, size) for name, one in series.items()},
            Trails({name: Trail(Entries.none()) for name in events}, size),
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
        if event not in self.trails:
            raise KeyError(event)
        size = len(rows)
        if size:
            value, days = _column(1 if values is None else values, size), _ordinals(day, size)
            self.trails.add(event, rows.astype(np.int64), days, value, _ordinals(until, size))

    def past(self, rows: NDArray[np.integer] | None = None) -> RecordedPast:
        """Return the past of the persons at *rows* (None: everybody), as a frame reads it."""
        return RecordedPast(self, _everybody_or(rows))

    def take(self, rows: NDArray[np.integer]) -> HistoryLog:
        """Return the log of the persons at *rows*, in that order; leavers' entries are gone."""
        chosen = rows.astype(np.int64)
        return HistoryLog(
            self.vocabulary,
            self.entered[chosen],
            {name: periods.take(chosen) for name, periods in self.periods.items()},
            self.trails.take(chosen),
        )

    def drop(self, staying: Staying) -> None:
        """Forget all persons but those *staying*, and the entries of the others."""
        self.entered = staying.of(self.entered)
        for periods in self.periods.values():
            periods.drop(staying)
        self.trails.drop(staying)

    def append(self, other: HistoryLog) -> None:
        """Add the persons of *other*, which stays as it is, after everybody."""
        self.entered = np.concatenate([self.entered, other.entered])
        self.periods = {name: own.joined(other.periods[name]) for name, own in self.periods.items()}
        self.trails.append(other.trails)

    def copy(self) -> HistoryLog:
        """Return a log that can grow apart from this one."""
        return HistoryLog(
            self.vocabulary,
            self.entered.copy(),
            {name: own.copy() for name, own in self.periods.items()},
            self.trails.copy(),
        )


@dataclass(eq=False)
class RecordedPast:
    """The past of some rows of a log, as a frame reads it on one day.

    *kept* holds, for everybody, the uses of events that some stretch of rows asked for.
    """

    log: HistoryLog
    rows: Rows
    kept: dict[tuple[History, date], Column] = field(default_factory=dict)

    def column(self, use: History, today: date) -> Column:
        """Return one integer a row for *use*, looking back from *today*.

        Raises :exc:`KeyError` if the vocabulary declares neither such a series nor event.
        """
        periods = self.log.periods.get(use.source)
        if periods is not None:
            return periods.column(use, self.rows)
        event: Event = self.log.vocabulary.events[use.source]
        if not isinstance(self.rows, slice):
            return self._of_event(use, event, today, self.rows)
        if (use, today) not in self.kept:
            self.kept[use, today] = self._of_event(use, event, today, slice(None))
        return self.kept[use, today][self.rows]

    def _of_event(self, use: History, event: Event, today: date, rows: Rows) -> Column:
        entries = self.log.trails.of(use.source, rows, *span_of(use, today))
        return event_column(use, event, entries, self.log.entered[rows], today)

    def written(self, series: str) -> int | None:
        """Return how often something was recorded in *series*; None if it is an event."""
        periods = self.log.periods.get(series)
        return None if periods is None else periods.written

    def entered_of(self, event: str) -> Integers:
        """Return the rows of a past of everybody that have entries of *event*, ascending."""
        there = np.zeros(self.log.size, dtype=np.bool_)
        there[self.log.trails.dated(event).row] = True
        return there.nonzero()[0]

    def take(self, rows: Rows) -> RecordedPast:
        """Return the past of the subjects at *rows* of this one."""
        return RecordedPast(self.log, _within(self.rows, rows, self.log.size), self.kept)


def _everybody_or(rows: NDArray[np.integer] | None) -> Rows:
    return slice(None) if rows is None else rows.astype(np.int64, copy=False)


def _within(rows: Rows, part: Rows, size: int) -> Rows:
    """Return which of *size* rows are those at *part* of the stretch or choice *rows*."""
    if not isinstance(rows, slice):
        return rows[part]
    begin, _, _ = rows.indices(size)
    if not isinstance(part, slice):
        return part + begin if begin else part
    low, high, _ = part.indices(number_of(rows, size))
    return slice(begin + low, begin + high)


def _column(values: NDArray[np.integer] | int, size: int) -> Integers:
    if isinstance(values, np.ndarray) and values.ndim:
        return np.array(values, np.int64)
    return np.full(size, values, np.int64)


def _ordinals(day: date | NDArray[np.integer] | None, size: int) -> Integers:
    if day is None:
        return np.full(size, FOREVER, dtype=np.int64)
    return _column(day.toordinal() if isinstance(day, date) else day, size)
