"""The studies of conduct that come along load, and vary what they say they vary."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages import ROOT
from policy_sim.study.scenario import load_scenario

SYSTEMS = ROOT / "scenarios" / "systems"


@pytest.mark.parametrize(
    ("name", "system", "arms"),
    [
        ("integrity", "integrity", 3),
        ("oversight", "oversight", 4),
        ("growth", "secondment", 2),
        ("records", "records", 2),
    ],
)
def test_the_study_loads(name: str, system: str, arms: int) -> None:
    """The system is on, the register has its assumptions, and the arms are those of the text."""
    scenario = load_scenario(Path(SYSTEMS, f"{name}.yaml"))
    assert {f.code for f in scenario.findings} <= {"unused-assumption", "effect-unheeded"}
    assert system in [one.name for one in scenario.systems]
    assert len(scenario.grid.arms) == arms
