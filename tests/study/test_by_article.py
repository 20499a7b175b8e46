"""What each article of a draft brings: paired, and adding up to the draft as a whole."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.study.arms import Arm
from policy_sim.study.by_article import (
    ARTICLE,
    REMAINDER,
    WHOLE,
    ArticleEffect,
    Drafted,
    by_article,
)
from policy_sim.study.comparison import PLAUSIBLE_RANGE
from policy_sim.study.observations import Observations
from policy_sim.study.windows import Reach, Window

BEFORE, DRAFT = Arm("old", "habit"), Arm("draft", "habit")
WITHOUT = {"art. 1": Arm("draft-1", "habit"), "art. 2": Arm("draft-2", "habit")}
DRAFTED = Drafted(BEFORE, DRAFT, WITHOUT)
ARMS = (BEFORE, DRAFT, *WITHOUT.values())
DATES = (date(2026, 12, 31), date(2027, 12, 31))
MEAN = Window("mean", Reach.MEAN_FROM, date(2026, 1, 1))


@dataclass(frozen=True)
class Declared:
    """An outcome as the comparison asks for it."""

    unit: str = "points"
    better: str = "higher"
    kind: str = "stock"


def observed(value: Callable[[Arm, int, int], float], replications: int = 3) -> Observations:
    """Return observations of one outcome, a function of arm, replication and year."""
    series = {
        (arm.name, number, "service", "all"): tuple(value(arm, number, year) for year in range(2))
        for arm in ARMS
        for number in range(replications)
    }
    return Observations(DATES, tuple(range(replications)), series)


def rows(seen: Observations, **options: str) -> dict[str, ArticleEffect]:
    """Return the rows by article, or by what they are about."""
    found = by_article(seen, DRAFTED, {"service": Declared()}, MEAN, **options)
    return {row.article or row.part: row for row in found}


def test_an_article_brings_what_is_lost_without_it() -> None:
    """Each effect is the draft less the draft without the article; luck cancels."""
    levels = {BEFORE: 10.0, DRAFT: 17.0, WITHOUT["art. 1"]: 12.0, WITHOUT["art. 2"]: 15.0}
    found = rows(observed(lambda arm, number, year: levels[arm] + 100 * number + year))
    assert {name: row.difference for name, row in found.items()} == {
        "art. 1": 5.0,
        "art. 2": 2.0,
        REMAINDER: 0.0,
        WHOLE: 7.0,
    }
    assert found["art. 1"].low == found["art. 1"].high == 5.0


def test_what_only_both_bring_is_interaction() -> None:
    """Two articles that each need the other bring the whole twice, and the remainder takes it."""
    found = rows(observed(lambda arm, number, year: 8.0 if arm == DRAFT else 0.0))
    assert found["art. 1"].difference == found["art. 2"].difference == found[WHOLE].difference == 8
    assert found[REMAINDER].difference == -8.0


@given(
    st.lists(
        st.floats(-1e6, 1e6, allow_subnormal=False), min_size=2 * len(ARMS), max_size=2 * len(ARMS)
    )
)
def test_the_parts_always_add_up(numbers: list[float]) -> None:
    """Articles and interaction come to the draft as a whole, whatever was simulated."""
    place = {arm: number for number, arm in enumerate(ARMS)}
    seen = observed(lambda arm, number, year: numbers[2 * place[arm] + number % 2])
    found = rows(seen)
    parts = [row.difference for name, row in found.items() if name != WHOLE]
    scale = max(1.0, *map(abs, numbers))
    assert math.fsum(parts) == pytest.approx(found[WHOLE].difference, abs=1e-9 * scale)


def test_an_article_without_effect_brings_exactly_nothing() -> None:
    """An arm of the same bytes gives zero with an interval of no width."""
    same = {DRAFT, WITHOUT["art. 2"]}
    found = rows(observed(lambda arm, number, year: 3.1 * number if arm in same else 0.2 * number))
    row = found["art. 2"]
    assert (row.difference, row.low, row.high) == (0.0, 0.0, 0.0)


def test_the_only_article_is_the_whole_draft() -> None:
    """Left out, it leaves the law before: nothing remains for an interaction."""
    seen = observed(lambda arm, number, year: 4.0 + number if arm == DRAFT else 1.0)
    drafted = Drafted(BEFORE, DRAFT, {"art. 1": BEFORE})
    found = by_article(seen, drafted, {"service": Declared()}, MEAN)
    assert [row.difference for row in found] == [4.0, 0.0, 4.0]
    assert [row.part for row in found] == [ARTICLE, REMAINDER, WHOLE]


def test_draws_give_a_range_and_no_interval() -> None:
    """The plausible range is of the draws, none under ten of them, and never an interval."""

    def value(arm: Arm, number: int, year: int) -> float:
        return float(number) if arm == DRAFT else 0.0

    few = rows(observed(value), kind=PLAUSIBLE_RANGE)[WHOLE]
    assert (few.low, few.high, few.kind) == (None, None, PLAUSIBLE_RANGE)
    many = rows(observed(value, replications=21), kind=PLAUSIBLE_RANGE)[WHOLE]
    assert (many.low, many.high) == (1.0, 19.0)


def test_all_rows_rest_on_the_same_pairs() -> None:
    """A replication without a value in one arm is left out of every row, so that sums hold."""

    def value(arm: Arm, number: int, year: int) -> float:
        return math.nan if arm == WITHOUT["art. 1"] and number == 0 else float(number)

    assert {row.n for row in rows(observed(value)).values()} == {2}
    assert rows(observed(lambda arm, number, year: math.nan)) == {}


def test_a_stock_is_not_added_up_over_years() -> None:
    """A window that adds years up says nothing about a stock."""
    total = Window("sum", Reach.TOTAL_FROM, date(2026, 1, 1))
    seen = observed(lambda arm, number, year: 1.0)
    assert by_article(seen, DRAFTED, {"service": Declared()}, total) == ()
    assert by_article(seen, DRAFTED, {"service": Declared(kind="flow")}, total) != ()


def test_three_articles_that_do_nothing_interact_in_nothing() -> None:
    """No rounding is left over that would read as a difference."""
    three = {"art. 1": WITHOUT["art. 1"], "art. 2": WITHOUT["art. 2"], "art. 3": BEFORE}
    seen = observed(lambda arm, number, year: 0.1 + number / 3)
    found = by_article(seen, Drafted(BEFORE, DRAFT, three), {"service": Declared()}, MEAN)
    assert {(row.difference, row.low, row.high) for row in found} == {(0.0, 0.0, 0.0)}
