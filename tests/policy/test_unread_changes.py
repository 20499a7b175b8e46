"""A change that nothing reads is told: by the law as a note, by a study as a warning."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_documents import Folder, codes
from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.policy.loading import load_regulation
from policy_sim.policy.unread import unread_changes
from policy_sim.proof.checkup import Asked, check_policy
from policy_sim.study.loading import load_scenario
from small_study import ROOT

BASE = """
parameters:
  wait: {value: 4 years}
  seats: {value: 10 persons}
definitions:
  waited: time_in_grade >= wait
rules:
  regular: {when: waited, then: promote}
"""


def changes(path: Path, text: str, beside: tuple[str, ...] | None = None) -> list[Diagnostic]:
    """Return what is unread of a draft that replaces *text*."""
    folder = Folder(path).base(BASE).amend("2027-01-01", f"replace: {{parameters: {text}}}\n")
    found = load_regulation(folder.path / "base.yaml", folder.paths)
    return list(unread_changes(found.amendments, found.statute, beside))


def test_what_no_rule_reads_is_a_note(tmp_path: Path) -> None:
    """The law cannot know whether a simulation reads it."""
    (finding,) = changes(tmp_path, "{seats: {value: 20 persons}}")
    assert (finding.code, finding.severity) == ("change-unread", Severity.INFO)
    assert finding.values["seen"] == "seats"


def test_what_a_definition_reads_is_read(tmp_path: Path) -> None:
    """A parameter behind a definition is no finding."""
    assert changes(tmp_path, "{wait: {value: 3 years}}") == []


@pytest.mark.parametrize(("beside", "found"), [(("seats",), []), (("places",), ["change-unread"])])
def test_a_study_knows_what_its_systems_read(
    tmp_path: Path, beside: tuple[str, ...], found: list[str]
) -> None:
    """What a system names is read; what none names is a warning."""
    told = changes(tmp_path, "{seats: {value: 20 persons}}", beside)
    assert codes(told) == found
    assert all(finding.severity is Severity.WARNING for finding in told)


def test_check_tells_it_of_the_draft_alone(tmp_path: Path) -> None:
    """It is among the findings of a check, without a proof too."""
    folder = Folder(tmp_path).base(BASE)
    folder.amend("2027-01-01", "source: a\nreplace: {parameters: {seats: {value: 20 persons}}}\n")
    asked = Asked(date(2027, 1, 1), proof=False)
    found = check_policy(folder.paths[0], [], asked).findings
    assert codes(found) == ["change-unread"]


def test_a_study_warns_of_an_arm_that_cannot_differ(tmp_path: Path) -> None:
    """A draft on what neither rule nor system reads is told when the scenario is loaded."""
    law = (ROOT / "policies/five_grades/rules").as_posix()
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        Path(f"{law}.yaml")
        .read_text(encoding="utf-8")
        .replace("uses: [vocabulary]", f"uses: [{law.removesuffix('rules')}vocabulary]")
        .replace("parameters:\n", "parameters:\n  idle: {value: 1 years}\n", 1),
        encoding="utf-8",
    )
    draft = tmp_path / "draft.yaml"
    draft.write_text(
        "policy: draft\namends: rules\nauthority: national\neffective: 2027-01-01\n"
        "source: a draft\nreplace: {parameters: {idle: {value: 2 years}}}\n",
        encoding="utf-8",
    )
    scenario = tmp_path / "study.yaml"
    base = (ROOT / "scenarios/five_grades.yaml").as_posix()
    scenario.write_text(
        f"scenario: idle\ntitle: Idle\nbased_on: {base}\nlaws:\n"
        f"  rules: {{title: Rules, policy: {rules}}}\n"
        f"  seniority: {{title: Draft, policy: {rules}, amendments: [{draft}]}}\n",
        encoding="utf-8",
    )
    found = load_scenario(scenario).findings
    assert "change-unread" in codes(found)
