"""Tables in CSV files: which column is which, units of bare numbers, and the lines of findings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.policy.csv_table import csv_cells

NAMED = Scalar("pay.csv", Place("law.yaml", 4, 9))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the file stands."""
    return tmp_path / "pay.csv"


def scalars(texts: Mapping[str, str]) -> dict[Scalar, Scalar]:
    """Return a mapping as a document gives it."""
    return {Scalar(key): Scalar(text) for key, text in texts.items()}


def cells(
    path: Path,
    headings: tuple[str, ...] = ("grade", "value"),
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
) -> tuple[list[list[str]], list[Diagnostic]]:
    """Return the texts of all rows of a file, and the findings."""
    findings: list[Diagnostic] = []
    there = scalars(columns or {}), scalars(units or {})
    rows = csv_cells(path, NAMED, headings, *there, findings)
    return [[str(cell) for cell in row] for row in rows], findings


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("grade,value\ni_a,1\ni_b,2\n", {}),
        ("value,grade\n1,i_a\n2,i_b\n", {}),
        ("note,value,grade\nx,1,i_a\ny,2,i_b\n", {}),
        ("grade,amount\ni_a,1\ni_b,2\n", {}),
        ("golongan,amount\ni_a,1\ni_b,2\n", {"grade": "golongan"}),
        ("golongan,amount,note\ni_a,1,x\ni_b,2,y\n", {"grade": "golongan", "value": "amount"}),
        ("\ufeffgrade,value\ni_a,1\ni_b,2\n", {}),
        (" grade , value\n i_a , 1\n\ni_b,2\n", {}),
        ("grade,value\r\ni_a,1\r\ni_b,2\r\n", {}),
        ('"grade","value"\n"i_a","1"\ni_b,2', {}),
    ],
)
def test_ways_of_writing_one_file(path: Path, text: str, columns: dict[str, str]) -> None:
    """Order, further columns, a mark at the start, blanks, quotes and line ends do not matter;
    a single column left over is that of the cells whatever it is called.
    """
    path.write_bytes(text.encode())
    assert cells(path, columns=columns) == ([["i_a", "1"], ["i_b", "2"]], [])


def test_bare_numbers_take_the_stated_unit(path: Path) -> None:
    """Whole, negative and decimal numbers do; words, ranges and quantities stay as they are."""
    path.write_text("service,value\n3,1\n-1,2\n2.5,3\n1..2,4\n4 months,5\nany,6\n", "utf-8")
    rows, findings = cells(path, ("service", "value"), units={"service": "years"})
    first = [row[0] for row in rows]
    assert first == ["3 years", "-1 years", "2.5 years", "1..2", "4 months", "any"]
    assert [row[1] for row in rows] == list("123456")
    assert findings == []


def test_each_cell_knows_its_line(path: Path) -> None:
    """Blank lines, and cells that go over several lines, are counted."""
    path.write_text('grade,value\n\ni_a,1\n"i_b\n  ",2\ni_c,3\n', "utf-8")
    rows = csv_cells(path, NAMED, ("grade", "value"), {}, {}, [])
    assert [[cell.place for cell in row] for row in rows] == [
        [Place(str(path), line)] * 2 for line in (3, 4, 6)
    ]
    assert [row[0] for row in rows] == ["i_a", "i_b", "i_c"]


def test_short_records_are_found_on_their_lines(path: Path) -> None:
    """A record without the cell is told with its line and both lengths; the others are kept."""
    path.write_text('grade,value\n"i\na",1\ni_b\ni_c,3\n,\n', "utf-8")
    rows, findings = cells(path)
    assert rows == [["i\na", "1"], ["i_c", "3"], ["", ""]]
    (finding,) = findings
    assert (finding.code, finding.where) == ("row-length", Place(str(path), 4))
    assert (finding.values["seen"], finding.values["allowed"]) == ("1", "2")


def test_a_missing_column_names_those_there_are(path: Path) -> None:
    """Each column that is not there is told where the document names the file."""
    path.write_text("grde,service,amount\n", "utf-8")
    rows, findings = cells(path)
    assert rows == []
    assert [(f.code, f.where) for f in findings] == [("undeclared", NAMED.place)] * 2
    assert [f.values["seen"] for f in findings] == ["grade", "value"]
    assert {f.values["allowed"] for f in findings} == {"amount, grde, service"}
    assert findings[0].values["near"] == "grde"
    assert "pay.csv" in findings[0].values["what"]


@pytest.mark.parametrize("text", ["", "\n", "\n\n"])
def test_a_file_without_headings(path: Path, text: str) -> None:
    """An empty file lacks both columns and says that it declares none."""
    path.write_text(text, "utf-8")
    rows, findings = cells(path)
    assert rows == []
    assert [f.values["allowed"] for f in findings] == ["(none declared)"] * 2


def refusal(path: Path) -> str:
    """Return why a file cannot be read; it must be told where the document names it."""
    rows, (finding,) = cells(path)
    assert rows == []
    assert (finding.code, finding.where) == ("unreadable-csv", NAMED.place)
    assert finding.values["seen"] == "pay.csv"
    return finding.values["reason"]


def test_what_cannot_be_read(path: Path) -> None:
    """No file, a folder, no text, an open quote: each a reason and never a traceback."""
    assert refusal(path) == "No such file or directory"
    path.mkdir()
    assert refusal(path) == "Is a directory"
    path.rmdir()
    path.write_bytes(b"grade,value\n\xff,1\n")
    assert "utf-8" in refusal(path)
    path.write_text('grade,value\n"i_a,1\n', "utf-8")
    assert "end of" in refusal(path)


def test_the_largest_file(path: Path) -> None:
    """A file of 50 MB and one byte is refused unread; its size alone is asked."""
    with path.open("wb") as file:
        file.truncate(50_000_001)
    assert refusal(path) == "larger than 50 MB"
