"""The scenarios of entry and access: each loads whole, and names only what it uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.study.scenario import load_scenario

SYSTEMS = Path(__file__).parents[2] / "scenarios" / "systems"


@pytest.mark.parametrize(
    "name", ["access", "entry", "fit", "funding", "learning", "regularisation"]
)
def test_the_scenario_loads_without_a_finding(name: str) -> None:
    """Laws, practices, settings and registers fit each other."""
    scenario = load_scenario(SYSTEMS / f"{name}.yaml")
    assert [str(finding) for finding in scenario.findings] == []
    assert scenario.stated.title
