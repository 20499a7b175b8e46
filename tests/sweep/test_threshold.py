"""Thresholds: every crossing is found, refined, and has the interval that theory gives it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from policy_sim.study.statistics import CONFIDENCE, standard_error, student
from policy_sim.sweep.threshold import Curve, crossings, refined


def line(values: Sequence[float], luck: Sequence[float], slope: float = 2.0) -> Curve:
    """Return differences that go straight through zero at 0.5, each replication with its luck."""
    found = tuple(tuple(slope * (v - 0.5) + e for e in luck) for v in values)
    return Curve(tuple(values), found)


def test_a_straight_line_has_fiellers_interval() -> None:
    """With one slope for all, the ends are the crossing plus and minus t·se over the slope."""
    luck = (0.1, -0.2, 0.05, 0.15, -0.1)
    (found,) = crossings(line((0.0, 0.3, 0.7, 1.0), luck))
    reach = student(CONFIDENCE, 4) * standard_error(luck) / 2
    assert found.rises
    assert found.value == pytest.approx(0.5)
    assert (found.low, found.high) == pytest.approx((0.5 - reach, 0.5 + reach))


def test_an_interval_that_reaches_beyond_the_range_is_open() -> None:
    """Nothing is said of values at which nothing was evaluated."""
    (found,) = crossings(line((0.4, 0.6), (3.0, -3.0, 1.0, -1.0)))
    assert found.value == pytest.approx(0.5)
    assert found.low is None
    assert found.high is None


def test_without_luck_the_interval_is_the_crossing() -> None:
    """Replications that are all the same leave no doubt."""
    (found,) = crossings(line((0.0, 1.0), (0.0, 0.0)))
    assert (found.low, found.value, found.high) == pytest.approx((0.5, 0.5, 0.5))


def test_one_replication_has_no_interval() -> None:
    """A single replication gives a crossing, and says nothing of its precision."""
    (found,) = crossings(line((0.0, 1.0), (0.0,)))
    assert (found.low, found.high) == (None, None)


def test_a_curve_that_never_crosses_has_no_threshold() -> None:
    """Always better, and better but for one value of no difference: no crossing."""
    assert crossings(Curve((0.0, 1.0), ((1.0, 1.1), (2.0, 2.1)))) == ()
    assert crossings(Curve((0.0, 1.0, 2.0), ((1.0, 1.0), (0.0, 0.0), (1.0, 1.0)))) == ()


def test_no_difference_over_a_stretch_crosses_in_its_middle() -> None:
    """A reform that changes nothing between 1 and 2 turns from worse to better there."""
    values = ((-1.0, -1.0), (0.0, 0.0), (0.0, 0.0), (1.0, 1.0))
    (found,) = crossings(Curve((0.0, 1.0, 2.0, 3.0), values))
    assert (found.low, found.value, found.high) == pytest.approx((1.0, 1.5, 2.0))


def test_all_crossings_are_found_and_refined() -> None:
    """A wave that crosses three times has three thresholds, each close after a few rounds."""

    def wave(values: Sequence[float]) -> list[tuple[float, ...]]:
        return [tuple(float(np.sin(v)) + e for e in (-0.01, 0.01)) for v in values]

    grid = (1.0, 2.5, 4.0, 5.5, 7.0, 9.0, 10.0)
    curve = refined(Curve(grid, tuple(wave(grid))), wave, rounds=8)
    found = crossings(curve)
    assert [one.value for one in found] == pytest.approx([np.pi, 2 * np.pi, 3 * np.pi], abs=1e-3)
    assert [one.rises for one in found] == [False, True, False]
    assert len(curve.values) == len(grid) + 3 * 8


def test_refining_ends_where_nothing_lies_between() -> None:
    """A quantity in whole numbers is looked at in whole numbers, each once."""
    asked: list[float] = []

    def straight(values: Sequence[float]) -> list[tuple[float, ...]]:
        asked.extend(values)
        return [(v - 3.4, v - 3.4) for v in values]

    start = Curve((0.0, 8.0), ((-3.4, -3.4), (4.6, 4.6)))
    curve = refined(start, straight, rounds=50, told=lambda value: float(round(value)))
    assert asked == [4.0, 2.0, 3.0]
    assert curve.values == (0.0, 2.0, 3.0, 4.0, 8.0)
