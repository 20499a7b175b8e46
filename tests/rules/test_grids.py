"""Grids: an interval that is listed is the one that a search would find."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.rules.grids import Axis

edges = st.lists(st.integers(-50, 50), unique=True, max_size=6).map(sorted)
values = st.lists(st.integers(-80, 80), max_size=20)


@given(edges, values)
def test_listed_intervals_are_the_searched_ones(cuts: list[int], seen: list[int]) -> None:
    """Below, on, between and above the cuts the interval is the number of cuts passed."""
    axis = Axis.of(np.array(cuts, dtype=np.int64))
    found = axis.intervals(np.array(seen, dtype=np.int64)).tolist()
    assert found == [sum(cut <= value for cut in cuts) for value in seen]


def test_wide_axes_are_searched() -> None:
    """Cuts as far apart as rupiah are not listed, and give the same intervals."""
    axis = Axis.of(np.array([0, 10**12], dtype=np.int64))
    assert axis.listed is None
    seen = np.array([-1, 0, 1, 10**12 - 1, 10**12], dtype=np.int64)
    assert axis.intervals(seen).tolist() == [0, 1, 1, 1, 2]
