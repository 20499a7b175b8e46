from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.study.windows import Reach, Window, shown_windows

YEARS = tuple(date(year, 12, 31) for year in range(2026, 2036))


def test_the_mean_from_a_date_takes_the_years_that_begin_then_or_later() -> None:
    """A reform of 1 January 2027 is judged over 2027 to 2035, not over 2026."""
    window = Window("from-2027", Reach.MEAN_FROM, date(2027, 1, 1))
    assert window.years(YEARS) == tuple(range(1, 10))


def test_a_year_begun_before_the_date_is_left_out() -> None:
    """A reform in July 2027 is not credited with the half of 2027 that came before it."""
    assert Window("w", Reach.MEAN_FROM, date(2027, 7, 1)).years(YEARS)[0] == 2


def test_at_takes_the_year_that_ends_on_the_day() -> None:
    """31 December 2029 is one year, the fourth."""
    assert Window("term", Reach.AT, date(2029, 12, 31)).years(YEARS) == (3,)


def test_year_k_counts_from_one() -> None:
    """Year 10 is the tenth simulated year, and there is no year 0 or 11."""
    assert Window("w", Reach.YEAR, number=10).years(YEARS) == (9,)
    assert Window("w", Reach.YEAR, number=0).years(YEARS) == ()
    assert Window("w", Reach.YEAR, number=11).years(YEARS) == ()


@pytest.mark.parametrize("reach", [Reach.MEAN_FROM, Reach.AT, Reach.TOTAL_FROM])
def test_a_shortened_horizon_may_not_reach_a_window(reach: Reach) -> None:
    """A window beyond the horizon takes nothing; it does not take the nearest year."""
    assert Window("late", reach, date(2040, 12, 31)).years(YEARS) == ()


def test_a_mean_averages_and_a_total_adds() -> None:
    """The same years give their mean in one window and their sum in the other."""
    day = date(2026, 1, 1)
    assert Window("m", Reach.MEAN_FROM, day).value([1.0, 2.0, 6.0]) == 3.0
    assert Window("t", Reach.TOTAL_FROM, day).value([1.0, 2.0, 6.0]) == 9.0
    assert Window("t", Reach.TOTAL_FROM, day).of_flows_only
    assert not Window("m", Reach.MEAN_FROM, day).of_flows_only


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20), st.randoms())
def test_a_total_does_not_depend_on_the_order_of_the_years(
    values: list[float], random: object
) -> None:
    """Sums are exact before they are rounded, so that any order gives the same bytes."""
    window = Window("t", Reach.TOTAL_FROM, date(2026, 1, 1))
    total = window.value(values)
    random.shuffle(values)  # type: ignore[attr-defined]
    assert window.value(values) == total


def test_of_windows_of_the_same_years_the_first_is_shown() -> None:
    """The third year of three is the end of the term; a mean of it alone says the same again."""
    term, third = Window("term", Reach.AT, YEARS[2]), Window("third", Reach.YEAR, number=3)
    mean = Window("mean", Reach.MEAN_FROM, date(2028, 1, 1))
    stated = [one.as_dict() for one in (term, third, mean)]
    assert shown_windows(stated, "term", YEARS[:3]) == [term]
    assert shown_windows(stated, "mean", YEARS[:3]) == [mean]
    assert shown_windows(stated, "mean", YEARS[:4]) == [mean, term]


def test_a_total_stands_beside_the_year_that_it_is_made_of() -> None:
    """It has no stocks, so that it cannot stand for a window that has; and none is out of reach."""
    year, total = (
        Window("year", Reach.YEAR, number=1),
        Window("total", Reach.TOTAL_FROM, date(2026, 1, 1)),
    )
    late = Window("late", Reach.YEAR, number=9)
    stated = [one.as_dict() for one in (total, year, late)]
    assert shown_windows(stated, "total", YEARS[:1]) == [total, year]
