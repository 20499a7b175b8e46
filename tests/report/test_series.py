from __future__ import annotations

from datetime import date

import pytest

from policy_sim.report.series import Subject, differences, levels
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.observations import Observations

DAYS = (date(2026, 12, 31), date(2027, 12, 31))
BASE, REFORM = Arm("old", "habit"), Arm("new", "habit")
GRID = Grid.of(["old", "new"], ["habit"], BASE)
SUBJECT = Subject("service_quality", "points", "higher")
SEEN = Observations(
    DAYS,
    (0, 1),
    {
        ("old+habit", 0, "service_quality", "all"): (50.0, 51.0),
        ("old+habit", 1, "service_quality", "all"): (40.0, 41.0),
        ("new+habit", 0, "service_quality", "all"): (50.0, 54.0),
        ("new+habit", 1, "service_quality", "all"): (40.0, 42.0),
    },
)


def test_differences_are_paired_by_replication() -> None:
    """A curve is the mean of reform minus baseline within each replication."""
    (curve,) = differences(SEEN, GRID, SUBJECT)
    assert curve.name == "new+habit"
    assert curve.means == (0.0, 2.0)
    assert curve.lows is not None
    assert curve.lows[0] == 0.0  # identical before the reform


def test_one_replication_has_no_interval() -> None:
    """A single pair gives a line without a band."""
    alone = Observations(DAYS, (0,), {key: v for key, v in SEEN.series.items() if key[1] == 0})
    (curve,) = differences(alone, GRID, SUBJECT)
    assert curve.lows is None


def test_draws_give_each_difference_its_plausible_range() -> None:
    """The range is 5 to 95 % of the draws of a year; under ten draws there is none."""
    draws = {}
    for n in range(21):
        draws["old+habit", n, "service_quality", "all"] = (50.0, 50.0)
        draws["new+habit", n, "service_quality", "all"] = (50.0, 50.0 + n)
    drawn = Observations(DAYS, tuple(range(21)), draws)
    (curve,) = differences(SEEN, GRID, SUBJECT, drawn)
    assert curve.plausible == ((0.0, 1.0), (0.0, 19.0))
    assert curve.means == (0.0, 2.0)
    (curve,) = differences(SEEN, GRID, SUBJECT, SEEN)
    assert curve.plausible is None


def test_levels_are_means_over_replications() -> None:
    """The trajectory of an arm is its mean by year."""
    curves = {curve.name: curve.means for curve in levels(SEEN, GRID, SUBJECT)}
    assert curves == {"old+habit": (45.0, 46.0), "new+habit": (45.0, 48.0)}


def test_an_outcome_that_nobody_reported_has_no_curves() -> None:
    """An unknown outcome draws nothing rather than zeros."""
    assert differences(SEEN, GRID, Subject("nothing", "points", "higher")) == ()


@pytest.mark.parametrize(
    ("unit", "value", "shown", "axis"),
    [
        ("per cent", 25.0, 25.0, "percentage points"),
        ("money", 2e9, 2.0, "Rp billion"),
        ("points", 3.0, 3.0, "points"),
    ],
)
def test_axes_show_percentage_points_and_money_in_billions(
    unit: str, value: float, shown: float, axis: str
) -> None:
    """Units on an axis are those that people say."""
    subject = Subject("x", unit, "neutral", symbol="Rp")
    assert subject.shown(value) == pytest.approx(shown)
    assert subject.axis(signed=True) == axis
