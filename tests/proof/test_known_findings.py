"""What is proved of the shipped rules is known, each with a sentence: nothing new, nothing gone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_sim.diagnostics import Severity
from policy_sim.documents import MappingNode, read_document
from policy_sim.policy import load_law, load_unamended
from policy_sim.proof.examination import examine

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
    findings = examine(load_law(path), SINCE, load_unamended(path)).findings
    return {
        (
            one.code,
            one.values.get("rule", "").partition(" (")[0],
            one.values.get("attribute") or one.values.get("seen", ""),
        )
        for one in findings
        if one.severity is not Severity.INFO
    }


# The drafts that convert contracts say the same of age, and each takes seconds to examine.
EXAMINED = [law for law in map(str, LAWS) if "conversion-" not in law]


@pytest.mark.parametrize("law", EXAMINED)
def test_the_findings_of_a_shipped_law_are_known(law: str) -> None:
    """A change of the rules, or of the checks, is seen here first; notes need no sentence."""
    assert found(law) == known(law)
