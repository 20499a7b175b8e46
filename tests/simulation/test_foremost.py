"""The foremost: who wins is who would win if everybody were put in order."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.rules.allocation import Competition, allocate
from policy_sim.simulation.contests.foremost import foremost

cases = st.integers(0, 25).flatmap(
    lambda size: st.tuples(
        st.integers(0, 27),
        *(st.lists(st.integers(-3, most), min_size=size, max_size=size) for most in (3, 2, 5)),
    )
)


@given(cases)
def test_the_winners_are_those_of_the_allocation(case: tuple[int, list[int], ...]) -> None:
    """By score, tie, lot and id, for any number of seats; and as many decided by lot."""
    seats, *columns = case
    score, tie, lot = (np.array(column, dtype=np.int64) for column in columns)
    people = np.arange(len(score))[::-1].copy()
    lots = (lot + 4.0) / 10.0
    won, by_lot = foremost(seats, (score, tie), lots.__getitem__, people)
    ordered = allocate(Competition(seats, people, score, lots, (tie,)))
    assert won.tolist() == ordered.won.tolist()
    assert by_lot == ordered.lots_used


def test_no_seats_and_more_seats_than_people() -> None:
    """Nobody wins nothing; with room for all everybody wins, and no lot is needed."""
    score, lots, people = np.zeros(3, np.int64), np.array([0.5, 0.1, 0.9]), np.arange(3)
    assert foremost(0, (score,), lots.__getitem__, people)[0].tolist() == [False] * 3
    assert foremost(3, (score,), lots.__getitem__, people)[0].all()
    assert foremost(3, (score,), lots.__getitem__, people)[1] == 0


def test_the_lot_alone_decides_between_equals() -> None:
    """Of three equals the smallest lot goes first, and is told as one by lot."""
    score, lots = np.zeros(3, np.int64), np.array([0.5, 0.1, 0.9])
    won, by_lot = foremost(1, (score,), lots.__getitem__, np.arange(3))
    assert (won.tolist(), by_lot) == ([False, True, False], 1)
