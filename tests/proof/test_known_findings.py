"""What is proved of the shipped rules is known, each with a sentence: nothing new, nothing gone."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from policy_sim.diagnostics import Severity
from policy_sim.documents import MappingNode, read_document
from policy_sim.policy import load_law, load_unamended
from policy_sim.policy.loading import amended_by, load_regulation
from policy_sim.proof.examination import examine
from policy_sim.proof.kept_in_vain import kept_in_vain
from policy_sim.proof.taken_apart import taken_apart

POLICIES = Path(__file__).parents[2] / "policies"
SINCE = date(2026, 12, 1)
LAWS = read_document(POLICIES / "known_findings.yaml").root["laws"]
Key = tuple[str, str, str]


def known(law: str) -> set[Key]:
    """Return code, article and what it is about of each finding that the list has of *law*."""
    listed = set()
    for one in LAWS[law]:
        assert isinstance(one, MappingNode)
        assert str(one["why"]).endswith(".")
        listed.add((str(one["code"]), str(one["article"]), str(one["about"])))
    return listed


def found(law: str) -> set[Key]:
    """Return the same of what is found in a shipped law today."""
    path = POLICIES / f"{law}.yaml"
    law, before = load_law(path), load_unamended(path)
    findings = [*examine(law, SINCE, before).findings, *taken_apart(law, before, SINCE)]
    base = amended_by(path)
    if law.transitions and base is not None:
        findings += kept_in_vain(load_regulation(path), load_regulation(base), SINCE)
    return {
        (
            one.code,
            one.values.get("rule", "").partition(" (")[0],
            one.values.get("attribute") or one.values.get("seen", ""),
        )
        for one in findings
        if one.severity is not Severity.INFO
    }


DRAFTS = [
    f"medan/drafts/{path.stem}" for path in sorted((POLICIES / "medan/drafts").glob("*.yaml"))
]
OTHERS = [law for law in map(str, LAWS) if law not in DRAFTS]
TELLING = ["medan/drafts/learning-plan"]
"""A draft with a finding, examined whenever whole runs are."""

ALL = "POLICY_SIM_ALL_DRAFTS"
"""Set, every draft is examined: some minutes, which a run of all tests has not."""


@pytest.mark.parametrize("law", OTHERS)
def test_the_findings_of_a_shipped_law_are_known(law: str) -> None:
    """A change of the rules, or of the checks, is seen here first; notes need no sentence."""
    assert found(law) == known(law)


@pytest.mark.whole_run
@pytest.mark.parametrize("draft", TELLING)
def test_the_findings_of_a_draft_are_known(draft: str) -> None:
    """What a draft brings is found again, and nothing else."""
    assert found(draft) == known(draft)


@pytest.mark.skipif(not os.environ.get(ALL), reason=f"examined with {ALL}=1")
@pytest.mark.parametrize("draft", [draft for draft in DRAFTS if draft not in TELLING])
def test_the_findings_of_every_draft_are_known(draft: str) -> None:
    """A draft in the list without findings has none."""
    assert found(draft) == known(draft)


def test_every_draft_is_in_the_list() -> None:
    """No draft is shipped without saying what is found of it."""
    assert set(DRAFTS) <= set(map(str, LAWS))
