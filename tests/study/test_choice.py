"""The choice between policies over the draws, held against closed forms of normal figures."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from policy_sim.study.arms import Arm, Grid
from policy_sim.study.choice import Prospect, choices, prospects, ranked
from policy_sim.study.comparison import Design
from policy_sim.study.information import (
    FEWEST_FOR_INFORMATION,
    Information,
    information,
    values_of_knowing,
)
from policy_sim.study.observations import Observations
from policy_sim.study.windows import Reach, Window

BASE, REFORM = Arm("old", "habit"), Arm("new", "habit")
GRID = Grid((BASE, REFORM), BASE)
DESIGN = Design((Window("end", Reach.YEAR, number=1),), ("service", "cost"), "end")
MEAN, SLOPE, DRAWS = 0.3, 0.5, 2_000


class Declared:
    """An outcome in points."""

    unit, kind = "points", "stock"

    def __init__(self, better: str) -> None:
        self.better = better


MEASURES = {"service": Declared("higher"), "cost": Declared("lower")}


def loss(mean: float, spread: float) -> float:
    """Return the closed form of E max(0, d) - max(0, E d) for a normal d."""
    return spread * float(norm.pdf(mean / spread)) - abs(mean) * float(
        norm.cdf(-abs(mean) / spread)
    )


def seen(differences: list[float], sign: float = 1.0) -> Observations:
    """Return draws in which the reform differs so from the baseline, and costs so much less."""
    series = {}
    for draw, difference in enumerate(differences):
        for outcome, value in (("service", difference), ("cost", -difference)):
            series[BASE.name, draw, outcome, "all"] = (50.0,)
            series[REFORM.name, draw, outcome, "all"] = (50.0 + sign * value,)
    return Observations((date(2026, 12, 31),), tuple(range(len(differences))), series)


def known_world(
    draws: int, seed: int, slope: float = SLOPE, names: int = 2
) -> tuple[list[float], list[dict[str, float]]]:
    """Return normal differences that rise with the first of some assumptions, and those."""
    chance = np.random.default_rng(seed)
    values = chance.normal(size=(draws, names))
    noise = math.sqrt(1 - slope**2) * chance.normal(size=draws)
    differences = MEAN + slope * values[:, 0] + noise
    drawn = [{f"a{n}": float(value) for n, value in enumerate(row)} for row in values]
    return differences.tolist(), drawn


def of(found: tuple[Prospect, ...], arm: Arm, outcome: str = "service") -> Prospect:
    """Return the row of one policy."""
    (row,) = (row for row in found if (row.policy, row.outcome) == (arm.name, outcome))
    return row


def test_two_normal_policies_have_their_closed_forms() -> None:
    """Probability best, both regrets and the value of knowing one assumption, within their luck."""
    differences, drawn = known_world(DRAWS, seed=1)
    rankings = ranked(seen(differences), GRID, MEASURES, DESIGN)
    found = prospects(rankings, MEASURES)
    reform, base = of(found, REFORM), of(found, BASE)
    probability = float(norm.cdf(MEAN))
    assert reform.probability_best == pytest.approx(probability, abs=3 * reform.standard_error)
    spread = math.sqrt(probability * (1 - probability) / DRAWS)
    assert reform.standard_error == pytest.approx(spread, rel=0.05)
    assert reform.expected_regret == pytest.approx(loss(MEAN, 1), abs=3 * reform.regret_error)
    regret = loss(MEAN, 1) + MEAN
    assert base.expected_regret == pytest.approx(regret, abs=3 * base.regret_error)
    assert reform.probability_best + base.probability_best == pytest.approx(1)
    known = [row for row in information(rankings, drawn, MEASURES) if row.outcome == "service"]
    assert [row.assumption for row in known] == ["a0", "a1"]
    assert known[0].value == pytest.approx(loss(MEAN, SLOPE), abs=0.025)
    assert known[0].stands_out
    assert known[1].value <= known[1].by_chance < 0.02
    assert not known[1].stands_out


def test_less_of_a_cost_is_better() -> None:
    """The policy that costs less is best, and its mean is told as it is, in its own sign."""
    found = prospects(ranked(seen([1.0] * 12), GRID, MEASURES, DESIGN), MEASURES)
    assert of(found, REFORM, "cost").probability_best == 1
    assert of(found, REFORM, "cost").mean == 49.0
    assert of(found, BASE, "cost").expected_regret == 1.0


def test_a_policy_that_was_always_best_has_an_error_still() -> None:
    """Ten of ten are no certainty: eleven of twelve are reckoned with."""
    found = prospects(ranked(seen([1.0] * 10), GRID, MEASURES, DESIGN), MEASURES)
    assert of(found, REFORM).probability_best == 1
    assert of(found, REFORM).standard_error == pytest.approx(math.sqrt(11 / 12 / 12 / 13))


def test_policies_that_are_the_same_share_the_draws() -> None:
    """Where nothing differs each is best in half of them, and nothing is regretted."""
    found = prospects(ranked(seen([0.0] * 10), GRID, MEASURES, DESIGN), MEASURES)
    assert {row.probability_best for row in found} == {0.5}
    assert {row.expected_regret for row in found} == {0.0}


def test_too_few_draws_say_nothing() -> None:
    """Nine draws rank no policy, and fewer than fifty know the worth of no assumption."""
    nine = ranked(seen([1.0] * 9), GRID, MEASURES, DESIGN)
    assert prospects(nine, MEASURES) == ()
    differences, drawn = known_world(FEWEST_FOR_INFORMATION - 1, seed=2)
    few = ranked(seen(differences), GRID, MEASURES, DESIGN)
    assert prospects(few, MEASURES)
    assert information(few, drawn, MEASURES) == ()
    fifty = ranked(seen([1.0] * FEWEST_FOR_INFORMATION), GRID, MEASURES, DESIGN)
    assert information(fifty, [{}] * FEWEST_FOR_INFORMATION, MEASURES) == ()


def test_what_has_no_influence_seldom_stands_out() -> None:
    """In 120 studies with eight such assumptions, about 5 % name any of them."""
    named = 0
    for seed in range(120):
        differences, drawn = known_world(FEWEST_FOR_INFORMATION, seed, slope=0.0, names=8)
        rankings = ranked(seen(differences), GRID, {"service": MEASURES["service"]}, SERVICE)
        found: tuple[Information, ...] = information(rankings, drawn, MEASURES)
        assert len(found) == 8
        named += any(row.stands_out for row in found)
    assert named / 120 <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 120)


SERVICE = Design(DESIGN.windows, ("service",), "end")

figures = st.lists(st.floats(-100, 100), min_size=12, max_size=12)


@given(figures, figures, st.permutations(range(12)))
def test_luck_that_all_policies_share_has_no_worth(
    one: list[float], common: list[float], order: list[int]
) -> None:
    """What is added to every policy of a draw alike changes no value of knowing anything."""
    worth = np.array([[0.0] * 12, one, [value / 2 for value in one]])
    orders = np.array(order)[:, None]
    plain = values_of_knowing(worth, orders)
    lucky = values_of_knowing(worth + np.array(common), orders)
    assert plain >= 0
    assert lucky == pytest.approx(plain, abs=1e-9)


def test_a_policy_that_is_never_best_changes_nothing() -> None:
    """Nobody would choose it, whatever was known."""
    differences, drawn = known_world(200, seed=3)
    worth = np.array([[0.0] * 200, differences])
    order = np.argsort([row["a0"] for row in drawn])[:, None]
    beside = np.vstack([worth, np.full(200, -50.0)])
    assert values_of_knowing(beside, order) == values_of_knowing(worth, order) > 0


def test_laws_are_chosen_under_each_practice_and_practices_only_under_one_law() -> None:
    """Nobody enacts a practice; the baseline's own comes first."""
    both = Grid.of(["new", "old"], ["closeness", "habit"], BASE)
    assert [(one.among, one.under) for one in choices(both)] == [
        ("law", "habit"),
        ("law", "closeness"),
    ]
    assert {arm.practice for arm in choices(both)[0].arms} == {"habit"}
    (one,) = choices(Grid.of(["old"], ["closeness", "habit"], BASE))
    assert (one.among, one.under, len(one.arms)) == ("practice", "old", 2)
    assert choices(Grid((BASE,), BASE)) == ()
