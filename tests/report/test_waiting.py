"""Waiting, after Kaplan and Meier: who is lost sight of counts for as long as they were seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.report.waiting import waiting

Pairs = list[tuple[int, int]]


def test_the_share_that_has_risen_by_hand() -> None:
    """Of ten, two rise in month 3; of the six then seen, three rise in month 8."""
    found = waiting({"rose": [[3, 2], [8, 3]], "lost": [[5, 2], [12, 3]]})
    assert found.people == 10
    assert found.risen_by(2) == 0.0
    assert found.risen_by(3) == pytest.approx(0.2)
    assert found.risen == pytest.approx(1 - 0.8 * 0.5)
    assert found.after(0.2) == 3
    assert found.after(0.5) == 8
    assert found.after(0.75) is None


def test_nobody_has_risen() -> None:
    """Where nobody rises there is no month by which anybody has."""
    found = waiting({"rose": [], "lost": [[36, 12]]})
    assert (found.people, found.risen, found.after(0.25)) == (12, 0.0, None)


COUNTS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), max_size=6)


@given(COUNTS, COUNTS)
def test_ever_more_have_risen(rose: Pairs, lost: Pairs) -> None:
    """The share never falls, and stays between none and all."""
    found = waiting({"rose": rose, "lost": lost})
    shares = [found.risen_by(month) for month in range(45)]
    assert shares == sorted(shares)
    assert all(-1e-12 <= share <= 1 + 1e-12 for share in shares)
    assert shares[-1] == pytest.approx(found.risen)
