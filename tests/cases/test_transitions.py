"""A case says in which transition its person is, or what the record of the day before was."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.cases.coverage import Share, covered
from policy_sim.cases.equality import Proof, Unproved
from policy_sim.cases.loading import load_cases
from policy_sim.cases.mutation import mutated
from policy_sim.cases.transition_mutation import altered
from policy_sim.cases.trial import Trial, tried
from policy_sim.errors import DocumentError
from policy_sim.report.coverage import coverage_lines, coverage_values
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


def held(folder: Path, *tests: str) -> Trial:
    """Hold *tests* against the draft."""
    Folder(folder).base(BASE).amend("2027-01-01", DRAFT)
    path = folder / "near.cases.yaml"
    lines = [f"  t{number}: {{{test}}}" for number, test in enumerate(tests)]
    path.write_text("\n".join(["cases: near", "policy: amendment0", "tests:", *lines]), "utf-8")
    return tried(load_cases([path]), ColumnarEngine())


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


RISE = "person: {time_in_grade: 50 months}, expect: {promote: %s}, on: %s"
TAKEN = RISE % ("yes", "2028-12-31") + ", before: {time_in_grade: 36 months}"
PASSED = RISE % ("no", "2027-01-01") + ", before: {time_in_grade: 35 months}"
LONG = RISE % ("yes", "2027-01-01") + ", before: {time_in_grade: 37 months}"
OVER = RISE % ("no", "2029-01-01") + ", transition: near"


@pytest.mark.parametrize(
    ("tests", "lacking"),
    [
        (
            [OVER],
            [
                "somebody whom it takes, by 'before'",
                "somebody whom it does not take",
                "somebody in it",
                "somebody not in it meanwhile",
                "regular kept",
            ],
        ),
        ([TAKEN, PASSED], ["somebody in it when it has ended"]),
        ([TAKEN, PASSED, OVER], []),
    ],
)
def test_a_transition_is_covered_when_all_of_it_was_seen(
    tmp_path: Path, tests: list[str], lacking: list[str]
) -> None:
    """Somebody whom it takes and somebody whom it does not, what they keep, and its end."""
    trial = held(tmp_path, *tests)
    found = covered(trial.laws, trial.sittings)
    assert [list(one.lacks) for one in found.transitions] == [lacking]
    assert found.of_transitions == Share(not lacking, 1)
    assert list(coverage_lines(found))[6].split()[:4] == [
        "transitions",
        str(+(not lacking)),
        "of",
        "1",
    ]
    (other,) = coverage_values(found)["transitions"]
    assert other["lacks"] == lacking


@pytest.mark.parametrize(
    ("tests", "unnoticed"),
    [
        ([TAKEN, PASSED, OVER], []),
        (
            [LONG, OVER],
            [
                "without 'time_in_grade >= 3 years'",
                "'time_in_grade >= 36 months' becomes 'time_in_grade > 36 months'",
                "'time_in_grade >= 36 months' becomes 'time_in_grade >= 35 months'",
                "'2029-01-01' becomes '2028-12-31'",
            ],
        ),
    ],
)
def test_small_changes_of_a_transition_are_noticed(
    tmp_path: Path, tests: list[str], unnoticed: list[str]
) -> None:
    """Whom it takes is held from both sides, what it keeps by anybody in it, its end by a day."""
    done = mutated(held(tmp_path, *tests), lambda _: Unproved())
    assert [one.told for one in done.unnoticed if one.rule == "near"] == unnoticed


def test_a_change_that_nobody_could_notice_is_left_out(tmp_path: Path) -> None:
    """An item that makes no difference may as well not be kept: it counts as equal."""
    draft = DRAFT.replace("near:", "idle:").replace("time_in_grade >= 6", "time_in_grade >= 4")
    draft = draft.replace("4 years, then", "48 months and grade >= none, then")
    Folder(tmp_path).base(BASE).amend("2027-01-01", draft)
    path = tmp_path / "idle.cases.yaml"
    test = OVER.replace("near", "idle").replace("{promote: no}", "{promote: yes}")
    path.write_text(f"cases: idle\npolicy: amendment0\ntests:\n  t: {{{test}}}\n", "utf-8")
    trial = tried(load_cases([path]), ColumnarEngine())
    told = {one.told: one.equal for one in altered(trial, lambda law: Proof(law.vocabulary))}
    assert told["without 'regular'"]
