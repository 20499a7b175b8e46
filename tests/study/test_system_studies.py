"""The studies of single systems load, switch them on, and vary what they say they vary."""

from __future__ import annotations

import pytest

from policy_sim.simulation.systems import MODULES
from small_study import ROOT, shipped

pytestmark = pytest.mark.xdist_group("shipped scenarios")

STUDIES = {
    "access": ("training", 3),
    "adaptive": ("steering", 2),
    "citizens": ("citizens", 3),
    "distribution": ("steering", 2),
    "entry": ("recruitment", 4),
    "fit": ("fit", 4),
    "funding": ("rewards", 2),
    "growth": ("secondment", 2),
    "incentive": ("incentive", 4),
    "integrity": ("integrity", 3),
    "justice": ("justice", 4),
    "learning": ("training", 2),
    "oversight": ("oversight", 4),
    "path": ("path", 2),
    "records": ("records", 2),
    "regularisation": ("regularisation", 10),
    "resistance": ("resistance", 3),
    "welfare": ("welfare", 6),
}
"""By study: a system that it is about, and how many arms it has."""


def test_every_study_is_known() -> None:
    """None lies in the folder that this page does not look at."""
    folder = ROOT / "scenarios" / "systems"
    assert {path.stem for path in folder.glob("*.yaml")} == set(STUDIES)


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_varies_what_it_says(name: str) -> None:
    """Laws, practices, settings and registers fit each other, and nothing is said in vain."""
    scenario = shipped(f"systems/{name}.yaml")
    system, arms = STUDIES[name]
    assert [str(finding) for finding in scenario.findings] == []
    assert system in {one.name for one in scenario.systems}
    assert len(scenario.grid.arms) == arms


def test_one_study_has_every_system_on() -> None:
    """Nothing that a scenario can switch on is missing in it, and it has no finding."""
    scenario = shipped("every_system.yaml")
    assert {system.name for system in scenario.systems} == set(MODULES)
    assert scenario.findings == ()


def test_the_study_of_funding_raises_what_the_law_says() -> None:
    """The grant is a parameter: nothing in force, and money each year under the draft."""
    laws = shipped("systems/funding.yaml").laws
    grants = [
        {str(vintage.parameters["training_grant"].single) for vintage in laws[law].vintages}
        for law in ("in-force", "grant")
    ]
    assert grants == [{"0"}, {"0", "3000000000", "6000000000"}]
