"""What a draft changes in vain is found, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from policy_documents import Folder
from policy_sim.diagnostics import Severity
from policy_sim.policy.loading import load_regulation
from policy_sim.policy.statute import Section
from policy_sim.proof.no_effect import changes_in_vain

SINCE = date(2026, 1, 1)
BASE = """\
parameters:
  n: {value: 4 years}
  unread: {value: 1 year}
rules:
  r: {when: [time_in_grade >= n, service >= 2 years], then: promote}
  s: {when: age >= 60 years, then: retire}
"""
IDLE = "r: {when: time_in_grade >= n, then: promote}"
"""Whoever has been four years in a grade has served for two."""

MOVING = "s: {when: age >= 58 years, then: retire}"


def found(folder: Folder, text: str, base: str = BASE) -> list[tuple[str, int]]:
    """Return what is in vain in an amendment of *base*, by what is named and its line."""
    folder.base(base).amend("2027-01-01", text)
    path = folder.path / "base.yaml"
    before, new = load_regulation(path), load_regulation(path, folder.paths)
    findings = list(changes_in_vain(new, before, SINCE))
    assert {one.code for one in findings} <= {"no-effect"}
    assert all(one.severity is Severity.WARNING for one in findings)
    return [(one.values["seen"], one.where.line) for one in findings]


def test_an_amendment_without_any_effect_is_told_once(folder: Folder) -> None:
    """Said of the amendment, at its name: not of each item again."""
    wait = "s: {when: [age >= 60 years, age >= 59 years], then: retire}"
    assert found(folder, f"replace: {{rules: {{{IDLE}, {wait}}}}}\n") == [("amendment0", 1)]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        (f"replace:\n  rules:\n    {IDLE}\n", ("r", 6)),
        ("add:\n  rules:\n    t: {when: age >= 61 years, then: retire}\n", ("t", 6)),
        ("repeal:\n  - {rule: t}\n", ("t", 5)),
    ],
)
def test_the_only_item_of_an_amendment_without_any_effect(
    folder: Folder, text: str, item: tuple[str, int]
) -> None:
    """Where there is but one it is that: what to mend stands in its line."""
    twin = "  t: {when: age >= 61 years, then: retire}\n" if "repeal" in text else ""
    assert found(folder, text, BASE + twin) == [item]


def test_an_item_in_vain_beside_one_that_matters(folder: Folder) -> None:
    """Only the item that could as well have stayed is told, where it stands."""
    text = f"replace:\n  rules:\n    {IDLE}\n    {MOVING}\n"
    assert found(folder, text) == [("r", 6)]


def test_a_repeal_in_vain(folder: Folder) -> None:
    """A rule is repealed whose effect another rule gives to the same people."""
    twin = "  t: {when: age >= 61 years, then: retire}\n"
    text = f"repeal: [{{rule: t}}]\nreplace: {{rules: {{{MOVING}}}}}\n"
    assert found(folder, text, BASE + twin) == [("t", 4)]


@pytest.mark.parametrize(
    "text",
    [
        f"replace: {{rules: {{{MOVING}}}}}\n",
        "replace: {parameters: {n: {value: 3 years}}}\n",
        "replace: {parameters: {unread: {value: 3 years}}}\n",
        "replace: {parameters: {n: {value: 4 years, authority: national}}}\n",
        f"repeal: [{{rule: r}}, {{parameter: n}}]\nreplace: {{rules: {{{MOVING}}}}}\n",
        "add: {promises: {p: {when: age < 30 years, never: retire}}}\n",
    ],
)
def test_what_changes_a_decision_or_never_meant_to_is_not_told(folder: Folder, text: str) -> None:
    """Decisions that move, what only a simulation reads, another authority, what is tidied up,
    and promises.
    """
    assert found(folder, text) == []


def test_what_no_rule_reads_keeps_an_amendment_from_being_in_vain(folder: Folder) -> None:
    """Beside a parameter that a simulation may read, only the idle item is told."""
    text = f"replace:\n  parameters: {{unread: {{value: 3 years}}}}\n  rules:\n    {IDLE}\n"
    assert found(folder, text) == [("r", 7)]


def test_a_law_without_one_item_of_its_amendment(folder: Folder) -> None:
    """The other items stay amended; one that others need cannot be left out."""
    folder.base(BASE).amend(
        "2027-01-01",
        "replace: {parameters: {n: {value: 3 years}}}\n"
        "add:\n"
        "  parameters: {term: {value: 1 year}}\n"
        "  rules: {t: {when: service >= term, then: promote}}\n",
    )
    new = load_regulation(folder.path / "base.yaml", folder.paths)
    left = new.without({(Section.PARAMETER, "n")})
    assert left is not None
    assert left.on(date(2027, 1, 1)).parameters["n"].text == "4 years"
    assert {rule.id for rule in left.on(date(2027, 1, 1)).rules} == {"r", "s", "t"}
    assert new.without({(Section.PARAMETER, "term")}) is None


COMPETE = "{when: %s, then: promote, select: {rank_by: competence, ties: [service]}}"


@pytest.mark.parametrize(
    ("when", "idle"),
    [("time_in_grade >= 5 years", []), ("time_in_grade > service", [("second", 4)])],
)
def test_a_second_competition_is_another_chance(
    folder: Folder, when: str, idle: list[tuple[str, int]]
) -> None:
    """Who may compete for a rise already may win it there as well, unless nobody may enter."""
    base = f"rules: {{first: {COMPETE % 'time_in_grade >= 4 years'}}}\n"
    assert found(folder, f"add: {{rules: {{second: {COMPETE % when}}}}}\n", base) == idle
