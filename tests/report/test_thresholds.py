"""What is said of a threshold claims no more than the intervals allow."""

from __future__ import annotations

from fractions import Fraction

import pytest

from policy_sim.report.sweep.parts import lines_of
from policy_sim.report.sweep.thresholds import LookedAt, thresholds_told
from policy_sim.sweep.lever import Lever, Scale
from policy_sim.sweep.threshold import Curve

LEVER = Lever("assume.weight", ("0", "0.5", "1"), Scale(Fraction(0), Fraction(1), 3))
VALUES = (0.0, 0.5, 1.0)


def told(*differences: tuple[float, ...]) -> str:
    """Return what is said of the differences at the three values, a number a replication."""
    one = LookedAt("merit+habit", "service_quality", Curve(VALUES, differences))
    return "\n".join(lines_of(thresholds_told(LEVER, [one]).parts))


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        (((-1.0, -1.1), (0.0, 0.1), (1.0, 1.1)), "it is under zero, above it over zero"),
        (((1.0, 1.1), (0.0, 0.1), (-1.0, -1.1)), "it is over zero, above it under zero"),
        (((1.0, 1.1), (2.0, 2.1), (3.0, 3.1)), "does not change its sign from 0 to 1"),
        (((0.0, 0.0), (2.0, 2.1), (3.0, 3.1)), "does not change its sign from 0 to 1"),
        (((-9.0, 8.0), (-7.0, 9.0), (-8.0, 9.0)), "At no value is the difference clear"),
        (((2.0, 3.0), (2.0, 3.0), (2.0, 3.0)), "assume.weight does not touch it"),
        (((0.0, 0.0), (0.0, 0.0), (0.0, 0.0)), "assume.weight does not touch it"),
    ],
)
def test_the_sentence_fits_the_intervals(
    differences: tuple[tuple[float, ...], ...], said: str
) -> None:
    """A sign that changes within luck alone is no threshold."""
    assert said in told(*differences)


def test_a_mean_that_turns_within_luck_is_no_threshold() -> None:
    """The mean crosses zero, and no interval is clear of it: no value is named."""
    text = told((-9.0, 8.0), (-7.0, 7.2), (-8.0, 9.0))
    assert "Below" not in text
    assert "At no value is the difference clear" in text


def test_a_crossing_is_told_by_three_digits() -> None:
    """The rest is noise."""
    text = told((-1.0, -1.02), (-0.5, -0.51), (1.0, 1.03))
    assert "Below 0.666 [0.66" in text


def test_what_the_lever_does_not_touch_has_no_curve() -> None:
    """A line that is level everywhere tells nothing."""
    one = LookedAt("in-force+habit", "service_quality", Curve(VALUES, ((2.0, 3.0),) * 3))
    found = thresholds_told(LEVER, [one])
    assert found.drawings == ()
    assert list(found.tables["curve"]) == []


def test_an_outcome_without_a_value_is_said_to_have_none() -> None:
    """Beside those that have one."""
    found = thresholds_told(LEVER, [LookedAt("merit+habit", "efficiency", None)])
    assert "Some run has no value of it" in "\n".join(lines_of(found.parts))
    assert found.values["thresholds"][0]["crossings"] == []
