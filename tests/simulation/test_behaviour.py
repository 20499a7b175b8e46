"""Behaviour: work follows skill, motivation and experience; motivation comes back to rest."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.simulation.behaviour import (
    Behaviour,
    Settings,
    favoured,
    learned,
    moved,
    performance,
)
from policy_sim.simulation.practices.practice import Order, Practice
from small_office import REGISTER, started, state_of, workforce

ALIKE = {**REGISTER, "learning_gain": 0.4, "office_learning_gain": 0.3}


def test_half_is_learned_after_the_half_life() -> None:
    """Nothing at the start, a half after 24 months, two thirds after 48."""
    assert learned(np.array([0, 24, 48]), 24.0).tolist() == pytest.approx([0, 1 / 2, 2 / 3])


@given(st.integers(0, 600), st.integers(1, 120), st.floats(1, 60))
def test_experience_never_hurts(months: int, more: int, half_life: float) -> None:
    """Learning only rises with time, and never passes one."""
    before, after = learned(np.array([months, months + more]), half_life)
    assert 0 <= before < after < 1


def test_staff_work_by_ability_and_leaders_by_leadership() -> None:
    """With a loading of 0.6 on motivation, skill counts 0.8: whose skill depends on the post."""
    people = workforce(
        2, truth={"ability": [1, 1], "leadership": [-1, -1], "motivation": [2, 2]}, posts={1: 0}
    )
    assert performance(people, REGISTER).tolist() == pytest.approx([0.8 + 1.2, -0.8 + 1.2])


def test_the_spread_of_performance_is_that_of_its_traits() -> None:
    """Independent traits of SD 1 make performance of SD 1, whatever the loading."""
    source = np.random.default_rng(7)
    ability, motivation = source.standard_normal((2, 100_000))
    people = workforce(100_000, truth={"ability": ability, "motivation": motivation})
    assert performance(people, REGISTER).std() == pytest.approx(1, abs=0.01)


def test_newcomers_to_the_work_and_to_an_office_fall_short() -> None:
    """The gap is the full gain on the first day and half of it after the half-life."""
    people = workforce(
        4, {"service": [0, 24, 600, 600], "time_in_office": [0, 0, 0, 9]}, posts={2: 0, 3: 1}
    )
    gap = -performance(people, ALIKE)
    late = 0.4 * 24 / 624
    assert gap.tolist() == pytest.approx([0.4, 0.2, late + 0.3, late + 0.15])


def test_lasting_circumstances_add_up_and_go_with_the_person() -> None:
    """Two circumstances of one person add; they leave with her, and newcomers have none."""
    people = workforce(3)
    usual = performance(people, REGISTER).copy()
    people.standing.begin(["far away", "blocked"])
    people.standing.put("blocked", np.array([1, 2]), np.array([-0.2, -0.1]))
    people.standing.put("far away", np.array([1]), np.array([-0.3]))
    assert (performance(people, REGISTER) - usual).tolist() == pytest.approx([0, -0.5, -0.1])
    assert people.take(np.array([1])).standing.at("blocked", np.array([0])).tolist() == [-0.2]
    other = people.copy()
    other.drop(np.array([True, False, False]))
    newcomers = workforce(1)
    newcomers.ids += 10
    other.append(newcomers)
    assert (performance(other, REGISTER)[:2] - usual[[2, 1]]).tolist() == pytest.approx(
        [-0.1, -0.5]
    )
    assert other.standing.of("blocked").tolist() == [-0.1, -0.2, 0.0]  # type: ignore[union-attr]
    assert people.size == 3


def test_without_a_trait_of_leading_leaders_work_by_ability() -> None:
    """Where one competence is all there is, it goes with the person into every post."""
    people = workforce(2, truth={"ability": [1, 1]}, posts={1: 0})
    del people.truth["leadership"]
    assert performance(people, REGISTER).tolist() == pytest.approx([0.8, 0.8])


def test_a_trait_that_nobody_has_counts_as_average() -> None:
    """People without a trait of motivation all work by skill alone."""
    people = workforce(1, truth={"ability": [1.0]})
    del people.truth["motivation"]
    assert performance(people, REGISTER).tolist() == pytest.approx([0.8])


def test_motivation_is_at_rest_when_nothing_happens() -> None:
    """Its SD stays 1 and its mean 0: the variance lost to forgetting comes back as luck."""
    source = np.random.default_rng(8)
    motivation, luck = source.standard_normal((2, 100_000))
    after = moved(motivation, luck, np.zeros(100_000, bool), 0.0, REGISTER)
    assert after.mean() == pytest.approx(0, abs=0.01)
    assert after.std() == pytest.approx(1, abs=0.01)
    assert np.corrcoef(motivation, after)[0, 1] == pytest.approx(0.7, abs=0.01)


def test_rising_lifts_and_injustice_lowers() -> None:
    """A rise adds 0.2 once; posts out of order take (1 - 0.7) of 0.5 from everybody."""
    nothing = np.zeros(2)
    after = moved(nothing, nothing, np.array([True, False]), 1.0, REGISTER)
    assert after.tolist() == pytest.approx([0.2 - 0.15, -0.15])


def test_lasting_injustice_costs_its_full_amount_in_the_end() -> None:
    """If all posts are given out of order for ever, motivation falls by 0.5 SD."""
    level = np.zeros(1)
    for _ in range(60):
        level = moved(level, np.zeros(1), np.array([False]), 1.0, REGISTER)
    assert level[0] == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("by", "waived", "expected"),
    [
        ("connection", {}, 0.25),
        ("lottery", {}, 0.25),
        ("service", {}, 0.0),
        ("service", {"a-rule": Fraction(1, 10)}, 0.25),
    ],
)
def test_a_habit_by_the_record_wrongs_nobody(
    by: str, waived: dict[str, Fraction], expected: float
) -> None:
    """One post in four out of order: felt under closeness or waivers, not under seniority."""
    practice = Practice(order=Order(share=Fraction(3, 10), by=by), waived=waived)
    state = state_of(workforce(8), practice=practice)
    state.flows.count("appointed", state.people.record, np.arange(8))
    state.flows.count("out_of_order", state.people.record, np.arange(2))
    assert favoured(state) == expected


def test_the_system_moves_motivation_in_december_only() -> None:
    """Nothing happens for eleven months; then each person has luck of her own."""
    state = state_of(workforce(50, {"time_in_grade": [60] * 50}))
    calendar = started(state, Behaviour(Settings()))
    calendar.run(11)
    assert not state.people.truth["motivation"].any()
    calendar.run(1)
    assert len(set(state.people.truth["motivation"].tolist())) == 50


def test_who_was_promoted_this_year_is_lifted() -> None:
    """Two years of service and two months in the grade is a rise; two months of both is not."""
    months = {"service": [24, 24, 0], "time_in_grade": [2, 24, 0]}
    state = state_of(workforce(3, months), register={"motivation_persistence": 1.0})
    state.month += 11
    started(state, Behaviour(Settings())).run(1)
    assert state.people.truth["motivation"].tolist() == pytest.approx([0.2, 0, 0])


def test_luck_does_not_depend_on_the_row() -> None:
    """A person's year is the same whoever else is in service."""
    many, few = (state_of(workforce(size)) for size in (40, 5))
    for state in (many, few):
        started(state, Behaviour(Settings())).run(12)
    assert np.array_equal(many.people.truth["motivation"][:5], few.people.truth["motivation"])
