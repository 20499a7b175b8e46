"""Hazards: rates, probabilities and ratios, against their closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.errors import ScenarioError
from policy_sim.simulation.hazards import (
    Hazard,
    Measure,
    Ratio,
    monthly_probability,
    strikes,
    struck,
)
from policy_sim.simulation.state import State
from pyramid_world import pyramid_world


def state(**register: float) -> State:
    """Return the small pyramid on its first day, with this register."""
    return pyramid_world(register=register).state()


def monthly_of(hazard: Hazard, world: State) -> NDArray[np.float64]:
    """Return the monthly probability of everybody in *world*."""
    return monthly_probability(hazard, world, np.arange(world.people.size))


@given(st.floats(0.0001, 2.0))
def test_a_rate_is_survived_twelve_times_a_year(rate: float) -> None:
    """Surviving twelve monthly probabilities is surviving a year at the rate."""
    monthly = monthly_of(Hazard(assumption="h"), state(h=rate))
    assert (1.0 - monthly) ** 12 == pytest.approx(math.exp(-rate))


@given(st.floats(0.0001, 0.9))
def test_a_probability_is_met_within_the_year(probability: float) -> None:
    """Twelve monthly probabilities add up to the yearly one, exactly."""
    hazard = Hazard(assumption="h", measure=Measure.PROBABILITY)
    monthly = monthly_of(hazard, state(h=probability))
    assert 1.0 - (1.0 - monthly) ** 12 == pytest.approx(probability)


def test_rate_and_probability_differ_as_published() -> None:
    """At 5 per cent a rate and a probability differ by 2.4 per cent of the former."""
    world = state(h=0.05)
    rate = monthly_of(Hazard(assumption="h"), world)
    other = monthly_of(Hazard(assumption="h", measure=Measure.PROBABILITY), world)
    yearly = 1.0 - (1.0 - rate) ** 12
    assert (0.05 - yearly) / 0.05 == pytest.approx(0.0246, abs=0.0005)
    assert (other > rate).all()


def test_a_ratio_multiplies_the_rate_per_step_of_an_attribute() -> None:
    """A hazard that doubles every 96 months of age above 540 does so, and halves below."""
    ratio = Ratio(of="age", assumption="doubling", above=540.0, per=96.0)
    world = state(h=0.01, doubling=2.0)
    world.people.record["age"][:3] = [540, 636, 444]
    found = monthly_of(Hazard(assumption="h", ratios=(ratio,)), world)[:3]
    expected = [1.0 - math.exp(-0.01 * factor / 12) for factor in (1.0, 2.0, 0.5)]
    assert found == pytest.approx(expected)


def test_a_ratio_of_a_trait_is_per_standard_deviation() -> None:
    """A trait acts per standard deviation; at the mean of the founders it changes nothing."""
    ratio = Ratio(of="ability", assumption="leaving")
    world = state(h=0.04, leaving=0.8)
    world.people.truth["ability"][:3] = [0.0, 1.0, -2.0]
    found = monthly_of(Hazard(assumption="h", ratios=(ratio,)), world)[:3]
    expected = [1.0 - math.exp(-0.04 * 0.8**z / 12) for z in (0.0, 1.0, -2.0)]
    assert found == pytest.approx(expected)


def test_a_ratio_of_a_score_is_per_stated_step() -> None:
    """A score in steps of 0.1 acts per 100 steps, and changes nothing at 700."""
    world = state(h=0.04, leaving=1.5)
    ratio = Ratio(of="performance", assumption="leaving", above=700.0, per=100.0)
    found = monthly_of(Hazard(assumption="h", ratios=(ratio,)), world)
    scores = world.people.record["performance"].astype(float)
    expected = 1.0 - np.exp(-0.04 / 12 * 1.5 ** ((scores - 700.0) / 100.0))
    assert found == pytest.approx(expected)


@given(
    st.floats(0.001, 20.0),
    st.floats(0.2, 5.0),
    st.floats(0.2, 5.0),
    st.sampled_from(list(Measure)),
    st.integers(0, 2**32),
)
def test_it_strikes_whose_luck_is_below_the_probability(
    size: float, by_age: float, by_ability: float, measure: Measure, seed: int
) -> None:
    """Looking only at the few with bad luck finds exactly those whom looking at all finds."""
    ratios = (
        Ratio(of="age", assumption="by_age", above=500.0, per=60.0),
        Ratio(of="ability", assumption="by_ability"),
    )
    hazard = Hazard(assumption="h", measure=measure, ratios=ratios)
    world = state(h=size / 21.0, by_age=by_age, by_ability=by_ability)
    luck = Chance(seed, 0).uniform("leaving", world.people.keys)
    expected = luck < monthly_of(hazard, world)
    assert strikes(hazard, world, luck).tolist() == expected.tolist()
    world.chance = Chance(seed, 0)
    luck = world.chance.uniform("leaving", world.people.keys, world.month)
    found = struck(hazard, world, "leaving")
    assert found.tolist() == np.flatnonzero(luck < monthly_of(hazard, world)).tolist()
    some = np.arange(0, world.people.size, 3)
    assert struck(hazard, world, "leaving", some).tolist() == [n for n in found if n % 3 == 0]


def test_the_probability_itself_is_no_strike() -> None:
    """Luck strikes below the probability and not at it, even where all have the highest."""
    hazard = Hazard(assumption="h")
    world = state(h=0.5)
    probability = monthly_of(hazard, world)
    assert not strikes(hazard, world, probability).any()
    assert strikes(hazard, world, np.nextafter(probability, 0.0)).all()


def test_nobody_is_struck_where_nobody_serves() -> None:
    """A hazard with ratios is defined for an empty workforce."""
    world = state(h=0.5, by_age=2.0)
    world.people.drop(np.ones(world.people.size, np.bool_))
    hazard = Hazard(assumption="h", ratios=(Ratio(of="age", assumption="by_age"),))
    assert strikes(hazard, world, np.zeros(0)).tolist() == []
    assert struck(hazard, world, "leaving").tolist() == []


def test_what_is_missing_is_named() -> None:
    """A hazard of an unknown assumption, or of a figure that people do not have, is an error."""
    with pytest.raises(ScenarioError, match="resignation"):
        monthly_of(Hazard(assumption="resignation"), state(resignations=0.1))
    ratio = Ratio(of="abilty", assumption="h")
    with pytest.raises(ScenarioError, match="ability"):
        monthly_of(Hazard(assumption="h", ratios=(ratio,)), state(h=0.1))
