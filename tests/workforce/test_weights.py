"""Raking weights: margins are hit, what cannot be hit is reported."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from policy_sim.workforce.weights import OUTSIDE, margin_weights


def _margin(cell: NDArray[np.int64], weights: NDArray[np.float64], cells: int) -> list[float]:
    return [float(weights[cell == i].sum() / weights.sum()) for i in range(cells)]


def test_one_margin_is_post_stratification() -> None:
    """With one margin the weight is target share over share in the stock (a closed form)."""
    cell = np.array([0, 0, 0, 1])
    weights = margin_weights({"sex": cell}, {"sex": np.array([0.5, 0.5])})
    np.testing.assert_allclose(weights.values, [2 / 3, 2 / 3, 2 / 3, 2.0], atol=1e-9)


def test_independent_margins_give_the_product() -> None:
    """In a balanced stock the raked table is the product of its margins (a closed form)."""
    first = np.array([0, 0, 1, 1])
    second = np.array([0, 1, 0, 1])
    a, b = np.array([0.3, 0.7]), np.array([0.2, 0.8])
    weights = margin_weights({"a": first, "b": second}, {"a": a, "b": b})
    np.testing.assert_allclose(weights.values, 4 * a[first] * b[second], atol=1e-6)


def test_raking_keeps_the_odds_ratio_of_the_stock() -> None:
    """Joint structure comes from the stock: its odds ratio survives (Deming and Stephan 1940)."""
    first = np.repeat([0, 0, 1, 1], [40, 10, 20, 30])
    second = np.repeat([0, 1, 0, 1], [40, 10, 20, 30])
    targets = {"a": np.array([0.25, 0.75]), "b": np.array([0.4, 0.6])}
    values = margin_weights({"a": first, "b": second}, targets).values
    table = [[values[(first == i) & (second == j)].sum() for j in (0, 1)] for i in (0, 1)]
    odds = table[0][0] * table[1][1] / (table[0][1] * table[1][0])
    assert odds == pytest.approx(40 * 30 / (10 * 20), rel=1e-4)
    assert _margin(first, values, 2) == pytest.approx([0.25, 0.75], abs=1e-6)
    assert _margin(second, values, 2) == pytest.approx([0.4, 0.6], abs=1e-6)


@settings(max_examples=25)
@given(
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
    st.lists(st.integers(1, 9), min_size=2, max_size=2),
    st.lists(st.integers(3, 20), min_size=6, max_size=6),
)
def test_margins_are_hit_when_every_cell_is_there(
    first: list[int], second: list[int], heads: list[int]
) -> None:
    """Whatever the targets, a stock with people in all cells meets them."""
    cells = {"a": np.repeat([0, 0, 1, 1, 2, 2], heads), "b": np.repeat([0, 1] * 3, heads)}
    targets = {"a": np.array(first) / sum(first), "b": np.array(second) / sum(second)}
    weights = margin_weights(cells, targets)
    assert weights.values.mean() == pytest.approx(1, abs=1e-6)
    for name, cell in cells.items():
        hit = _margin(cell, weights.values, len(targets[name]))
        np.testing.assert_allclose(hit, targets[name], atol=1e-3)


def test_an_empty_cell_is_reported_and_its_share_spread() -> None:
    """Nobody is over sixty: the others take that share in proportion, and the report says so."""
    cell = np.array([0, 1, 1])
    weights = margin_weights({"age": cell}, {"age": np.array([0.2, 0.6, 0.2])})
    assert weights.empty == (("age", 2),)
    assert _margin(cell, weights.values, 2) == pytest.approx([0.25, 0.75])


def test_a_cell_that_nobody_asks_for_gets_nobody() -> None:
    """A target of zero means weight zero, and is no empty cell when nobody stands in it."""
    cell = np.array([0, 1, 1])
    weights = margin_weights({"age": cell}, {"age": np.array([0.0, 1.0, 0.0])})
    assert weights.values.tolist() == [0.0, 1.5, 1.5]
    assert weights.empty == ()


def test_whoever_stands_outside_a_margin_is_not_drawn() -> None:
    """A value that no cell covers has no place at the start."""
    cell = np.array([0, OUTSIDE, 1])
    weights = margin_weights({"age": cell}, {"age": np.array([0.5, 0.5])})
    assert weights.values.tolist() == [1.5, 0.0, 1.5]


def test_a_stock_in_which_nobody_fits() -> None:
    """Nothing crashes: all weights are zero and every cell is reported."""
    cell = np.array([OUTSIDE, OUTSIDE])
    weights = margin_weights({"age": cell}, {"age": np.array([0.5, 0.5])})
    assert weights.values.tolist() == [0.0, 0.0]
    assert weights.empty == (("age", 0), ("age", 1))
    assert weights.efficiency == 0.0


def test_weights_are_rounded_and_repeatable(capsys: pytest.CaptureFixture[str]) -> None:
    """The same stock gives the same bits, with at most nine digits, and nothing is printed."""
    rng = np.random.default_rng(7)
    cells = {name: rng.integers(0, 4, 500) for name in ("a", "b", "c")}
    targets = {name: np.array([0.4, 0.3, 0.2, 0.1]) for name in cells}
    one, two = margin_weights(cells, targets), margin_weights(cells, targets)
    assert one.values.tobytes() == two.values.tobytes()
    np.testing.assert_array_equal(one.values, np.round(one.values, 9))
    assert capsys.readouterr().out == ""


def test_efficiency_is_kishs() -> None:
    """Equal weights lose nothing; weights 2/3 and 2 leave three quarters of the sample."""
    cell = np.array([0, 0, 0, 1])
    assert margin_weights({"a": cell}, {"a": np.array([0.75, 0.25])}).efficiency == pytest.approx(1)
    half = margin_weights({"a": cell}, {"a": np.array([0.5, 0.5])})
    assert half.efficiency == pytest.approx(16 / (4 * (3 * 4 / 9 + 4)))
