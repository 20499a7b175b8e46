"""Acting heads: who acts in a vacant post, for how long, and what it is worth."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_sim.errors import RunError
from policy_sim.policy.law import Law
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.departures import leave
from policy_sim.simulation.invariants import check
from policy_sim.simulation.posts import EMPTY
from policy_sim.simulation.practices.practice import Practice
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.simulation.state import State
from posts_world import empty, port, port_law

LAW = """
parameters: {term: {value: 3 months}, limit: {value: 6 months}}
rules:
  within-the-unit:
    for_each: post
    applies_to: office != none and office >= one_below(post.office)
    when: time_acting < limit
    then: {act: post, for: term}
    select: {per: post, within: unit, rank_by: office, ties: [service]}
"""
ELSEWHERE = """  a-head-from-elsewhere:
    for_each: post
    applies_to: office == post.office
    then: {act: post, for: term}
    select: {per: post, turn: last, rank_by: service}
"""
APPOINTING = """  appointed:
    for_each: post
    applies_to: office < post.office
    then: {appoint: post}
    select: {per: post, rank_by: performance}
"""
MONTHLY = ("acting", "service", "outcomes")


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """Holders of the unit act, for two terms at most."""
    return port_law(tmp_path, LAW)


def acting(record: Record) -> list[int]:
    """Return who acts in each post at the end."""
    return record.state.posts.acting.tolist()


def outcome(record: Record, name: str) -> list[float]:
    """Return an outcome of all, year by year."""
    rows = record.outcomes.query("outcome == @name and group == 'all'")
    return rows["value"].tolist()


def test_somebody_of_the_unit_acts_and_keeps_the_own_post(law: Law) -> None:
    """The deputy acts for the head, holds the own post still, and has a row with the vacancy."""
    record = simulate(empty(port(law, "acting"), 2), 1)
    assert acting(record) == [EMPTY, EMPTY, 3, EMPTY, EMPTY, EMPTY]
    assert record.state.people.post[3] == 3
    assert record.state.posts.vacant.tolist() == [False, False, True, False, False, False]
    (row,) = record.ledger.query("law == 'granted'").itertuples()
    assert (row.person, row.area, row.rule, row.actual) == (3, "acting", "within-the-unit", "done")
    assert row.cause == "post 2 vacant since 2026-01"


def test_the_law_ranks_who_may_act(law: Law) -> None:
    """For a deputy the head comes first; whoever is of no office is not asked."""
    record = simulate(empty(port(law, "acting"), 3), 1)
    assert acting(record)[3] == 2
    assert set(record.ledger["person"]) == {2}


def test_nobody_acts_in_two_posts(law: Law) -> None:
    """Where head and deputy of a unit are both gone, nobody there can act."""
    record = simulate(empty(port(law, "acting"), 2, 3), 3)
    assert acting(record) == [EMPTY] * 6


def test_a_rule_in_its_last_turn_reaches_beyond_the_unit(tmp_path: Path) -> None:
    """Where the unit has nobody, one from elsewhere acts, though that rule's name comes first."""
    law = port_law(tmp_path, LAW + ELSEWHERE)
    record = simulate(empty(port(law, "acting"), 2, 3), 1)
    assert acting(record)[2:4] == [0, 1]
    within = simulate(empty(port(law, "acting"), 2), 1)
    assert acting(within)[2] == 3


def test_the_term_is_renewed_up_to_the_limit(law: Law) -> None:
    """Three months and three months more; then the post is under nobody for a month."""
    record = simulate(empty(port(law, "acting"), 2), 12)
    rows = record.ledger.query("law == 'granted'")
    assert [day.month for day in rows["date"]] == [1, 4, 8, 11]
    assert set(rows["person"]) == {3}


def test_months_of_acting_are_counted_and_forgotten(law: Law) -> None:
    """The record counts the months of acting without a break, and none after it."""
    seen = []
    for months in (1, 3, 6, 7, 8, 9):
        record = simulate(empty(port(law, "acting"), 2), months)
        seen.append(int(record.state.people.record["time_acting"][3]))
    assert seen == [0, 2, 5, 0, 0, 1]


def test_without_a_term_one_acts_until_the_post_is_filled(tmp_path: Path) -> None:
    """A law that states no term lets the first acting head go on."""
    law = port_law(
        tmp_path, LAW.replace(", for: term", "").replace("term: {value: 3 months}, ", "")
    )
    record = simulate(empty(port(law, "acting"), 2), 30)
    assert acting(record)[2] == 3
    assert len(record.ledger.query("law == 'granted'")) == 1


def test_each_rule_has_its_own_term(tmp_path: Path) -> None:
    """Who acts under one rule has the term of that rule, though another gives a longer one."""
    shorter = ELSEWHERE.replace("for: term", "for: 1 month").replace("a-head", "z-head")
    law = port_law(tmp_path, LAW + shorter)
    posts = simulate(empty(port(law, "acting"), 2, 3, 4), 1).state.posts
    begun = posts.acting_until[posts.under_acting] - 2026 * 12
    assert posts.acting.tolist() == [EMPTY, EMPTY, 0, 1, 5, EMPTY]
    assert begun.tolist() == [1, 1, 3]


def test_the_appointed_takes_over(tmp_path: Path) -> None:
    """Once the post is held nobody acts in it, and the acting head's months are forgotten."""
    law = port_law(tmp_path, LAW + APPOINTING)
    waiting = {"appointment": "delay: 3 months"}
    world = empty(port(law, "acting", "appointment", settings=waiting), 2)
    before, after = simulate(world, 3), simulate(world, 4)
    assert acting(before)[2] == 3
    assert acting(after)[2] == EMPTY
    assert not after.state.posts.vacant[2]
    assert after.state.people.record["time_acting"][3] == 0


def test_who_leaves_acts_no_more(law: Law) -> None:
    """When the acting head leaves, the post is under nobody at once."""
    state = simulate(empty(port(law, "acting"), 2), 1).state
    leave(state, {"died": np.isin(state.people.ids, [3])})
    assert (state.posts.acting == EMPTY).all()
    check(state)


def test_whom_the_law_refuses_is_told(tmp_path: Path) -> None:
    """Who may not act has the failing clause in the ledger."""
    law = port_law(tmp_path, LAW.replace("time_acting < limit", "service >= 800 months"))
    record = simulate(empty(port(law, "acting"), 2), 2)
    (row,) = record.ledger.itertuples()
    assert (row.person, row.law, row.reason) == (3, "refused", "service >= 800 months")


def test_losers_are_outranked(tmp_path: Path) -> None:
    """Of two heads and two deputies who could act elsewhere, those not taken have a row."""
    law = port_law(tmp_path, LAW + ELSEWHERE)
    record = simulate(empty(port(law, "acting"), 2, 3), 1)
    lost = record.ledger.query("law == 'outranked'")
    assert lost["person"].tolist() == [4, 5]
    assert set(lost["reason"]) == {"another acts in the post"}


def test_a_bar_on_acting_costs_no_decision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the law takes acting from everybody, nobody is asked."""
    law = port_law(tmp_path, LAW + "  no-heads: {then: {bar: [act]}}\n")
    asked: list[str] = []
    monkeypatch.setattr(State, "decide", lambda self, area, *rest: asked.append(area))
    simulate(empty(port(law, "acting"), 2), 2)
    assert asked == []


def test_leaderless_months_are_empty_or_under_an_acting_head(law: Law) -> None:
    """The two parts add up to what the months without a holder are with nobody acting."""
    with_heads = simulate(empty(port(law, *MONTHLY), 2), 12)
    without = simulate(empty(port(law, "service", "outcomes"), 2), 12)
    assert outcome(with_heads, "leaderless_months") == outcome(without, "leaderless_months") == [12]
    assert outcome(with_heads, "acting_months") == [11]
    assert outcome(with_heads, "empty_months") == [1]
    assert outcome(without, "acting_months") == [0]


def test_an_acting_head_serves_better_than_nobody_and_worse_than_a_holder(law: Law) -> None:
    """Service lies between that of a held post and of an empty one, by the share relieved."""
    everybody = np.zeros(18 + 6)

    def service(world: World) -> float:
        for name in world.people.truth:
            world.people.truth[name] = everybody[: world.people.size].copy()
        return outcome(simulate(world, 12), "service_quality")[0]

    lasting = port_law(
        Path(law.files[0]).parent, LAW.replace("term: {value: 3", "term: {value: 60")
    )
    # The former head is one clerk too many for the places, and as good as all: service is even.
    held = service(port(lasting, *MONTHLY))
    led = service(empty(port(lasting, *MONTHLY), 2))
    nobody = service(empty(port(lasting, "service", "outcomes"), 2))
    assert nobody < led < held
    assert (held - led) / (held - nobody) == pytest.approx(1 - 0.4)


def test_off_is_exactly_without(tmp_path: Path) -> None:
    """Rules of acting that no system carries out change no outcome and no person."""
    with_rules, without = tmp_path / "one", tmp_path / "other"
    for folder in (with_rules, without):
        folder.mkdir()
    systems = ("appointment", "service", "outcomes")
    law = port_law(with_rules, LAW + APPOINTING)
    other = port_law(without, "rules:\n" + APPOINTING)
    one, two = (simulate(empty(port(each, *systems), 2, 5), 24) for each in (law, other))
    pd.testing.assert_frame_equal(one.outcomes, two.outcomes)
    pd.testing.assert_frame_equal(one.ledger, two.ledger)


def test_without_vacancies_on_is_off(law: Law) -> None:
    """While every post is held the system leaves everything as it is."""
    on, off = (simulate(port(law, *systems), 12) for systems in (MONTHLY, MONTHLY[1:]))
    pd.testing.assert_frame_equal(on.outcomes, off.outcomes)


def test_an_incumbent_has_the_advantage_of_practice(tmp_path: Path) -> None:
    """Where practice favours incumbents the acting head takes the post, against the order."""
    law = port_law(tmp_path, LAW + APPOINTING)

    def world(practice: Practice) -> World:
        waiting = {"appointment": "delay: 3 months"}
        made = port(law, "acting", "appointment", settings=waiting, practice=practice)
        made.people.record["performance"][3] = 0
        return empty(made, 2)

    lawful = simulate(world(Practice()), 4)
    favoured = simulate(world(Practice(incumbents=Fraction(1))), 4)
    assert lawful.state.posts.holder[2] != 3
    assert favoured.state.posts.holder[2] == 3
    rows = favoured.ledger.query("deviation == 'order'").set_index("law")
    assert (rows.loc["outranked", "person"], rows.loc["outranked", "actual"]) == (3, "done")
    assert rows.loc["granted", "person"] == lawful.state.posts.holder[2]


def test_incumbents_who_win_anyway_change_places(tmp_path: Path) -> None:
    """Acting heads who win equal posts by law take those in which they acted, all in order."""
    law = port_law(tmp_path, LAW + APPOINTING)
    waiting = {"appointment": "delay: 3 months"}
    practice = Practice(incumbents=Fraction(1))
    world = port(law, "acting", "appointment", settings=waiting, practice=practice)
    world.people.record["performance"][:6] = [0, 991, 0, 995, 0, 993]
    record = simulate(empty(world, 0, 2, 4), 4)
    assert record.state.posts.holder[[0, 2, 4]].tolist() == [1, 3, 5]
    assert record.ledger.query("deviation == 'order'").empty


def test_an_incumbent_must_be_eligible(tmp_path: Path) -> None:
    """Practice favours nobody whom the law does not find eligible."""
    law = port_law(tmp_path, LAW + APPOINTING.replace("office < post.office", "office == none"))
    waiting = {"appointment": "delay: 3 months"}
    practice = Practice(incumbents=Fraction(1))
    world = port(law, "acting", "appointment", settings=waiting, practice=practice)
    record = simulate(empty(world, 2), 4)
    assert record.state.posts.holder[2] not in (EMPTY, 3)
    assert record.ledger.query("deviation == 'order'").empty


@pytest.mark.parametrize(
    "broken",
    [
        lambda posts: posts.entrust(np.array([0]), np.array([3]), np.array([99_999])),
        lambda posts: posts.entrust(np.array([2, 4]), np.array([3, 3]), np.array([99_999] * 2)),
        lambda posts: posts.entrust(np.array([2]), np.array([777]), np.array([99_999])),
    ],
    ids=["in a held post", "in two posts", "after leaving"],
)
def test_what_cannot_be_is_noticed(law: Law, broken: object) -> None:
    """A post that is held, two posts at once, or a person who is gone stop the run."""
    state = empty(port(law, "acting"), 2, 4).state()
    broken(state.posts)  # type: ignore[operator]
    with pytest.raises(RunError, match="acts in a post"):
        check(state)


class Upset:
    """A system that lets people leave by lot and looks, every month, at what must hold."""

    name = "upset"
    assumptions = ()

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Let people leave in the phase of exits, and look at the month's end."""
        calendar.every(Phase.EXITS, partial(self.leave, state))
        calendar.every(Phase.CLOSE, partial(self.look, state))

    def leave(self, state: State) -> None:
        """Let one in thirty leave."""
        lots = state.chance.uniform("upset", state.people.keys, state.month)
        leave(state, {"left": lots < 1 / 30})

    def look(self, state: State) -> None:
        """A post has one holder or one acting head at most, who acts nowhere else."""
        check(state)
        posts = state.posts
        assert not (posts.under_acting & ~posts.vacant).any()
        heads = posts.acting[posts.under_acting]
        assert len(np.unique(heads)) == len(heads)
        assert (posts.acting_until[posts.under_acting] > state.month).all()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 2**31),
    delay=st.integers(0, 5),
    incumbents=st.fractions(0, 1, max_denominator=4),
)
def test_posts_and_heads_are_conserved(
    tmp_path_factory: pytest.TempPathFactory, seed: int, delay: int, incumbents: Fraction
) -> None:
    """Under any luck and practice nobody acts twice, in a held post, after the term or the exit."""
    law = port_law(tmp_path_factory.mktemp("port"), LAW + ELSEWHERE + APPOINTING)
    world = port(
        law,
        "acting",
        "appointment",
        seed=seed,
        practice=Practice(incumbents=incumbents),
        settings={"appointment": f"delay: {delay} months"},
    )
    world = replace(world, systems=(*world.systems, Upset()))
    swapped = replace(world, systems=world.systems[::-1])
    one, other = simulate(empty(world, 2, 3), 30), simulate(swapped, 30)
    pd.testing.assert_frame_equal(one.ledger, other.ledger)
