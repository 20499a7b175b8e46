"""A case says in which transition its person is, or what the record of the day before was."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.cases.loading import load_cases
from policy_sim.cases.trial import tried
from policy_sim.errors import DocumentError
from policy_sim.rules.columnar import ColumnarEngine

BASE = "rules: {regular: {when: time_in_grade >= 4 years, then: promote}}\n"
DRAFT = (
    "replace: {rules: {regular: {when: time_in_grade >= 6 years, then: promote}}}\n"
    "transition: {near: {for: time_in_grade >= 3 years, keep: [regular], until: 2029-01-01}}\n"
)
CASES = (
    "cases: near\npolicy: amendment0\ntests:\n"
    "  one: {{person: {{time_in_grade: 50 months}}, on: {day}, {said}\n"
    "    expect: {{promote: {given}}}}}\n"
)


def loaded(folder: Path, said: str, given: str, day: str = "2028-01-01") -> list[object]:
    """Return what fails of one test about a person with fifty months in the grade."""
    Folder(folder).base(BASE).amend("2027-01-01", DRAFT)
    path = folder / "near.cases.yaml"
    path.write_text(CASES.format(said=said, given=given, day=day), encoding="utf-8")
    done = tried(load_cases([path]), ColumnarEngine())
    return [verdict for verdict in done.verdicts if not verdict.passed]


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("", "no"),
        ("transition: near,", "yes"),
        ("before: {time_in_grade: 36 months},", "yes"),
        ("before: {time_in_grade: 35 months},", "no"),
    ],
)
def test_the_person_is_decided_by_the_law_that_they_keep(
    tmp_path: Path, said: str, given: str
) -> None:
    """Stated, or judged by what was on record; without either the person is in none."""
    assert loaded(tmp_path, said, given) == []


def test_after_the_day_nothing_is_kept(tmp_path: Path) -> None:
    """Once the transition has ended, the new law decides."""
    assert loaded(tmp_path, "transition: near,", "no", "2029-01-01") == []


@pytest.mark.parametrize(
    "said", ["transition: far,", "transition: near, before: {time_in_grade: 36 months},"]
)
def test_what_cannot_be_meant(tmp_path: Path, said: str) -> None:
    """A transition that there is not, and both ways of saying it at once."""
    with pytest.raises(DocumentError):
        loaded(tmp_path, said, "no")
