"""Cells: one count of people by all groupings at once is the count by each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.simulation.measures import cells as module
from policy_sim.simulation.measures.cells import Cells

people = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 4), st.integers(0, 2), st.integers(-9, 9)),
    max_size=40,
)
SIZES = {"sex": 2, "zone": 5, "family": 3}


def parted(rows: list[tuple[int, int, int, int]]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the record of some people, and an amount for each."""
    columns = np.array(rows, dtype=np.int8).reshape(-1, 4).T
    return dict(zip(SIZES, columns[:3], strict=True)), columns[3].astype(np.int64)


@pytest.mark.parametrize("most", [1, 10, 65_536])
@given(rows=people)
def test_counts_and_sums_are_those_of_each_grouping(
    most: int, rows: list[tuple[int, int, int, int]]
) -> None:
    """However many groupings are counted at once, of all people or of some of them."""
    record, amounts = parted(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_CELLS", most)
        cells = Cells(record, SIZES)
    for some in (None, np.arange(0, len(rows), 2)):
        chosen = np.arange(len(rows)) if some is None else some
        heads, sums = cells.heads(some), cells.sums(amounts[chosen], some)
        assert set(heads) == set(sums) == set(SIZES)
        for name, size in SIZES.items():
            parts = record[name][chosen]
            assert heads[name].tolist() == np.bincount(parts, minlength=size).tolist()
            expected = [int(amounts[chosen][parts == part].sum()) for part in range(size)]
            assert sums[name].tolist() == expected


def test_without_groupings_there_is_nothing_to_count() -> None:
    """A study that names no groups has values in all only."""
    cells = Cells({}, {})
    assert cells.heads() == {}
    assert cells.sums(np.arange(3)) == {}
