"""The study of ways to fill posts: its laws differ as they say, from their documents alone."""

from __future__ import annotations

from datetime import date

import pytest

from pages import ROOT
from policy_sim.study.loading import load_scenario
from policy_sim.study.scenario import Scenario

POOL = "in-force"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The study as it is shipped."""
    return load_scenario(ROOT / "scenarios" / "questions" / "01_ten_empty_chairs.yaml")


def frozen(scenario: Scenario, law: str, day: date) -> bool:
    """Return whether replacement is frozen under *law* on *day*."""
    return scenario.laws[law].on(day).parameters["replacement_frozen"].single == 1


def test_nothing_is_wrong_with_it(scenario: Scenario) -> None:
    """Every effect is carried out, every assumption read, every law differs from the baseline."""
    assert scenario.findings == ()


def test_the_window_is_where_each_law_puts_it(scenario: Scenario) -> None:
    """Today's law freezes appointments in 2029 and 2030, the later elections in 2031 and 2032."""
    days = [
        date(2029, 2, 1),
        date(2029, 3, 1),
        date(2030, 8, 1),
        date(2030, 9, 1),
        date(2031, 3, 1),
    ]
    assert [frozen(scenario, POOL, day) for day in days] == [False, True, True, False, False]
    assert [frozen(scenario, "later-elections", day) for day in days] == [False] * 4 + [True]


@pytest.mark.parametrize("law", ["open-selection", "acting-year"])
def test_other_routes_bar_posts_of_high_leadership_for_a_time(scenario: Scenario, law: str) -> None:
    """The route adds a bar of its own from 2027 on, and takes no rule away."""
    before, after = (
        {rule.id for rule in scenario.laws[name].on(date(2027, 1, 1)).rules} for name in (POOL, law)
    )
    (added,) = after - before
    assert before <= after
    (rule,) = [r for r in scenario.laws[law].on(date(2027, 1, 1)).rules if r.id == added]
    assert (rule.bars, rule.for_each) == (("appoint",), "post")
    day = date(2026, 12, 1)
    assert scenario.laws[law].on(day).key == scenario.laws[POOL].on(day).key


def test_acting_heads_may_stay_a_year_where_the_post_does(scenario: Scenario) -> None:
    """The limit on acting is longer under the law that leaves posts to acting heads."""
    day = date(2027, 1, 1)
    limits = [
        scenario.laws[law].on(day).parameters["acting_limit"].single
        for law in (POOL, "acting-year")
    ]
    assert limits == [6, 12]
