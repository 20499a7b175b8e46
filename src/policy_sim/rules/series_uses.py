"""What each operator of the past means on a series: a record of completed periods.

``last``, ``before_last``, ``lowest`` and ``highest`` give the series' ``if_missing`` where the
history is too short for them; ``count``, ``total`` and ``streak`` count what exists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from policy_sim.policy.ast import History, HistoryFilter, Window, WindowKind
from policy_sim.policy.vocabulary import Series
from policy_sim.rules.filters import satisfying
from policy_sim.rules.frame import Flags, Integers

__all__ = ["periods_in", "series_column"]


@dataclass(frozen=True)
class _Seen:
    """The part of a series that one use looks at.

    *values* and *there* are subjects by periods, the newest first; *wanted* is the number of
    periods that the window asks for, None if it takes whatever is on record.
    """

    series: Series
    values: Integers
    there: Flags
    wanted: int | None
    test: HistoryFilter | None

    @property
    def passing(self) -> Flags:
        """Which periods exist and pass the filter."""
        return self.there & satisfying(self.values, self.test, self.series.type)


def series_column(use: History, series: Series, ring: Integers, known: Integers) -> Integers:
    """Return one integer a subject for *use* of *series*.

    *ring* is subjects by periods, the newest first, at least those of the window; *known*
    counts the periods on record. Raises :exc:`KeyError` for an operator that has no meaning on
    a series.
    """
    wanted = periods_in(use.window)
    seen = series.keep if wanted is None else min(wanted, series.keep)
    there = np.arange(seen) < known[:, np.newaxis]
    return _OPERATORS[use.operator](_Seen(series, ring[:, :seen], there, wanted, use.filter))


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


def _nth(seen: _Seen, position: int) -> Integers:
    if position >= seen.values.shape[1]:
        return np.full(len(seen.values), seen.series.if_missing, dtype=np.int64)
    values = seen.values[:, position]
    return np.where(seen.there[:, position], values, seen.series.if_missing)


def _last(seen: _Seen) -> Integers:
    return _nth(seen, 0)


def _before_last(seen: _Seen) -> Integers:
    return _nth(seen, 1)


def _extreme(seen: _Seen, pick: Callable[[Integers, Integers], Integers]) -> Integers:
    needed = 1 if seen.wanted is None else seen.wanted
    if needed > seen.values.shape[1]:
        return np.full(len(seen.values), seen.series.if_missing, dtype=np.int64)
    # Period by period: numpy reduces along a short axis far more slowly.
    found = seen.values[:, 0]
    for period in range(1, seen.values.shape[1]):
        further = pick(found, seen.values[:, period])
        found = np.where(seen.there[:, period], further, found)
    return np.where(seen.there[:, needed - 1], found, seen.series.if_missing)


def _lowest(seen: _Seen) -> Integers:
    return _extreme(seen, np.minimum)


def _highest(seen: _Seen) -> Integers:
    return _extreme(seen, np.maximum)


def _added(values: Integers | Flags) -> Integers:
    """Return the sum over the periods of each subject."""
    total: Integers = np.sum(values, axis=1, dtype=np.int64)
    return total


def _count(seen: _Seen) -> Integers:
    return _added(seen.passing)


def _streak(seen: _Seen) -> Integers:
    unbroken = np.logical_and.accumulate(seen.passing, axis=1)
    return _added(unbroken)


def _total(seen: _Seen) -> Integers:
    return _added(np.where(seen.passing, seen.values, 0))


def _ever(seen: _Seen) -> Integers:
    return _added(seen.passing).clip(max=1)


_OPERATORS: Mapping[str, Callable[[_Seen], Integers]] = MappingProxyType(
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
