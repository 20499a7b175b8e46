"""Lateral moves, protection in office, freeze windows and batches of appointments."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from policy_sim.policy.law import Law
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.simulation.contests.openings import Openings
from policy_sim.simulation.posts import EMPTY
from policy_sim.simulation.simulate import Record, simulate
from posts_world import HEAD, REGISTER, empty, port, port_law

RISING = """
  a-rise:
    for_each: post
    applies_to: office == one_below(post.office) and office < post.office
    then: {appoint: post}
    select: {per: post, rank_by: performance}
"""
ROTATION = """
  rotation:
    for_each: post
    applies_to: office == post.office and office != none
    when: time_in_office >= least_term
    then: {appoint: post}
    select: {per: post, turn: first, rank_by: "min(time_in_office, longest_term)", ties: [service]}
"""
TERMS = "parameters: {least_term: {value: 2 years}, longest_term: {value: 5 years}}\n"
MORALE = {
    **REGISTER,
    "injustice_motivation": 0.0,
    "motivation_persistence": 0.7,
    "rise_motivation": 0.2,
}
ROTATING = TERMS + "rules:" + ROTATION + RISING


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """A vacant post goes to a holder of an equal one, and if there is none to one from below."""
    return port_law(tmp_path, ROTATING)


def moves(record: Record) -> list[tuple[int, int]]:
    """Return who was appointed to which post, in the order of the posts."""
    done = record.ledger.query("area == 'appointment' and actual == 'done'")
    posts = done["cause"].astype(str).str.split().str[1].astype(int)
    return sorted(zip(posts, done["person"], strict=True))


def outcome(record: Record, name: str) -> float:
    """Return the first year's outcome of all."""
    rows = record.outcomes.query("outcome == @name and group == 'all'")
    return float(rows["value"].iloc[0])


def test_a_chain_of_moves_runs_on_within_the_month(law: Law) -> None:
    """A head moves, the head whose turn is next takes that post, until one rises from below.

    Then the deputies do the same, and last of all a member of staff becomes a deputy.
    """
    record = simulate(empty(port(law, "appointment", "outcomes"), 0), 1)
    posts = record.state.posts
    assert not posts.vacant.any()
    heads, deputies = posts.holder[::2].tolist(), posts.holder[1::2].tolist()
    assert heads[:2] == [2, 4]
    assert set(heads[2:]) <= {1, 3, 5}
    assert len(set(deputies) - {1, 3, 5}) == 1
    assert len(moves(record)) == 6


def test_lateral_moves_are_counted_apart_from_rises(law: Law) -> None:
    """Both are appointments; a move to an equal post is no rise."""
    record = simulate(empty(port(law, "appointment", "outcomes"), 0), 12)
    counted = [outcome(record, n) for n in ("appointments", "lateral_moves", "rises_in_office")]
    assert counted[0] == counted[1] + counted[2] == 6
    assert counted[1] >= 2


def test_with_a_delay_each_move_waits(law: Law) -> None:
    """With a delay of two months the chain takes two months a step."""
    world = port(law, "appointment", settings={"appointment": "delay: 2 months"})
    record = simulate(empty(world, 0), 5)
    dates = record.ledger.query("area == 'appointment' and actual == 'done'")["date"]
    assert [day.month for day in dates] == [3, 5]


def test_nobody_is_moved_before_the_term(law: Law) -> None:
    """A head of twenty-three months stays; the reason is the clause of protection."""
    world = port(law, "appointment")
    world.people.record["time_in_office"][[2, 4]] = 23
    record = simulate(empty(world, 0), 1)
    assert record.state.posts.holder[[2, 4]].tolist() == [2, 4]
    refused = record.ledger.query("law == 'refused' and rule == 'rotation'").set_index("person")
    assert set(refused.loc[[2, 4], "reason"]) == {"time_in_office >= least_term"}
    later = port(law, "appointment")
    later.people.record["time_in_office"][[2, 4]] = 24
    assert simulate(empty(later, 0), 1).state.posts.holder[0] in (2, 4)


def test_terms_are_varied_from_the_document(tmp_path: Path) -> None:
    """With ten years of protection nobody rotates, and the post goes to a deputy."""
    law = port_law(tmp_path, ROTATING.replace("2 years", "10 years"))
    record = simulate(empty(port(law, "appointment"), 0), 1)
    assert record.state.posts.holder[2] == 2
    assert record.state.posts.holder[0] in (1, 3, 5)


def test_a_move_restarts_the_time_in_the_post_and_not_at_the_level(law: Law) -> None:
    """Who moves to an equal post is new there and as experienced as before; who rises is not."""
    world = empty(port(law, "appointment"), 0)
    before = world.people.record["time_in_level"].copy()
    record = simulate(world, 1).state.people.record
    assert (record["time_in_office"][2], record["time_in_level"][2]) == (1, before[2] + 1)
    risen = [person for person in (1, 3, 5) if record["office"][person] == HEAD]
    assert record["time_in_level"][risen].tolist() == [1]


def test_a_move_is_no_rise_for_motivation(tmp_path: Path) -> None:
    """Who moved to an equal post is as motivated as if nobody rotated; who rose is more so."""
    law = port_law(tmp_path, ROTATING)
    moved = [
        simulate(empty(port(each, "appointment", "behaviour", register=MORALE), 0), 12).state
        for each in (law, port_law(tmp_path, "rules:" + RISING))
    ]
    lifted = moved[0].people.truth["motivation"] - moved[1].people.truth["motivation"]
    assert lifted[2] == 0
    assert moved[0].posts.holder[0] == 2
    risen = {int(p) for p in np.flatnonzero(moved[0].people.record["time_in_level"] == 12)}
    assert risen
    assert 2 not in risen


def test_the_turn_decides_and_not_the_name(tmp_path: Path) -> None:
    """Without a turn the rules go by name, and the deputy rises before a head can move."""
    law = port_law(tmp_path, ROTATING.replace("turn: first, ", ""))
    record = simulate(empty(port(law, "appointment"), 0), 1)
    assert record.state.posts.holder[0] in (1, 3, 5)
    last = port_law(tmp_path, ROTATING.replace("turn: first", "turn: last").replace("a-rise", "z"))
    record = simulate(empty(port(last, "appointment"), 0), 1)
    assert record.state.posts.holder[0] in (1, 3, 5)


def test_a_cap_leaves_the_rest_to_rises(tmp_path: Path) -> None:
    """With at most one post a year for rotation the chain breaks after one move."""
    capped = ROTATING.replace(
        "ties: [service]}", "ties: [service], cap: {count: 1, counted: year}}"
    )
    record = simulate(empty(port(port_law(tmp_path, capped), "appointment", "outcomes"), 0), 12)
    assert outcome(record, "lateral_moves") == 1


FROZEN = """
parameters:
  frozen: {values: {1900-01-01: no, 2026-03-01: yes, 2026-07-01: no}}
  consent: {value: 4 months}
rules:
  freeze: {for_each: post, when: [frozen, post.vacant_months < consent], then: {bar: [appoint]}}
"""


def freezing(folder: Path, text: str = FROZEN) -> Law:
    """Return a law under which posts are filled from below, but for a window."""
    return port_law(folder, text + RISING)


BLANKET = """
parameters:
  frozen: {values: {1900-01-01: no, 2026-03-01: yes, 2026-07-01: no}}
rules:
  freeze: {when: frozen, then: {bar: [appoint]}}
"""


def first_done(record: Record) -> tuple[int, int]:
    """Return the month of the first appointment, and who was appointed."""
    row = record.ledger.query("actual == 'done'").iloc[0]
    return row["date"].month, row["person"]


def test_nobody_is_appointed_in_a_window(tmp_path: Path) -> None:
    """What would open in the window waits for its end, and then goes to the same person."""
    law, waiting = freezing(tmp_path, BLANKET), {"appointment": "delay: 3 months"}
    late = simulate(empty(port(law, "appointment", settings=waiting), 0), 12)
    early = simulate(empty(port(law, "appointment"), 0), 12)
    assert first_done(late) == (7, first_done(early)[1])
    assert first_done(early)[0] == 1


def test_consent_comes_for_posts_that_stand_empty_long(tmp_path: Path) -> None:
    """In the window a post is filled once it has been vacant for as long as consent takes."""
    world = port(freezing(tmp_path), "appointment", settings={"appointment": "delay: 2 months"})
    record = simulate(empty(world, 0), 12)
    assert record.ledger.query("actual == 'done'")["date"].iloc[0].month == 5


def test_who_is_barred_is_told_once(tmp_path: Path) -> None:
    """Whoever would be considered has one row, barred by the freeze, when the post opens."""
    world = port(freezing(tmp_path), "appointment", settings={"appointment": "delay: 3 months"})
    record = simulate(empty(world, 0), 4)
    barred = record.ledger.query("law == 'barred'")
    assert sorted(barred["person"]) == [1, 3, 5]
    assert set(barred["reason"]) == {"barred by freeze"}
    assert {day.month for day in barred["date"]} == {4}


@pytest.mark.parametrize(("ledger", "asked"), [("none", []), ("all", [3])])
def test_a_barred_month_costs_no_decision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ledger: str, asked: list[int]
) -> None:
    """Nobody is asked while all are barred, but when the post opens and a ledger is kept."""
    months: list[int] = []
    original = Openings.decide

    def counted(self: Openings, *rest: object) -> object:
        months.append(self.state.month % 12 + 1)
        return original(self, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Openings, "decide", counted)
    law = freezing(tmp_path, FROZEN.replace("2026-03-01", "2026-02-01"))
    world = port(
        law,
        "appointment",
        settings={"appointment": "delay: 2 months"},
        keeping=Keeping(ledger),
    )
    simulate(empty(world, 0), 4)
    assert months == asked


def test_the_ledger_changes_no_decision(tmp_path: Path) -> None:
    """With and without a ledger the same people hold the same posts."""
    kept = [
        simulate(empty(port(freezing(tmp_path), "appointment", keeping=each), 0, 3), 12)
        for each in (Keeping.ALL, Keeping.NONE)
    ]
    assert kept[0].state.posts.holder.tolist() == kept[1].state.posts.holder.tolist()


def test_an_exception_for_some_is_asked_for(tmp_path: Path) -> None:
    """A freeze that an exception overrides for some people does not keep these from the post."""
    exempt = "  exempt: {when: performance >= 59 points, then: nothing, overrides: [freeze]}\n"
    law = freezing(tmp_path, FROZEN.replace("2026-03-01", "2026-01-01") + exempt)
    world = port(law, "appointment")
    world.people.record["performance"][:6] = [500, 500, 500, 590, 500, 500]
    record = simulate(empty(world, 0), 1)
    assert record.state.posts.holder[0] == 3


def test_a_window_is_moved_from_the_document(tmp_path: Path) -> None:
    """With the window a year later the post is filled when it opens."""
    law = freezing(tmp_path, FROZEN.replace("2026-0", "2027-0"))
    record = simulate(
        empty(port(law, "appointment", settings={"appointment": "delay: 3 months"}), 0), 12
    )
    assert record.ledger.query("actual == 'done'")["date"].iloc[0].month == 4


def test_a_window_can_be_by_months_of_the_year(tmp_path: Path) -> None:
    """A bar by the month of the year holds for all and ends with the month."""
    monthly = "rules:\n  no-spring: {when: today.month in 1..3, then: {bar: [appoint]}}\n"
    record = simulate(empty(port(freezing(tmp_path, monthly), "appointment"), 0), 12)
    assert record.ledger.query("actual == 'done'")["date"].iloc[0].month == 4


def test_a_bar_that_reads_people_is_no_bar_for_all(tmp_path: Path) -> None:
    """Only who is concerned is barred; another takes the post."""
    some = "rules:\n  not-the-old: {when: service > 155 months, then: {bar: [appoint]}}\n"
    world = port(freezing(tmp_path, some), "appointment")
    world.people.record["service"][[1, 3, 5]] = [160, 150, 156]
    record = simulate(empty(world, 0), 1)
    assert record.state.posts.holder[0] == 3


def test_a_route_of_its_own_takes_its_own_time(tmp_path: Path) -> None:
    """A rule may ask for months of vacancy: the open selection takes three, the pool none."""
    text = """rules:
  open-selection:
    for_each: post
    applies_to: office == none and post.vacant_months >= 3 months
    then: {appoint: post}
    select: {per: post, turn: last, rank_by: performance}
  pool:
    for_each: post
    applies_to: office == one_below(post.office) and office < post.office
    when: performance >= 60 points
    then: {appoint: post}
    select: {per: post, rank_by: performance}
"""
    law = port_law(tmp_path, text)
    slow, fast = port(law, "appointment"), port(law, "appointment")
    slow.people.record["performance"][:] = 500
    fast.people.record["performance"][:] = 600
    dates = [
        simulate(empty(world, 0), 6).ledger.query("actual == 'done'")["date"].iloc[0].month
        for world in (slow, fast)
    ]
    assert dates == [4, 1]


def test_a_batch_waits_until_it_is_large_enough(law: Law) -> None:
    """With batches of a third of the posts nobody is appointed before two of six are open."""
    batch = {"appointment": "batch: 33%"}
    one = simulate(empty(port(law, "appointment", settings=batch), 1), 3)
    assert one.state.posts.holder[1] == EMPTY
    two = simulate(empty(port(law, "appointment", settings=batch), 1, 3), 1)
    assert not two.state.posts.vacant.any()
    none = simulate(empty(port(law, "appointment"), 1), 1)
    assert not none.state.posts.vacant.any()


def test_supernumeraries_keep_their_place_and_nobody_joins_them(tmp_path: Path) -> None:
    """A unit above its establishment gets no newcomer, though another place is filled."""
    law = port_law(
        tmp_path, "rules:\n  entry: {then: {hire: none}, select: {rank_by: performance}}\n"
    )
    world = port(law, "recruitment", heads=((6, 2), (1, 2), (4, 2)))
    record = simulate(world, 1)
    people = record.state.people
    clerks = (people.record["family"] == 0) & (people.post < 0)
    assert np.bincount(people.record["unit"][clerks]).tolist() == [6, 4, 4]


def test_order_of_systems_and_chunks_change_nothing(law: Law) -> None:
    """The same ledger comes out whatever the size of chunks."""
    ledgers = [
        simulate(empty(port(law, "appointment", chunk=chunk), 0, 3), 6).ledger
        for chunk in (5, 65_536)
    ]
    pd.testing.assert_frame_equal(*ledgers)
