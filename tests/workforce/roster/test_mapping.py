"""A mapping that does not fit is refused before any row is read, with all its findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.errors import BadInput
from policy_sim.policy.values import Kind
from roster_files import MAPPING, PERSON, codes, csv_of, people, written

BAD = [
    ("grade: GOLONGAN", "grade: GOLONGAM", "no-such-column"),
    ("grade: GOLONGAN", "grde: GOLONGAN", "not-among-words"),
    ("grade: GOLONGAN", "ability: GOLONGAN", "truth-not-imported"),
    ("grade: GOLONGAN", "connection: GOLONGAN", "truth-not-imported"),
    ("grade: GOLONGAN", "zone: GOLONGAN", "zone-not-imported"),
    ("grade: GOLONGAN", "grade: {column: GOLONGAN, since: BORN}", "column-or-since"),
    ("grade: GOLONGAN", "grade: {words: {x: iii_a}}", "column-or-since"),
    ("grade: GOLONGAN", "grade: {since: BORN}", "since-not-months"),
    ("grade: GOLONGAN", "grade: {column: GOLONGAN, unit: years}", "unit-of-words"),
    ("grade: GOLONGAN", "grade: {column: GOLONGAN, words: {x: iii_x}}", "unknown-value"),
    ("grade: GOLONGAN", "grade: {column: GOLONGAN, default: iii_x}", "unknown-value"),
    ("performance: SKP", "performance: {column: SKP, unit: years}", "unit-not-fitting"),
    ("drop: [NAME]", "drop: [NAME, SKP]", "dropped-and-read"),
    ("grade: GOLONGAN", "grade: NAME", "column-identifies"),
    ("as_newcomer: all", "as_newcomer: [potential]", "attributes-not-mapped"),
    ("as_newcomer: all", "as_newcomer: [all, potentail]", "not-among-words"),
    ("as_of: 2025-12-01", "as_of: 2026-02-01", "extract-after-start"),
    ("2023: P2023, 2024", "2022: P2023, 2024", "series-years"),
    ("2025: P2025", "2026: P2025", "series-years"),
    ("predikat:", "predikta:", "not-among-words"),
    ("sanction:", "sanctoin:", "not-among-words"),
    (", value: SANCTION", "", "event-value"),
    ("as_newcomer: all", "as_newcomer: all\nfrom_profile: [volunteers]", "not-among-words"),
    ("check: [", "check: ['grade <= nonsense', ", "unknown-value"),
    ("dates: day-month-year", "dates: whatever", "unknown-word"),
    ("id: NUMBER", "idd: NUMBER", "unknown-key"),
]


@pytest.mark.parametrize(("old", "new", "code"), BAD, ids=lambda value: str(value)[:40])
def test_a_mapping_that_does_not_fit(tmp_path: Path, old: str, new: str, code: str) -> None:
    """Each fault of a mapping has its finding; a warning may stand beside it."""
    assert old in MAPPING
    path = written(tmp_path, csv_of({}), MAPPING.replace(old, new, 1))
    assert code in [found for _, found in codes(path)]


@pytest.mark.parametrize("header", ["NIP", "nik", "Nama Lengkap", "e-mail", "no_hp", "fullName"])
def test_headers_that_tell_who_somebody_is(tmp_path: Path, header: str) -> None:
    """A column is known by a word of its header, in any capitals and however words are joined."""
    content = csv_of({}).replace("GOLONGAN", header)
    path = written(tmp_path, content, MAPPING.replace("GOLONGAN", header))
    assert [code for _, code in codes(path)] == ["column-identifies"]


@pytest.mark.parametrize("text", ["198002032005031001", "1271 0302 8000 0001", "a.b@medan.go.id"])
def test_columns_full_of_personal_numbers(tmp_path: Path, text: str) -> None:
    """A harmless header does not help: what stands in the column betrays it."""
    path = written(tmp_path, csv_of({"GOLONGAN": text}))
    assert [code for _, code in codes(path)] == ["column-identifies"]


def test_a_personal_number_may_be_the_id_or_dropped(tmp_path: Path) -> None:
    """As the id it serves to find rows that stand twice, and then it is gone."""
    content = csv_of({"NUMBER": "198002032005031001"}).replace("NUMBER", "NIP")
    roster = people(written(tmp_path, content, MAPPING.replace("NUMBER", "NIP")))
    assert "198002032005031001" not in repr(roster)


def test_columns_that_nothing_is_made_of_are_a_warning(tmp_path: Path) -> None:
    """They are named, so that a forgotten column is seen; they stop nothing."""
    mapping = MAPPING.replace("drop: [NAME]", "drop: []").replace("  performance: SKP\n", "")
    (warning,) = people(written(tmp_path, csv_of({}), mapping)).findings
    assert warning.values["seen"] == "NAME, SKP"


def test_every_label_and_word_of_the_vocabulary_is_understood(tmp_path: Path) -> None:
    """Words and labels mean their value without being mapped, in any capitals."""
    roster = people(written(tmp_path, csv_of({})))
    kind = roster.mapping.vocabulary.attributes["grade"].type
    assert kind.kind is Kind.ORDERED
    assert kind.scale is not None
    for word, label in kind.scale.labels.items():
        read = roster.mapping.attributes["grade"].reader
        code = kind.scale.code(word)
        assert [read(word), read(label), read(label.upper())] == [code] * 3


@pytest.mark.parametrize("name", ["p.mapping.yaml", "p.csv"])
def test_missing_files_are_named(tmp_path: Path, name: str) -> None:
    """Neither a missing mapping nor a missing file is a traceback."""
    path = written(tmp_path, csv_of({}))
    (tmp_path / name).unlink()
    with pytest.raises(BadInput, match=name):
        people(path)


def test_defaults_and_units_are_as_stated(tmp_path: Path) -> None:
    """A blank cell has the default; years become months; one default stands for everybody."""
    mapping = MAPPING.replace(
        "  service: {since: ENTERED}\n",
        "  service: {column: ENTERED, unit: years, default: 3 years}\n",
    ).replace("  performance: SKP\n", "  performance: {default: 71.5}\n")
    mapping = mapping.replace("drop: [NAME]", "drop: [NAME, SKP]")
    recent = {"RANKED": "01/11/2025"}
    content = csv_of({**recent, "ENTERED": "12,5"}, {**recent, "ENTERED": ""})
    roster = people(written(tmp_path, content, mapping))
    # A month passes between the extract and the start.
    assert roster.record["service"].tolist() == [151, 37]
    assert roster.record["performance"].tolist() == [715, 715]
    assert not roster.stated["performance"].any()


def test_blanks_of_the_files_own(tmp_path: Path) -> None:
    """What stands for nothing in a file can be listed."""
    path = written(tmp_path, csv_of({"SANCTIONED": "-", "P2024": "n/a"}), MAPPING)
    assert len(codes(path)) == 2
    written(tmp_path, path.read_bytes(), MAPPING + "blank: ['-', 'n/a']\n")
    assert codes(path) == []


def test_the_columns_of_the_base_person_are_all_used() -> None:
    """A guard of these tests themselves."""
    assert all(name in MAPPING for name in PERSON)
