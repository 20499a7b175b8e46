"""Functional credit: careers reckoned by hand from PermenPANRB 1/2023."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.rules.grids import grid_of
from policy_sim.simulation.careers.credit import enter_credit
from policy_sim.simulation.simulate import Record, simulate
from policy_sim.simulation.state import Decided
from promotion_world import (
    APPRAISAL,
    defined,
    promotion_law,
    promotion_world,
    servants,
    spoken,
    word,
)
from small_office import state_of, workforce

STEPS = 1000
"""Steps of the attribute ``credit`` in one point."""

VERY_GOOD = {"ability": [5.0], "integrity": [5.0]}
"""Traits of somebody whose result and behaviour are both above expectation."""

LEVELS = [
    ("skilled", "ii_a", 3.75, 15),
    ("skilled", "ii_b", 5, 20),
    ("skilled", "ii_c", 5, 20),
    ("skilled", "ii_d", 5, 20),
    ("skilled", "iii_a", 12.5, 50),
    ("skilled", "iii_c", 25, 100),
    ("expert", "iii_a", 12.5, 50),
    ("expert", "iii_b", 12.5, 50),
    ("expert", "iii_c", 25, 100),
    ("expert", "iii_d", 25, 100),
    ("expert", "iv_a", 37.5, 150),
    ("expert", "iv_b", 37.5, 150),
]
"""Ladder, rank, credit of a good year and for the next rank: the annex of PermenPANRB 1/2023."""


def functional(
    grade: str = "iii_a", ladder: str = "expert", **more: str | int
) -> dict[str, str | int]:
    """Return somebody in a functional post."""
    return {"functional": ladder, "grade": grade, "family": "teacher", **more}


def rises(record: Record) -> list[date]:
    """Return the days of the promotions, in turn."""
    rows = record.ledger.query("area == 'promotion' and law == 'granted' and actual == 'done'")
    return [day.date() for day in rows["date"]]


def test_a_good_functional_official_rises_after_four_years() -> None:
    """Four conversions of 12.5 make the 50 that III/b asks for: 1 January 2026 to 2030."""
    world = promotion_world(servants([functional()]))
    assert rises(simulate(world, 48)) == []
    record = simulate(world, 49)
    assert rises(record) == [date(2030, 1, 1)]
    assert spoken(record.state, "grade") == ["iii_b"]
    assert record.state.people.record["credit"].tolist() == [0]


def test_a_very_good_one_rises_after_two_years_and_eight_months() -> None:
    """Two years of 18.75 and eight months of 1.5625 make 50: on 1 September 2028."""
    people = servants([functional()], VERY_GOOD)
    people.history.record_period(
        "predikat", np.array([0]), np.array([word("predikat", "very_good")])
    )
    assert rises(simulate(promotion_world(people), 33)) == [date(2028, 9, 1)]


def test_credit_suffices_at_needs_improvement_after_five_years_and_four_months() -> None:
    """At 75 % the 50 are there after 64 months and not after 63; no rise, as no year was good."""
    people = servants([functional()], {"ability": [-5.0]})
    fair = np.array([word("predikat", "needs_improvement")])
    people.history.record_period("predikat", np.array([0]), fair)
    for months, enough in ((64, False), (65, True)):
        state = simulate(promotion_world(people), months).state
        assert (int(defined(state, "credit_to_date")[0]) >= 50 * STEPS) == enough
        assert spoken(state, "grade") == ["iii_a"]


def test_the_months_before_a_rise_are_not_converted_again() -> None:
    """Who rose on 1 September is credited in February for four months: 4/12 x 150 % x 12.5."""
    people = servants([functional()], VERY_GOOD)
    people.history.record_period(
        "predikat", np.array([0]), np.array([word("predikat", "very_good")])
    )
    state = simulate(promotion_world(people), 38).state
    assert state.people.record["credit"].tolist() == [6250]


@pytest.mark.parametrize(("ladder", "grade", "yearly", "needed"), LEVELS)
def test_every_level_takes_four_years_at_good(
    ladder: str, grade: str, yearly: float, needed: int
) -> None:
    """Coefficient and need of each rank are the annex's, so that four good years suffice."""
    people = servants([functional(grade, ladder)])
    state = simulate(promotion_world(people), 14).state
    assert state.people.record["credit"].tolist() == [yearly * STEPS]
    before = simulate(promotion_world(people), 48).state
    lacking = needed * STEPS - int(defined(before, "credit_to_date")[0])
    assert lacking == pytest.approx(yearly * STEPS / 12, abs=1)
    after = simulate(promotion_world(people, {"appraisal": APPRAISAL}), 49).state
    assert int(defined(after, "credit_to_date")[0]) == needed * STEPS


def test_a_part_of_a_year_is_credited_by_months() -> None:
    """Two months at "good" as Ahli Pertama are 2/12 x 12.5 = 2.083, as in the slides of BKN."""
    people = servants([functional(time_in_grade=0)])
    world = promotion_world(people, start=date(2026, 11, 1))
    assert simulate(world, 4).state.people.record["credit"].tolist() == [2083]


def test_surplus_is_carried_over_within_a_level() -> None:
    """Credit above the need stays: 70 at III/a leave 20 in III/b."""
    people = servants([functional(credit=70 * STEPS, time_in_grade=30)])
    state = simulate(promotion_world(people, {"promotion": "{}"}), 1).state
    assert spoken(state, "grade") == ["iii_b"]
    # January: the year before counts with its twelve months, 12.5 of which are kept as well.
    assert state.people.record["credit"].tolist() == [20 * STEPS + 12_500]


def test_a_new_level_begins_without_credit() -> None:
    """Who rises from III/b to Ahli Muda has none of the 90 left."""
    people = servants(
        [functional("iii_b", credit=90 * STEPS, time_in_grade=30, competence_test="passed")]
    )
    state = simulate(promotion_world(people, {"promotion": "{}"}), 1).state
    assert spoken(state, "grade") == ["iii_c"]
    assert state.people.record["credit"].tolist() == [0]
    assert spoken(state, "competence_test") == ["none"]


def test_a_new_level_asks_for_the_competence_test() -> None:
    """With all the credit and no test passed, the refusal names the test."""
    people = servants([functional("iii_b", credit=90 * STEPS, time_in_grade=60)])
    record = simulate(promotion_world(people, {"promotion": "{}"}), 1)
    assert spoken(record.state, "grade") == ["iii_b"]
    assert record.ledger["reason"].tolist() == ["competence_test == passed"]


def test_two_years_in_rank_are_needed_whatever_the_credit() -> None:
    """Credit for ten ranks does not shorten the two years."""
    people = servants([functional(credit=500 * STEPS, time_in_grade=22)])
    world = promotion_world(people, {"promotion": "{}"})
    assert rises(simulate(world, 2)) == []
    assert rises(simulate(world, 3)) == [date(2026, 3, 1)]


def test_nobody_earns_credit_outside_a_functional_post() -> None:
    """General staff, contract staff and holders of office are credited nothing."""
    people = servants(
        [
            {},
            functional(office="supervisor"),
            {"employment": "pppk", "grade": "none", "contract_class": 9},
        ]
    )
    assert simulate(promotion_world(people), 14).state.people.record["credit"].tolist() == [0] * 3


def test_the_levels_are_read_from_the_ranks() -> None:
    """Both ladders part at the same ranks, from Pemula to Penyelia and Ahli Pertama to Utama."""
    kinds = [("skilled", g) for g in ("ii_a", "ii_d", "iii_b", "iii_d")]
    kinds += [("expert", g) for g in ("iii_a", "iii_c", "iv_c", "iv_e")]
    cells = [looked_up("functional_level", functional(g, ladder)) for ladder, g in kinds]
    scale = promotion_law().vocabulary.scales["functional_scale"]
    assert [scale.values[c] for c in cells] == list(scale.values[1:])


def looked_up(table: str, person: dict[str, str | int]) -> int:
    """Return the cell of *table* for one person."""
    found = promotion_law().on(date(2026, 1, 1)).tables[table]
    columns = servants([person]).record
    arguments = [columns[name].astype(np.int64) for name in ("functional", "grade")]
    return int(grid_of(found).look_up(*arguments)[0])


@given(st.lists(st.sampled_from([0.25, 0.5, 0.75, 1.0, 1.5]), min_size=1, max_size=12))
def test_rounding_never_takes_more_than_half_a_thousandth_a_year(factors: list[float]) -> None:
    """Credit of years at any rating differs from the exact sum by half a step a year at most."""
    exact = [f * 12.5 * STEPS for f in factors]
    entered = [int(value + 0.5) for value in exact]
    assert abs(sum(entered) - sum(exact)) <= 0.5 * len(factors)


def test_a_law_without_credit_enters_none() -> None:
    """A decision that grants no credit leaves records alone, and needs no such attribute."""
    state = state_of(workforce(3))
    decided: Decided = state.decide("promotion")
    enter_credit(state, decided, np.arange(3))
    assert "credit" not in state.people.record
