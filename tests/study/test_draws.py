"""Draws: every range covered, each assumption by itself, the same whoever asks."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest, triang

from policy_sim.simulation.assumptions.register import Assumption, Mark
from policy_sim.study.draws import drawn_assumptions, drawn_table, triangular
from policy_sim.study.hinges import rank_correlation


def assumption(name: str, low: float = 0.0, value: float = 1.0, high: float = 4.0) -> Assumption:
    """Return an assumption with a range."""
    return Assumption(name, value, low, high, "SD", "service", Mark.ASSUMPTION)


def values(name: str, draws: Sequence[dict[str, float]]) -> list[float]:
    """Return what one assumption was in each draw."""
    return [draw[name] for draw in draws]


@given(
    share=st.floats(0, 1),
    ends=st.tuples(*[st.floats(-100, 100)] * 3).map(sorted),
)
def test_a_draw_never_leaves_its_range(share: float, ends: list[float]) -> None:
    """Whatever the range and the peak, even at its end, the value lies within."""
    low, peak, high = ends
    assert low - 1e-9 <= triangular(share, low, peak, high) <= high + 1e-9


@pytest.mark.parametrize("peak", [0.0, 1.0, 2.5, 4.0])
def test_the_triangle_is_that_of_the_closed_form(peak: float) -> None:
    """Shares of the range agree with the distribution as a kept library has it."""
    for share in (0.0, 0.01, 0.2, 0.5, 0.77, 1.0):
        expected = triang.ppf(share, peak / 4.0, 0.0, 4.0)
        assert triangular(share, 0.0, peak, 4.0) == pytest.approx(expected, abs=1e-12)


def test_a_range_of_no_width_has_one_value() -> None:
    """What is known for certain is not drawn."""
    assert {triangular(share, 2.0, 2.0, 2.0) for share in (0.0, 0.4, 1.0)} == {2.0}


@pytest.mark.parametrize("draws", [1, 2, 7, 20])
def test_every_stratum_of_every_range_is_drawn_once(draws: int) -> None:
    """With n draws an assumption falls once into each of n equally likely parts of its range."""
    drawn = drawn_assumptions([assumption("a"), assumption("b", 1, 3, 3)], draws, seed=5)
    assert len(drawn) == draws
    for name, shape in (("a", (1 / 4, 0, 4)), ("b", (1.0, 1, 2))):
        shares = sorted(triang.cdf(values(name, drawn), *shape))
        assert [math.floor(share * draws) for share in shares] == list(range(draws))


def test_many_draws_follow_the_triangle() -> None:
    """Over a thousand draws the values are distributed as stated."""
    drawn = drawn_assumptions([assumption("a")], 1000, seed=1)
    assert kstest(values("a", drawn), triang(1 / 4, 0, 4).cdf).pvalue > 0.05
    assert statistics.fmean(values("a", drawn)) == pytest.approx(5 / 3, rel=0.01)


def test_assumptions_are_drawn_independently() -> None:
    """Over many draws no assumption goes with another."""
    names = ["a", "b", "c", "d"]
    drawn = drawn_assumptions(map(assumption, names), 2000, seed=3)
    for one, other in itertools.combinations(names, 2):
        correlation, _ = rank_correlation(values(one, drawn), values(other, drawn))
        assert abs(correlation) < 0.08


def test_further_assumptions_change_no_others_value() -> None:
    """Each is dealt under its own name: order and company do not matter, the seed does."""
    entries = [assumption("a"), assumption("b")]
    alone = drawn_assumptions(entries[:1], 8, seed=2)
    both = drawn_assumptions(entries[::-1], 8, seed=2)
    assert values("a", both) == values("a", alone)
    other = drawn_assumptions(entries[:1], 8, seed=3)
    assert values("a", other) != values("a", alone)


def test_another_central_value_moves_the_draws_within_the_range() -> None:
    """The peak is the central value: moved up, every draw moves up."""
    low = values("a", drawn_assumptions([assumption("a")], 10, seed=2))
    moved = [replace(assumption("a"), value=3.0)]
    high = values("a", drawn_assumptions(moved, 10, seed=2))
    assert all(after > before for before, after in zip(low, high, strict=True))


def test_drawn_values_are_a_table_by_draw_and_name() -> None:
    """One row a draw and assumption, in canonical order; nothing drawn is an empty table."""
    table = drawn_table([{"b": 2.0, "a": 1.0}, {"a": 3.0, "b": 4.0}])
    assert table.to_pylist()[:3] == [
        {"draw": 0, "assumption": "a", "value": 1.0},
        {"draw": 0, "assumption": "b", "value": 2.0},
        {"draw": 1, "assumption": "a", "value": 3.0},
    ]
    assert drawn_table([]).schema == table.schema
