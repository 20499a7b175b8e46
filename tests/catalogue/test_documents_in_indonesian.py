"""What the shipped documents say of themselves is said in Indonesian, too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policy_sim.catalogue.language import Language
from policy_sim.catalogue.phrase import Words
from policy_sim.policy import load_law
from policy_sim.report.likeness import likeness_rows, result_rows
from policy_sim.report.wording import is_told, titled
from policy_sim.simulation.assumptions.register import STATED, load_register
from policy_sim.study.facts_document import load_facts
from policy_sim.study.loading import load_scenario
from policy_sim.workforce.wording import Evidence

ROOT = Path(__file__).parents[2]
INDONESIAN = Language("id")
SCENARIOS = ROOT / "scenarios"
PUBLISHED = SCENARIOS / "published"
REGISTERS = [
    path
    for folder in (SCENARIOS, PUBLISHED)
    for path in sorted((folder / "assumptions").glob("*.yaml"))
]
FACTS = [SCENARIOS / "facts" / "medan.yaml", *sorted((PUBLISHED / "facts").glob("*.yaml"))]
STUDIES = sorted(
    path
    for folder in ("", "questions", "systems")
    for path in (ROOT / "scenarios" / folder).glob("*.yaml")
)
ENGLISH_WORDS = re.compile(
    r"\b(?:the|of|and|with|for|from|by|staff|taken|years?|half|studies|not|shares?|direction"
    r"|abstract|table|figure|example|assumed|invented|put|worked)\b"
)
"""Words that no citation of an Indonesian or a foreign source holds, unless it is in English."""


@pytest.mark.parametrize("path", REGISTERS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_register_of_assumptions_is_told_in_indonesian(path: Path) -> None:
    """Title, unit and what it drives; the source, too, where it is more than names and numbers."""
    for entry in load_register(path).assumptions.values():
        for text in (entry.title, entry.unit, entry.drives):
            assert is_told(text, INDONESIAN), (entry.name, text)
        for text in (entry.source, entry.converted):
            assert ENGLISH_WORDS.search(titled(text, INDONESIAN)) is None, (entry.name, text)


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_published_facts_are_told_in_indonesian(path: Path) -> None:
    """Title, source and explanation of each fact; papers keep the titles that they have."""
    for fact in load_facts(path):
        assert is_told(fact.title, INDONESIAN)
        for text in (fact.evidence, fact.explain):
            assert ENGLISH_WORDS.search(titled(text, INDONESIAN)) is None, (fact.name, text)


def test_the_people_of_medan_are_sourced_in_indonesian() -> None:
    """The evidence of every margin that a report shows."""
    profile = load_scenario(ROOT / "scenarios" / "small.yaml").profile
    evidence = [margin.evidence for kind in profile.kinds for margin in kind.margins]
    assert len(evidence) >= 10
    for one in (*evidence, profile.leaders.evidence):
        assert is_told(one.told, INDONESIAN), one


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_a_study_is_called_something_in_indonesian(path: Path) -> None:
    """Its title, and those of its laws and practices."""
    stated = load_scenario(path).stated
    named = [*stated.laws.values(), *stated.practices.values()]
    for text in (stated.title, *(one.title for one in named)):
        assert is_told(text, INDONESIAN), text


@pytest.mark.parametrize("draft", ["merit-reform", "training-cut", "learning-plan"])
def test_what_a_draft_of_medan_brings_is_named_in_indonesian(draft: str) -> None:
    """Its own rules, and the parameters that it takes from the law of the city."""
    law = load_law(ROOT / "policies" / "medan" / "drafts" / f"{draft}.yaml")
    assert is_told(law.title, INDONESIAN)
    in_force = law.vintages[-1]
    called = law.words[INDONESIAN.code]
    assert {rule.id for rule in in_force.rules} - set(called) == set()
    assert set(in_force.parameters) - set(called) == set()
    assert set(in_force.tables) | set(in_force.definitions) <= set(called)


def test_evidence_keeps_its_mark_in_each_language() -> None:
    """A source is told with its mark; an assumption is called one."""
    source = Evidence(Words("the paper", {"id": "makalah itu"}), "secondary")
    sentence = Evidence(assumption=Words("a guess", {"id": "dugaan"}))
    assert (str(source), str(sentence)) == ("the paper (secondary)", "assumption: a guess")
    facts = [
        {
            "title": "t",
            "result": False,
            "value": None,
            "low": None,
            "high": None,
            "published": None,
            "as_of": None,
            "unit": "",
            "verdict": "without data",
            "explain": "",
            "evidence": one,
        }
        for one in (source.told, sentence.told, "Kota Medan (secondary)")
    ]
    rows = likeness_rows({"likeness": facts}, INDONESIAN)
    assert [row["evidence"] for row in rows] == [
        "makalah itu (sumber sekunder)",
        "asumsi: dugaan",
        "Kota Medan (sumber sekunder)",
    ]
    assert [row["evidence_in"] for row in rows] == ["id", "id", "en"]
    assert result_rows({"likeness": facts}, INDONESIAN) == []


def test_what_a_scenario_sets_says_so_in_indonesian() -> None:
    """The words that take the place of a source are the tool's own."""
    assert titled(STATED, INDONESIAN) == "ditetapkan oleh skenario"
