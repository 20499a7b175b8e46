"""``diff`` from files to what is printed: words, possible people, and people of a workforce."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from command_line import ROOT, Say

PEOPLE = ("--scenario", "scenarios/five_grades.yaml", "--people", 60)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep stocks in a folder of the tests' own."""
    folder = tmp_path_factory.getbasetemp() / "stocks"
    monkeypatch.setenv("POLICY_SIM_CACHE", str(folder))


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """Where a draft on the service of five grades stands, beside its regulations."""
    shutil.copytree(ROOT / "policies" / "five_grades", tmp_path, dirs_exist_ok=True)
    return tmp_path / "draft.yaml"


def amend(draft: Path, text: str, effective: str = "2026-01-01") -> Path:
    """Write *text* as an amendment of the rules."""
    draft.write_text(f"policy: draft\namends: rules\neffective: {effective}\n{text}", "utf-8")
    return draft


def test_people_are_counted_by_the_law_of_the_first_difference(say: Say, draft: Path) -> None:
    """Though compared from an earlier day, people are counted when the draft is in force."""
    amend(
        draft,
        "replace: {rules: {leaves-at-62: {area: exit, when: age >= 40 years, then: retire}}}\n",
        effective="2028-01-01",
    )
    answer = say("diff", draft, *PEOPLE, "--on", "2026-01-01", "--format", "json")
    assert answer.status == 1
    values = answer.values
    assert (values["reaches"], values["from"]) == ("somebody", "2026-01-01")
    counted = values["workforce"]
    assert (counted["people"], counted["law"]) == (60, "2028-01-01")
    assert {one["effect"] for one in counted["counts"]} == {"retire"}


def test_people_are_counted_by_the_law_of_the_day_asked_about(say: Say, draft: Path) -> None:
    """Where the question begins later than the draft, they are counted on that day."""
    change = "replace: {rules: {leaves-at-62: {area: exit, when: age >= 40 years, then: retire}}}\n"
    amend(draft, change)
    answer = say("diff", draft, *PEOPLE, "--on", "2028-09-01", "--format", "json")
    assert answer.values["workforce"]["law"] == "2028-09-01"


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("age >= 62 years", "same text"),
        ("age >= 744 months", "no possible person"),
        ("age >= 63 years", "nobody in this workforce"),
        ("age >= 40 years", "somebody"),
    ],
)
def test_the_three_kinds_of_no_effect(say: Say, draft: Path, text: str, reaches: str) -> None:
    """The same words, the same people by other words, and nobody there: each has its own name.

    Everybody in service is younger than 62: who is not has left.
    """
    rules = draft.with_name("rules.yaml")
    new = draft.with_name("new.yaml")
    old = rules.read_text(encoding="utf-8")
    new.write_text(old.replace("age >= 62 years", text), encoding="utf-8")
    answer = say("diff", rules, new, *PEOPLE, "--on", "2026-01-01", "--format", "json")
    assert answer.status == (0 if reaches == "same text" else 1)
    assert answer.values["reaches"] == reaches


def test_another_order_is_not_nobody(say: Say) -> None:
    """Nobody becomes eligible, but who is ahead changes: that is not said to reach nobody."""
    answer = say("diff", "policies/five_grades/seniority.yaml", *PEOPLE, "--format", "json")
    assert answer.values["reaches"] == "somebody"
    assert answer.values["workforce"]["counts"] == []


def test_words_of_two_vocabularies_are_listed_by_section(say: Say, draft: Path) -> None:
    """An attribute that only the new regulation knows is told for itself."""
    folder = draft.parent / "new"
    shutil.copytree(ROOT / "policies" / "five_grades", folder)
    words = folder / "vocabulary.yaml"
    text = words.read_text(encoding="utf-8")
    added = "attributes:\n  tired: {type: flag}\n  idle: {type: flag}\n"
    words.write_text(text.replace("attributes:\n", added), encoding="utf-8")
    rules = draft.with_name("rules.yaml"), folder / "rules.yaml"
    answer = say("diff", *rules, "--on", "2026-01-01")
    assert answer.status == 1
    assert "  added attributes: idle, tired\n" in answer.out
    assert "no possible person" in answer.out


def test_a_file_that_cannot_be_used_is_told(say: Say, draft: Path) -> None:
    """A missing file, and a vocabulary in the place of a policy, end without a traceback."""
    for arguments in (
        (draft,),
        (draft.with_name("vocabulary.yaml"), draft.with_name("rules.yaml")),
    ):
        answer = say("diff", *arguments)
        assert (answer.status, answer.out) == (2, "")
        assert "error[" in answer.err
