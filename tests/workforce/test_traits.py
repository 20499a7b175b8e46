"""Traits are correlated as stated; records read them as reliably as stated."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.workforce.profile import Score, Traits
from policy_sim.workforce.traits import cholesky, read_score, true_traits
from strategies_workforce import VOCABULARY

KEYS = np.arange(40_000, dtype=np.uint64)
CHANCE = Chance(11, 0)
SIGMA = 5 / sqrt(len(KEYS))


def test_the_root_of_a_matrix_of_two() -> None:
    """For a correlation r the root is [[1, 0], [r, sqrt(1 - r squared)]]."""
    root = cholesky([[1.0, 0.6], [0.6, 1.0]])
    assert root == [[1.0, 0.0], [0.6, pytest.approx(0.8)]]


@given(st.lists(st.floats(-0.99, 0.99), min_size=3, max_size=3))
def test_the_root_times_itself_is_the_matrix(values: list[float]) -> None:
    """Where a root exists it is one; where none exists the smallest eigenvalue says so."""
    a, b, c = values
    matrix = [[1.0, a, b], [a, 1.0, c], [b, c, 1.0]]
    root = cholesky(matrix)
    smallest = float(np.linalg.eigvalsh(np.array(matrix)).min())
    if root is None:
        assert smallest < 1e-6
    else:
        np.testing.assert_allclose(np.array(root) @ np.array(root).T, matrix, atol=1e-9)


def test_traits_have_mean_zero_sd_one_and_the_stated_correlations() -> None:
    """Within five standard errors of the closed forms."""
    matrix = ((1.0, 0.5, 0.0), (0.5, 1.0, -0.3), (0.0, -0.3, 1.0))
    made = true_traits(Traits(("a", "b", "c"), matrix), KEYS, CHANCE)
    values = np.array([made["a"], made["b"], made["c"]])
    np.testing.assert_allclose(values.mean(axis=1), 0, atol=SIGMA)
    np.testing.assert_allclose(values.std(axis=1), 1, atol=SIGMA)
    np.testing.assert_allclose(np.corrcoef(values), matrix, atol=SIGMA)


@pytest.mark.parametrize("reliability", [0.0, 0.25, 0.64, 1.0])
def test_the_reliability_is_the_squared_correlation(reliability: float) -> None:
    """A score of reliability r correlates sqrt(r) with its trait, whatever its mean and SD."""
    traits = true_traits(Traits(("ability",), ((1.0,),)), KEYS, CHANCE)
    score = Score("performance", "ability", reliability, 50.0, 5.0)
    values = read_score(score, VOCABULARY, traits, KEYS, CHANCE)
    correlation = float(np.corrcoef(values, traits["ability"])[0, 1])
    assert correlation == pytest.approx(sqrt(reliability), abs=SIGMA)
    assert values.mean() / 10 == pytest.approx(50, abs=5 * SIGMA)
    assert values.std() / 10 == pytest.approx(5, abs=5 * SIGMA)


def test_scores_stay_in_the_range_of_the_attribute() -> None:
    """Wild scores end at the ends of the scale."""
    traits = true_traits(Traits(("ability",), ((1.0,),)), KEYS, CHANCE)
    score = Score("performance", "ability", 0.5, 50.0, 500.0)
    values = read_score(score, VOCABULARY, traits, KEYS, CHANCE)
    assert (values.min(), values.max()) == (0, 1000)


def test_a_person_is_the_same_in_any_company() -> None:
    """Traits hang on the key alone, not on the row or on who else is drawn."""
    traits = Traits(("ability", "motivation"), ((1.0, 0.5), (0.5, 1.0)))
    everyone = true_traits(traits, KEYS, CHANCE)
    some = true_traits(traits, KEYS[[700, 3]], CHANCE)
    assert some["motivation"].tolist() == everyone["motivation"][[700, 3]].tolist()
