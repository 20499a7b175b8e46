"""The studies of entry and access that come along load, and vary what they say they vary."""

from __future__ import annotations

import pytest

from pages import ROOT
from policy_sim.study.scenario import load_scenario


@pytest.mark.parametrize(
    ("name", "system", "arms"),
    [
        ("access", "training", 3),
        ("entry", "recruitment", 4),
        ("fit", "fit", 4),
        ("learning", "training", 2),
        ("regularisation", "regularisation", 10),
    ],
)
def test_the_study_loads(name: str, system: str, arms: int) -> None:
    """Laws, practices, settings and registers fit each other, and nothing is said in vain."""
    scenario = load_scenario(ROOT / "scenarios" / "systems" / f"{name}.yaml")
    assert [str(finding) for finding in scenario.findings] == []
    assert system in [one.name for one in scenario.systems]
    assert len(scenario.grid.arms) == arms


def test_the_study_of_funding_raises_what_the_law_says() -> None:
    """The grant is a parameter, nothing in force and three billion a year under the draft."""
    scenario = load_scenario(ROOT / "scenarios" / "systems" / "funding.yaml")
    assert [str(finding) for finding in scenario.findings] == []
    grants = [
        {
            str(vintage.parameters["training_grant"].single)
            for vintage in scenario.laws[law].vintages
        }
        for law in ("in-force", "grant")
    ]
    assert grants == [{"0"}, {"0", "3000000000", "6000000000"}]
