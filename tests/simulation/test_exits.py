"""Exits: one reason each, retirement before chance, and posts that fall vacant."""

from __future__ import annotations

import numpy as np
import pytest

from policy_sim.chance import Chance
from policy_sim.simulation.simulate import simulate
from pyramid_world import pyramid_world, system

BOTH = "hazards: {died: {assumption: death_rate}, resigned: {assumption: resignation_rate}}"


def test_the_law_retires_and_chance_does_not_take_them_first() -> None:
    """Who is above 60 retires even if a hazard would have struck in the same month."""
    world = pyramid_world(
        systems=(system("exits", BOTH),), register={"death_rate": 500.0, "resignation_rate": 500.0}
    )
    world.people.record["age"][:4] = 721
    record = simulate(world, 1)
    reasons = record.leavers.set_index("person")["reason"]
    assert set(reasons[reasons.index < 4]) == {"retired"}
    assert set(reasons[reasons.index >= 4]) == {"died"}
    assert record.state.people.size == 0


def test_retirement_waits_for_its_month() -> None:
    """The rule retires above 60 years: at exactly 60 one serves a month more."""
    world = pyramid_world(systems=(system("exits"),))
    world.people.record["age"][:] = 600
    world.people.record["age"][5] = 719
    record = simulate(world, 3)
    assert record.leavers["person"].tolist() == [5]
    assert record.leavers["date"].dt.month.tolist() == [3]


def test_a_leaver_leaves_a_vacant_post() -> None:
    """The post of whoever leaves stands vacant since that month, and only that post."""
    world = pyramid_world(systems=(system("exits"),))
    world.people.record["age"][:] = 400
    world.people.record["age"][2] = 730
    record = simulate(world, 2)
    assert np.flatnonzero(record.state.posts.vacant).tolist() == [2]
    assert record.state.posts.vacant_since[2] == 2026 * 12


def test_leavers_are_as_many_as_the_hazard_says() -> None:
    """Over many replications the share of leavers in a year is 1 - exp(-rate), within 4 SE."""
    rate, runs = 0.3, 60
    leavers = size = 0
    for replication in range(runs):
        world = pyramid_world(
            systems=(system("exits", "hazards: {resigned: {assumption: r}}"),),
            register={"r": rate},
            chance=Chance(3, replication),
        )
        world.people.record["age"][:] = 400
        leavers += len(simulate(world, 12).leavers)
        size += world.people.size
    expected = 1.0 - np.exp(-rate)
    error = np.sqrt(expected * (1.0 - expected) / size)
    assert leavers / size == pytest.approx(expected, abs=4 * error)


def test_a_persons_luck_is_their_own() -> None:
    """Whether somebody resigns does not depend on who else is in service."""
    world = pyramid_world(
        systems=(system("exits", "hazards: {resigned: {assumption: r}}"),), register={"r": 0.3}
    )
    world.people.record["age"][:] = 400
    whole = simulate(world, 12).leavers
    fewer = pyramid_world(
        systems=world.systems, register={"r": 0.3}, people=world.people.take(np.arange(10, 35))
    )
    fewer.people.post[:] = -1
    left = simulate(fewer, 12).leavers
    assert left["person"].tolist() == [p for p in whole["person"] if p >= 10]


def test_a_reason_for_which_nobody_left_counts_nobody() -> None:
    """A reason is zero, not missing, until somebody leaves for it: arms can be compared."""
    systems = system("exits", BOTH), system("outcomes")
    world = pyramid_world(systems=systems, register={"death_rate": 0.0, "resignation_rate": 0.0})
    world.people.record["age"][:] = 600
    world.people.record["age"][3] = 714
    outcomes = simulate(world, 24).outcomes.query("outcome == 'exits'")
    counts = {group: part["value"].tolist() for group, part in outcomes.groupby("group")}
    assert counts == {
        "all": [1, 0],
        "reason=died": [0, 0],
        "reason=dismissed": [0, 0],
        "reason=resigned": [0, 0],
        "reason=retired": [1, 0],
    }


@pytest.mark.parametrize(("rate", "ratio"), [(0.1, 1.0), (0.0, 2.0), (0.1, 2.0)])
def test_when_everybody_has_left_nobody_leaves(rate: float, ratio: float) -> None:
    """A service without people goes on without them, whatever its hazards depend on."""
    hazards = (
        "hazards: {died: {assumption: death_rate}, "
        "resigned: {assumption: rate, ratios: [{of: age, assumption: ratio, per: 12}]}}"
    )
    world = pyramid_world(
        systems=(system("exits", hazards),),
        register={"death_rate": 500.0, "rate": rate, "ratio": ratio},
    )
    record = simulate(world, 3)
    assert record.state.people.size == 0
    assert record.state.posts.vacant.all()
