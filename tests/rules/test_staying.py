"""Those who stay: everybody keeps what is theirs, and only the last move."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.rules.staying import Staying

KINDS = [np.int8, np.int16, np.int32, np.int64, np.uint64, np.float64]
FLAGS = st.lists(st.booleans(), max_size=70)


@given(FLAGS, st.integers(0, 2**32))
@pytest.mark.parametrize("kind", KINDS)
def test_columns_lose_what_leavers_had_and_nothing_else(
    kind: type[np.generic], leaving: list[bool], seed: int
) -> None:
    """Everybody, nobody or some may leave; a column and a table of columns move alike."""
    gone = np.array(leaving, dtype=np.bool_)
    column = np.random.default_rng(seed).integers(0, 100, len(gone)).astype(kind)
    staying, kept = Staying(gone), sorted(column[~gone].tolist())
    table = np.stack([column, column])
    moved = staying.of(column)
    assert moved.dtype == kind
    assert sorted(moved.tolist()) == kept
    assert staying.of(table).tolist() == [moved.tolist()] * 2
    assert staying.size == len(kept)


@given(FLAGS)
def test_nobody_moves_but_from_beyond_the_end_into_a_gap(leaving: list[bool]) -> None:
    """Who stays keeps the row, unless there are no longer so many; then it is a leaver's."""
    gone = np.array(leaving, dtype=np.bool_)
    staying = Staying(gone)
    rows = staying.of(np.arange(len(gone)))
    for now, before in enumerate(rows.tolist()):
        assert now == before or (before >= staying.size and gone[now])


@given(FLAGS)
def test_rows_are_found_where_they_have_gone(leaving: list[bool]) -> None:
    """Of some rows, given in any order, those of people who stay lead to the same people."""
    gone = np.array(leaving, dtype=np.bool_)
    staying, before = Staying(gone), np.arange(len(gone))[::-1]
    people = staying.of(np.arange(len(gone)))
    assert people[staying.rows(before)].tolist() == before[~gone[before]].tolist()
