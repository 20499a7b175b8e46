"""Each distinct version of the law is examined for those in each transition, too."""

from __future__ import annotations

from datetime import date

import pytest

from policy_documents import Folder
from policy_sim.policy import load_law
from policy_sim.proof.checkup import Asked, check_policy
from policy_sim.proof.conformity import conformity

SINCE = date(2026, 1, 1)
BASE = """\
parameters: {wait: {value: 4 years}, early: {value: 3 years}}
rules:
  regular: {when: time_in_grade >= wait, then: promote}
  quick: {when: [sex == f, time_in_grade >= early], then: promote}
"""
REFORM = """\
replace:
  parameters: {wait: {value: 6 years}}
  rules: {quick: {when: [education == master, time_in_grade >= early], then: promote}}
transition:
"""


def found(folder: Folder, transition: str, reform: str = REFORM) -> list[tuple[str, int, str]]:
    """Return what checking the draft finds: code, line and span."""
    folder.base(BASE).amend("2027-01-01", reform + transition)
    checked = check_policy(folder.path / "base.yaml", folder.paths, Asked(SINCE))
    ignored = ("unsourced",)
    return [
        (one.code, one.where.line, one.values.get("span", one.values.get("seen", "")))
        for one in checked.findings
        if one.code not in ignored
    ]


@pytest.fixture
def folder(tmp_path: object) -> Folder:
    """Return a folder for small regulations."""
    return Folder(tmp_path)  # type: ignore[arg-type]


def test_a_sound_transition_has_no_findings(folder: Folder) -> None:
    """What only stays as it was before the draft is no finding of the draft."""
    kept = "  near: {for: time_in_grade >= 3 years, keep: [wait, quick], until: 2029-01-01}\n"
    assert found(folder, kept) == []


@pytest.mark.parametrize(
    ("transition", "named"),
    [
        ("  t: {for: [sex == f, sex == m], keep: [wait], until: 2029-01-01}\n", "t"),
        ("  t: {for: sex == f, keep: [wait, spare], until: 2029-01-01}\n", "spare"),
    ],
)
def test_what_is_kept_in_vain(folder: Folder, transition: str, named: str) -> None:
    """A transition that takes nobody, and an item that makes no difference, where they stand."""
    reform = REFORM.replace(
        "transition:", "add: {definitions: {spare: age + 1 month}}\ntransition:"
    )
    vain = [(name, line) for code, line, name in found(folder, transition, reform)]
    assert vain == [("spare", 7), (named, 9)]


def test_a_transition_that_makes_no_difference(folder: Folder) -> None:
    """What is kept decides for nobody: they are promoted by the other article anyway."""
    reform = (
        "repeal: [{rule: quick}]\nreplace: {parameters: {wait: {value: 2 years}}}\ntransition:\n"
    )
    kept = "  t: {for: sex == f, keep: [quick], until: 2029-01-01}\n"
    assert ("no-effect", 7, "t") in found(folder, kept, reform)


def test_what_is_wrong_only_in_a_transition_says_so(folder: Folder) -> None:
    """A kept article and a new one contradict each other for those who keep it, and nobody else."""
    reform = (
        "replace:\n"
        "  rules:\n"
        "    regular: {when: time_in_grade >= wait, then: {promote: i_b}}\n"
        "    quick: {when: [sex == f, time_in_grade < 1 year], then: {promote: i_c}}\n"
        "transition:\n"
        "  near: {for: sex == f, keep: [quick], until: 2029-01-01}\n"
    )
    base = BASE.replace("early], then: promote", "early], then: {promote: i_c}")
    base = base.replace("wait, then: promote", "wait, then: {promote: i_c}")
    folder.base(base).amend("2027-01-01", reform)
    checked = check_policy(folder.path / "base.yaml", folder.paths, Asked(SINCE))
    (conflict,) = [one for one in checked.findings if one.code == "conflict"]
    assert conflict.values["span"] == "in transition near, from 2027-01-01 until 2029-01-01"
    assert checked.examined is not None
    assert checked.examined.transitions == ("near",)


def test_a_statute_binds_those_in_a_transition_too(folder: Folder) -> None:
    """What the statute forbids from the effective date on is unlawful where it is kept."""
    kept = "  near: {for: sex == f, keep: [wait], until: 2029-01-01}\n"
    folder.base(BASE).amend("2027-01-01", REFORM.replace("early], then", "wait], then") + kept)
    statute = folder.path / "statute.yaml"
    statute.write_text(
        "policy: statute\nfrom: 2027-01-01\nuses: [town]\nsource: s\npromises:\n"
        "  not-early: {when: time_in_grade < 5 years, never: promote}\n",
        encoding="utf-8",
    )
    (one,) = [f for f in conformity(folder.law(), load_law(statute), SINCE) if f.code == "unlawful"]
    assert one.values["span"] == "in transition near, from 2027-01-01 until 2029-01-01"
