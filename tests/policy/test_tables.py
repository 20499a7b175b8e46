"""Tables: every way of writing becomes the same rows, and gaps and overlaps are found."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_documents import Folder, codes
from policy_sim.diagnostics import Place
from policy_sim.policy.coverage import table_findings
from policy_sim.policy.tables import Table, TableRow
from policy_sim.policy.values import Kind, Unit, ValueType

HERE = Place("t.yaml")
SMALL = ValueType(Kind.WHOLE, 0, 5)


def table_in(folder: Folder, text: str) -> Table:
    """Return the table ``t`` that *text* writes."""
    law = folder.base(f"tables:\n  t: {text}\n").law()
    return law.on(date(2026, 1, 1)).tables["t"]


def cell(table: Table, *values: int) -> int | None:
    """Look a combination up by going through the rows: what every engine must agree with."""
    for row in table.rows:
        if all(low <= x <= high for x, (low, high) in zip(values, row.spans, strict=True)):
            return row.value
    return table.otherwise


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder for small regulations."""
    return Folder(tmp_path)


def test_lower_bounds_of_bands_are_included(folder: Folder) -> None:
    """A band reaches from its bound to just below the next; the last one has no end."""
    table = table_in(
        folder, "{input: workdays, bands: {0: none, 3: oral, 28: dismissal}, output: sanction}"
    )
    assert [cell(table, day) for day in (0, 2, 3, 27, 28, 1_000_000)] == [0, 0, 1, 1, 5, 5]


def test_a_matrix_is_read_by_row_and_column(folder: Folder) -> None:
    """The first input chooses the row, the second the column."""
    text = "{inputs: [zone, sex], matrix: {columns: [f, m], rows: {centre: [1, 2], outer: [3, 4]}}}"
    table = table_in(folder, text)
    assert [cell(table, zone, sex) for zone, sex in product((0, 1), (0, 1))] == [1, 2, 3, 4]


def test_forms_of_one_table_agree(folder: Folder) -> None:
    """Keyed with sets and ranges, bands, and rows say the same of every grade."""
    forms = (
        "{input: grade, keyed: {(none | i_a): 1, i_b..i_d: 2, ii_a: 3}}",
        "{input: grade, bands: {none: 1, i_b: 2, ii_a: 3}}",
        "{inputs: [grade], rows: [[..i_a, 1], [i_b..i_d, 2], [ii_a.., 3]]}",
        "{inputs: [grade], hit: first, rows: [[ii_a, 3], [i_b.., 2], [any, 1]]}",
    )
    tables = [table_in(folder, form) for form in forms]
    for grade in range(6):
        assert len({cell(table, grade) for table in tables}) == 1


def test_a_csv_file_is_a_table(folder: Folder) -> None:
    """Columns are found by heading, labels are understood, bare numbers take the stated unit."""
    (folder.path / "pay.csv").write_text("gaji,golongan,mkg\n1000,I/a,0\n1200,I/a,2\n", "utf-8")
    text = (
        "{inputs: [grade, service], csv: pay.csv, columns: {grade: golongan, service: mkg},"
        " units: {service: years}, lower_bounds: service, else: 0}"
    )
    table = table_in(folder, text)
    assert [cell(table, 1, months) for months in (0, 23, 24, 600)] == [1000, 1000, 1200, 1200]
    assert cell(table, 2, 24) == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("grade,value\n", "table-empty"),
        ("grad,value\ni_a,1\n", "undeclared"),
        ("grade,value\ni_a\n", "row-length"),
        ('grade,value\n"i_a,1\n', "unreadable-csv"),
        ("", "undeclared"),
    ],
)
def test_a_bad_csv_file_is_a_finding(folder: Folder, content: str, code: str) -> None:
    """A file without rows, heading, cells or a closing quote never gives a traceback."""
    (folder.path / "t.csv").write_text(content, "utf-8")
    folder.base("tables:\n  t: {input: grade, csv: t.csv}\n")
    assert set(codes(folder.findings())) == {code}


def test_binary_rubbish_is_no_csv(folder: Folder) -> None:
    """Bytes that are no text are a finding that names the file."""
    (folder.path / "t.csv").write_bytes(bytes(range(256)) * 4)
    folder.base("tables:\n  t: {input: grade, csv: t.csv}\n")
    (finding,) = folder.findings()
    assert (finding.code, finding.values["seen"]) == ("unreadable-csv", "t.csv")


def test_the_output_is_implied_by_the_cells(folder: Folder) -> None:
    """Cells with a unit or with decimals fix unit and step; their range is the table's range."""
    months = table_in(folder, "{input: zone, keyed: {centre: 1 year, outer: 18 months}}").output
    assert (months.unit, months.low, months.high) == (Unit.MONTHS, 12, 18)
    shares = table_in(folder, "{input: zone, keyed: {centre: 150%, outer: 0.75}}").output
    assert (shares.step.denominator, shares.low, shares.high) == (100, 75, 150)
    words = table_in(folder, "{input: zone, keyed: {centre: fair, outer: good}}").output
    assert words.scale is not None
    assert words.scale.name == "predikat_scale"


def test_an_input_of_its_own_has_a_range(folder: Folder) -> None:
    """``input_ranges`` declares an input that is no attribute, so that the table is total."""
    table = table_in(folder, "{input: years, input_ranges: {years: 0..40}, bands: {0: 1, 10: 2}}")
    assert (table.inputs[0].low, table.inputs[0].high) == (0, 40)
    folder.base("tables: {t: {input: years, input_ranges: {years: 0..}, bands: {0: 1}}}")
    assert codes(folder.findings()) == ["open-range"]


def test_a_finer_step_for_a_unit(folder: Folder) -> None:
    """``step`` counts a unit input in tenths, so that bounds may have decimals."""
    table = table_in(folder, "{input: points, step: 0.1, bands: {0: 1, 70.5: 2}}")
    assert [cell(table, tenths) for tenths in (704, 705)] == [1, 2]


def test_what_reads_a_table_with_a_gap_is_not_blamed_as_well(folder: Folder) -> None:
    """A gap at the end is told once, at the table, and not at each rule that looks something up."""
    table = "{input: years, input_ranges: {years: 0..40}, bands: {5: 1, 10: 2}}"
    rule = '{when: "t(min(floor(service / 12 months), 40)) >= 2", then: promote}'
    folder.base(f"tables: {{t: {table}}}\nrules: {{r: {rule}}}\n")
    assert codes(folder.findings()) == ["table-gap"]


boxes = st.lists(
    st.tuples(
        st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda p: (min(p), max(p))),
        st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda p: (min(p), max(p))),
    ),
    max_size=6,
)


@given(boxes, st.booleans(), st.booleans())
def test_gaps_and_overlaps_are_exactly_those_of_counting(
    spans: list[tuple[tuple[int, int], tuple[int, int]]], first: bool, otherwise: bool
) -> None:
    """The findings agree with counting the rows of all 36 combinations one by one."""
    rows = tuple(TableRow(span, index, HERE) for index, span in enumerate(spans))
    table = Table("t", (SMALL, SMALL), SMALL, rows, 0 if otherwise else None, first, HERE)
    counts = [
        sum(a <= x <= b and c <= y <= d for (a, b), (c, d) in spans)
        for x, y in product(range(6), range(6))
    ]
    found = codes(table_findings(table))
    assert ("table-gap" in found) == (not otherwise and 0 in counts)
    assert ("table-overlap" in found) == (not first and max(counts) > 1)


@given(boxes)
def test_a_row_is_unreached_exactly_if_earlier_rows_cover_it(
    spans: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    """With ``hit: first`` the warnings name as many rows as decide no combination."""
    rows = tuple(TableRow(span, index, HERE) for index, span in enumerate(spans))
    table = Table("t", (SMALL, SMALL), SMALL, rows, -1, True, HERE)
    deciding = {cell(table, x, y) for x, y in product(range(6), range(6))} - {-1}
    found = codes(table_findings(table))
    assert found.count("table-row-unreached") == len(spans) - len(deciding)


def test_a_table_too_large_is_said_to_be_unchecked() -> None:
    """A grid of more than two million pieces gives a note, not a long wait."""
    wide = ValueType(Kind.WHOLE, 0, 3000)
    rows = tuple(TableRow(((i, i), (i, i)), 0, HERE) for i in range(2000))
    table = Table("t", (wide, wide), SMALL, rows, 0, place=HERE)
    assert codes(table_findings(table)) == ["table-unchecked"]
