"""Transfers: who moves, from where, where to, and what nobody may be moved into."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.errors import RunError
from policy_sim.policy.law import Law
from policy_sim.simulation.entry.staffing import staff
from policy_sim.simulation.practices.practice import Practice
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.simulation.transfers import Imbalance, imbalance
from posts_world import port, port_law, port_of

LAW = """
rules:
  redistribution:
    applies_to: office == none
    when: time_in_office >= 2 years
    then: transfer
    select: {within: unit, rank_by: performance}
"""
UNEVEN = ((6, 2), (1, 2), (3, 2))
"""Two clerks too many in the first unit; three lacking in the second, one in the third."""

JANUARY = {"transfers": "months: [1]"}
LEVELLING = {"transfers": "{months: [1], donors: better_staffed}"}


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """Staff of two years in their unit may be moved, the best performers first."""
    return port_law(tmp_path, LAW)


def heads(record: Record) -> list[list[int]]:
    """Return the staff by unit and family at the end."""
    return staff(record.state.people, (3, 2)).tolist()


def moved(record: Record) -> list[int]:
    """Return who was moved."""
    return sorted(record.ledger.query("area == 'transfer' and actual == 'done'")["person"])


def uneven(law: Law, **changed: object) -> World:
    """Return the uneven port, in which transfers alone happen, each January."""
    given = {"settings": JANUARY, "heads": UNEVEN, **changed}
    return port(law, "transfers", **given)  # type: ignore[arg-type]


def test_what_is_above_the_establishment_goes_where_most_is_lacking(law: Law) -> None:
    """The two supernumerary clerks go to the unit that lacks three of four, guards stay."""
    record = simulate(uneven(law), 1)
    assert heads(record) == [[4, 2], [3, 2], [3, 2]]
    rows = record.ledger.query("area == 'transfer'")
    assert set(rows["cause"]) == {"lacking in unit 1"}
    assert set(rows["rule"]) == {"redistribution"}


def test_the_law_says_who_goes_first(law: Law) -> None:
    """The best performers among the clerks of the unit are moved."""
    world = uneven(law)
    record = world.people.record
    clerks = np.flatnonzero(
        (record["unit"] == 0) & (record["family"] == 0) & (world.people.post < 0)
    )
    best = clerks[np.argsort(-record["performance"][clerks])[:2]]
    assert moved(simulate(world, 1)) == sorted(best.tolist())


def test_the_law_says_who_may_not_go(tmp_path: Path, law: Law) -> None:
    """Who has been in the unit for less than two years stays; varied from the document alone."""
    world = uneven(law)
    world.people.record["time_in_office"][world.people.post < 0] = 23
    assert moved(simulate(world, 1)) == []
    looser = port_law(tmp_path, LAW.replace("2 years", "1 year"))
    world = uneven(looser)
    world.people.record["time_in_office"][world.people.post < 0] = 23
    assert len(moved(simulate(world, 1))) == 2


def test_a_move_changes_unit_zone_and_time_there(law: Law) -> None:
    """Unit and zone are the new ones, the time in the post begins anew, and nothing else moves."""
    world = uneven(law, heads=((6, 2), (4, 2), (1, 2)))
    record = simulate(world, 1)
    people, rows = record.state.people, moved(record)
    assert people.record["unit"][rows].tolist() == [2, 2]
    assert people.record["zone"][rows].tolist() == [1, 1]
    assert people.record["time_in_office"][rows].tolist() == [1, 1]
    others = np.setdiff1d(np.arange(people.size), rows)
    assert (people.record["unit"][others] == world.people.record["unit"][others]).all()
    assert (people.post == world.people.post).all()


def test_nobody_is_moved_twice_within_two_years(law: Law) -> None:
    """The protection of the law holds after a move as well."""
    world = uneven(law)
    rows = moved(simulate(world, 1))
    again = moved(simulate(world, 25))
    assert again == rows


def test_being_moved_costs_motivation(law: Law) -> None:
    """Who is moved loses what the assumption says, once; the others nothing."""
    world = uneven(law)
    record = simulate(world, 12)
    lost = world.people.truth["motivation"] - record.state.people.truth["motivation"]
    rows = moved(record)
    assert lost[rows] == pytest.approx([0.25, 0.25])
    assert np.count_nonzero(lost) == 2


def test_above_the_establishment_only_if_nothing_else_is_said(law: Law) -> None:
    """A unit that lacks fewer than another gives nobody, unless the better staffed are donors."""
    short = ((4, 2), (1, 2), (1, 2))
    assert moved(simulate(uneven(law, heads=short), 1)) == []
    record = simulate(uneven(law, heads=short, settings=LEVELLING), 1)
    assert heads(record) == [[2, 2], [2, 2], [2, 2]]


def test_supernumeraries_go_before_the_better_staffed() -> None:
    """Where fewer are lacked than could be given, what is above the establishment goes first."""
    found = Imbalance(
        above=np.array([[3], [2], [0]]),
        surplus=np.array([[0], [2], [0]]),
        below=np.array([[0], [0], [3]]),
        places=np.array([[9], [1], [9]]),
    )
    assert found.giving().tolist() == [[1], [2], [0]]


def test_a_share_of_the_imbalance(law: Law) -> None:
    """Half of two is one; a share of nothing moves nobody."""
    half = {"transfers": "{months: [1], share: 50%}"}
    assert len(moved(simulate(uneven(law, settings=half), 1))) == 1
    none = {"transfers": "{months: [1], share: 0%}"}
    assert moved(simulate(uneven(law, settings=none), 1)) == []


def test_transfers_happen_in_their_months(law: Law) -> None:
    """Without a month stated it is July."""
    record = simulate(uneven(law, settings={}), 12)
    assert {day.month for day in record.ledger["date"]} == {7}


def test_who_is_still_to_come_fills_a_place(law: Law) -> None:
    """A place that is promised to a newcomer is not lacking."""
    state = uneven(law).state()
    before = imbalance(state, better_staffed=False)
    assert before.below[:, 0].tolist() == [0, 3, 1]
    from policy_sim.simulation.state import Arrival

    newcomers = state.people.take(np.array([13, 14]))
    newcomers.record["unit"][:] = 1
    newcomers.post[:] = -1
    state.arrivals.append(Arrival(state.month + 5, state.month, newcomers, np.zeros(2, np.int64)))
    families = newcomers.record["family"]
    assert imbalance(state, better_staffed=False).below[1, 0] == 3 - (families == 0).sum()


def test_a_rule_may_name_the_unit(tmp_path: Path) -> None:
    """A transfer to a unit that the law names goes there, whoever lacks more."""
    law = port_law(tmp_path, LAW.replace("then: transfer", "then: {transfer: 2}"))
    assert heads(simulate(uneven(law), 1)) == [[4, 2], [1, 2], [5, 2]]
    unknown = port_law(tmp_path, LAW.replace("then: transfer", "then: {transfer: 9}"))
    with pytest.raises(RunError, match="unit 9; the last one is 2"):
        simulate(uneven(unknown), 1)


def test_practice_may_leave_transfers_undone(law: Law) -> None:
    """Undone in full, nobody moves, and the ledger says that it was granted."""
    record = simulate(uneven(law, practice=Practice(undone={"transfer": Fraction(1)})), 1)
    assert heads(record) == [list(row) for row in UNEVEN]
    rows = record.ledger.query("area == 'transfer'")
    assert set(zip(rows["law"], rows["actual"], rows["deviation"], strict=True)) == {
        ("granted", "not_done", "compliance")
    }


def test_a_bar_holds(tmp_path: Path) -> None:
    """Who is barred from transfers stays."""
    bar = "  settled: {when: performance >= 0 points, then: {bar: [transfer]}}\n"
    assert moved(simulate(uneven(port_law(tmp_path, LAW + bar)), 1)) == []


def test_off_is_exactly_without(tmp_path: Path) -> None:
    """Rules of transfer that no system carries out change nothing; switched on they do."""
    folders = [tmp_path / name for name in ("with", "without")]
    for folder in folders:
        folder.mkdir()
    empty_law = "rules:\n  leaves: {when: service > 890 months, then: retire}\n"
    laws = port_law(folders[0], LAW), port_law(folders[1], empty_law)
    off = [simulate(port(law, "service", "outcomes", heads=UNEVEN), 24) for law in laws]
    pd.testing.assert_frame_equal(off[0].outcomes, off[1].outcomes)
    on = simulate(port(laws[0], "service", "outcomes", "transfers", heads=UNEVEN), 24)
    counted = on.outcomes.query("outcome == 'transfers' and group == 'all'")["value"]
    assert counted.tolist() == [2, 0]
    without_rules = simulate(port(laws[1], "service", "outcomes", "transfers", heads=UNEVEN), 24)
    pd.testing.assert_frame_equal(without_rules.outcomes, off[0].outcomes)


grids = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 5)), min_size=3, max_size=3)


@settings(max_examples=25, deadline=None)
@given(
    places=grids,
    stock=grids,
    share=st.integers(0, 100),
    better=st.booleans(),
    seed=st.integers(0, 2**31),
)
def test_heads_are_conserved_and_no_unit_is_filled_beyond_its_places(
    tmp_path_factory: pytest.TempPathFactory,
    places: list[tuple[int, int]],
    stock: list[tuple[int, int]],
    share: int,
    better: bool,
    seed: int,
) -> None:
    """Nobody appears or vanishes, families stay, and no unit takes more than it has places for.

    Where the establishment alone gives, no unit with a place to fill loses anybody; what is
    above or below in all never grows.
    """
    law = port_law(tmp_path_factory.mktemp("port"), LAW)
    donors = "better_staffed" if better else "above_establishment"
    told = {"transfers": f"{{months: [1], share: {share}%, donors: {donors}}}"}
    world = port(
        law, "transfers", heads=stock, organisation=port_of(places), seed=seed, settings=told
    )
    before, room = np.array(stock), np.array(places)
    after = np.array(heads(simulate(world, 1)))
    assert (after.sum(axis=0) == before.sum(axis=0)).all()
    assert (after[after > before] <= room[after > before]).all()
    if not better:
        assert (after[after < before] >= room[after < before]).all()
    unfilled = [np.maximum(room - each, 0).sum() for each in (before, after)]
    assert unfilled[1] <= unfilled[0]
