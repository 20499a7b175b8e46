"""Dose and decay: the closed forms of what courses teach and of what is left of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.simulation.learning.skill import at_rest, kept, share_learned, taught

hours = st.floats(0.0, 2000.0)
shares = st.floats(0.0, 1.0)
effects = st.floats(0.0, 2.0)


def test_half_a_dose_teaches_half() -> None:
    """Twenty hours at a half dose of twenty teach half, forty three quarters, none nothing."""
    assert [share_learned(h, 20.0) for h in (0, 20, 40)] == pytest.approx([0.0, 0.5, 0.75])


def test_half_is_left_after_the_half_life() -> None:
    """Published half-lives of 6.5, 11 and 13 months keep .899, .939 and .948 a month."""
    monthly = [kept(1, months) for months in (6.5, 11.0, 13.0)]
    assert monthly == pytest.approx([0.899, 0.939, 0.948], abs=5e-4)
    assert kept(11, 11.0) == pytest.approx(0.5)


@given(hours, hours, effects, effects)
def test_two_courses_teach_what_one_of_their_hours_does(
    first: float, second: float, most: float, before: float
) -> None:
    """Splitting hours over courses neither gains nor loses anything."""
    start = np.array([before])
    one = taught(start, most, share_learned(first + second, 20.0))
    half = taught(start, most, share_learned(first, 20.0))
    assert taught(half, most, share_learned(second, 20.0)) == pytest.approx(one, abs=1e-9)


@given(effects, effects, shares)
def test_nobody_loses_by_a_course_or_passes_what_it_teaches(
    before: float, most: float, share: float
) -> None:
    """What is known stays known, and a course leads at most to its own level."""
    (after,) = taught(np.array([before]), most, share).tolist()
    assert before <= after <= max(before, most) + 1e-12


@given(st.floats(0.05, 1.0), st.floats(0.05, 0.95), st.floats(0.0, 0.95))
def test_a_yearly_course_comes_to_rest(most: float, share: float, retention: float) -> None:
    """Year after year the same: the closed form is where the recursion ends, below the most."""
    skill = np.zeros(1)
    for _ in range(2000):
        skill = taught(skill * retention, most, share)
    assert skill == pytest.approx([at_rest(most, share, retention)], rel=1e-9)
    assert float(skill[0]) <= most


def test_the_published_effect_every_year_does_not_add_up() -> None:
    """An effect of 0.6 a year for ten years is not +6 SD: it stays below 0.6."""
    retention, share = kept(12, 11.0), 1.0 - 1e-9
    skill, gains = np.zeros(1), []
    for _ in range(10):
        after = taught(skill * retention, 0.6, share)
        gains.append(float((after - skill)[0]))
        skill = after
    assert float(skill[0]) < 0.6
    assert gains[0] == pytest.approx(0.6)
    assert max(gains[1:]) < 1e-6
