"""Those who stay: the same columns as numpy's choice by a mask gives, for any width and share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.rules import staying as module
from policy_sim.rules.staying import Staying


@pytest.fixture(autouse=True, params=["long", "short", "few leave"])
def length(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every column counts as long, or as short, or all who leave as few."""
    monkeypatch.setattr(module, "_LONG", 0 if request.param == "long" else 10**9)
    monkeypatch.setattr(module, "_FEW", 0.5 if request.param == "few leave" else 10**9)


KINDS = [np.int8, np.int16, np.int32, np.int64, np.uint64, np.float64]


@given(st.lists(st.booleans(), max_size=70), st.integers(0, 2**32))
@pytest.mark.parametrize("kind", KINDS)
def test_a_column_is_what_a_mask_would_choose(
    kind: type[np.generic], leaving: list[bool], seed: int
) -> None:
    """Everybody, nobody or some may leave; the rest keep their order, and a type of their own."""
    gone = np.array(leaving, dtype=np.bool_)
    column = np.random.default_rng(seed).integers(0, 100, len(gone)).astype(kind)
    staying = Staying(gone)
    kept = staying.of(column)
    assert kept.dtype == column.dtype
    assert kept.tolist() == column[~gone].tolist()
    assert staying.size == len(kept)


def test_what_stays_can_be_written_to_and_is_a_copy() -> None:
    """Nobody's column is changed through another's, even if nobody leaves."""
    column = np.arange(5)
    kept = Staying(np.zeros(5, np.bool_)).of(column)
    kept[0] = 9
    assert (kept[0], column[0]) == (9, 0)


def test_a_column_with_gaps_between_its_values_is_read_as_it_stands() -> None:
    """A stretch taken with steps is no special case."""
    column = np.arange(10)[::2]
    assert Staying(np.array([True, False, True, False, False])).of(column).tolist() == [2, 6, 8]
