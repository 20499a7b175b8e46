"""Files as people have them: every format gives the same people, and a broken one a finding."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_sim.errors import BadInput
from policy_sim.workforce.roster.identifying import hides
from roster_files import MAPPING, PERSON, codes, csv_of, people, written

ROWS = [{}, {"SEX": "L", "GOLONGAN": "III/a"}, {"SANCTIONED": "01/02/2024", "SANCTION": "written"}]
DAYS = ("BORN", "ENTERED", "RANKED", "SANCTIONED", "ENDED")


def table() -> pd.DataFrame:
    """Return the rows as a frame of texts."""
    return pd.read_csv(io.StringIO(csv_of(*ROWS)), sep=";", dtype=str, keep_default_na=False)


def day(text: str) -> date | None:
    """Return the day that the CSV writes."""
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None  # noqa: DTZ007


def same_people(path: Path) -> bool:
    """Return whether the file at *path* has the people of the plain CSV file."""
    plain = people(written(path.parent, csv_of(*ROWS), name="plain.csv"))
    other = people(path)
    return all(np.array_equal(plain.record[n], other.record[n]) for n in plain.record) and all(
        np.array_equal(a.day, b.day) and np.array_equal(a.value, b.value)
        for a, b in zip(plain.events, other.events, strict=True)
    )


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separator_and_byte_order_are_found(tmp_path: Path, separator: str, encoding: str) -> None:
    """Whatever Excel writes as CSV is read without being told how."""
    frame = table()
    text = frame.to_csv(sep=separator, index=False, quoting=csv.QUOTE_ALL)
    assert same_people(written(tmp_path, text.encode(encoding)))


def test_another_encoding_is_named_by_the_mapping(tmp_path: Path) -> None:
    """Without it the line of the first foreign byte is told."""
    content = csv_of(*ROWS, {"NAME": "José"}).encode("windows-1252")
    path = written(tmp_path, content)
    assert codes(path) == [(5, "roster-encoding")]
    written(tmp_path, content, MAPPING + "encoding: windows-1252\n")
    assert codes(path) == []


def test_an_excel_workbook_with_real_dates_and_numbers(tmp_path: Path) -> None:
    """Dates, whole numbers and decimals of a spreadsheet mean what they show."""
    frame = table()
    sheet = openpyxl.Workbook()
    page = sheet.active
    page.append(list(frame.columns))
    for row in frame.to_dict("records"):
        cells = {k: day(v) if k in DAYS else v or None for k, v in row.items()}
        page.append(list((cells | {"NUMBER": int(row["NUMBER"]), "SKP": 81.5}).values()))
    path = written(tmp_path, "", MAPPING.replace("decimal: comma\n", ""), "p.xlsx")
    sheet.save(path)
    assert same_people(path)


def test_a_workbook_of_several_sheets_needs_a_name(tmp_path: Path) -> None:
    """Nothing is guessed: the sheet is named by the mapping."""
    book = openpyxl.Workbook()
    book.active.append(list(PERSON))
    book.active.append(list(PERSON.values()))
    book.create_sheet("Other")
    path = written(tmp_path, "", MAPPING, "p.xlsx")
    book.save(path)
    assert codes(path) == [(0, "roster-sheet")]
    written(tmp_path, path.read_bytes(), MAPPING + "sheet: Sheet\n", "p.xlsx")
    assert codes(path) == []


def test_a_parquet_file_with_dictionaries_and_dates(tmp_path: Path) -> None:
    """Dictionary columns, days, timestamps, nulls and numbers are written out alike."""
    frame = table()
    columns = {name: pa.array(frame[name]) for name in frame.columns}
    columns |= {name: pa.array([day(text) for text in frame[name]]) for name in DAYS}
    columns["BORN"] = columns["BORN"].cast(pa.timestamp("ms"))
    columns["SEX"] = columns["SEX"].dictionary_encode()
    columns["SKP"] = pa.array([81.5] * len(frame))
    columns["SANCTION"] = pa.array([t or None for t in frame["SANCTION"]])
    path = written(tmp_path, "", MAPPING.replace("decimal: comma\n", ""), "p.parquet")
    pq.write_table(pa.table(columns), path)
    assert same_people(path)


def test_mixed_types_are_faults_and_no_tracebacks(tmp_path: Path) -> None:
    """A list, a time of day and a truth value where a word should be are told like any fault."""
    frame = table()
    columns = {name: pa.array(frame[name]) for name in frame.columns}
    columns["SEX"] = pa.array([["f"], ["m", "f"], None])
    columns["BORN"] = pa.array([datetime(1980, 2, 3, 4, 5)] * 3)  # noqa: DTZ001
    columns["GOLONGAN"] = pa.array([True, False, None])
    path = written(tmp_path, "", MAPPING, "p.parquet")
    pq.write_table(pa.table(columns), path)
    found = [code for _, code in codes(path)]
    assert found.count("cell-unknown-word") == 4
    assert found.count("cell-missing") == 2
    assert found.count("cell-not-a-date") == 3


BROKEN = [
    (b"", "roster-empty"),
    (b"\n\n\n", "roster-empty"),
    (csv_of().encode(), "roster-nobody"),
    (csv_of({}).replace("NAME;", "number;").encode(), "header-twice"),
    (csv_of({}).replace("NAME;", ";").encode(), "header-blank"),
    (csv_of({}).replace("Invented Person", '"Invented').encode(), "roster-not-csv"),
    (csv_of({}).replace("Invented Person", "x" * 200_000).encode(), "roster-not-csv"),
    (csv_of({}).replace(";inspectorate", "").encode(), "row-ragged"),
    (csv_of({}).replace("inspectorate", "inspectorate;x;y").encode(), "row-ragged"),
    (csv_of({}).replace("umum", "u\0mum").encode(), "cell-unknown-word"),
    (b"\xff\xfe\x00", "roster-encoding"),
]


@pytest.mark.parametrize(("content", "code"), BROKEN, ids=lambda value: repr(value)[:30])
def test_a_broken_file_is_told_of(tmp_path: Path, content: bytes, code: str) -> None:
    """What cannot be a file of people says why."""
    assert code in [found for _, found in codes(written(tmp_path, content))]


@pytest.mark.parametrize("name", ["p.parquet", "p.xlsx", "p.ods", "p.xls"])
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str) -> None:
    """A text called a workbook, and a format that is not read, are findings."""
    (found,) = codes(written(tmp_path, csv_of({}), MAPPING, name))
    assert found[1] == ("roster-format" if name in ("p.ods", "p.xls") else "roster-unreadable")


def test_a_folder_is_no_file_of_people(tmp_path: Path) -> None:
    """Neither is a folder called like one."""
    path = written(tmp_path, csv_of({}))
    path.unlink()
    path.mkdir()
    assert codes(path) == [(0, "roster-unreadable")]


def test_separators_at_the_end_of_every_row_do_no_harm(tmp_path: Path) -> None:
    """Spreadsheets write empty columns behind the last one."""
    text = "\n".join(line + ";;" for line in csv_of(*ROWS).splitlines())
    assert same_people(written(tmp_path, text))


def test_rows_are_counted_as_an_editor_counts_lines(tmp_path: Path) -> None:
    """Blank lines and cells of several lines do not move the numbers of the rows below."""
    lines = csv_of({"NAME": '"two\nlines"'}, {}, {"SEX": "x"}).splitlines()
    path = written(tmp_path, "\n".join([*lines[:3], "", *lines[3:]]))
    assert codes(path) == [(6, "cell-unknown-word")]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_are_a_traceback(tmp_path: Path, content: bytes) -> None:
    """Whatever a file begins with, it is people or findings."""
    header = csv_of({}).encode() if content[:1] < b"\x80" else b""
    path = written(tmp_path, header + content)
    with suppress(BadInput):
        people(path)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cell=st.text(max_size=30).filter(lambda t: not set(t) & set(';"\r\n') and not hides(t)),
    column=st.sampled_from([name for name in PERSON if name not in ("NAME", "NUMBER")]),
)
def test_no_cell_is_a_traceback(tmp_path: Path, cell: str, column: str) -> None:
    """Whatever stands in a cell, it is read or told of, in its own row.

    What looks like an address or a personal number is told of its whole column.
    """
    path = written(tmp_path, csv_of(*[{}] * 12, {column: cell}).encode(errors="replace"))
    assert {line for line, _ in codes(path)} <= {14}
