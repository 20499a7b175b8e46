"""Appointment: who takes a post, when it opens, and how the ledger tells order from deviation."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from policy_sim.chance import Chance
from policy_sim.policy.ast import Column, Compare, Const
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Clause
from policy_sim.simulation import appointment
from policy_sim.simulation.practices.practice import Order, Practice
from policy_sim.simulation.simulate import Record, World, simulate
from pyramid_world import pyramid_law, pyramid_world, system

DELAYED = "delay: 3 months"


def emptied(posts: tuple[int, ...] = (), settings: str = "{}", **changed: object) -> World:
    """Return a pyramid in which *posts* stand vacant and nothing but appointment happens."""
    world = pyramid_world(systems=(system("appointment", settings),), **changed)  # type: ignore[arg-type]
    world.people.post[list(posts)] = -1
    world.people.record["office"][list(posts)] = 0
    return world


def appointments(record: Record, deviation: str | None = None) -> pd.DataFrame:
    """Return the ledger rows of appointment to which somebody laid claim by law or in fact."""
    rows = record.ledger.query("law == 'granted' or actual == 'done'").astype(object)
    return rows if deviation is None else rows[rows["deviation"] == deviation]


def practising(share: float, by: str, offices: tuple[str, ...] = ()) -> Practice:
    """Return a practice that ranks by something else in a share of the competitions."""
    return Practice(order=Order(share=Fraction(share), by=by, offices=offices))


def holders(record: Record) -> list[int]:
    """Return the holder of every post."""
    return record.state.posts.holder.tolist()


def test_the_best_by_the_law_takes_the_post() -> None:
    """A vacant post of the lowest office goes to the staff member with the best performance."""
    world = emptied((4,))
    staff = np.flatnonzero(world.people.post < 0)
    best = staff[np.argmax(world.people.record["performance"][staff])]
    record = simulate(world, 1)
    assert record.state.posts.holder[4] == best
    row = appointments(record).iloc[0]
    assert (row["person"], row["law"], row["actual"]) == (best, "granted", "done")
    assert row["cause"] == "post 4 vacant since 2026-01"


def test_a_chain_runs_down_within_the_month() -> None:
    """With no delay the post of whoever rises is filled in the same month, level by level."""
    record = simulate(emptied((0,)), 1)
    assert len(appointments(record)) == 5
    assert not record.state.posts.vacant.any()


def test_a_delay_breaks_the_chain_into_quarters() -> None:
    """With a delay of three months each level waits three months for the one above."""
    record = simulate(emptied((0,), DELAYED), 16)
    months = [day.month + 12 * (day.year - 2026) for day in appointments(record)["date"]]
    assert months == [4, 7, 10, 13, 16]


def test_practice_can_delay_further() -> None:
    """The delay of practice comes on top, and the ledger says so."""
    world = emptied((4,), DELAYED, practice=Practice(delay=2))
    record = simulate(world, 12)
    row = appointments(record).iloc[0]
    assert row["date"].month == 6
    assert row["deviation"] == "delay"


def test_posts_are_filled_in_their_months_only() -> None:
    """An organisation that appoints in June and December does nothing in the other months."""
    record = simulate(emptied((0, 4), "months: [6, 12]"), 12)
    assert {day.month for day in appointments(record)["date"]} == {6}


def test_nobody_wins_twice_in_a_month() -> None:
    """When every post is vacant each person takes one post at most."""
    record = simulate(emptied(tuple(range(15))), 1)
    done = appointments(record)
    assert done["person"].is_unique
    assert set(done["cause"].str.split().str[1].astype(int)) >= {4, 9, 14}


def test_the_law_is_asked_once_for_equal_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three vacant posts of one office, read alike, cost one decision, not three."""
    asked = []
    original = appointment.Openings.decide

    def counted(openings, *rest, **more):
        asked.append(openings.area)
        return original(openings, *rest, **more)

    monkeypatch.setattr(appointment.Openings, "decide", counted)
    record = simulate(emptied((4, 9, 14)), 1)
    assert len(appointments(record)) == 3
    assert asked == ["appointment"]


def test_equal_posts_go_to_the_best_few() -> None:
    """Three equal posts go to the three best, and the fourth is outranked with rank and score."""
    world = emptied((4, 9, 14))
    free = np.flatnonzero(world.people.post < 0)
    score = world.people.record["performance"]
    ranked = free[np.lexsort([free, -score[free]])]
    record = simulate(world, 1)
    assert sorted(record.state.posts.holder[[4, 9, 14]].tolist()) == sorted(ranked[:3].tolist())
    reasons = record.ledger.query("law == 'outranked'").set_index("person")["reason"]
    last, fourth = score[ranked[2]] / 10, score[ranked[3]] / 10
    assert reasons[ranked[3]] == f"rank 4 of 23, score {fourth:g}, last winner {last:g}"


def test_full_deviation_ranks_by_the_practice() -> None:
    """Where practice decides everything, the post goes to the closest, not to the best."""
    world = emptied((4,), practice=practising(1, "connection"))
    staff = np.flatnonzero(world.people.post < 0)
    closest = staff[np.argmax(world.people.truth["connection"][staff])]
    assert simulate(world, 1).state.posts.holder[4] == closest


def test_practice_can_put_the_lowest_first() -> None:
    """Where the worst are to rise, the post goes to the lowest performance on record."""
    order = Order(share=Fraction(1), by="performance", first="lowest")
    world = emptied((4,), practice=Practice(order=order))
    staff = np.flatnonzero(world.people.post < 0)
    worst = staff[np.argmin(world.people.record["performance"][staff])]
    assert simulate(world, 1).state.posts.holder[4] == worst


def test_displaced_and_appointed_both_get_a_row() -> None:
    """Against the order, the lawful winner and the appointed have rows with the same cause."""
    world = emptied((4,), practice=practising(1, "connection"))
    rows = appointments(simulate(world, 1), "order").set_index("law")
    assert rows.loc["granted", "actual"] == "not_done"
    assert rows.loc["outranked", "actual"] == "done"
    assert rows["cause"].nunique() == 1
    lawful = simulate(emptied((4,)), 1).state.posts.holder[4]
    assert rows.loc["granted", "person"] == lawful


def test_practice_that_agrees_with_the_law_deviates_nowhere() -> None:
    """Ranking by what the law ranks by appoints the same people and writes no deviation."""
    world = emptied((0, 4, 9), practice=practising(1, "performance"))
    record = simulate(world, 1)
    assert appointments(record, "order").empty
    assert holders(record) == holders(simulate(emptied((0, 4, 9)), 1))


def test_between_equals_practice_follows_the_law() -> None:
    """A practice that ranks by service alone appoints, of two with equal service, the better."""
    world = emptied((4,), practice=practising(1, "service"))
    staff = np.flatnonzero(world.people.post < 0)
    world.people.record["service"][:] = 200
    best = staff[np.argmax(world.people.record["performance"][staff])]
    record = simulate(world, 1)
    assert record.state.posts.holder[4] == best
    assert appointments(record, "order").empty


def test_the_share_of_deviations_is_the_practice_share() -> None:
    """Of many single competitions a share of 30 per cent is decided by practice, within 4 SE."""
    share, deviated, runs = 0.3, 0, 200
    for replication in range(runs):
        world = emptied((4,), practice=practising(share, "service"), chance=Chance(9, replication))
        world.people.record["performance"][:] = 500
        world.people.record["performance"][20] = 900
        world.people.record["service"][25] = 880
        deviated += simulate(world, 1).state.posts.holder[4] == 25
    error = np.sqrt(share * (1 - share) / runs)
    assert deviated / runs == pytest.approx(share, abs=4 * error)


def test_a_lottery_gives_everybody_the_same_chance() -> None:
    """Under a lottery the best wins no more often than one in the number of the eligible."""
    runs, wins = 150, 0
    for replication in range(runs):
        world = emptied((4,), practice=practising(1, "lottery"), chance=Chance(4, replication))
        staff = np.flatnonzero(world.people.post < 0)
        best = staff[np.argmax(world.people.record["performance"][staff])]
        wins += int(simulate(world, 1).state.posts.holder[4] == best)
    chance = 1 / len(staff)
    assert wins / runs == pytest.approx(chance, abs=4 * np.sqrt(chance / runs))


def test_an_oracle_sees_the_truth() -> None:
    """An oracle appoints the ablest, whatever the record says."""
    world = emptied((4,), practice=practising(1, "oracle"))
    staff = np.flatnonzero(world.people.post < 0)
    ablest = staff[np.argmax(world.people.truth["ability"][staff])]
    assert simulate(world, 1).state.posts.holder[4] == ablest


def test_deviation_can_be_confined_to_offices() -> None:
    """A practice named for one office leaves the competitions for the others in order."""
    practice = practising(1, "connection", ("level_1",))
    record = simulate(emptied((0, 4), practice=practice), 1)
    posts = appointments(record, "order")["cause"].str.split().str[1].astype(int)
    assert set(posts) == {0}


def demanding(law: Law, points: int) -> Law:
    """Return the pyramid's law with a second condition: a performance of at least *points*."""
    vintage = law.vintages[0]
    column = Column(law.vocabulary.attributes["performance"].type, "performance")
    condition = Compare(Comparison.GE, column, Const(column.type, points))
    rules = tuple(
        replace(rule, clauses=(Clause(condition, "performance >= least", rule.place),))
        if rule.area == "appointment"
        else rule
        for rule in vintage.rules
    )
    return replace(law, vintages=(replace(vintage, rules=rules, key="demanding"),))


def test_nobody_eligible_leaves_the_post_vacant() -> None:
    """Where nobody meets the condition the post stays empty, and each candidate has the reason."""
    record = simulate(emptied((4,), law=demanding(pyramid_law(), 1000)), 3)
    assert record.state.posts.vacant[4]
    refused = record.ledger.query("law == 'refused'")
    assert set(refused["reason"]) == {"performance >= least"}
    assert refused["person"].is_unique


def test_a_waived_condition_is_written_down() -> None:
    """If practice sets the condition aside for all, the best of the refused takes the post."""
    rule = "from-the-level-below"
    practice = Practice(waived={rule: Fraction(1)})
    world = emptied((4,), law=demanding(pyramid_law(), 1000), practice=practice)
    record = simulate(world, 1)
    row = record.ledger.query("actual == 'done'").iloc[0]
    assert (row["law"], row["deviation"]) == ("refused", "compliance")
    assert record.state.posts.holder[4] == row["person"]


def test_no_condition_is_waived_without_a_practice() -> None:
    """A practice that waives another rule's conditions changes nothing here."""
    practice = Practice(waived={"another-rule": Fraction(1)})
    world = emptied((4,), law=demanding(pyramid_law(), 1000), practice=practice)
    assert simulate(world, 1).state.posts.vacant[4]
