from __future__ import annotations

from policy_sim.report.effects import told

LAW_ALONE = [{"policy": "a", "effect": effect, "law": "new"} for effect in ("total", "law")]
PARTS = ("total", "law", "practice", "interaction")
BOTH = [{"policy": "b", "effect": one, "law": "new", "practice": "other"} for one in PARTS]


def test_an_arm_that_changes_one_thing_is_told_once() -> None:
    """Its total effect would only repeat the part."""
    assert told(LAW_ALONE) == [LAW_ALONE[1]]


def test_an_arm_that_changes_both_keeps_what_no_other_arm_says() -> None:
    """The law's effect is told by the arm that changes the law alone; the rest by nobody."""
    assert told(BOTH) == BOTH
    assert told([*LAW_ALONE, *BOTH]) == [LAW_ALONE[1], BOTH[0], *BOTH[2:]]
    elsewhere = [row | {"window": "later"} for row in LAW_ALONE]
    assert told([*elsewhere, *BOTH]) == [elsewhere[1], *BOTH]
