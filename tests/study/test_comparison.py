from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.study.arms import Arm, Grid
from policy_sim.study.comparison import (
    PLAUSIBLE_RANGE,
    SIMULATION_ERROR,
    Comparison,
    Design,
    compare,
    contrasts,
)
from policy_sim.study.observations import OUTCOME_COLUMNS, Observations, observe, outcome_table
from policy_sim.study.windows import Reach, Window

BASE = Arm("old", "habit")
GRID = Grid.of(["old", "new"], ["habit", "closeness"], BASE)
DATES = (date(2026, 12, 31), date(2027, 12, 31), date(2028, 12, 31))


@dataclass(frozen=True)
class Declared:
    unit: str = "points"
    better: str = "higher"
    kind: str = "stock"


DESIGN = Design(
    windows=(
        Window("from-2027", Reach.MEAN_FROM, date(2027, 1, 1)),
        Window("end", Reach.AT, date(2028, 12, 31)),
        Window("sum", Reach.TOTAL_FROM, date(2026, 1, 1)),
    ),
    primary=("service", "cost"),
    primary_window="from-2027",
)
MEASURES = {"service": Declared(), "cost": Declared("rupiah", "lower", "flow")}


def observed(value: Callable[[Arm, int, str, int], float], replications: int = 3) -> Observations:
    """Return observations whose value is a function of arm, replication, outcome and year."""
    series = {
        (arm.name, replication, outcome, "all"): tuple(
            value(arm, replication, outcome, year) for year in range(3)
        )
        for arm in GRID.arms
        for replication in range(replications)
        for outcome in MEASURES
    }
    return Observations(DATES, tuple(range(replications)), series)


def rows(found: tuple[Comparison, ...], **wanted: str) -> list[Comparison]:
    """Return the rows with the wanted labels."""
    return [row for row in found if all(getattr(row, k) == v for k, v in wanted.items())]


def additive(arm: Arm, replication: int, outcome: str, year: int) -> float:
    """Law +4, practice -1, both together 2 more; 10 a year of drift, 100 a replication."""
    law, practice = arm.law == "new", arm.practice == "closeness"
    return 100.0 * replication + 10.0 * year + 4.0 * law - 1.0 * practice + 2.0 * (law and practice)


def test_the_difference_is_reform_minus_baseline() -> None:
    """The sign is always that of the reform, and the means are those of the two sides."""
    (row,) = rows(
        compare(observed(additive), GRID, MEASURES, DESIGN),
        policy="new+habit", effect="total", outcome="service", window="end",
    )  # fmt: skip
    assert row.difference == 4.0
    assert row.policy_mean - row.baseline_mean == 4.0
    assert row.baseline_mean == 120.0
    assert (row.low, row.high, row.n, row.share_better) == (4.0, 4.0, 3, 1.0)
    assert (row.law, row.practice, row.baseline) == ("new", "habit", "old+habit")


def test_a_total_effect_splits_into_law_practice_and_interaction() -> None:
    """The planted effects come out one by one: 4, -1, 2, and their sum 5."""
    found = compare(observed(additive), GRID, MEASURES, DESIGN)
    split = {
        row.effect: row.difference
        for row in rows(found, policy="new+closeness", outcome="service", window="end")
    }
    assert split == {"total": 5.0, "law": 4.0, "practice": -1.0, "interaction": 2.0}


values = st.floats(-1e6, 1e6)


@given(st.lists(values, min_size=12, max_size=12))
def test_the_parts_always_add_up(numbers: list[float]) -> None:
    """Total = law + practice + interaction for any values, to rounding."""
    table = {arm.name: i for i, arm in enumerate(GRID.arms)}

    def value(arm: Arm, replication: int, outcome: str, year: int) -> float:
        return numbers[table[arm.name] * 3 + replication]

    found = compare(observed(value), GRID, MEASURES, DESIGN)
    for window in ("from-2027", "end"):
        split = {
            row.effect: row
            for row in rows(found, policy="new+closeness", outcome="service", window=window)
        }
        parts = [split[name].difference for name in ("law", "practice", "interaction")]
        assert split["total"].difference == pytest.approx(math.fsum(parts), abs=1e-8)
        for row in split.values():
            difference = row.policy_mean - row.baseline_mean
            assert row.difference == pytest.approx(difference, abs=1e-8)


def test_an_arm_that_changes_one_thing_has_that_part_only() -> None:
    """A pure law arm has no practice or interaction row that could be read as a finding of 0."""
    effects = {(c.arm.name, c.effect) for c in contrasts(GRID)}
    assert effects == {
        ("new+habit", "total"), ("new+habit", "law"),
        ("old+closeness", "total"), ("old+closeness", "practice"),
        ("new+closeness", "total"), ("new+closeness", "law"),
        ("new+closeness", "practice"), ("new+closeness", "interaction"),
    }  # fmt: skip


def test_a_placebo_is_exactly_zero() -> None:
    """Arms with the same values differ by exactly 0, with no width, whatever the values."""

    def value(arm: Arm, replication: int, outcome: str, year: int) -> float:
        return 0.1 * replication + 0.7 * year

    for row in compare(observed(value), GRID, MEASURES, DESIGN):
        assert (row.difference, row.low, row.high) == (0.0, 0.0, 0.0)
        assert row.share_better == 0.0


@given(st.lists(values, min_size=6, max_size=6))
def test_a_law_without_effect_has_no_interaction_either(numbers: list[float]) -> None:
    """Where the law changes nothing at either practice, the interaction is 0 to the last bit."""

    def value(arm: Arm, replication: int, outcome: str, year: int) -> float:
        return numbers[replication + 3 * (arm.practice == "closeness")]

    found = compare(observed(value), GRID, MEASURES, DESIGN)
    for effect in ("law", "interaction"):
        for row in rows(found, policy="new+closeness", effect=effect):
            assert (row.difference, row.low, row.high) == (0.0, 0.0, 0.0)


def test_stocks_are_never_added_up_over_years() -> None:
    """A cumulative window exists for the flow (cost) and not for the stock (service)."""
    found = rows(compare(observed(additive), GRID, MEASURES, DESIGN), window="sum")
    assert {row.outcome for row in found} == {"cost"}


def test_lower_is_better_for_a_cost() -> None:
    """The share of replications for the better goes by the outcome's own direction."""
    found = compare(observed(additive), GRID, MEASURES, DESIGN)
    (cost,) = rows(found, policy="new+habit", effect="law", outcome="cost", window="end")
    assert (cost.share_better, cost.better) == (0.0, "lower")


def test_a_replication_without_a_value_is_left_out_of_the_pairs() -> None:
    """A ratio of too few cases is missing; the pair is dropped and n says so."""

    def value(arm: Arm, replication: int, outcome: str, year: int) -> float:
        missing = replication == 1 and arm.law == "new"
        return math.nan if missing else additive(arm, replication, outcome, year)

    found = compare(observed(value), GRID, MEASURES, DESIGN)
    (row,) = rows(found, policy="new+habit", effect="total", outcome="service", window="end")
    assert (row.n, row.difference) == (2, 4.0)
    assert row.baseline_mean == 120.0


def test_one_replication_has_no_interval() -> None:
    """Under two pairs there is a difference, no interval and no probability."""
    for row in compare(observed(additive, replications=1), GRID, MEASURES, DESIGN):
        assert (row.low, row.high, row.p, row.p_holm, row.n) == (None, None, None, None, 1)


def test_holm_goes_over_the_primary_outcomes_of_one_effect() -> None:
    """Only primary rows are adjusted, by at most the number of primary outcomes."""

    def value(arm: Arm, replication: int, outcome: str, year: int) -> float:
        noise = (0.3, -0.2, 0.4)[replication] * (1 if arm.law == "new" else -1)
        return noise * (2 if outcome == "cost" else 1) + (arm.law == "new")

    found = compare(observed(value), GRID, MEASURES, DESIGN)
    primary = rows(found, standing="primary", policy="new+habit", effect="total")
    assert {row.outcome for row in primary} == {"service", "cost"}
    assert {row.window for row in primary} == {"from-2027"}
    smallest = min(primary, key=lambda row: row.p or 0)
    assert smallest.p_holm == pytest.approx(2 * (smallest.p or 0))
    assert all(row.p_holm is None for row in rows(found, standing="exploratory"))


def test_any_arm_can_be_the_baseline() -> None:
    """Held against closeness, the law's effect at that practice is 6, not 4."""
    grid = GRID.against(Arm("old", "closeness"))
    found = compare(observed(additive), grid, MEASURES, DESIGN)
    (row,) = rows(found, policy="new+closeness", effect="law", outcome="service", window="end")
    assert row.difference == 6.0


def _table(order: list[int]) -> pa.Table:
    cells = [
        (arm.name, replication, day, "service", "all", additive(arm, replication, "service", year))
        for arm in GRID.arms
        for replication in range(3)
        for year, day in enumerate(DATES)
    ]
    columns = zip(*(cells[i] for i in order), strict=True)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, OUTCOME_COLUMNS, strict=True)],
                    schema=OUTCOME_COLUMNS)  # fmt: skip


@given(st.permutations(range(36)))
def test_the_order_in_which_rows_arrive_leaves_no_trace(order: list[int]) -> None:
    """Outcomes come out in canonical order, so that workers and arms may finish in any order."""
    table = outcome_table([_table(order[:20]), _table(order[20:])])
    assert table.equals(outcome_table([_table(list(range(36)))]))


def test_observing_a_table_finds_every_value_by_its_key() -> None:
    """A long table becomes one series of years for each arm, replication, outcome and group."""
    seen = observe(outcome_table([_table(list(range(36)))]))
    assert seen.dates == DATES
    assert seen.replications == (0, 1, 2)
    assert seen.subjects() == (("service", "all"),)
    years = seen.years("new+closeness", 2, ("service", "all"), (0, 2))
    assert years == (205.0, 225.0)
    assert seen.years("new+closeness", 9, ("service", "all"), (0,)) is None


def test_rows_of_draws_have_a_range_and_no_probability() -> None:
    """Over draws a row gives the range of 5 to 95 %, and takes no part in Holm's adjustment."""

    def value(arm: Arm, replication: int, outcome: str, year: int) -> float:
        return 50.0 + (replication if arm.law == "new" else 0)

    seen = observed(value, replications=21)
    both = (
        *compare(seen, GRID, MEASURES, DESIGN),
        *compare(seen, GRID, MEASURES, DESIGN, PLAUSIBLE_RANGE),
    )
    drawn = [row for row in both if row.kind == PLAUSIBLE_RANGE and row.effect == "law"]
    told = [row for row in both if row.kind == SIMULATION_ERROR and row.effect == "law"]
    assert len(drawn) == len(told) > 0
    for row in rows(tuple(drawn), window="end"):
        assert (row.difference, row.n, row.p, row.p_holm) == (10.0, 21, None, None)
        assert (row.low, row.high) == (1.0, 19.0)
    assert any(row.p_holm is not None for row in told)
