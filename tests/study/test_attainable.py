"""The share of the attainable gain: a ratio with an interval that covers the truth."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from policy_sim.study.arms import Arm, Grid
from policy_sim.study.attainable import attainable, ratio_of_means
from policy_sim.study.comparison import Design
from policy_sim.study.observations import Observations
from policy_sim.study.windows import Reach, Window

BASE, REFORM = Arm("old", "habit"), Arm("new", "habit")
LOTTERY, ORACLE = Arm("old", "lottery"), Arm("old", "oracle")
GRID = Grid((REFORM, BASE), BASE, (LOTTERY, ORACLE))
DESIGN = Design((Window("end", Reach.YEAR, number=1),), ("service", "waiting", "hires"), "end")
MEASURES: Any = {
    "service": SimpleNamespace(better="higher"),
    "waiting": SimpleNamespace(better="lower"),
    "hires": SimpleNamespace(better="neutral"),
}


def seen(outcome: str, **figures: list[float]) -> Observations:
    """Return one outcome of each arm (base, reform, lottery, oracle), one figure a replication."""
    arms = {"base": BASE, "reform": REFORM, "lottery": LOTTERY, "oracle": ORACLE}
    series = {
        (arms[name].name, n, outcome, "all"): (value,)
        for name, values in figures.items()
        for n, value in enumerate(values)
    }
    numbers = tuple(range(max(map(len, figures.values()))))
    return Observations((date(2026, 12, 31),), numbers, series)


def test_without_noise_the_ratio_is_exact() -> None:
    """Three of ten points in every replication are 30 %, with an interval of no width."""
    assert ratio_of_means([3.0] * 4, [10.0] * 4) == (0.3, 0.3, 0.3)


def test_with_a_gain_that_does_not_vary_it_is_students_interval() -> None:
    """Over a constant the ratio's interval is that of the mean, divided."""
    above = [2.0, 3.0, 4.0, 5.0]
    share, low, high = ratio_of_means(above, [10.0] * 4) or (0, 0, 0)
    reach = 3.182446305284263 * np.std(above, ddof=1) / 2
    assert share == pytest.approx(0.35)
    assert (low, high) == pytest.approx(((3.5 - reach) / 10, (3.5 + reach) / 10))


def test_the_interval_is_fiellers() -> None:
    """The bounds solve the equation that defines them: a mean just told from zero by t."""
    rng = np.random.default_rng(4)
    below = rng.normal(10, 3, 12)
    above = 0.4 * below + rng.normal(0, 1, 12)
    share, low, high = ratio_of_means(list(above), list(below)) or (0, 0, 0)
    assert low < share < high
    for bound in (low, high):
        rest = above - bound * below
        t = rest.mean() / (rest.std(ddof=1) / np.sqrt(12))
        assert abs(t) == pytest.approx(2.200985160082949)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Of 2,000 studies with a known share of 31 %, about 95 % have it in their interval."""
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(2000):
        luck = rng.normal(0, 1, 20)
        below = 4 + luck + rng.normal(0, 1, 20)
        above = 0.31 * 4 + 0.5 * luck + rng.normal(0, 0.5, 20)
        share = ratio_of_means(above.tolist(), below.tolist())
        assert share is not None
        covered += share[1] <= 0.31 <= share[2]
    assert 0.935 <= covered / 2000 <= 0.965


@pytest.mark.parametrize(
    "below", [[1.0], [0.0, 0.0, 0.0], [-2.0, -2.1, -1.9], [1.0, -1.0, 0.5], [5.0, -3.0, 2.0]]
)
def test_no_share_of_a_gain_that_is_not_clearly_there(below: list[float]) -> None:
    """One pair, no gain, a loss, or a gain that may be luck: no figure rather than a wild one."""
    assert ratio_of_means([1.0] * len(below), below) is None


def test_an_arm_is_measured_from_lottery_to_oracle() -> None:
    """The baseline and the reform stand on one scale; a neutral outcome has none."""
    rows = attainable(
        seen("service", base=[51, 52], reform=[53, 54], lottery=[50, 51], oracle=[60, 61]),
        GRID,
        MEASURES,
        DESIGN,
    )
    assert {row.policy: row.share for row in rows} == {"new+habit": 0.3, "old+habit": 0.1}
    assert {(row.outcome, row.gain, row.n) for row in rows} == {("service", 10.0, 2)}


def test_where_less_is_better_the_gain_is_a_fall() -> None:
    """Waiting that falls from 20 by lot to 10 by the truth: a fall by 3 is 30 %."""
    figures = {"reform": [17.0, 18.0], "lottery": [20.0, 21.0], "oracle": [10.0, 11.0]}
    (row,) = attainable(seen("waiting", **figures), GRID, MEASURES, DESIGN)
    assert (row.share, row.gain) == (0.3, 10.0)
    worse = attainable(seen("service", **figures), GRID, MEASURES, DESIGN)
    assert [(row.share, row.low, row.high) for row in worse] == [(None, None, None)]


def test_a_replication_without_one_of_the_arms_does_not_count() -> None:
    """Only replications in which all three have a value are paired."""
    figures = {"reform": [53.0, 54.0, 90.0], "lottery": [50.0, 51.0], "oracle": [60.0, 61.0]}
    (row,) = attainable(seen("service", **figures), GRID, MEASURES, DESIGN)
    assert (row.n, row.share) == (2, 0.3)


def test_without_both_reference_arms_there_is_no_yardstick() -> None:
    """A lottery alone says where a scale begins, not where it ends."""
    found = seen("service", base=[51.0], reform=[52.0], lottery=[50.0], oracle=[60.0])
    for references in ((), (LOTTERY,)):
        assert attainable(found, Grid(GRID.arms, BASE, references), MEASURES, DESIGN) == ()
