"""The dates that stand for all where amounts are added up."""

from __future__ import annotations

import pytest

from policy_sim.policy.ast import Column, Compare, Const, Member
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.values import Kind, ValueType
from policy_sim.proof.date_patterns import months_named, patterns
from policy_sim.proof.schedules import SPREAD

MONTH = ValueType(Kind.WHOLE, low=1, high=12)
TODAY = Column(MONTH, "today.month")


def test_entries_are_together_and_apart() -> None:
    """Two entries lie in one month, in two on end, a window apart, and across New Year."""
    found = patterns(2, [6], ())
    assert {(11, 11), (12, 11), (11, 5), (14, 8), (14, 2), (12, 0)} <= set(found)
    assert found[0] == (11, 11)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("window", [1, 12, 23, 30])
def test_all_dates_lie_in_the_two_years(window: int) -> None:
    """What would begin before the two years, or end after them, is no pattern."""
    assert all(0 <= month < SPREAD for one in patterns(3, [window], (1, 12)) for month in one)


def test_the_months_that_a_law_names_are_looked_at() -> None:
    """The first and the last month that a rule compares the day with, from either side."""
    asked = [
        Compare(Comparison.EQ, TODAY, Const(MONTH, 6)),
        Compare(Comparison.GE, Const(MONTH, 9), TODAY),
        Member(TODAY, ((3, 4), (11, 11))),
        Compare(Comparison.EQ, Column(MONTH, "today.year"), Const(MONTH, 1)),
    ]
    assert months_named(asked) == (3, 11)
    assert months_named(asked[:1]) == (6,)
    assert months_named([]) == ()
    assert (12 + 6 - 1,) in patterns(1, [], (6,))
