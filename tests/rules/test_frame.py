"""Columns: how wide they are, and what is kept once because it is the same for all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.rules.frame import (
    narrowed,
    narrowest,
    number_of,
    same_for_all,
    taken,
    uniform,
)

WHOLE = st.integers(-(2**62), 2**62)


@given(st.lists(WHOLE, min_size=1))
def test_narrowing_changes_no_integer(values: list[int]) -> None:
    """The smallest type that holds all, and none smaller."""
    column = narrowed(np.array(values, dtype=np.int64))
    assert column.tolist() == values
    if column.dtype.itemsize > 1:
        half = 2 ** (4 * column.dtype.itemsize - 1)
        assert min(values) < -half or max(values) >= half


@pytest.mark.parametrize(
    ("low", "high", "size"),
    [(-128, 127, 1), (-129, 0, 2), (0, 128, 2), (0, 32_768, 4), (-(2**31), 0, 4), (0, 2**31, 8)],
)
def test_the_ends_of_each_type_still_fit(low: int, high: int, size: int) -> None:
    """One more or one less takes twice as many bytes."""
    assert narrowest(low, high).itemsize == size


@given(WHOLE, st.integers(0, 9))
def test_one_integer_for_all_is_kept_once(value: int, size: int) -> None:
    """It reads like any column, takes the room of one, and cannot be written to."""
    column = same_for_all(value, size)
    assert column.tolist() == [value] * size
    assert uniform(column) == (size > 0)
    assert not column.flags.writeable
    assert not uniform(np.array([value]))
    part = taken(column, np.arange(size)[::2])
    assert part.tolist() == column[::2].tolist()


@given(st.lists(WHOLE), st.integers(0, 9), st.integers(0, 9))
def test_a_stretch_has_as_many_as_it_takes(values: list[int], start: int, stop: int) -> None:
    """Beyond the end there is nobody; a stretch is not copied."""
    column, stretch = np.array(values, dtype=np.int64), slice(start, stop)
    part = taken(column, stretch)
    assert part.tolist() == values[stretch]
    assert number_of(stretch, len(values)) == len(part)
    assert number_of(np.arange(3), 9) == 3
    assert not len(part) or np.shares_memory(part, column)
