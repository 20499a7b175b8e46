"""What a scenario names in vain is told before anything is simulated."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from policy_sim.errors import ScenarioError
from policy_sim.study import run as module
from policy_sim.study import start
from policy_sim.study.loading import load_scenario
from policy_sim.study.rehearsal import rehearse
from policy_sim.study.run import run
from policy_sim.study.terms import settle
from small_study import altered, scenarios_copied, shipped


@pytest.fixture
def integrity(tmp_path: Path) -> Path:
    """The study of integrity in a folder of its own, with the shipped laws."""
    return scenarios_copied(tmp_path).parent / "systems" / "integrity.yaml"


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forbids that anything is simulated, the history of the people or an arm."""

    def never(*_: object, **__: object) -> NoReturn:
        pytest.fail("something was simulated")

    monkeypatch.setattr(start, "simulate", never)
    monkeypatch.setattr(module, "replications", never)


def test_a_misspelt_opportunity_is_told_first(integrity: Path, tmp_path: Path, still: None) -> None:
    """Word, place and nearest word come at once, and no folder is begun."""
    text = altered(integrity, ("      abuse:", "      abus:")).read_text(encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        run(load_scenario(integrity), out=tmp_path / "run", workers=1, draws=0)
    (found,) = caught.value.findings
    assert (found.code, found.values["near"]) == ("unknown-word", "abuse")
    assert "abus:" in text.splitlines()[found.where.line - 1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["policies", "scenarios"]


def test_all_systems_are_heard_at_once(integrity: Path, still: None) -> None:
    """The words of two systems and of a habit are told together, each once in all the arms."""
    small = integrity.parents[1] / "small.yaml"
    altered(
        small,
        ("series: predikat}", "series: predikt}"),
        ("    order: {share: 50%, by: connection}", "    order: {share: 50%, by: connexion}"),
        ("apart: [teacher-allowance]", "apart: [teacher-alowance]"),
    )
    with pytest.raises(ScenarioError) as caught:
        run(load_scenario(small), workers=1, draws=0)
    assert [(found.code, found.values["near"]) for found in caught.value.findings] == [
        ("unknown-figure", "connection"),
        ("unknown-series", "predikat"),
        ("unknown-element", "teacher-allowance"),
    ]


def test_a_sound_study_is_rehearsed_without_a_word(still: None) -> None:
    """The study with every system on, in every arm, with nobody there."""
    scenario = shipped("every_system.yaml")
    rehearse(scenario, settle(scenario, {}))


def test_a_name_that_nobody_wrote_is_told_with_a_place(tmp_path: Path, still: None) -> None:
    """A system's own name for a score, which the vocabulary lacks, points to the systems."""
    scenarios = scenarios_copied(tmp_path).parent
    shutil.copytree(scenarios.parent / "policies" / "five_grades", tmp_path / "law")
    profile, grades = scenarios / "profiles" / "five_grades.yaml", scenarios / "five_grades.yaml"
    score = "      test_score: {of: ability, reliability: examination_reliability}\n"
    altered(grades, (score, ""), ("../policies/five_grades/", "../law/"))
    for path in (profile, *(tmp_path / "law").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("test_score", "interview"), encoding="utf-8")
    with pytest.raises(ScenarioError, match="a system reads this name") as caught:
        run(load_scenario(grades), workers=1)
    (found,) = caught.value.findings
    assert (found.values["seen"], found.where.file) == ("test_score", str(grades))
