"""Completed months, rolling windows and workdays of a year."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.rules.elapsed import completed_months, months_before, workdays_of_year
from slow_evaluator import months_between

DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))


def elapsed(since: date, today: date) -> int:
    """Return the completed months of one pair of dates."""
    return int(completed_months(np.array([since.toordinal()]), today)[0])


@pytest.mark.parametrize(
    ("since", "today", "months"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), 0),
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2028, 1, 30), date(2028, 2, 28), 0),
        (date(2028, 1, 30), date(2028, 2, 29), 1),
        (date(2026, 2, 28), date(2026, 3, 27), 0),
        (date(2022, 4, 1), date(2026, 4, 1), 48),
    ],
)
def test_a_month_is_complete_when_its_day_is_reached(since: date, today: date, months: int) -> None:
    """The 29th to the 31st count as the last day of a short month."""
    assert elapsed(since, today) == months


@given(DAYS, DAYS)
def test_months_agree_with_counting_them_one_by_one(since: date, today: date) -> None:
    """The formula equals stepping month by month, for dates in either order."""
    assert elapsed(since, today) == months_between(since, today)


@given(DAYS, st.integers(1, 240))
def test_a_rolling_window_holds_what_is_younger_than_its_months(today: date, months: int) -> None:
    """The day named is the last one out: it is that old, and the day after it is not."""
    edge = date.fromordinal(months_before(today, months))
    assert months_between(edge, today) >= months
    assert months_between(edge + timedelta(days=1), today) < months


def test_a_window_longer_than_the_calendar_holds_every_date() -> None:
    """A window that would begin before the year 1 leaves nothing out."""
    assert months_before(date(2026, 1, 1), 12 * 3000) == 0


@given(st.dates(date(2020, 1, 1), date(2029, 12, 31)))
def test_workdays_of_a_year_are_its_mondays_to_fridays(until: date) -> None:
    """Counting from 1 January, both ends included."""
    first = date(until.year, 1, 1)
    days = (first + timedelta(days=n) for n in range((until - first).days + 1))
    counted = workdays_of_year(np.array([until.toordinal()]), until.year)
    assert counted[0] == sum(day.weekday() < 5 for day in days)
