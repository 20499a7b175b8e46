"""Levels of office: how people leave and rise by level, what they carry over, how they count."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from policy_sim.errors import ScenarioError
from policy_sim.simulation.careers.carrying import carry_over
from policy_sim.simulation.measures.sums import MILLIONTHS
from policy_sim.simulation.practices.practice import Order, Practice
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.simulation.state import State
from policy_sim.workforce.levels import PLAIN_LEVELS, Carried, Levels, Turnover
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.profile import TraitScale
from pyramid_world import pyramid_law, pyramid_organisation, pyramid_world, settled, system
from small_office import REGISTER as BASE

WEIGHTS = tuple(Fraction(n, 10) for n in (2, 4, 6, 8, 9, 10))
SCALE = TraitScale(70, 20, 10, 100)
EXITS = "hazards: {left: {assumption: resignation_rate, measure: probability}}"
RECRUITMENT = "entrants: {age: 300}"
REGISTER = {**BASE, "resignation_rate": 0.05, "carried": 0.0, "shift": 10.0}
YEARS = 6


def organised(levels: Levels, units: int = 8) -> Organisation:
    """Return a pyramid of *units* units with such levels."""
    return replace(pyramid_organisation(units, 10 * units), levels=levels)


def world(levels: Levels, practice: Practice | None = None, **changed: object) -> World:
    """Return a pyramid, in steps of a year, whose people leave, rise and are replaced."""
    organisation = organised(levels)
    told: dict[str, object] = {
        "people": settled(organisation, pyramid_law()),
        "organisation": organisation,
        "systems": (
            system("appointment"),
            system("exits", EXITS),
            system("outcomes"),
            system("recruitment", RECRUITMENT),
        ),
        "register": REGISTER,
        "step": 12,
        "scales": {"ability": SCALE},
        "groups": ("office",),
    }
    return pyramid_world(practice or Practice(), **(told | changed))  # type: ignore[arg-type]


def yearly(record: Record, outcome: str, group: str = "all") -> pd.Series:
    """Return the values of one outcome, year by year."""
    rows = record.outcomes
    chosen = rows[(rows["outcome"] == outcome) & (rows["group"] == group)]
    return pd.Series(chosen["value"].to_numpy())


def carrying(correlation: float | None = None, shift: float | None = None) -> Record:
    """Return some years of a pyramid in which ability is so carried over."""
    carried = Carried(
        "ability",
        "" if correlation is None else "carried",
        "" if shift is None else "shift",
    )
    register = REGISTER | {"carried": correlation or 0.0, "shift": shift or 0.0}
    lottery = Practice(order=Order(share=1, by="lottery"))
    levels = Levels(carried=(carried,))
    return simulate(world(levels, lottery, register=register, scales={}), 12 * YEARS)


def abilities(record: Record) -> dict[int, float]:
    """Return each person's ability by key."""
    people = record.state.people
    return dict(zip(people.keys.tolist(), people.truth["ability"].tolist(), strict=True))


def test_an_organisation_that_states_nothing_of_levels_is_as_before() -> None:
    """Without levels nobody changes by rising, and no outcome of levels is given."""
    record = simulate(world(PLAIN_LEVELS), 36)
    names = set(record.outcomes["outcome"])
    assert not names & {"efficiency", "years_at_level", "vacancy_chain"}
    before = abilities(Record(world(PLAIN_LEVELS).state()))
    after = abilities(record)
    assert all(after[key] == ability for key, ability in before.items() if key in after)


def test_what_is_carried_over_whole_is_exactly_what_it_was() -> None:
    """A correlation of 1 and a shift of 0 give, to the last bit, what saying nothing does."""
    lottery = Practice(order=Order(share=1, by="lottery"))
    plain = simulate(world(PLAIN_LEVELS, lottery, scales={}), 12 * YEARS)
    for record in (carrying(correlation=1.0), carrying(shift=0.0), carrying(1.0, 0.0)):
        assert abilities(record) == abilities(plain)
        pd.testing.assert_frame_equal(record.outcomes, plain.outcomes)


@pytest.mark.parametrize("correlation", [0.0, 0.6])
def test_ability_goes_with_what_it_was_as_far_as_stated(correlation: float) -> None:
    """Among those who rose once, the correlation of before and after is the one stated."""
    state, rows, office = _rising(correlation=correlation)
    before = state.people.truth["ability"][rows].copy()
    _carry(state, rows, office)
    after = state.people.truth["ability"][rows]
    assert np.corrcoef(before, after)[0, 1] == pytest.approx(correlation, abs=0.05)
    assert after.std() == pytest.approx(1.0, abs=0.05)


def test_a_shift_is_of_so_many_points_and_stays_on_the_scale() -> None:
    """Common sense: ten points up or down at most, evenly, and nobody above 100."""
    state, rows, office = _rising(shift=10.0)
    state.scales = {"ability": SCALE}
    state.people.truth["ability"] = SCALE.within(state.people.truth["ability"])
    before = SCALE.mean + SCALE.sd * state.people.truth["ability"][rows]
    _carry(state, rows, office)
    after = SCALE.mean + SCALE.sd * state.people.truth["ability"][rows]
    moved = (after - before)[(before > 20) & (before < 90)]
    assert (np.abs(after - before) <= 10 + 1e-9).all()
    assert moved.std() == pytest.approx(10 / math.sqrt(3), abs=0.2)
    assert after.max() <= 100


def test_the_luck_of_a_level_is_a_persons_own() -> None:
    """Who comes to a level twice, or in two arms, is as good there each time."""
    state, rows, office = _rising(correlation=0.0)
    _carry(state, rows, office)
    first = state.people.truth["ability"][rows].copy()
    _carry(state, rows, office + 1)
    assert (state.people.truth["ability"][rows] != first).all()
    _carry(state, rows, office)
    assert (state.people.truth["ability"][rows] == first).all()


def _rising(correlation: float = 1.0, shift: float = 0.0) -> tuple[State, np.ndarray, np.ndarray]:
    """Return a state of many people, all of whom come to the level 2."""
    carried = (Carried("ability", "carried", "shift"),)
    organisation = organised(Levels(carried=carried), units=200)
    register = REGISTER | {"carried": correlation, "shift": shift}
    people = settled(organisation, pyramid_law())
    state = world(PLAIN_LEVELS, people=people, organisation=organisation, register=register).state()
    state.scales = {}
    rows = np.arange(state.people.size)
    return state, rows, np.full(len(rows), 2)


def _carry(state: State, rows: np.ndarray, office: np.ndarray) -> None:
    carry_over(state, rows, office)


def test_efficiency_weighs_skill_by_the_level() -> None:
    """The formula, worked out by hand over every person and every place."""
    record = simulate(world(Levels(responsibility=WEIGHTS, weighed="ability")), 12)
    people, posts = record.state.people, record.state.posts
    weight = np.array([float(w) for w in WEIGHTS])
    held = np.where(people.post >= 0, posts.office[np.maximum(people.post, 0)], 0)
    skills = np.rint(people.truth["ability"] * MILLIONTHS) / MILLIONTHS
    places = np.concatenate([posts.office, np.zeros(80, np.int64)])
    expected = 100 * (weight[held] * (70 + 20 * skills)).sum() / (weight[places] * 100).sum()
    assert yearly(record, "efficiency")[0] == pytest.approx(expected, rel=1e-9)


def test_each_departure_sets_off_a_chain_that_ends_at_the_bottom() -> None:
    """Moves are counted exactly: a post of level k is vacated by whoever leaves at k or above."""
    record = simulate(world(Levels(responsibility=WEIGHTS, weighed="ability")), 12 * YEARS)
    exits = {level: yearly(record, "exits", f"office=level_{level}") for level in range(1, 7)}
    above = sum(exits[level] for level in range(1, 7)) * 0
    rises = above.copy()
    for level in range(1, 6):
        above = above + exits[level]
        assert (yearly(record, "rises_in_office", f"office=level_{level}") == above).all()
        rises += above
    hires = yearly(record, "hires")
    assert (hires == yearly(record, "exits")).all()
    chain = yearly(record, "vacancy_chain")
    if len(chain) == len(hires):
        assert np.allclose(chain, (rises + hires) / hires)


def test_time_at_levels_adds_up_to_the_time_that_passed() -> None:
    """Little's law over realised exits: months completed and going on are places times months."""
    start = world(Levels(responsibility=WEIGHTS, weighed="ability")).state().people
    record = simulate(world(Levels(responsibility=WEIGHTS, weighed="ability")), 12)
    flows, people = record.state.flows, record.state.people
    going = people.record["time_in_office"].astype(np.int64).sum()
    begun = start.record["time_in_office"].astype(np.int64).sum()
    completed = flows.total("months_at_level")
    assert completed + going - begun == 12 * people.size


@pytest.mark.parametrize(("turnover", "risen"), [("together", False), ("by_level", True)])
def test_by_level_whoever_rises_escapes_the_screen_of_the_level_left(
    turnover: str, risen: bool
) -> None:
    """A level is filled before the one below is looked at.

    All of two neighbouring levels are due to leave. By level, the lower ones are promoted before
    their turn comes, and stay; together, nobody is left to be promoted.
    """
    levels = Levels(Turnover(turnover))
    organisation = organised(levels)
    people = settled(organisation, pyramid_law())
    people.record["age"][people.record["office"] == 2] = 721
    record = simulate(
        world(
            levels,
            people=people,
            register=REGISTER | {"resignation_rate": 1 - 1e-12},
            systems=(
                system("appointment"),
                system("exits", EXITS.replace("measure", "among: {office: level_5}, measure")),
            ),
        ),
        12,
    )
    posts = record.state.posts
    from_below = people.ids[people.record["office"] == 1]
    assert set(np.isin(posts.holder[posts.office == 2], from_below)) == {risen}


def test_levels_in_turn_give_the_same_bytes_in_any_order_of_systems() -> None:
    """The order in which systems are registered, and the chunk, say nothing."""
    levels = Levels(Turnover.BY_LEVEL, WEIGHTS, "ability", (Carried("ability", "carried", ""),))
    one = world(levels)
    other = replace(one, systems=tuple(reversed(one.systems)), chunk=7)
    first, second = simulate(one, 60), simulate(other, 60)
    pd.testing.assert_frame_equal(first.outcomes, second.outcomes)
    pd.testing.assert_frame_equal(first.ledger, second.ledger)


def test_a_hazard_strikes_those_alone_among_whom_it_is() -> None:
    """Only the people of the word leave, and a word that there is not is told."""
    text = "hazards: {left: {assumption: resignation_rate, among: {office: [level_6, level_5]}}}"
    record = simulate(world(PLAIN_LEVELS, systems=(system("exits", text), system("outcomes"))), 12)
    exits = {level: yearly(record, "exits", f"office=level_{level}")[0] for level in range(1, 7)}
    assert exits[6] > 0
    assert sum(exits[level] for level in range(1, 5)) == 0
    wrong = text.replace("level_5", "level_9")
    with pytest.raises(ScenarioError) as raised:
        simulate(world(PLAIN_LEVELS, systems=(system("exits", wrong),)), 12)
    assert raised.value.findings[0].code == "unknown-word"
