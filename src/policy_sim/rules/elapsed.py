"""Completed months between dates, and the dates that windows of months begin on.

A month is complete when its day of the month is reached; in a short month its last day counts
for the 29th to the 31st.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import numpy as np

from policy_sim.rules.frame import Column, Integers

__all__ = ["completed_months", "first_of_month", "later", "months_before", "workdays_of_year"]

_EPOCH = date(1970, 1, 1).toordinal()


def completed_months(since: Column, today: date) -> Integers:
    """Return the whole months from each ordinal date in *since* to *today* (negative if later)."""
    days = (since - _EPOCH).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    day_of_month = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    reached = np.minimum(day_of_month, _last_day(today)) <= today.day
    elapsed = (today.year - 1970) * 12 + today.month - 1 - months.astype(np.int64)
    return elapsed - np.where(reached, 0, 1)


def first_of_month(day: date, months: int = 0) -> date:
    """Return the first of the month that lies so many *months* before *day*; none before year 1."""
    index = day.year * 12 + day.month - 1 - months
    return date(max(index // 12, 1), index % 12 + 1, 1)


def later(day: date, months: int) -> date:
    """Return the day *months* after *day*: of a shorter month its last one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_before(today: date, months: int) -> int:
    """Return the ordinal of the latest date from which *months* months are completed *today*.

    A rolling window of so many months holds the dates after it.
    """
    index = today.year * 12 + today.month - 1 - months
    if index < 12:
        return 0
    year, month = index // 12, index % 12 + 1
    last = monthrange(year, month)[1]
    at_end = today.day == _last_day(today)
    return date(year, month, last if at_end else min(today.day, last)).toordinal()


def workdays_of_year(until: Integers, year: int) -> Integers:
    """Return the Mondays to Fridays from 1 January of *year* to each ordinal in *until*, inclusive.

    Public holidays are not known here.
    """
    before = date(year, 1, 1).toordinal() - 1
    # Day 1 of the calendar is a Monday.
    weeks, days = before // 7, min(before % 7, 5)
    return until // 7 * 5 + np.minimum(until % 7, 5) - (5 * weeks + days)


def _last_day(day: date) -> int:
    return monthrange(day.year, day.month)[1]
