"""What a study of levels, flows or yearly steps may not say, and is told with its place."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from policy_sim.errors import BadInput, ScenarioError
from policy_sim.simulation.recruitment import Recruitment
from policy_sim.simulation.simulate import simulate
from policy_sim.study.arms import Arm
from policy_sim.study.loading import load_scenario
from policy_sim.study.replication import world_of
from policy_sim.study.scenario import Scenario
from policy_sim.study.start import start_of
from policy_sim.study.tasks import Kind, Task
from policy_sim.study.terms import settle

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the published studies and their policies, to be changed."""
    shutil.copytree(ROOT / "policies" / "published", tmp_path / "policies" / "published")
    shutil.copytree(ROOT / "scenarios" / "published", tmp_path / "scenarios" / "published")
    return tmp_path / "scenarios" / "published"


def changed(path: Path, old: str, new: str) -> None:
    """Replace *old*, which must be there, by *new* in a document."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(path: Path) -> dict[str, str]:
    """Return the findings of loading a scenario: what was seen, by code."""
    with pytest.raises(BadInput) as raised:
        load_scenario(path)
    return {found.code: found.values.get("seen", "") for found in raised.value.findings}


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "seen"),
    [
        ("peter-principle", "  exits: {}", "  exits: {}\n  acting: {}", "monthly-system", "acting"),
        ("organisations/pyramid", "of: ability", "of: abilty", "unknown-scale", "abilty"),
        ("organisations/pyramid", "\n  ability:", "\n  abilty:", "unknown-trait", "abilty"),
        (
            "organisations/pyramid",
            "{correlation: competence_carried_over, shift: competence_shift}",
            "{source: nobody, mark: derived}",
            "correlation-or-shift",
            "ability",
        ),
        (
            "organisations/pyramid",
            "correlation: competence_carried_over",
            "correlation: competence_kept",
            "unknown-assumption",
            "competence_kept",
        ),
        (
            "facts/peter-principle",
            "arm: below+best}",
            "arm: below+bst}",
            "unknown-arm",
            "below+bst",
        ),
        ("facts/peter-principle", "window: asymptote", "window: ever", "unknown-window", "ever"),
    ],
)
def test_a_slip_is_told_by_name(
    folder: Path, file: str, old: str, new: str, code: str, seen: str
) -> None:
    """Each refusal names what was written, so that it can be mended."""
    changed(folder / f"{file}.yaml", old, new)
    assert told(folder / "peter-principle.yaml")[code] == seen


def _simulated(
    scenario: Scenario, years: int = 1, people: int = 1_000
) -> dict[tuple[str, str], float]:
    """Return the outcomes of the last year of the baseline, by outcome and group."""
    terms = settle(scenario, {"years": years, "people": people, "replications": 1})
    task = Task(Kind.REPLICATION, 0)
    start = start_of(scenario, terms, 0)
    arm: Arm = scenario.grid.baseline
    frame = simulate(world_of(scenario, terms, task, (arm, start, None)), 12 * years).outcomes
    last = frame[frame["date"] == frame["date"].max()]
    return dict(zip(zip(last["outcome"], last["group"], strict=True), last["value"], strict=True))


def test_a_hazard_of_no_rule_is_told(folder: Path) -> None:
    """The rules of the law are named."""
    changed(folder / "push-fixed.yaml", "from-grade-1:", "from-grade-one:")
    with pytest.raises(ScenarioError) as raised:
        _simulated(load_scenario(folder / "push-fixed.yaml"))
    (found,) = raised.value.findings
    assert (found.code, found.values["seen"]) == ("unknown-rule", "from-grade-one")


def test_without_a_hazard_everybody_rises_whom_the_law_lets(folder: Path) -> None:
    """A hazard of 0 lets nobody rise; one that is not stated holds nobody back."""
    none = _simulated(load_scenario(folder / "push-fixed.yaml"))
    assert 0 < none["promotions", "all"] < 150
    changed(
        folder / "push-fixed.yaml",
        "from-grade-2: {assumption: rise_2",
        "from-grade-2: {assumption: zero",
    )
    register = folder / "assumptions" / "grades.yaml"
    changed(register, "rise_2:", "zero:")
    changed(register, "0.111111111111111", "0")
    assert _simulated(load_scenario(folder / "push-fixed.yaml"))["promotions", "grade=grade_3"] == 0
    path = folder / "push-fixed.yaml"
    text = re.sub(
        r"  promotion:\n.*?  recruitment",
        "  promotion: {}\n  recruitment",
        path.read_text(),
        flags=re.DOTALL,
    )
    path.write_text(text.replace("assumptions/grades.yaml", "assumptions/grades.yaml"))
    every = _simulated(load_scenario(path))
    assert every["promotions", "all"] == 800 - (
        every["exits", "grade=grade_1"] + every["exits", "grade=grade_2"]
    )


def test_an_intake_follows_the_people_simulated() -> None:
    """Half the people, half the newcomers; without an intake nothing changes."""
    scenario = load_scenario(ROOT / "scenarios" / "published" / "push-constant.yaml")
    system = next(s for s in scenario.systems if isinstance(s, Recruitment))
    assert system.scaled(Fraction(1, 2)).settings.intake == 60
    assert _simulated(scenario, people=500)["hires", "all"] == 60
    assert system.scaled(Fraction(1, 2)).settings.filled == system.settings.filled
