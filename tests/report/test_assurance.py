"""What a conclusion hangs on, and its share of the attainable gain, in sentences."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from policy_sim.report.assurance import assurance_lines, attainable_lines, hinge_line

MANIFEST: dict[str, Any] = {
    "draws": 20,
    "design": {"primary": ["service_quality", "pay_bill"]},
    "laws": {"in-force": "Rules in force", "merit": "Reform"},
    "arms": ["in-force+habit", "merit+habit", "merit+closeness"],
    "practices": {
        "habit": {"title": "Habit", "hypothetical": False},
        "closeness": {"title": "Closeness", "hypothetical": True},
    },
}
OF = ("service_quality", "law", "merit")


def hinge(assumption: str, correlation: float, **changed: Any) -> dict[str, Any]:
    """Return one row of hinges.json."""
    plain = {
        "policy": "merit+habit",
        "effect": "law",
        "outcome": "service_quality",
        "window": "end",
        "assumption": assumption,
        "correlation": correlation,
        "n": 20,
        "stands_out": True,
    }
    return plain | changed


def share(policy: str, outcome: str = "service_quality", **changed: Any) -> dict[str, Any]:
    """Return one row of attainable.json."""
    plain = {"policy": policy, "outcome": outcome, "share": 0.31, "low": 0.24, "high": 0.38}
    return plain | changed


def prospect(practice: str) -> dict[str, Any]:
    """Return one row of prospects.json."""
    return {
        "outcome": "service_quality",
        "unit": "points",
        "among": "law",
        "under": practice,
        "policy": f"merit+{practice}",
        "probability_best": 0.9,
        "standard_error": 0.1,
        "expected_regret": 0.2,
        "n": 20,
    }


def test_the_two_strongest_that_stand_out_are_named() -> None:
    """A third is left to the file; the sign says which way the difference goes."""
    rows = [
        hinge("rating_reliability", 0.81),
        hinge("leader_weight", -0.72),
        hinge("learning_gain", 0.7),
        hinge("death_rate", 0.1, stands_out=False),
    ]
    assert hinge_line(rows, MANIFEST, OF) == (
        "It hangs on rating reliability (+0.81) and leader weight (-0.72): with a plus, the higher "
        "that is the larger the difference; with a minus, the smaller (rank correlation in 20 "
        "draws)."
    )


def test_where_nothing_stands_out_that_is_said() -> None:
    """The strongest of many by chance is not named."""
    rows = [hinge("death_rate", 0.4, stands_out=False)]
    assert hinge_line(rows, MANIFEST, OF) == "No assumption stands out in 20 draws."


@pytest.mark.parametrize("draws", [0, 4])
def test_without_enough_draws_nothing_is_claimed(draws: int) -> None:
    """Neither no draw nor a few say what a difference hangs on."""
    assert hinge_line([hinge("a", 0.9)], MANIFEST | {"draws": draws}, OF) == ""


def test_only_the_effect_asked_for_counts() -> None:
    """Another outcome, effect or law does not speak for this one; one arm speaks for the law."""
    rows = [
        hinge("a", 0.9, outcome="pay_bill"),
        hinge("b", 0.9, effect="total"),
        hinge("c", 0.9, policy="other+habit"),
        hinge("d", 0.8, policy="merit+closeness"),
        hinge("e", 0.7),
    ]
    assert "d (+0.80):" in hinge_line(rows, MANIFEST, OF)
    assert hinge_line(rows, MANIFEST, ("pay_bill", "practice", "habit")) == ""


def test_the_share_of_the_attainable_gain_is_told_with_its_interval() -> None:
    """Arm by arm, hypothetical practices labelled, and what 0 and 100 % are."""
    rows = [share("merit+habit"), share("merit+closeness", share=0.05, low=-0.02, high=0.12)]
    told = list(attainable_lines(rows, MANIFEST))
    assert told[0] == (
        "Service quality, share of the attainable gain that is realised: Reform · Habit "
        "31 % [24, 38]; Reform · Closeness (hypothetical) 5 % [-2, 12]."
    )
    assert "by lot (0 %) to choosing by the truth (100 %)" in told[1]
    assert len(told) == 2


def test_without_a_clear_gain_there_is_no_share() -> None:
    """Outcomes that an oracle does not better are named, and given no figure."""
    none = {"share": None, "low": None, "high": None}
    rows = [share("a+b", name, **none) for name in ("pay_bill", "vacancies", "exits")]
    told = list(attainable_lines(rows, MANIFEST))
    assert told[1].startswith("No share is given for pay bill, vacancies and exits: choosing")
    assert list(attainable_lines([], MANIFEST)) == []


def test_a_terminal_tells_of_every_primary_outcome() -> None:
    """Laws and practices each have their line; frames with missing figures are read as written."""
    rows = [
        hinge("rating_reliability", 0.81),
        hinge("x", 0.1, effect="practice", policy="in-force+closeness", stands_out=False),
    ]
    none = {"share": float("nan"), "low": float("nan"), "high": float("nan")}
    result: Any = SimpleNamespace(
        manifest=MANIFEST,
        baseline="old+habit",
        hinges=pd.DataFrame(rows),
        prospects=pd.DataFrame([prospect("habit"), prospect("closeness")]),
        information=pd.DataFrame(),
        comparison=pd.DataFrame(),
        attainable=pd.DataFrame([share("merit+habit"), share("merit+habit", "pay_bill", **none)]),
    )
    told = list(assurance_lines(result))
    assert told[0].startswith("Service quality, merit: It hangs on rating reliability")
    assert told[1] == "Service quality, closeness: No assumption stands out in 20 draws."
    assert any("best law in the practice habit: merit+habit best in" in line for line in told)
    assert not any("practice closeness" in line for line in told)
    assert told[-1].startswith("No share is given for pay bill:")
