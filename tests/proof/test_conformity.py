"""A regulation held against the promises of the statute above it, and a check as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.diagnostics import Severity
from policy_sim.policy import load_law
from policy_sim.proof.checkup import Asked, check_policy
from policy_sim.proof.conformity import conformity

SINCE = date(2026, 1, 1)
STATUTE = """\
policy: statute
title: The statute
from: 2020-01-01
uses: [town]
%s
promises:
  no-early-rise: {when: time_in_grade < 2 years, never: promote, source: "art. 7"}
  poor-get-help: {when: last(predikat) == poor, always: start improvement, source: "art. 9"}
"""


def statute(folder: Folder, more: str = "") -> Path:
    """Write the statute beside the regulation."""
    path = folder.path / "statute.yaml"
    path.write_text(STATUTE % more, encoding="utf-8")
    return path


SOUND = """\
rules:
  rise: {when: time_in_grade >= 4 years, then: promote}
  help: {when: last(predikat) <= poor, then: {start: improvement}}
"""


def test_a_regulation_that_keeps_every_promise_conforms(folder: Folder) -> None:
    """What the statute promises holds for everybody; it is silent about nothing that is given."""
    law = folder.base(SOUND).law()
    assert conformity(law, load_law(statute(folder)), SINCE) == []


@pytest.mark.parametrize(
    ("rules", "promise", "line"),
    [
        (SOUND.replace("4 years", "1 years"), "no-early-rise", 5),
        (SOUND.replace("<= poor", "< poor"), "poor-get-help", 6),
        (
            SOUND.replace(
                "  help:", "  excuse: {when: sex == f, then: nothing, overrides: [help]}\n  help:"
            ),
            "poor-get-help",
            6,
        ),
    ],
)
def test_a_broken_promise_is_unlawful(folder: Folder, rules: str, promise: str, line: int) -> None:
    """Somebody gets what the statute forbids, or lacks what it guarantees, overrides included."""
    (finding,) = conformity(folder.base(rules).law(), load_law(statute(folder)), SINCE)
    assert (finding.code, finding.values["promise"]) == ("unlawful", promise)
    assert finding.where.line == line
    assert finding.severity is Severity.ERROR


def test_a_promise_that_is_not_certain_gives_a_warning(folder: Folder) -> None:
    """Under an unconfirmed article nothing is said to be against the law, and the mark is told."""
    above = load_law(statute(folder, "status: unconfirmed"))
    (finding,) = conformity(folder.base(SOUND.replace("4 years", "1 years")).law(), above, SINCE)
    assert (finding.severity, finding.values["status"]) == (Severity.WARNING, "unconfirmed")


def test_a_statute_is_silent_about_what_it_does_not_promise(folder: Folder) -> None:
    """Effects that no promise is about are named: about these nothing was proved."""
    law = folder.base(SOUND + "  leave: {when: age >= 60 years, then: retire}\n").law()
    (finding,) = conformity(law, load_law(statute(folder)), SINCE)
    assert (finding.code, finding.values["effects"]) == ("silent", "retire")


def test_a_check_joins_loading_proof_and_statute(folder: Folder) -> None:
    """One call tells everything by place; without proof only what loading finds is told."""
    rules = SOUND.replace("4 years", "1 years").replace("<= poor", "<= poor and sex == f")
    folder.base(rules)
    path, above = folder.path / "base.yaml", statute(folder)
    codes = [f.code for f in check_policy(path, (), Asked(SINCE, above)).findings]
    assert codes == ["unlawful", "unsourced", "unlawful", "discriminates"]
    plain = check_policy(path, (), Asked(SINCE, proof=False))
    assert [finding.code for finding in plain.findings] == ["unsourced"]
    assert plain.examined is None


def test_a_regulation_that_does_not_load_is_not_examined(folder: Folder) -> None:
    """What loading finds is told, and nothing is said to be proved."""
    folder.base("rules: {r: {when: grde >= i_a, then: promote}}\n")
    checkup = check_policy(folder.path / "base.yaml", (), Asked(SINCE))
    assert [finding.code for finding in checkup.findings] == ["unknown-name"]
    assert checkup.examined is None


@pytest.mark.parametrize("mark", ["", "status: unconfirmed"])
def test_a_path_of_a_regulation_that_is_its_own_statute_is_told_once(
    folder: Folder, mark: str
) -> None:
    """The trap is the regulation's own, however well the same promise of the statute is known."""
    path = "{path: {predikat: good..}, reach: promote, within: 2 years, source: art. 1}"
    rules = "rules: {rise: {when: time_in_grade >= 9 years, then: promote}}\n"
    folder.base(f"{mark}\npromises: {{open: {path}}}\n{rules}")
    own = folder.path / "base.yaml"
    found = check_policy(own, [], Asked(SINCE, statute=own)).findings
    traps = [one.severity for one in found if one.code == "trap"]
    assert traps == [Severity.ERROR]
