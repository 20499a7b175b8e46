"""One simulated career, as the command tells it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from command_line import Say
from pages import ROOT
from policy_sim.policy import load_law
from policy_sim.report.clause_words import clause_words
from policy_sim.report.pseudonyms import pseudonym
from small_study import SMALL, run_small
from stored_run import BASELINE, REFORM, made_run

GOLDEN = ROOT / "tests" / "golden" / "why"
CASES: dict[str, tuple[int, list[str]]] = {
    "ranked-first": (0, ["--person", "7"]),
    "favoured": (0, ["--person", "2"]),
    "outranked": (0, ["--person", "5"]),
    "waived": (0, ["--person", "6"]),
    "undone": (0, ["--person", "8"]),
    "other-area": (0, ["--person", "9"]),
    "retired": (0, ["--person", "3"]),
    "died": (0, ["--person", "4"]),
    "hired": (0, ["--person", "12"]),
    "nothing": (0, ["--person", "0"]),
    "arm": (0, ["--person", "7", "--arm", REFORM]),
    "against": (0, ["--person", "7", "--against", REFORM]),
    "against-same": (0, ["--person", "3", "--against", REFORM]),
    "against-nothing": (0, ["--person", "2", "--against", REFORM]),
    "against-json": (0, ["--person", "2", "--against", REFORM, "--format", "json"]),
    "json": (0, ["--person", "7", "--format", "json"]),
    "against-id": (0, ["--person", "7", "--against", REFORM, "--lang", "id"]),
    "favoured-id": (0, ["--person", "2", "--lang", "id"]),
    "outranked-id": (0, ["--person", "5", "--lang", "id"]),
    "unknown-id": (2, ["--person", "4711", "--lang", "id"]),
    "unknown": (2, ["--person", "4711"]),
    "unknown-arm": (2, ["--person", "7", "--arm", "seniority"]),
    "unknown-replication": (2, ["--person", "7", "--replication", "3"]),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder made by hand."""
    return made_run(tmp_path_factory.mktemp("why") / "run")


@pytest.mark.parametrize("name", CASES)
def test_a_career_is_told_as_its_file_says(name: str, folder: Path, say: Say, update: bool) -> None:
    """Sentences, errors and JSON are exactly those that were read and approved."""
    status, options = CASES[name]
    answer = say("why", folder, *options)
    assert answer.status == status
    text = answer.out + (f"--- standard error\n{answer.err}" if answer.err else "")
    text = text.replace(str(folder), "RUN")
    expected = GOLDEN / f"{name}.txt"
    if update:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_no_file_is_held_that_no_case_prints() -> None:
    """Every golden file belongs to a case."""
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)


def test_against_in_json_counts_what_is_in_common(folder: Path, say: Say) -> None:
    """Programs get both careers whole, and where they part."""
    values = say("why", folder, "--person", 7, "--against", REFORM, "--format", "json").values
    assert values["in_common"] == 1
    assert [len(career["events"]) for career in values["careers"]] == [3, 3]


def test_a_run_without_a_ledger_says_so(tmp_path: Path, say: Say) -> None:
    """Nothing written down is an error with its mend, not an empty career."""
    answer = say("why", made_run(tmp_path / "run", [], ledger="none"), "--person", 7)
    assert answer.status == 2
    assert "ledger-empty" in answer.err


def test_no_folder_is_told_like_any_bad_input(tmp_path: Path, say: Say) -> None:
    """Neither a missing folder nor a lost document is a traceback."""
    assert "no-manifest" in say("why", tmp_path, "--person", 7).err
    folder = made_run(tmp_path / "run")
    (folder / "inputs" / "scenarios" / "five_grades.yaml").unlink()
    assert "missing-file" in say("why", folder, "--person", 7).err


def test_a_run_of_real_records_warns(tmp_path: Path, say: Say) -> None:
    """The truth of such people was drawn: the story is nobody's."""
    folder = made_run(tmp_path / "run", imported={"people": 10})
    assert "tells of no real person" in say("why", folder, "--person", 7).out


def test_pseudonyms_differ_and_stay() -> None:
    """A thousand people are told apart by their names alone."""
    assert len({pseudonym(person) for person in range(5000)}) == 5000
    assert pseudonym(93) == pseudonym(93)


def test_a_clause_is_put_into_words() -> None:
    """Signs, underscores and parameters give way; what is nested stays nested."""
    law = load_law(ROOT / "policies" / "asn" / "promotion.yaml")
    vintage = law.vintages[-1]
    clause = "{any: [time_in_grade >= years_in_rank, {all: [a_b != c, x < y]}]}"
    said = clause_words(clause, vintage)
    assert said == (
        "any of (time in grade at least 4 years (years in rank), all of (a b is not c, x below y))"
    )
    assert clause_words("today.month == 9", vintage) == "today's month is September"
    assert clause_words("today.year == 9", vintage) == "today's year is 9"
    invented = load_law(ROOT / "policies" / "five_grades" / "rules.yaml").vintages[-1]
    said = clause_words("today.month != examination_month", invented)
    assert said == "today's month is not September (examination month)"


@pytest.mark.whole_run
def test_every_person_of_a_simulated_ledger_can_be_told_of(tmp_path: Path, say: Say) -> None:
    """In a real run no row of the ledger is without a sentence, in any arm."""
    result = run_small(tmp_path / "run", SMALL, replications=1, people=60)
    ledger = result.ledger
    for arm in result.arms:
        people = sorted(set(ledger[ledger["policy"] == arm]["person"]))
        for person in people[:: max(len(people) // 2, 1)]:
            answer = say("why", result.folder, "--person", person, "--arm", arm)
            rows = ((ledger["policy"] == arm) & (ledger["person"] == person)).sum()
            assert answer.status == 0
            assert len(answer.out.splitlines()) == 2 + rows


def test_what_is_about_no_person_is_told_of_none(tmp_path: Path, say: Say) -> None:
    """Rows of the organisation name nobody; a grade that a limit lowers is told with the limit."""
    lowered, day = "good → fair: good for at most 2 of 5", date(2026, 5, 1)
    rows = [
        (BASELINE, day, -1, "steering", "r", "granted", "done", "none", "x: 1 → 2", "organisation"),
        (BASELINE, day, 7, "appraisal", "r", "outranked", "not_done", "none", lowered, "verdict"),
    ]
    folder = made_run(tmp_path / "run", rows)
    assert say("why", folder, "--person", -1).status == 2
    told = say("why", folder, "--person", 7).out
    assert f"since others of the unit came first ({lowered})" in told
