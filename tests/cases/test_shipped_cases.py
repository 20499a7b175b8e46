"""The cases that are shipped with the policies: the law of the land, held against by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages import ROOT
from policy_sim.cases import Trial, case_files, load_cases, tried
from policy_sim.cases.coverage import Coverage, covered
from policy_sim.catalogue import sentence
from policy_sim.rules.columnar import ColumnarEngine

FOLDER = ROOT / "policies" / "cases"


@pytest.fixture(scope="module")
def shipped() -> Trial:
    """All shipped cases, held against their laws once."""
    return tried(load_cases(case_files(FOLDER)), ColumnarEngine())


@pytest.fixture(scope="module")
def coverage(shipped: Trial) -> Coverage:
    """What they have seen of these laws."""
    return covered(shipped.laws, shipped.sittings)


def test_the_shipped_law_decides_as_its_cases_expect(shipped: Trial) -> None:
    """Every case, worked out from the articles by hand, comes out."""
    told = [sentence(finding) for verdict in shipped.failed for finding in verdict.findings]
    assert told == []
    assert len(shipped.verdicts) > 400


def test_every_shipped_rule_is_covered(coverage: Coverage) -> None:
    """Each rule about people stands, fails and is defeated in some case, as far as it can be."""
    assert {seen.rule.id: seen.lacks for seen in coverage.rules if seen.lacks} == {}
    assert coverage.of_rules.percent == 100


def test_every_shipped_transition_is_covered(coverage: Coverage) -> None:
    """Somebody is taken and somebody not, what they keep decides, and it ends."""
    assert {seen.transition.name: seen.lacks for seen in coverage.transitions} == {
        "near-the-post": ()
    }


def test_every_clause_of_them_decides_a_case_alone(coverage: Coverage) -> None:
    """No clause of the shipped law could be deleted without a case that shows it."""
    undecided = [
        (seen.rule.id, clause.text)
        for seen in coverage.rules
        for clause in seen.clauses
        if not clause.decided
    ]
    assert undecided == []


def test_every_policy_with_rules_about_people_has_cases(coverage: Coverage) -> None:
    """A policy that is added brings its cases: none with rules is left out."""
    with_rules = {
        path.relative_to(ROOT / "policies").as_posix()
        for path in (ROOT / "policies").rglob("*.yaml")
        if "\nrules:" in (text := path.read_text(encoding="utf-8")) or "\n  rules:" in text
    }
    seen = {
        Path(rule.rule.place.file).relative_to(ROOT / "policies").as_posix()
        for rule in coverage.rules
    }
    assert with_rules - seen == {*ABOUT_GROUPS, *REPLACING}


ABOUT_GROUPS = ("asn/performance-distribution.yaml", "medan/drafts/adaptive-training.yaml")
"""Rules about units and the organisation, of which cases say nothing."""

REPLACING = (
    "medan/drafts/double-basic-pay.yaml",
    "medan/drafts/fit-first.yaml",
    "medan/drafts/training-by-gap.yaml",
    "medan/drafts/training-by-talent.yaml",
    "medan/drafts/training-reform.yaml",
)
"""Drafts that only write rules of the law anew, and have no cases of their own."""
