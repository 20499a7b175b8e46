"""An effect as it is given: which rules gave it, and to whom each did."""

from __future__ import annotations

import numpy as np

from policy_sim.policy.effects import Combine
from policy_sim.policy.rule import Effect
from policy_sim.rules.combination import BARE, Given, Part


def part(rule: int, *mask: int) -> Part:
    """Return the share of one rule, which gives the effect where *mask* is 1."""
    rows = np.flatnonzero(mask)
    return Part(rule, Effect("promote"), len(mask), rows, np.full(len(rows), BARE), {})


def given(*parts: Part) -> Given:
    """Return what the parts amount to for three people."""
    return Given(Combine.ONE, 3, parts)


def test_rules_are_listed_once_ascending() -> None:
    """A rule with two shares is one rule; one that gives to nobody is still named."""
    assert given(part(4, 1, 0, 0), part(2, 0, 0, 0), part(4, 0, 1, 0)).rules == (2, 4)
    assert given().rules == ()


def test_whom_a_rule_gives_it_to() -> None:
    """All shares of the rule together, whichever rule the effect is credited to."""
    found = given(part(4, 1, 0, 0), part(2, 1, 0, 1), part(4, 0, 1, 0))
    assert found.by(4).tolist() == [True, True, False]
    assert found.by(2).tolist() == [True, False, True]
    assert found.by(3).tolist() == [False, False, False]


def test_asking_changes_nothing() -> None:
    """What is handed out is no share of a rule."""
    found = given(part(4, 1, 0, 0))
    found.by(4)[:] = True
    assert found.by(4).tolist() == [True, False, False]
