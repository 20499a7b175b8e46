from __future__ import annotations

from policy_sim.report.effects import told

LAW_ALONE = [{"policy": "a", "effect": "total"}, {"policy": "a", "effect": "law"}]
BOTH = [{"policy": "b", "effect": e} for e in ("total", "law", "practice", "interaction")]


def test_an_arm_that_changes_one_thing_is_told_once() -> None:
    """Its total effect would only repeat the part."""
    assert told(LAW_ALONE) == [{"policy": "a", "effect": "law"}]


def test_an_arm_that_changes_both_keeps_its_total_and_its_parts() -> None:
    """There the four rows say four things."""
    assert told([*LAW_ALONE, *BOTH]) == [LAW_ALONE[1], *BOTH]
