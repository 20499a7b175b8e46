"""Every fault of every row is told at once, with its row, column, value and what is allowed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from policy_sim.catalogue import sentence
from policy_sim.catalogue.language import language_named
from policy_sim.cli import main
from policy_sim.errors import ScenarioError
from roster_files import MAPPING, PERSON, codes, csv_of, people, written
from small_study import ROOT, SMALL

FAULTS = [
    ({"GOLONGAN": "III/g"}, "cell-unknown-word"),
    ({"SEX": "female"}, "cell-unknown-word"),
    ({"UNIT": "inspektorate"}, "cell-unknown-word"),
    ({"UNIT": "99999"}, "cell-out-of-range"),
    ({"SKP": "100,1"}, "cell-out-of-range"),
    ({"SKP": "81.5"}, "cell-not-a-number"),
    ({"SKP": "1e3"}, "cell-not-a-number"),
    ({"SKP": "81,55"}, "cell-too-fine"),
    ({"STATUS": ""}, "cell-missing"),
    ({"BORN": ""}, "cell-missing"),
    ({"BORN": "30/02/1980"}, "cell-no-such-day"),
    ({"BORN": "03 Feb 1980"}, "cell-not-a-date"),
    ({"RANKED": "02/12/2025"}, "cell-in-future"),
    ({"NUMBER": ""}, "id-missing"),
    ({"NUMBER": "1"}, "id-twice"),
    (
        {"SANCTIONED": "01/03/2024", "SANCTION": "written", "ENDED": "29/02/2024"},
        "event-ends-before",
    ),
    ({"SANCTIONED": "01/03/2024"}, "cell-missing"),
    ({"SANCTION": "written"}, "cell-missing"),
    ({"RANKED": "01/01/2004"}, "row-breaks-always"),
    ({"BORN": "03/02/1995"}, "row-breaks-always"),
    ({"GOLONGAN": "IV/e", "EDUCATION": "SMA"}, "row-breaks-always"),
    ({"STATUS": "PPPK"}, "row-breaks-always"),
    ({"JABATAN": "administrator", "UNIT": "ward_3"}, "no-such-post"),
    ({"P2024": "bagus"}, "cell-unknown-word"),
]


@pytest.mark.parametrize(("cells", "code"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_with_its_row(tmp_path: Path, cells: dict[str, str], code: str) -> None:
    """The third line has one fault, and that is all that is found."""
    path = written(tmp_path, csv_of({}, cells, {}))
    assert codes(path) == [(3, code)]


def test_how_days_are_written_is_told_in_the_language(tmp_path: Path) -> None:
    """The order of day, month and year is no English word of a message in Indonesian."""
    with pytest.raises(ScenarioError) as error:
        people(written(tmp_path, csv_of({}, {"BORN": "30/02/1980"}, {})))
    told = [sentence(one, language_named("id")) for one in error.value.findings]
    assert any("tanggal-bulan-tahun, paling lambat 2025-12-01" in line for line in told)
    assert not any("day-month-year" in line or "no later" in line for line in told)


def test_a_file_without_faults_is_read(tmp_path: Path) -> None:
    """The base of all these tests has nothing wrong with it."""
    roster = people(written(tmp_path, csv_of({}, {"STATUS": "PNS"})))
    assert roster.people == 2
    assert roster.findings == ()


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Rows of every kind of fault are all found in one reading, in the order of the file."""
    path = written(tmp_path, csv_of({}, *(cells for cells, _ in FAULTS)))
    found = codes(path)
    assert found == [(line, code) for line, (_, code) in enumerate(FAULTS, start=3)]


def test_a_sentence_shows_what_was_seen_and_what_is_allowed(tmp_path: Path) -> None:
    """Row and column, the value, the attribute, the words allowed, and the label that is near."""
    path = written(tmp_path, csv_of({"GOLONGAN": "III / d."}))
    with pytest.raises(ScenarioError) as raised:
        people(path)
    counted, fault = raised.value.findings
    assert "1 of 1 rows cannot be used" in sentence(counted)
    said = sentence(fault)
    assert said.startswith(f"{path}:2:5: error[cell-unknown-word]: 'III / d.' in 'GOLONGAN'")
    assert "iii_d, iv_a" in said
    assert "did you mean 'III/d'?" in said


def test_too_many_holders_of_an_office_are_those_of_later_rows(tmp_path: Path) -> None:
    """An inspectorate with three supervisors has no fourth."""
    rows = [{"JABATAN": "pengawas"}] * 5
    assert codes(written(tmp_path, csv_of(*rows))) == [(5, "post-taken"), (6, "post-taken")]


def test_offices_without_units_may_not_exceed_the_posts(tmp_path: Path) -> None:
    """Without a unit column the whole organisation has room for so many; scaled to almost none."""
    mapping = MAPPING.replace("  unit: UNIT\n", "").replace("drop: [NAME]", "drop: [NAME, UNIT]")
    rows = [{"JABATAN": "JPT pratama"}] * 3
    path = written(tmp_path, csv_of(*rows), mapping + "scale: 0.1%\n")
    assert codes(path) == [(3, "offices-full"), (4, "offices-full")]


def test_personal_numbers_are_never_shown(tmp_path: Path) -> None:
    """A personal number in a cell where it does not belong is told of without its digits."""
    path = written(
        tmp_path, csv_of(*[{"SKP": f"{n}"} for n in range(40)], {"SKP": "198002032005031001"})
    )
    with pytest.raises(ScenarioError) as raised:
        people(path)
    assert "198002032005031001" not in str(raised.value)
    assert "not shown" in str(raised.value)


def test_people_of_a_kind_that_shall_come_from_the_profile(tmp_path: Path) -> None:
    """A kind is either in the file or made from the profile, never both."""
    path = written(tmp_path, csv_of({}), MAPPING + "from_profile: [pns]\n")
    assert [code for _, code in codes(path)] == ["kind-in-file"]


def test_the_command_prints_two_hundred_faults_and_counts_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As text the first 200, as JSON all of them; nothing is a traceback."""
    path = written(tmp_path, csv_of(*[{"SEX": "x"}] * 230))
    assert main(["run", str(SMALL), "--workforce", str(path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert sum("cell-unknown-word]" in line for line in lines) == 200
    assert "30 more" in lines[-1]
    assert main(["run", str(SMALL), "--workforce", str(path), "--format", "json"]) == 2
    assert len(json.loads(capsys.readouterr().out)["findings"]) == 231


def test_the_benchmark_in_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two thousand rows with 48 faulty ones, of every kind, each is named for what it is."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from importing import FAULTS as KINDS
    from importing import named, write

    path, expected = write(tmp_path, 2000, 48)
    found, _ = named(path, SMALL)
    assert found == expected
    assert set(expected.values()) == {code for code, _ in KINDS.values()}
    sys.modules.pop("importing", None)


def test_the_base_person_has_a_cell_for_every_column() -> None:
    """A guard of these tests themselves."""
    assert csv_of({}).splitlines()[0].split(";") == list(PERSON)
