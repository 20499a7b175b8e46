from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.policy.law import Law
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.simulation.practices.practice import DatedPractice, Practice
from policy_sim.study.arms import Arm, Grid, divergence, first_difference
from policy_sim.study.horizon import Horizon, effective_dates

START, END = date(2026, 1, 1), date(2036, 1, 1)
NOTHING = Vocabulary(attributes={}, scales={})


def law(*cuts: tuple[date, str]) -> Law:
    """Return a law whose vintages begin on the given days and have the given keys."""
    ends = [*(day for day, _ in cuts[1:]), None]
    vintages = tuple(
        Vintage(begins=day, ends=end, rules=(), parameters={}, tables={}, definitions={}, key=key)
        for (day, key), end in zip(cuts, ends, strict=True)
    )
    return Law(id="law", title="a law", vocabulary=NOTHING, vintages=vintages)


def practice(*stretches: tuple[date, int]) -> DatedPractice:
    """Return a practice whose delay changes on the given days."""
    return DatedPractice("p", tuple((day, Practice(delay=delay)) for day, delay in stretches))


OLD = law((date(1990, 1, 1), "a"), (date(2025, 10, 1), "b"))
REFORM = law((date(1990, 1, 1), "a"), (date(2025, 10, 1), "b"), (date(2027, 1, 1), "c"))
HABIT, HASTE = practice((date.min, 0)), practice((date.min, 1))


def test_the_grid_is_every_law_under_every_practice() -> None:
    """Two laws and two practices are four arms, named law+practice, the baseline among them."""
    grid = Grid.of(["old", "new"], ["habit", "close"], Arm("old", "habit"))
    assert [arm.name for arm in grid.arms] == ["new+close", "new+habit", "old+close", "old+habit"]
    assert [arm.name for arm in grid.reforms()] == ["new+close", "new+habit", "old+close"]


@given(st.permutations(["a", "b", "c"]), st.permutations(["x", "y"]))
def test_the_order_of_laws_and_practices_is_forgotten(laws: list[str], ways: list[str]) -> None:
    """A grid does not depend on the order in which a scenario names its parts."""
    base = Arm("a", "x")
    assert Grid.of(laws, ways, base) == Grid.of(["a", "b", "c"], ["x", "y"], base)


def test_a_reform_differs_from_its_effective_date() -> None:
    """Two laws that share their past differ first on the day the amendment takes effect."""
    assert first_difference(OLD, REFORM, START, END) == date(2027, 1, 1)
    assert first_difference(REFORM, OLD, START, END) == date(2027, 1, 1)


def test_laws_that_differ_already_differ_at_the_start() -> None:
    """A difference of long ago counts from the first simulated day."""
    assert first_difference(OLD, law((date(1990, 1, 1), "z")), START, END) == START


def test_a_difference_that_has_been_mended_is_no_difference() -> None:
    """Laws that were different once and are the same again within the horizon never differ."""
    other = law((date(1990, 1, 1), "z"), (date(2025, 1, 1), "b"))
    assert first_difference(OLD, other, START, END) is None


def test_a_difference_beyond_the_horizon_is_not_seen() -> None:
    """With the horizon cut before the effective date the laws are the same."""
    assert first_difference(OLD, REFORM, START, date(2027, 1, 1)) is None


def test_a_law_that_does_not_exist_yet_is_an_error() -> None:
    """Asking for the law before its first date raises rather than assumes one."""
    with pytest.raises(ValueError, match="no law before"):
        first_difference(OLD, law((date(2030, 1, 1), "z")), START, END)


def test_arms_diverge_at_the_earliest_difference_of_law_or_practice() -> None:
    """A law of 2027 under a practice that differs from the start diverges at the start."""
    grid = Grid.of(["old", "new"], ["habit", "haste"], Arm("old", "habit"))
    found = divergence(
        grid, {"old": OLD, "new": REFORM}, {"habit": HABIT, "haste": HASTE}, (START, END)
    )
    assert found == {
        "new+habit": date(2027, 1, 1),
        "new+haste": START,
        "old+haste": START,
    }


def test_a_change_of_practice_has_its_own_date() -> None:
    """A practice that changes in 2030 diverges then, and one that never changes never does."""
    later = practice((date.min, 0), (date(2030, 3, 1), 2))
    twin = practice((date.min, 0), (date(2028, 1, 1), 0))
    grid = Grid.of(["old"], ["habit", "later", "twin"], Arm("old", "habit"))
    ways = {"habit": HABIT, "later": later, "twin": twin}
    assert divergence(grid, {"old": OLD}, ways, (START, END)) == {
        "old+later": date(2030, 3, 1),
        "old+twin": None,
    }


def test_effective_dates_are_those_the_amendments_bring() -> None:
    """The change dates of the base law are not the amendment's."""
    assert effective_dates(REFORM, OLD) == (date(2027, 1, 1),)
    assert effective_dates(REFORM, None) == ()


def test_the_horizon_is_whole_calendar_years() -> None:
    """Ten years from 1 January 2026 end on 31 December 2035, after 120 months."""
    horizon = Horizon(START, 10)
    assert (horizon.end, horizon.months) == (END, 120)
    assert horizon.year_ends[0] == date(2026, 12, 31)
    assert horizon.year_ends[-1] == date(2035, 12, 31)
    assert len(horizon.year_ends) == 10
