"""Promotion: one step on the ladder, within the quota, and never without a row."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from five_grades_world import five_grades_law, five_grades_world, with_share
from policy_sim.simulation.practices.practice import Order, Practice
from policy_sim.simulation.simulate import simulate
from policy_sim.simulation.state import State


def risen(state: State) -> list[int]:
    """Return the ids of those above the lowest grade."""
    return state.people.ids[state.people.record["grade"] > 0].tolist()


def test_the_best_fifth_rises_one_step() -> None:
    """Of 23 eligible 20 per cent rounded down, the four best by examination, rise one step."""
    record = simulate(five_grades_world(), 1)
    assert risen(record.state) == [19, 20, 21, 22]
    assert record.state.people.record["grade"].max() == 1


@pytest.mark.parametrize(
    ("share", "rounding", "expected"), [(2000, "up", 5), (10_000, "down", 23), (0, "down", 0)]
)
def test_the_quota_is_the_laws(share: int, rounding: str, expected: int) -> None:
    """The share and the way it is rounded decide how many rise."""
    law = with_share(five_grades_law(), share, rounding)
    assert len(risen(simulate(replace(five_grades_world(), law=law), 1).state)) == expected


def test_every_rise_has_its_row_and_every_loser_a_rank() -> None:
    """Risen and granted are the same people; the others are outranked, with rank and score."""
    record = simulate(five_grades_world(), 1)
    ledger = record.ledger.astype(object)
    granted = ledger[(ledger["law"] == "granted") & (ledger["actual"] == "done")]
    assert sorted(granted["person"]) == risen(record.state)
    lost = ledger[ledger["law"] == "outranked"].set_index("person")
    assert len(lost) == 19
    assert lost.loc[18, "reason"] == "rank 5 of 23, score 19, last winner 20"


def test_rising_begins_the_time_in_grade_anew() -> None:
    """Who rises has spent no time in the new grade; the others have a month more than before."""
    record = simulate(five_grades_world(), 1)
    time = record.state.people.record["time_in_grade"]
    rose = record.state.people.record["grade"] > 0
    assert set(time[rose].tolist()) == {1}
    assert set(time[~rose].tolist()) == {41}


def test_nobody_rises_outside_the_month_of_the_law() -> None:
    """The examination is in September: over the following eleven months nobody rises."""
    first = simulate(five_grades_world(), 1)
    later = simulate(five_grades_world(), 12)
    assert risen(first.state) == risen(later.state)


def test_nobody_rises_beyond_the_top() -> None:
    """The highest grade is not passed: who stands there is refused by the law."""
    world = five_grades_world()
    world.people.record["grade"][:] = 4
    record = simulate(world, 1)
    assert set(record.state.people.record["grade"].tolist()) == {4}
    assert set(record.ledger["reason"].astype(str)) == {"grade < a"}


def test_a_granted_rise_can_be_left_undone() -> None:
    """Practice that leaves all granted promotions undone raises nobody, and says so."""
    practice = Practice(undone={"promotion": Fraction(1)})
    record = simulate(five_grades_world(practice=practice), 1)
    assert risen(record.state) == []
    rows = record.ledger.query("law == 'granted'").astype(object)
    assert set(zip(rows["actual"], rows["deviation"], strict=True)) == {("not_done", "compliance")}
    assert len(rows) == 4


def test_practice_may_give_the_rises_to_others() -> None:
    """The shortest serving rise in place of the best; those displaced have rows as well."""
    newest = Practice(order=Order(share=Fraction(1), by="service", first="lowest"))
    record = simulate(five_grades_world(practice=newest), 1)
    rows = record.ledger.query("deviation == 'order'").astype(object)
    lawful = risen(simulate(five_grades_world(), 1).state)
    assert len(risen(record.state)) == len(lawful)
    assert sorted(risen(record.state)) == list(range(len(lawful)))
    assert set(rows.query("law == 'granted' and actual == 'not_done'")["person"]) == set(lawful)
    assert set(rows.query("law == 'outranked' and actual == 'done'")["person"]) == set(
        risen(record.state)
    )


def test_a_practice_for_offices_leaves_ranks_alone() -> None:
    """What is confined to appointments to an office has no say in promotions."""
    posts = Practice(order=Order(share=Fraction(1), by="lottery", offices=("head",)))
    assert risen(simulate(five_grades_world(practice=posts), 1).state) == risen(
        simulate(five_grades_world(), 1).state
    )


def test_the_flow_counts_who_rose() -> None:
    """The year's flow of promotions is the number of those who rose."""
    record = simulate(five_grades_world(), 1)
    assert record.state.flows.total("promoted") == 4


def test_ties_are_broken_by_service() -> None:
    """Among equal scores those who served longest rise first."""
    world = five_grades_world()
    world.people.record["test_score"][:] = 500
    assert risen(simulate(world, 1).state) == [19, 20, 21, 22]
    world.people.record["service"][:] = 200 - np.arange(23)
    assert risen(simulate(world, 1).state) == [0, 1, 2, 3]


def test_equal_in_everything_the_lot_decides_by_person() -> None:
    """Full equals are ranked by a lot that belongs to the person, not to the row."""
    world = five_grades_world()
    world.people.record["test_score"][:] = 500
    world.people.record["service"][:] = 200
    whole = set(risen(simulate(world, 1).state))
    rows = np.array(sorted({*range(0, 23, 2), *whole}))
    fewer = replace(world, people=world.people.take(rows), law=with_share(world.law, 2000, "up"))
    again = set(risen(simulate(fewer, 1).state))
    assert again <= whole
