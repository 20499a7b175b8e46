"""What each operator of the past means on an event: dated entries, some of which expire.

Where nothing happened, ``lowest``, ``highest`` and ``in_force`` give the lowest value of the
event's scale, ``months_since`` counts from entry into service, and the others give 0. An absence
is a spell dated on its last day: within ``this_year`` only its part since 1 January counts.
Entries after *today* are not yet known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np

from policy_sim.policy.ast import History
from policy_sim.policy.past import HistoryFilter, Window, WindowKind
from policy_sim.policy.values import Unit
from policy_sim.policy.vocabulary import Event
from policy_sim.rules.elapsed import completed_months, months_before, workdays_of_year
from policy_sim.rules.filters import satisfying
from policy_sim.rules.frame import Column, Integers
from policy_sim.rules.trail import Entries

__all__ = ["event_column", "span_of"]


@dataclass(frozen=True)
class _Seen:
    """The part of the entries that one use looks at, of the subjects 0 … *size* - 1."""

    event: Event
    entries: Entries
    entered: Column
    today: date
    test: HistoryFilter | None

    @property
    def size(self) -> int:
        return len(self.entered)

    @property
    def lowest(self) -> int:
        """What stands for "nothing happened"."""
        return 0 if self.event.type is None else self.event.type.low

    @property
    def counted(self) -> Entries:
        """The entries that pass the filter."""
        if self.test is None:
            return self.entries
        return self.entries.where(satisfying(self.entries.value, self.test, self.event.type))


def span_of(use: History, today: date) -> tuple[int, int]:
    """Return the ordinals after which, and up to which, entries count for *use* on *today*.

    Raises :exc:`ValueError` for a window of periods.
    """
    return _begin(use.window, today) - 1, today.toordinal()


def event_column(
    use: History, event: Event, known: Entries, entered: Column, today: date
) -> Integers:
    """Return one integer a subject for *use* of *event*, looking back from *today*.

    *known* are the entries within its :func:`span_of`, of the subjects whose dates of entry are
    *entered*. Raises :exc:`KeyError` for an operator that has no meaning on an event.
    """
    if use.window is not None and use.window.kind is WindowKind.SERVICE:
        known = known.where(known.day >= entered[known.row])
    if use.window is not None and use.window.kind is WindowKind.THIS_YEAR:
        known = _since_new_year(known, event, today.year)
    return _OPERATORS[use.operator](_Seen(event, known, entered, today, use.filter))


def _begin(window: Window | None, today: date) -> int:
    """Return the ordinal of the first day inside *window*."""
    if window is None or window.kind is WindowKind.SERVICE:
        return 0
    if window.kind is WindowKind.THIS_YEAR:
        return date(today.year, 1, 1).toordinal()
    if window.kind is WindowKind.PERIODS:
        msg = "an event has no periods: its windows are of months, this year or service"
        raise ValueError(msg)
    return months_before(today, window.length) + 1


def _since_new_year(entries: Entries, event: Event, year: int) -> Entries:
    unit = Unit.NONE if event.type is None else event.type.unit
    if unit is Unit.WORKDAYS:
        elapsed = workdays_of_year(entries.day, year)
    elif unit is Unit.DAYS:
        elapsed = entries.day - date(year, 1, 1).toordinal() + 1
    else:
        return entries
    within = np.minimum(entries.value, elapsed)
    return Entries(entries.row, entries.day, within, entries.until)


def _greatest(seen: _Seen, entries: Entries, none: int) -> Integers:
    result = np.full(seen.size, none, dtype=np.int64)
    np.maximum.at(result, entries.row, entries.value)
    return result


def _highest(seen: _Seen) -> Integers:
    return _greatest(seen, seen.counted, seen.lowest)


def _lowest(seen: _Seen) -> Integers:
    entries = seen.counted
    top = np.iinfo(np.int64).max
    result = np.full(seen.size, top, dtype=np.int64)
    np.minimum.at(result, entries.row, entries.value)
    return np.where(result == top, seen.lowest, result)


def _longest(seen: _Seen) -> Integers:
    return _greatest(seen, seen.counted, 0)


def _count(seen: _Seen) -> Integers:
    return np.bincount(seen.counted.row, minlength=seen.size).astype(np.int64)


def _total(seen: _Seen) -> Integers:
    result = np.zeros(seen.size, dtype=np.int64)
    entries = seen.counted
    np.add.at(result, entries.row, entries.value)
    return result


def _months_since(seen: _Seen) -> Integers:
    entries = seen.counted
    at = entries.latest(seen.size)
    since = seen.entered.copy()
    since[at >= 0] = entries.day[at[at >= 0]]
    return completed_months(since, seen.today)


def _ever(seen: _Seen) -> Integers:
    result = np.zeros(seen.size, dtype=np.int64)
    result[seen.counted.row] = 1
    return result


def _in_force(seen: _Seen) -> Integers:
    entries = seen.counted
    standing = entries.where(entries.until > seen.today.toordinal())
    return _greatest(seen, standing, seen.lowest)


_OPERATORS: Mapping[str, Callable[[_Seen], Integers]] = MappingProxyType(
    {
        "lowest": _lowest,
        "highest": _highest,
        "count": _count,
        "total": _total,
        "longest": _longest,
        "months_since": _months_since,
        "ever": _ever,
        "in_force": _in_force,
    }
)
