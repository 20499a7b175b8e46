"""How large a typed expression may be: 120 parts deep, 20,000 parts in all."""

from __future__ import annotations

import pytest

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.ast import ALWAYS, All, Choice, Compare, Condition, Const, Not
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.extent import DEEPEST_TREE, LARGEST_TREE, readable
from policy_sim.policy.site import Site
from policy_sim.policy.values import Kind, ValueType

WHOLE = ValueType(Kind.WHOLE, 0, 9)
HERE = Place("law.yaml", 3, 5)


def limit(root: Condition) -> str:
    """Return what is said of an expression that is too large, or an empty text."""
    findings: list[Diagnostic] = []
    if readable(root, Site(findings, HERE, "d")):
        assert findings == []
        return ""
    (finding,) = findings
    assert (finding.code, finding.where) == ("expression-too-large", HERE)
    return finding.values["seen"]


def nested(depth: int) -> Condition:
    """Return ``not not … always`` of so many parts."""
    node: Condition = ALWAYS
    for _ in range(depth - 1):
        node = Not(node)
    return node


def test_the_deepest_tree() -> None:
    """120 parts inside one another pass, 121 do not; both figures are told."""
    assert limit(nested(DEEPEST_TREE)) == ""
    assert limit(nested(DEEPEST_TREE + 1)) == "121 parts, 121 deep"


def test_the_largest_tree() -> None:
    """A list of 19,999 conditions is 20,000 parts with itself, and passes; one more does not."""
    assert limit(All((ALWAYS,) * (LARGEST_TREE - 1))) == ""
    assert limit(All((ALWAYS,) * LARGEST_TREE)) == "20001 parts, 2 deep"


def test_what_is_shared_counts_at_every_use() -> None:
    """Doubling a definition sixteen times makes 2^17 - 1 parts, though only 17 are written."""
    node: Condition = ALWAYS
    for _ in range(16):
        node = All((node, node))
    assert limit(node) == f"{2**17 - 1} parts, 17 deep"


@pytest.mark.parametrize("times", [60, 5000])
def test_measuring_needs_no_deep_calls_and_no_long_time(times: int) -> None:
    """Doubling sixty times, or nesting five thousand deep, is measured at once."""
    node: Condition = ALWAYS
    for _ in range(times):
        node = All((node, node)) if times == 60 else Not(node)
    expected = f"{2**61 - 1} parts, 61 deep" if times == 60 else "5001 parts, 5001 deep"
    assert limit(node) == expected


def test_terms_and_conditions_are_both_parts() -> None:
    """``(if c then 1 else 2) == 3`` has six parts: comparison, choice, condition, three numbers."""
    numbers = [Const(WHOLE, value) for value in (1, 2, 3)]
    choice = Choice(WHOLE, ALWAYS, numbers[0], numbers[1])
    compare = Compare(Comparison.EQ, choice, numbers[2])
    full = All((compare,) * (LARGEST_TREE // 6))
    assert limit(full) == ""
    assert (
        limit(All((*full.items, *full.items))) == f"{1 + 2 * 6 * (LARGEST_TREE // 6)} parts, 4 deep"
    )
