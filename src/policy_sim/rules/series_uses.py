"""What each operator of the past means on a series: a record of completed periods.

``last``, ``before_last``, ``lowest`` and ``highest`` give the series' ``if_missing`` where the
history is too short for them; ``count``, ``total`` and ``streak`` count what exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from policy_sim.policy.ast import History
from policy_sim.policy.past import HistoryFilter, Window, WindowKind
from policy_sim.policy.vocabulary import Series
from policy_sim.rules.filters import satisfying
from policy_sim.rules.frame import Column, Flags, Integers

__all__ = ["periods_in", "periods_read", "series_column"]

_NEWEST: Mapping[str, int] = MappingProxyType({"last": 1, "before_last": 2})
"""How many periods the uses of a single period look at."""


@dataclass(frozen=True)
class _Seen:
    """The part of a series that one use looks at.

    *values* are columns, one a period, the newest first; *known* counts each subject's periods on
    record; *wanted* is the number of periods that the window asks for, None if it takes whatever
    is on record.
    """

    series: Series
    values: Sequence[Column]
    known: Column
    wanted: int | None
    test: HistoryFilter | None

    def passing(self) -> Iterator[Flags]:
        """Yield for each period, the newest first, for whom it exists and passes the filter."""
        for period, values in enumerate(self.values):
            yield (self.known > period) & satisfying(values, self.test, self.series.type)


def series_column(use: History, series: Series, ring: Sequence[Column], known: Column) -> Column:
    """Return one integer a subject for *use* of *series*.

    *ring* holds a column for each period, the newest first, at least for those that are read;
    *known* counts the periods on record. Raises :exc:`KeyError` for an operator that has no
    meaning on a series.
    """
    wanted = periods_in(use.window)
    seen = series.keep if wanted is None else min(wanted, series.keep)
    return _OPERATORS[use.operator](_Seen(series, ring[:seen], known, wanted, use.filter))


def periods_in(window: Window | None) -> int | None:
    """Return how many periods a window asks for; None for all that are on record.

    Raises :exc:`ValueError` for a window that is not of periods.
    """
    if window is None:
        return None
    if window.kind is not WindowKind.PERIODS:
        msg = f"a series has windows of periods only, not {window}"
        raise ValueError(msg)
    return window.length


def periods_read(use: History) -> int | None:
    """Return how many periods, the newest first, *use* looks at at most; None for all."""
    asked, most = periods_in(use.window), _NEWEST.get(use.operator)
    return asked if most is None else min(most, most if asked is None else asked)


def _where_known(seen: _Seen, needed: int, found: Column) -> Column:
    """Return *found* for those with so many periods as *needed* on record."""
    return np.where(seen.known >= needed, found, found.dtype.type(seen.series.if_missing))


def _missing(seen: _Seen) -> Column:
    return np.full(len(seen.known), seen.series.if_missing)


def _nth(seen: _Seen, position: int) -> Column:
    if position >= len(seen.values):
        return _missing(seen)
    return _where_known(seen, position + 1, seen.values[position])


def _last(seen: _Seen) -> Column:
    return _nth(seen, 0)


def _before_last(seen: _Seen) -> Column:
    return _nth(seen, 1)


def _extreme(seen: _Seen, pick: Callable[[Column, Column], Column]) -> Column:
    needed = 1 if seen.wanted is None else seen.wanted
    if needed > len(seen.values):
        return _missing(seen)
    found = seen.values[0]
    for period, values in enumerate(seen.values[1:], start=1):
        further = pick(found, values)
        # Who lacks one of the periods that are needed is answered below, whatever is found here.
        found = further if period < needed else np.where(seen.known > period, further, found)
    return _where_known(seen, needed, found)


def _lowest(seen: _Seen) -> Column:
    return _extreme(seen, np.minimum)


def _highest(seen: _Seen) -> Column:
    return _extreme(seen, np.maximum)


def _count(seen: _Seen) -> Integers:
    count = np.zeros(len(seen.known), dtype=np.int64)
    for passing in seen.passing():
        count += passing
    return count


def _streak(seen: _Seen) -> Integers:
    streak = np.zeros(len(seen.known), dtype=np.int64)
    unbroken = np.ones(len(seen.known), dtype=np.bool_)
    for passing in seen.passing():
        unbroken &= passing
        streak += unbroken
    return streak


def _total(seen: _Seen) -> Integers:
    total = np.zeros(len(seen.known), dtype=np.int64)
    for values, passing in zip(seen.values, seen.passing(), strict=True):
        np.add(total, values, out=total, where=passing)
    return total


def _ever(seen: _Seen) -> Integers:
    return _count(seen).clip(max=1)


_OPERATORS: Mapping[str, Callable[[_Seen], Column]] = MappingProxyType(
    {
        "last": _last,
        "before_last": _before_last,
        "lowest": _lowest,
        "highest": _highest,
        "count": _count,
        "streak": _streak,
        "total": _total,
        "ever": _ever,
    }
)
