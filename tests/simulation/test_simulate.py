"""A whole small study: nobody appears or vanishes, and only law and practice make a difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from policy_sim.chance import Chance
from policy_sim.policy.law import Law
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.simulation.calendar import day_of
from policy_sim.simulation.practices.practice import AS_WRITTEN, DatedPractice, Order, Practice
from policy_sim.simulation.simulate import Record, simulate
from pyramid_world import EXITS, all_systems, pyramid_law, pyramid_world, system

YEARS = 6
FAVOURS = Practice(order=Order(share=Fraction(1), by="connection"))


def years(record: Record) -> pd.DataFrame:
    """Return the ledger of a record with its dates as days."""
    return record.ledger.assign(date=record.ledger["date"].dt.date)


@pytest.fixture(scope="module")
def lived() -> Record:
    """Six years of the pyramid under its law as written."""
    return simulate(pyramid_world(), 12 * YEARS)


def same(one: Record, other: Record) -> bool:
    """Return whether two records agree to the byte in ledger, leavers, outcomes and people."""
    frames = [(r.ledger, r.leavers, r.outcomes) for r in (one, other)]
    people = [r.state.people.by_id() for r in (one, other)]
    return all(a.equals(b) for a, b in zip(*frames, strict=True)) and all(
        np.array_equal(people[0].record[name], people[1].record[name]) for name in people[0].record
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_means_nothing(lived: Record, seed: int) -> None:
    """People who stand in other rows from the first day on live the same lives."""
    world = pyramid_world()
    rows = np.random.default_rng(seed).permutation(world.people.size)
    mixed = replace(world, people=world.people.take(rows))
    assert same(lived, simulate(mixed, 12 * YEARS))


def test_everybody_who_entered_is_still_there_or_has_left_for_one_reason(lived: Record) -> None:
    """Founders and hired people are those in service and the leavers, each once."""
    world = pyramid_world()
    hired = lived.ledger.query("area == 'recruitment'")["person"]
    entered = {*world.people.ids.tolist(), *hired}
    there = lived.state.people.ids.tolist()
    gone = lived.leavers["person"].tolist()
    assert hired.is_unique
    assert len(set(gone)) == len(gone) > 0
    assert sorted([*there, *gone]) == sorted(entered)


def test_every_exit_stands_in_the_ledger_with_its_reason(lived: Record) -> None:
    """Leavers and exit rows agree on person, day and reason."""
    rows = lived.ledger.query("area == 'exit'")[["person", "date", "reason"]].astype(object)
    leavers = lived.leavers[["person", "date", "reason"]].astype(object)
    key = ["date", "person"]
    pd.testing.assert_frame_equal(
        rows.sort_values(key, ignore_index=True), leavers.sort_values(key, ignore_index=True)
    )


def test_posts_and_people_agree(lived: Record) -> None:
    """Each post has one holder at most, who knows it, stands in its unit and has its office."""
    state = lived.state
    filled = np.flatnonzero(~state.posts.vacant)
    rows = state.people.rows_of(state.posts.holder[filled])
    assert (rows >= 0).all()
    assert len(set(rows.tolist())) == len(filled)
    assert (state.people.post[rows] == filled).all()
    assert (state.people.record["unit"][rows] == state.posts.unit[filled]).all()
    assert (state.people.record["office"][rows] == state.posts.office[filled]).all()


def test_staff_never_exceed_the_establishment(lived: Record) -> None:
    """Nobody is hired into a place that is held or promised to another."""
    state = lived.state
    staff = state.people.post < 0
    held = np.bincount(state.people.record["unit"][staff], minlength=state.organisation.units)
    assert (held <= state.organisation.establishment[:, 0]).all()


def test_nobody_rises_without_a_row_of_the_ledger(lived: Record) -> None:
    """Everybody who holds another post than at the start was appointed to it in the ledger."""
    appointed = lived.ledger.query("area == 'appointment' and actual == 'done'")
    last = appointed.groupby("person")["cause"].last()
    before = pyramid_world().people
    state = lived.state
    for row in np.flatnonzero(state.people.post >= 0):
        person = int(state.people.ids[row])
        old = before.rows_of(np.array([person]))[0]
        if old < 0 or before.post[old] != state.people.post[row]:
            assert str(last[person]).startswith(f"post {state.people.post[row]} ")


def test_time_passes_for_everybody(lived: Record) -> None:
    """Those who served throughout are older by the months that passed, in age and in service."""
    before, state = pyramid_world().people, lived.state
    rows = state.people.rows_of(before.ids)
    stayed = rows >= 0
    for name in ("age", "service"):
        grown = state.people.record[name][rows[stayed]] - before.record[name][stayed]
        assert (grown == 12 * YEARS).all()


def test_the_world_is_left_as_it_was() -> None:
    """A simulation copies its people: all arms can start from the same world."""
    world = pyramid_world()
    first = simulate(world, 24)
    assert same(first, simulate(world, 24))


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_the_order_of_systems_does_not_matter(order: tuple[int, ...]) -> None:
    """Systems listed in any order give the same bytes."""
    systems = all_systems()
    shuffled = tuple(systems[i] for i in order)
    assert same(simulate(pyramid_world(), 36), simulate(pyramid_world(systems=shuffled), 36))


@pytest.mark.parametrize("chunk", [1, 7, 34])
def test_the_size_of_chunks_does_not_matter(chunk: int) -> None:
    """People decided one by one, seven at a time or all together: the bytes are the same."""
    assert same(simulate(pyramid_world(), 24), simulate(pyramid_world(chunk=chunk), 24))


def test_replications_differ_and_seed_0_works() -> None:
    """Another replication has other luck; seed 0 is a seed like any other."""
    one = simulate(pyramid_world(chance=Chance(0, 0)), 36)
    two = simulate(pyramid_world(chance=Chance(0, 1)), 36)
    assert len(one.ledger) > 0
    assert not same(one, two)


def test_the_ledger_does_not_steer() -> None:
    """Keeping the whole ledger, a sample or nothing leaves everything else the same."""
    kept = [simulate(pyramid_world(keeping=keeping), 36) for keeping in Keeping]
    whole, sample, nothing = kept
    assert whole.leavers.equals(sample.leavers)
    assert whole.leavers.equals(nothing.leavers)
    assert nothing.ledger.empty
    assert len(sample.ledger) < len(whole.ledger)


def later_law(day: date) -> Law:
    """Return the pyramid's law until *day*, and from then on a law that lets nobody rise."""
    law = pyramid_law()
    first = law.vintages[0]
    rest = tuple(rule for rule in first.rules if rule.area != "appointment")
    second = replace(first, begins=day, rules=rest, key="nobody rises")
    return replace(law, vintages=(replace(first, ends=day), second))


def test_arms_part_only_when_the_law_does() -> None:
    """Two arms whose laws part in 2029 have the same ledger before, and another one after."""
    reform = date(2029, 1, 1)
    one, other = (
        years(simulate(pyramid_world(law=law), 12 * 2 * YEARS))
        for law in (pyramid_law(), later_law(reform))
    )
    before = [frame[frame["date"] < reform].astype(object) for frame in (one, other)]
    assert before[0].equals(before[1])
    after = other[other["date"] >= reform]
    assert "appointment" not in set(after["area"])
    assert "appointment" in set(one[one["date"] >= reform]["area"])


def test_arms_part_only_when_practice_does() -> None:
    """A practice that begins in 2029 changes nothing before, and then deviates from the order."""
    change = date(2029, 1, 1)
    turned = DatedPractice("test", ((date.min, AS_WRITTEN), (change, FAVOURS)))
    one = years(simulate(pyramid_world(), 12 * 2 * YEARS))
    other = years(simulate(pyramid_world(turned), 12 * 2 * YEARS))
    before = [frame[frame["date"] < change].astype(object) for frame in (one, other)]
    assert before[0].equals(before[1])
    assert set(other[other["deviation"] == "order"]["date"].map(lambda d: d >= change)) == {True}


def test_a_long_run_is_two_short_ones_in_what_it_decides() -> None:
    """What is decided in the first three years does not depend on how long the run is."""
    short = years(simulate(pyramid_world(), 36))
    long = years(simulate(pyramid_world(), 72))
    end = day_of(2026 * 12 + 36)
    assert short.astype(object).equals(long[long["date"] < end].astype(object))


def test_without_systems_only_time_passes() -> None:
    """A world in which every system is off keeps its people and writes nothing."""
    record = simulate(pyramid_world(systems=()), 24)
    assert record.ledger.empty
    assert record.leavers.empty
    assert record.state.people.size == pyramid_world().people.size


def test_without_recruitment_the_pyramid_shrinks() -> None:
    """With exits alone nobody enters, and the ids in service are among the founders'."""
    record = simulate(pyramid_world(systems=(system("exits", EXITS),)), 12 * YEARS)
    founders = set(pyramid_world().people.ids.tolist())
    assert record.state.people.size < len(founders)
    assert set(record.state.people.ids.tolist()) < founders
