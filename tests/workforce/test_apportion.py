"""Largest remainders: whole parts that keep the total and the proportions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.workforce.apportion import apportion, scaled

WEIGHTS = st.lists(st.integers(0, 50), min_size=1, max_size=12)


def test_a_known_apportionment() -> None:
    """Quotas 2.1, 3.5 and 4.4 of ten give 2, 4 and 4: the largest remainder gets the last."""
    assert apportion([21, 35, 44], 10) == [2, 4, 4]


def test_equal_remainders_go_to_the_earlier_part() -> None:
    """Nothing but the order decides a tie, so the same input gives the same output."""
    assert apportion([1, 1, 1], 2) == [1, 1, 0]


def test_nothing_to_share_and_nobody_to_share_with() -> None:
    """No weights or no total leave everyone with the least."""
    assert apportion([0, 0], 5) == [0, 0]
    assert apportion([1, 2], 0) == [0, 0]
    assert apportion([0, 3], 1, [1, 0]) == [1, 0]


def test_the_least_is_kept_even_against_the_total() -> None:
    """Ten hundredths of two small parts still leave one of each."""
    assert apportion([98, 1, 1], 10, [1, 1, 1]) == [8, 1, 1]
    assert apportion([98, 1, 1], 2, [1, 1, 1]) == [1, 1, 1]


@given(WEIGHTS, st.integers(0, 500))
def test_the_parts_make_the_total(weights: list[int], total: int) -> None:
    """Nothing is lost and nothing is invented."""
    parts = apportion(weights, total)
    assert sum(parts) == (total if any(weights) else 0)


@given(WEIGHTS.filter(any), st.integers(0, 500))
def test_every_part_is_its_quota_rounded(weights: list[int], total: int) -> None:
    """No part is a whole unit away from its exact quota."""
    for part, weight in zip(apportion(weights, total), weights, strict=True):
        assert abs(part - Fraction(weight * total, sum(weights))) < 1


@given(WEIGHTS.filter(any), st.integers(1, 7))
def test_an_exact_multiple_is_left_as_it_is(weights: list[int], times: int) -> None:
    """Scaling by a whole number scales every part by it, whatever the least."""
    least = [min(weight, 1) for weight in weights]
    parts = apportion(weights, times * sum(weights), least)
    assert parts == [weight * times for weight in weights]


@given(WEIGHTS.filter(any), st.integers(0, 300))
def test_a_larger_weight_never_gets_less(weights: list[int], total: int) -> None:
    """The parts stand in the order of the weights."""
    parts = apportion(weights, total)
    ordered = [part for _, part in sorted(zip(weights, parts, strict=True))]
    assert ordered == sorted(ordered)


@pytest.mark.parametrize(
    ("count", "scale", "expected"),
    [(0, Fraction(9), 0), (7, Fraction(1), 7), (5, Fraction(1, 2), 3), (40, Fraction(1, 100), 1)],
)
def test_scaling_a_count(count: int, scale: Fraction, expected: int) -> None:
    """Halves go up, what exists keeps one, what does not stays away."""
    assert scaled(count, scale) == expected
