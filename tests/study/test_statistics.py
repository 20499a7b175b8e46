from __future__ import annotations

import math
import statistics as reference

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit
from scipy.stats import ttest_rel

from policy_sim.study.statistics import (
    CONFIDENCE,
    holm,
    mean,
    paired,
    quantile,
    share_better,
    spread,
    stein_total,
    variance_ratio,
)

finite = st.floats(-1e6, 1e6, allow_subnormal=False)


@given(st.lists(finite, min_size=1, max_size=30))
def test_the_mean_is_the_exact_sum_over_the_number(values: list[float]) -> None:
    """The mean agrees with exact arithmetic in fractions, whatever the order of the values."""
    assert mean(values) == pytest.approx(float(reference.mean(values)), rel=1e-12, abs=1e-300)
    assert mean(values) == mean(values[::-1])


def test_nothing_has_no_mean() -> None:
    """An empty list is an error, not a zero that could be mistaken for a finding."""
    with pytest.raises(ValueError, match="no mean"):
        mean([])


def test_the_interval_is_students_by_hand() -> None:
    """Three differences 1, 2, 3: mean 2, error 1/sqrt(3), and t(2) at 97.5 % is 4.302653."""
    estimate = paired([1.0, 2.0, 3.0])
    assert estimate.mean == 2.0
    assert estimate.n == 3
    assert estimate.high == pytest.approx(2.0 + 4.302652729911275 / math.sqrt(3), rel=1e-9)
    assert estimate.low == pytest.approx(2.0 - 4.302652729911275 / math.sqrt(3), rel=1e-9)


@given(st.integers(0, 2**32 - 1), st.integers(2, 40))
def test_the_probability_is_that_of_the_paired_t_test(seed: int, n: int) -> None:
    """The two-sided probability and interval are those of a published paired t test."""
    draw = np.random.default_rng(seed)
    one, other = draw.normal(0.3, 1, n), draw.normal(0, 1, n)
    estimate = paired(list(one - other))
    published = ttest_rel(one, other)
    interval = published.confidence_interval(0.95)
    assert estimate.p == pytest.approx(published.pvalue, rel=1e-9)
    assert estimate.low == pytest.approx(interval.low, rel=1e-9, abs=1e-12)
    assert estimate.high == pytest.approx(interval.high, rel=1e-9, abs=1e-12)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Of 20,000 studies with 5 pairs, 95 % of the intervals hold the true difference of 0.7."""
    draw = np.random.default_rng(7)
    studies = draw.normal(0.7, 2.0, (20_000, 5))
    estimates = [paired(list(study)) for study in studies]
    covered = sum(e.low <= 0.7 <= e.high for e in estimates if e.low is not None and e.high)
    assert covered / len(estimates) == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / 20_000))


def test_one_pair_has_no_interval() -> None:
    """A single replication gives a difference and says nothing about its error."""
    estimate = paired([3.5])
    assert (estimate.mean, estimate.low, estimate.high, estimate.p) == (3.5, None, None, None)


def test_a_placebo_is_exactly_zero_with_certainty() -> None:
    """Differences that are all zero give 0 with no width, and probability 1."""
    estimate = paired([0.0] * 4)
    assert (estimate.mean, estimate.low, estimate.high, estimate.p) == (0.0, 0.0, 0.0, 1.0)


def test_a_constant_difference_is_certain() -> None:
    """Differences that never vary are an effect beyond the doubt of simulation."""
    assert paired([2.0, 2.0]).p == 0.0


@given(st.lists(finite, min_size=2, max_size=20))
def test_swapping_reform_and_baseline_turns_the_sign(differences: list[float]) -> None:
    """The interval of the reversed comparison is the mirror image."""
    ahead, back = paired(differences), paired([-d for d in differences])
    assert ahead.mean == -back.mean
    assert ahead.low == -back.high
    assert ahead.p == back.p


def test_a_wider_confidence_gives_a_wider_interval() -> None:
    """Asking for 99 % reaches further than asking for 90 %."""
    wide, narrow = paired([1.0, 2.0, 4.0], 0.99), paired([1.0, 2.0, 4.0], 0.90)
    assert wide.low < narrow.low < narrow.high < wide.high


def test_the_share_better_counts_strict_improvements() -> None:
    """Ties are not improvements, and the direction is the outcome's own."""
    differences = [1.0, 0.0, -2.0, 3.0]
    assert share_better(differences, "higher") == 0.5
    assert share_better(differences, "lower") == 0.25
    assert share_better(differences, "neutral") is None
    assert share_better([], "higher") is None


def test_holm_by_hand() -> None:
    """Holm's own procedure on four probabilities, worked by hand."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))


probabilities = st.lists(st.floats(0, 1), max_size=12)


@given(probabilities)
def test_holm_never_lowers_and_keeps_the_order(ps: list[float]) -> None:
    """Adjusted probabilities lie between the raw ones and Bonferroni's, in the same order."""
    adjusted = holm(ps)
    for i, p in enumerate(ps):
        assert p <= adjusted[i] <= 1.0
        assert adjusted[i] <= min(1.0, p * len(ps)) or adjusted[i] <= max(adjusted)
        assert all(adjusted[i] <= adjusted[j] for j, q in enumerate(ps) if p < q)


@given(probabilities, st.randoms())
def test_holm_does_not_see_the_order_of_the_outcomes(ps: list[float], random: object) -> None:
    """Shuffling the family shuffles the result and nothing else."""
    order = list(range(len(ps)))
    random.shuffle(order)  # type: ignore[attr-defined]
    adjusted = holm(ps)
    assert holm([ps[i] for i in order]) == tuple(adjusted[i] for i in order)


def test_holm_holds_the_chance_of_any_false_finding() -> None:
    """With three true null outcomes, at most 5 % of 4,000 studies find anything."""
    draw = np.random.default_rng(11)
    found = sum(min(holm(list(ps))) < 0.05 for ps in draw.uniform(size=(4_000, 3)))
    assert found / 4_000 <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 4_000)


@given(st.lists(finite, min_size=1, max_size=40), st.floats(0, 1))
def test_quantiles_are_those_of_numpy(values: list[float], share: float) -> None:
    """Between the two nearest values, as numpy has it by default."""
    assert quantile(values, share) == pytest.approx(np.quantile(values, share), rel=1e-9, abs=1e-6)


def test_a_spread_is_the_range_of_the_draws_and_not_of_their_mean() -> None:
    """A hundred times as many draws of the same kind have the same range; ten is the least."""
    draws = [float(n) for n in range(21)]
    few, many = spread(draws), spread(draws * 100)
    assert (few.mean, few.low, few.high, few.p) == (10.0, 1.0, 19.0, None)
    assert (many.low, many.high) == (1.0, 19.0)
    assert spread(draws[:10]).low == pytest.approx(0.45)
    assert (spread(draws[:9]).low, spread(draws[:9]).high, spread(draws[:9]).n) == (None, None, 9)


def test_no_values_have_no_quantile() -> None:
    """Nothing is made of nothing."""
    with pytest.raises(ValueError, match="no values"):
        quantile([], 0.5)


KNOWN = 4_000
"""Samples from a known normal: the share that covers is known to 0.35 of a per cent."""


@pytest.mark.parametrize("n", [2, 3, 5, 20])
def test_the_interval_covers_as_often_as_it_says(n: int) -> None:
    """Student's interval holds the true mean in 95 ± 1 % of samples, few pairs included."""
    samples = np.random.default_rng(n).normal(0.7, 2.0, (KNOWN, n)).tolist()
    found = [paired(sample) for sample in samples]
    covered = sum((one.low or 0.0) <= 0.7 <= (one.high or 0.0) for one in found)
    assert covered / KNOWN == pytest.approx(CONFIDENCE, abs=0.01)


def test_steins_rule_keeps_its_promise() -> None:
    """The mean of the total lies within the half width in at least 95 % (less luck) of samples."""
    chance, first, width = np.random.default_rng(7), 10, 0.8
    hits = 0
    for _ in range(KNOWN):
        stage = chance.normal(0.0, 1.0, first)
        total = stein_total(stage.tolist(), width)
        rest = chance.normal(0.0, 1.0, total - first)
        hits += abs((stage.sum() + rest.sum()) / total) <= width
    assert hits / KNOWN >= CONFIDENCE - 0.01


def test_stopping_when_an_interval_is_narrow_covers_too_rarely() -> None:
    """Looked at from the fifth on until ±0.5, it holds the truth in 92 ± 1 % of 4,000 studies."""
    sample = np.random.default_rng(5).normal(0.0, 1.0, (KNOWN, 200))
    number = np.arange(1, 201)
    means = np.cumsum(sample, axis=1) / number
    squares = np.cumsum(sample**2, axis=1) - number * means**2
    with np.errstate(invalid="ignore", divide="ignore"):
        reach = stdtrit(number - 1.0, 0.975) * np.sqrt(squares / (number - 1) / number)
    stopped = ((reach <= 0.5) & (number >= 5)).argmax(axis=1)
    studies = np.arange(KNOWN)
    held = np.abs(means[studies, stopped]) <= reach[studies, stopped]
    assert held.mean() == pytest.approx(0.92, abs=0.01)


def test_steins_total_by_hand() -> None:
    """With t(3) = 3.1824, s² = 5/3 and a half width of 1 it is 16.88, rounded up."""
    first = (1.0, 2.0, 3.0, 4.0)
    assert stein_total(first, 1.0) == 17
    assert stein_total(first, 100.0) == 4
    reach = [stdtrit(3.0, 0.975) * math.sqrt(5 / 3 / total) for total in (17, 16)]
    assert reach[0] <= 1.0 < reach[1]


def test_steins_total_of_what_never_varies() -> None:
    """Differences that are all the same need no more of them."""
    assert stein_total((1.0, 1.0), 0.1) == 2


def test_common_luck_is_worth_its_ratio_of_variances() -> None:
    """With correlation r and equal variances the ratio is 1 / (1 - r)."""
    base = np.random.default_rng(3).normal(0, 1, 20_000)
    other = 0.9 * base + math.sqrt(1 - 0.81) * np.random.default_rng(4).normal(0, 1, 20_000)
    found = variance_ratio(other.tolist(), base.tolist())
    assert found.ratio == pytest.approx(10, rel=0.05)
    assert (found.low or 0) < 10 < (found.high or 0) < 11
    assert variance_ratio([1.0, 2.0], [0.0, 1.0]).ratio is None
    assert variance_ratio([1.0], [0.0]).ratio is None
    tiny = variance_ratio([1e-160, 2e-160, 4e-160], [0.0, 0.0, 0.0])
    assert (tiny.ratio, tiny.low, tiny.high) == (1.0, 1.0, 1.0)
    two = variance_ratio([1.0, 2.0], [0.0, 2.5])
    assert (two.ratio, two.low, two.high) == (pytest.approx(3.625 / 1.125), None, None)


@pytest.mark.parametrize(("n", "shared", "scale"), [(3, 0.9, 1.0), (5, 0.9, 2.0), (20, 0.5, 0.5)])
def test_the_interval_of_the_ratio_covers_as_often_as_it_says(
    n: int, shared: float, scale: float
) -> None:
    """With few pairs too, and where one arm varies more than the other."""
    chance, held, number = np.random.default_rng(n), 0, 2_000
    truth = (1 + scale**2) / (1 + scale**2 - 2 * shared * scale)
    for _ in range(number):
        one, own = chance.normal(size=(2, n))
        other = scale * (shared * one + math.sqrt(1 - shared**2) * own)
        found = variance_ratio(other.tolist(), one.tolist())
        held += (found.low or 0) <= truth <= (found.high or 0)
    assert held / number == pytest.approx(0.95, abs=0.015)
