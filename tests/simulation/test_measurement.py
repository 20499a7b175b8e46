"""Scores are as reliable as the register says, and land in the record as integers of a step."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.simulation.measurement import PointScale, banded, observed, recorded

POINTS = PointScale(mean=75.0, spread=8.0)
TENTH = Fraction(1, 10)


def two_raters(reliability: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the truth of 200,000 people and what two independent raters see of it."""
    source = np.random.default_rng(1)
    truth, first, second = source.standard_normal((3, 200_000))
    return truth, observed(truth, reliability, first), observed(truth, reliability, second)


@pytest.mark.parametrize("reliability", [0.0, 0.45, 0.65, 1.0])
def test_two_raters_agree_as_much_as_the_reliability_says(reliability: float) -> None:
    """The correlation of two ratings is the reliability, that with the truth its square root."""
    truth, first, second = two_raters(reliability)
    assert np.corrcoef(first, second)[0, 1] == pytest.approx(reliability, abs=0.01)
    assert np.corrcoef(first, truth)[0, 1] == pytest.approx(reliability**0.5, abs=0.01)
    assert np.std(first) == pytest.approx(1.0, abs=0.01)


def test_the_reliability_survives_points_and_rounding() -> None:
    """Recorded scores, in tenths of a point and within the scale, keep the correlation."""
    _, first, second = two_raters(0.45)
    one, two = recorded(first, POINTS, TENTH), recorded(second, POINTS, TENTH)
    assert one.dtype == np.int64
    assert np.corrcoef(one, two)[0, 1] == pytest.approx(0.45, abs=0.01)
    assert one.mean() / 10 == pytest.approx(75.0, abs=0.1)
    assert one.std() / 10 == pytest.approx(8.0, abs=0.1)


def test_a_rating_without_signal_says_nothing_of_the_truth() -> None:
    """With reliability 0 the record is pure noise: the same whatever the truth is."""
    truth, _, _ = two_raters(0.45)
    noise = np.random.default_rng(2).standard_normal(len(truth))
    assert np.array_equal(observed(truth, 0.0, noise), observed(-truth, 0.0, noise))


@pytest.mark.parametrize("reliability", [-0.1, 1.1, float("nan")])
def test_an_impossible_reliability_is_refused(reliability: float) -> None:
    """A reliability outside 0 to 1 is an error, not a complex score."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        observed(np.zeros(1), reliability, np.zeros(1))


@given(
    st.lists(st.floats(-9, 9), min_size=1, max_size=20),
    st.floats(-30, 30),
    st.sampled_from([Fraction(1, 10), Fraction(1), Fraction(1, 2)]),
)
def test_a_score_stays_on_the_scale(seen: list[float], shift: float, step: Fraction) -> None:
    """Whatever is seen, and however lenient the rater, the record lies within 0 to 100 points."""
    score = recorded(np.array(seen), POINTS, step, shift)
    assert np.all((score * step >= 0) & (score * step <= 100))


def test_leniency_moves_scores_by_its_points() -> None:
    """Four points of leniency are forty tenths in the record of an ordinary score."""
    seen = np.array([-1.0, 0.0, 0.5])
    assert recorded(seen, POINTS, TENTH).tolist() == [670, 750, 790]
    assert recorded(seen, POINTS, TENTH, 4.0).tolist() == [710, 790, 830]


def test_a_value_on_a_cut_belongs_to_the_upper_band() -> None:
    """Bands are counted from below; their lower limits belong to them."""
    assert banded(np.array([-2.0, -1.5, 0.0, 1.0, 3.0]), (-1.5, 1.0)).tolist() == [0, 1, 1, 2, 2]


def test_leniency_lifts_people_into_a_higher_band() -> None:
    """A shift of one SD moves a value one SD below a cut onto it."""
    assert banded(np.array([0.0]), (-1.5, 1.0), 1.0).tolist() == [2]
