"""Counts of the year, in all and by group, and the exact sums behind them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.simulation.books.flows import Flows
from policy_sim.simulation.measures.sums import MILLIONTHS, sums_by_part, whole

RECORD = {"sex": np.array([0, 1, 1, 0], np.int8), "zone": np.array([2, 0, 2, 2], np.int8)}


def flows() -> Flows:
    """Return flows by sex (2 values) and zone (3 values)."""
    return Flows({"zone": 3, "sex": 2})


def rows(*positions: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return positions of people."""
    return np.array(positions, dtype=np.int64)


def test_people_are_counted_once_in_each_grouping() -> None:
    """Three people of whom one is counted twice: the groups of each grouping add up to four."""
    counted = flows()
    counted.count("hired", RECORD, rows(0, 1))
    counted.count("hired", RECORD, rows(1, 3))
    assert counted.total("hired") == 4
    assert counted.by_group("hired", "sex").tolist() == [2, 2]
    assert counted.by_group("hired", "zone").tolist() == [2, 0, 2]


def test_asking_between_counts_changes_nothing() -> None:
    """What is counted after groups were asked for is added to them; a year begins at nothing."""
    counted = flows()
    counted.count("hired", RECORD, rows(0, 1))
    assert counted.by_group("hired", "sex").tolist() == [1, 1]
    counted.count("hired", RECORD, rows(2))
    assert counted.by_group("hired", "sex").tolist() == [1, 2]
    counted.count("hired", RECORD, rows(3))
    counted.new_year()
    assert counted.by_group("hired", "sex").tolist() == [0, 0]


def test_what_is_expected_is_known_before_anybody_is_counted() -> None:
    """A kind that nobody falls under this year is a kind of it, with the count 0."""
    counted = flows()
    counted.count("hired", RECORD, rows(0))
    counted.expect("hired", "retired")
    assert set(counted.kinds) == {"hired", "retired"}
    assert (counted.total("hired"), counted.total("retired")) == (1, 0)


def test_amounts_are_added_by_group() -> None:
    """Rupiah of three people: 5 and 7 to the men, 11 to a woman of the third zone."""
    counted = flows()
    counted.add("pay", RECORD, rows(1, 2, 3), np.array([5, 7, 11]))
    assert counted.total("pay") == 23
    assert counted.by_group("pay", "sex").tolist() == [11, 12]
    assert counted.by_group("pay", "zone").tolist() == [5, 0, 18]


def test_sums_are_added_as_they_stand() -> None:
    """What another book has added up by group is taken over, month after month."""
    counted = flows()
    sums = {"sex": np.array([3, 4]), "zone": np.array([7, 0, 0])}
    counted.add_sums("paid", 7, sums)
    counted.add_sums("paid", 7, sums)
    assert counted.total("paid") == 14
    assert counted.by_group("paid", "sex").tolist() == [6, 8]
    assert sums["sex"].tolist() == [3, 4]


def test_a_tally_falls_to_no_group() -> None:
    """Places by lot are counted in all; every group of them is nought."""
    counted = flows()
    counted.tally("lots", 3)
    counted.tally("lots", 4)
    assert counted.total("lots") == 7
    assert counted.by_group("lots", "zone").tolist() == [0, 0, 0]


def test_what_was_never_counted_is_nought() -> None:
    """No system need say that nothing happened."""
    assert flows().total("hired") == 0
    assert flows().by_group("hired", "sex").tolist() == [0, 0]
    assert sorted(flows().kinds) == []


def test_a_new_year_forgets_counts_but_not_groupings() -> None:
    """On 1 January everything begins at nought, in the same groups, which ascend by name."""
    counted = flows()
    counted.count("retired", RECORD, rows(0))
    counted.tally("hired", 1)
    assert sorted(counted.kinds) == ["hired", "retired"]
    counted.new_year()
    assert sorted(counted.kinds) == []
    assert counted.by_group("retired", "sex").tolist() == [0, 0]
    assert list(counted.groups.items()) == [("sex", 2), ("zone", 3)]


def test_what_is_handed_out_is_a_copy() -> None:
    """Whoever changes the counts that were given changes nothing here."""
    counted = flows()
    counted.count("hired", RECORD, rows(0))
    counted.by_group("hired", "sex")[:] = 99
    assert counted.by_group("hired", "sex").tolist() == [1, 0]


def test_nobody_is_counted_without_a_trace() -> None:
    """Counting nobody makes the kind known, with noughts."""
    counted = flows()
    counted.count("hired", RECORD, rows())
    counted.add("pay", RECORD, rows(), np.empty(0, np.int64))
    assert (counted.total("hired"), counted.total("pay")) == (0, 0)
    assert sorted(counted.kinds) == ["hired", "pay"]


amounts = st.lists(st.tuples(st.integers(0, 4), st.integers(-(2**44), 2**44)), max_size=40)


@settings(max_examples=50)
@given(amounts)
def test_sums_by_part_are_those_of_adding_one_by_one(pairs: list[tuple[int, int]]) -> None:
    """Forty amounts of up to 2^44 each are added without losing a unit, in any order."""
    parts = np.array([part for part, _ in pairs], dtype=np.int64)
    values = np.array([value for _, value in pairs], dtype=np.int64)
    exact: Counter[int] = Counter()
    for part, value in pairs:
        exact[part] += value
    assert sums_by_part(parts, values, 5).tolist() == [exact[part] for part in range(5)]
    assert sums_by_part(parts[::-1], values[::-1], 5).tolist() == [exact[p] for p in range(5)]


@pytest.mark.parametrize(
    ("trait", "millionths"),
    [(1.0, MILLIONTHS), (-0.5, -500_000), (1.4e-6, 1), (1.6e-6, 2), (-1.6e-6, -2), (0.0, 0)],
)
def test_traits_in_whole_millionths(trait: float, millionths: int) -> None:
    """A trait is brought to the nearest millionth, on both sides of nought."""
    assert whole(np.array([trait])).tolist() == [millionths]
