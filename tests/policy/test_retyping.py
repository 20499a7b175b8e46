"""What several vintages have in common: typed once, and again when something it reads changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.policy import load_law
from policy_sim.policy.law import Law
from policy_sim.policy.retyping import Kept

ROOT = Path(__file__).parents[2]
RULES = """
parameters:
  term: {values: {2020-01-01: 48 years, 2027-01-01: 36 years}}
  other: {values: {2020-01-01: 55 years, 2028-01-01: 58 years}}
definitions:
  waited: age >= term
rules:
  rise: {when: waited, then: promote}
  stay: {when: age >= other, then: retire}
"""


def rules_of(law: Law, name: str) -> list[object]:
    """Return the rule called *name* in each vintage."""
    return [next(rule for rule in v.rules if rule.id == name) for v in law.vintages]


def typed_anew(path: Path, amendments: list[Path], patch: pytest.MonkeyPatch) -> Law:
    """Load a law of which nothing is kept from one vintage to the next."""
    patch.setattr(Kept, "typed", lambda _, __, scope, findings, make: make(scope, findings))
    return load_law(path, amendments)


@pytest.mark.parametrize("name", ["in-force", "drafts/merit-reform"])
def test_a_kept_rule_means_what_one_typed_anew_means(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped laws are the same in all vintages, whether or not anything is kept."""
    path = ROOT / "policies" / "medan" / f"{name}.yaml"
    kept = load_law(path)
    anew = typed_anew(path, [], monkeypatch)
    assert [vintage.key for vintage in kept.vintages] == [v.key for v in anew.vintages]
    assert kept.vintages == anew.vintages


def test_a_rule_changes_with_what_it_reads_and_with_nothing_else(tmp_path: Path) -> None:
    """A parameter behind a definition makes another rule; a parameter of others does not."""
    law = Folder(tmp_path).base(RULES).law()
    first, second, third = (rule.clauses for rule in rules_of(law, "rise"))  # type: ignore[attr-defined]
    assert first != second
    assert second is third
    first, second, third = (rule.clauses for rule in rules_of(law, "stay"))  # type: ignore[attr-defined]
    assert first is second
    assert second != third


def test_a_finding_is_told_in_every_vintage_that_has_it(tmp_path: Path) -> None:
    """What could not be typed is tried again, and found again, but reported once."""
    folder = Folder(tmp_path).base(RULES.replace("when: waited", "when: waitd"))
    findings = folder.findings()
    assert [finding.values["seen"] for finding in findings] == ["waitd"]
