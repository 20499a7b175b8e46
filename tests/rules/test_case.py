from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conduct_world import conduct_law
from policy_sim.errors import DocumentError
from policy_sim.policy import load_vocabulary
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.case import Case, CaseError, load_case

VOCABULARY = """\
vocabulary: harbour
title: A harbour
scales:
  ranks: {values: [mate, pilot, master]}
  ratings: {values: [poor, fair, good]}
attributes:
  rank: {type: ordered, scale: ranks}
  service: {type: whole, unit: months, range: 0..900, moves: {each_month: 1}}
  score: {type: decimal, step: 0.1, unit: points, range: 0..100}
series:
  rating: {of: ratings, every: year, keep: 5, if_missing: fair}
events:
  promoted: {}
  warned: {of: ratings}
always:
  - rank < master or service >= 10 years
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """The vocabulary of a small harbour."""
    path = tmp_path_factory.mktemp("harbour") / "harbour.yaml"
    path.write_text(VOCABULARY, encoding="utf-8")
    return load_vocabulary(path)


def read(text: str, harbour: Vocabulary, folder: Path) -> Case:
    """Return the case whose document goes on with *text*."""
    path = folder / "case.yaml"
    path.write_text(f"case: a pilot\non: 2026-06-01\n{text}\n", encoding="utf-8")
    return load_case(path, harbour)


def codes(text: str, harbour: Vocabulary, folder: Path) -> list[str]:
    """Return the codes of what is wrong with the case."""
    with pytest.raises(DocumentError) as caught:
        read(text, harbour, folder)
    assert all(finding.where.line > 1 for finding in caught.value.findings)
    return [finding.code for finding in caught.value.findings]


def test_words_and_units_become_the_integers_a_rule_reads(
    harbour: Vocabulary, tmp_path: Path
) -> None:
    """A grade is its position, years are months, a score counts its steps."""
    case = read("record: {rank: pilot, service: 3 years, score: 71.5}", harbour, tmp_path)
    assert case.columns == {"rank": 1, "service": 36, "score": 715}
    assert (case.name, case.on) == ("a pilot", date(2026, 6, 1))
    frame = case.frame()
    assert [frame.column(name).tolist() for name in case.columns] == [[1], [36], [715]]
    assert frame.today == date(2026, 6, 1)


def test_the_post_and_the_superior_have_columns_of_their_own(
    harbour: Vocabulary, tmp_path: Path
) -> None:
    """What is said of a post or superior is never taken for the person's own."""
    text = "record: {rank: mate}\npost: {rank: master}\nsuperior: {rank: pilot}"
    case = read(text, harbour, tmp_path)
    assert case.columns == {"rank": 0, "post.rank": 2, "superior.rank": 1}


def test_what_is_not_given_is_asked_for_by_name(harbour: Vocabulary, tmp_path: Path) -> None:
    """Nothing is guessed: reading an attribute that is not given names it."""
    case = read("record: {rank: mate}", harbour, tmp_path)
    with pytest.raises(CaseError) as missing:
        case.frame().column("service")
    assert missing.value.args == ("service",)


def test_supposing_a_value_leaves_the_case_alone(harbour: Vocabulary, tmp_path: Path) -> None:
    """A supposed value is the least of its type, of a post too, and only in the new case."""
    case = read("record: {rank: mate}", harbour, tmp_path)
    assert case.supposing("post.rank").columns == {"rank": 0, "post.rank": 0}
    assert case.columns == {"rank": 0}


def test_every_wrong_word_is_found_at_once(harbour: Vocabulary, tmp_path: Path) -> None:
    """Unknown names, words and values of record, series and events come together."""
    text = """\
record: {rnak: mate, rank: admiral, service: -1 months}
series: {ratings: [good], rating: [superb]}
events: {promted: [{on: 2020-01-01}]}"""
    assert codes(text, harbour, tmp_path) == [
        "unknown-in-case",
        "unknown-value",
        "out-of-range",
        "unknown-in-case",
        "unknown-value",
        "unknown-in-case",
    ]


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ("promoted: [{on: 2020-01-01, value: good}]", "event-without-value"),
        ("warned: [{on: 2020-01-01}]", "event-needs-value"),
        ("warned: [{on: 2020-01-01, value: superb}]", "unknown-value"),
        ("promoted: [{on: 2026-06-02}]", "event-in-future"),
    ],
)
def test_an_event_says_what_its_vocabulary_lets_it(
    events: str, code: str, harbour: Vocabulary, tmp_path: Path
) -> None:
    """A value where none belongs, none where one does, and a day to come are findings."""
    text = f"record: {{rank: mate}}\nevents: {{{events}}}"
    assert codes(text, harbour, tmp_path) == [code]


def test_events_are_read_whatever_their_order(harbour: Vocabulary, tmp_path: Path) -> None:
    """Events need not stand in the order of their days."""
    text = "record: {rank: mate}\nevents: {promoted: [{on: 2024-01-01}, {on: 2020-01-01}]}"
    entries = read(text, harbour, tmp_path).past.trails["promoted"].entries
    days = [date(2020, 1, 1).toordinal(), date(2024, 1, 1).toordinal()]
    assert sorted(entries.day.tolist()) == days


def test_nobody_can_ask_about_a_person_who_cannot_be(harbour: Vocabulary, tmp_path: Path) -> None:
    """What the vocabulary says of every real person is held against the case."""
    path = tmp_path / "case.yaml"
    text = "case: a young master\non: 2026-06-01\nrecord: {rank: master, service: %s years}\n"
    path.write_text(text % 9, encoding="utf-8")
    with pytest.raises(DocumentError, match="rank < master or service >= 10 years") as caught:
        load_case(path, harbour)
    assert [finding.code for finding in caught.value.findings] == ["breaks-always"]
    path.write_text(text % 10, encoding="utf-8")
    assert load_case(path, harbour).columns["service"] == 120


def test_a_sentence_about_something_not_given_is_passed_over(
    harbour: Vocabulary, tmp_path: Path
) -> None:
    """A case need not give everything that the vocabulary can say."""
    assert read("record: {rank: master}", harbour, tmp_path).columns == {"rank": 2}


def test_a_stage_of_a_track_may_be_given_and_supposed(tmp_path: Path) -> None:
    """A name with a dot that the record holds is an attribute of the person, not of a relation."""
    hamlet = conduct_law().vocabulary
    given = "record: {improvement.stage: retest, improvement.months: 0, retest_score: 61.5}"
    case = read(given, hamlet, tmp_path)
    assert case.frame().column("improvement.stage").tolist() == [2]
    lacking = read("record: {improvement.stage: improve}", hamlet, tmp_path)
    with pytest.raises(CaseError, match=r"improvement\.months"):
        lacking.frame().column("improvement.months")
    supposed = lacking.supposing("improvement.months").supposing("superior.grade")
    assert supposed.frame().column("improvement.months").tolist() == [0]
    assert supposed.frame().column("superior.grade").tolist() == [0]


def test_units_and_the_organisation_of_a_case_may_have_series(tmp_path: Path) -> None:
    """A rule that reads their latest record finds it in the case; other names are findings."""
    words = (
        VOCABULARY
        + "relations: {unit: unit, port: organisation}\n"
        + "groups: {pilots: {subject: organisation, is: count where rank == pilot}}\n"
    )
    words = words.replace("events:", "  mark: {of: ratings, subject: unit}\nevents:")
    path = tmp_path / "port.yaml"
    path.write_text(words, encoding="utf-8")
    port = load_vocabulary(path)
    text = "record: {rank: mate, service: 5 years}\nunit: {mark: good}\norganisation: {pilots: 7}"
    case = read(text, port, tmp_path)
    assert case.frame().column("unit.mark").tolist() == [2]
    assert case.frame().column("organisation.pilots").tolist() == [7]
    assert case.supposing("unit.mark").columns["unit.mark"] == 0
    assert codes("record: {rank: mate}\nunit: {pilots: 7}", port, tmp_path) == ["unknown-in-case"]
