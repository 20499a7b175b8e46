"""What a conclusion hangs on: found where it is planted, and rarely where it is not."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from policy_sim.study.arms import Arm, Grid
from policy_sim.study.comparison import Design
from policy_sim.study.hinges import hinges, rank_correlation
from policy_sim.study.observations import Observations
from policy_sim.study.windows import Reach, Window

BASE, REFORM = Arm("old", "habit"), Arm("new", "habit")
GRID = Grid((REFORM, BASE), BASE)
DESIGN = Design((Window("end", Reach.YEAR, number=1),), ("service_quality",), "end")


def seen(differences: list[float]) -> Observations:
    """Return draws in which the reform differs from the baseline by so much."""
    series = {}
    for draw, difference in enumerate(differences):
        series[BASE.name, draw, "service_quality", "all"] = (50.0,)
        series[REFORM.name, draw, "service_quality", "all"] = (50.0 + difference,)
    return Observations((date(2026, 12, 31),), tuple(range(len(differences))), series)


def drawn(draws: int, names: int, seed: int) -> list[dict[str, float]]:
    """Return values of many assumptions."""
    rng = np.random.default_rng(seed)
    return [{f"a{n:02d}": float(v) for n, v in enumerate(rng.random(names))} for _ in range(draws)]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=30).filter(
        lambda pairs: len({a for a, _ in pairs}) > 1 and len({b for _, b in pairs}) > 1
    )
)
def test_the_rank_correlation_is_spearmans(pairs: list[tuple[int, int]]) -> None:
    """With ties and all, figure and probability are those of a kept library."""
    one, other = ([float(v) for v in side] for side in zip(*pairs, strict=True))
    correlation, p = rank_correlation(one, other)
    published = spearmanr(one, other)
    assert correlation == pytest.approx(published.statistic, abs=1e-12)
    assert p == pytest.approx(published.pvalue, abs=1e-6)


def test_a_figure_that_never_varies_goes_with_nothing() -> None:
    """A difference that is the same in every draw hangs on none of them."""
    assert rank_correlation([1.0, 2.0, 3.0], [5.0, 5.0, 5.0]) == (0.0, 1.0)
    assert rank_correlation([1.0, 2.0], [2.0, 1.0]) == (0.0, 1.0)


def test_only_the_order_counts() -> None:
    """A difference that rises ever faster with an assumption goes with it altogether."""
    one = [float(n) for n in range(12)]
    assert rank_correlation(one, [math.exp(v) for v in one]) == (1.0, 0.0)
    assert rank_correlation(one, [-(v**3) for v in one]) == (-1.0, 0.0)


def test_the_planted_assumption_is_found_first() -> None:
    """Of thirty assumptions the one that moves the difference stands out, and its sign is told."""
    values = drawn(20, 30, seed=1)
    rng = np.random.default_rng(2)
    moved = [-3.0 * draw["a07"] + 0.3 * float(rng.standard_normal()) for draw in values]
    found = hinges(seen(moved), values, GRID, DESIGN)
    first = next(row for row in found if row.effect == "law")
    assert (first.assumption, first.stands_out, first.n) == ("a07", True, 20)
    assert first.correlation < -0.8
    assert [row.assumption for row in found if row.effect == "law" and row.stands_out] == ["a07"]
    assert {row.effect for row in found} == {"total", "law"}


def test_noise_alone_rarely_stands_out() -> None:
    """Of 200 studies with nothing to be found about one in twenty names something, not all."""
    named = 0
    for study in range(200):
        values = drawn(20, 30, seed=study)
        rng = np.random.default_rng(1000 + study)
        noise = [float(v) for v in rng.standard_normal(20)]
        rows = hinges(seen(noise), values, GRID, DESIGN)
        named += any(row.stands_out for row in rows if row.effect == "law")
    assert named <= 20


def test_few_draws_say_nothing() -> None:
    """Under ten draws nothing is judged."""
    assert hinges(seen([1.0] * 9), drawn(9, 3, seed=1), GRID, DESIGN) == ()
