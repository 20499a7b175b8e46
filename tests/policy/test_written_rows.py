"""The rows of a table as written: five forms, one list of keys and cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar, read_text, shape
from policy_sim.policy.item_forms import TableForm
from policy_sim.policy.measures import on_scale, quantity
from policy_sim.policy.values import Scale, Unit, ValueType
from policy_sim.policy.written_rows import WrittenRow, written_rows

GRADE = on_scale(Scale("grade", ("i_a", "i_b"), (0, 1), {"i_a": "I/a", "i_b": "I/b"}))
MONTHS = quantity(Unit.MONTHS)
NAME = Scalar("t", Place("law.yaml", 1, 1))


def rows(
    text: str, inputs: Sequence[ValueType | None] = (GRADE,), folder: Path = Path()
) -> tuple[list[WrittenRow] | None, list[Diagnostic]]:
    """Return the written rows of a table, and what is found."""
    form = shape(read_text(text, "law.yaml").root, TableForm)
    findings: list[Diagnostic] = []
    names = tuple(Scalar(name) for name in "ab"[: len(inputs)])
    return written_rows(NAME, form, names, inputs, folder, findings), findings


def texts(found: list[WrittenRow] | None) -> list[tuple[str, ...]]:
    """Return rows as texts, the cell last."""
    assert found is not None
    return [(*map(str, row.keys), str(row.cell)) for row in found]


def test_forms_of_one_input_are_one_list(tmp_path: Path) -> None:
    """``keyed``, ``bands``, ``rows`` and a CSV file of the same table give the same rows."""
    (tmp_path / "t.csv").write_text("a,value\ni_a,1\ni_b,2\n", "utf-8")
    forms = (
        "keyed: {i_a: 1, i_b: 2}",
        "bands: {i_a: 1, i_b: 2}",
        "rows: [[i_a, 1], [i_b, 2]]",
        "csv: t.csv",
    )
    for form in forms:
        found, findings = rows(form, folder=tmp_path)
        assert texts(found) == [("i_a", "1"), ("i_b", "2")]
        assert findings == []


def test_a_grid_is_read_line_by_line() -> None:
    """A matrix of two by three gives six rows: the row's key, the column's, the cell."""
    found, _ = rows("matrix: {columns: [x, y, z], rows: {p: [1, 2, 3], q: [4, 5, 6]}}", (None,) * 2)
    pairs = [(row, column) for row in "pq" for column in "xyz"]
    assert texts(found) == [
        (*pair, str(number)) for pair, number in zip(pairs, range(1, 7), strict=True)
    ]


def test_each_row_has_its_place() -> None:
    """A row stands where its key does; a cell of a grid where the cell does."""
    found, _ = rows("keyed:\n  i_a: 1\n  i_b: 2\n")
    assert found is not None
    assert [(row.place.line, row.place.column) for row in found] == [(2, 3), (3, 3)]
    found, _ = rows("matrix:\n  columns: [x, y]\n  rows:\n    p: [1, 2]\n", (None,) * 2)
    assert found is not None
    assert [(row.place.line, row.place.column) for row in found] == [(4, 9), (4, 12)]


@pytest.mark.parametrize(
    ("text", "seen", "allowed", "at"),
    [
        ("rows: [[i_a, 1], [i_b]]", "1", "2", (1, 19)),
        ("rows: [[i_a, 1, 2]]", "3", "2", (1, 9)),
        ("rows: [[]]", "0", "2", (1, 1)),
        ("matrix: {columns: [x, y], rows: {p: [1]}}", "1", "2", (1, 34)),
        ("matrix: {columns: [x], rows: {p: [1, 2]}}", "2", "1", (1, 31)),
    ],
)
def test_rows_of_a_wrong_length(text: str, seen: str, allowed: str, at: tuple[int, int]) -> None:
    """A row too short or too long is told with both lengths, and no rows are handed on."""
    found, (finding,) = rows(text)
    assert found is None
    assert finding.code == "row-length"
    assert (finding.values["seen"], finding.values["allowed"]) == (seen, allowed)
    assert (finding.where.line, finding.where.column) == at


def test_every_wrong_row_is_told() -> None:
    """Two bad rows are two findings at once."""
    found, findings = rows("rows: [[i_a], [i_b, 1], [i_b, 1, 2]]")
    assert found is None
    assert [finding.values["seen"] for finding in findings] == ["1", "3"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("bands: {0: 1, 2 years: 2, 24 months: 3}", "24 months"),
        ("bands: {3 months: 1, 2 months: 2, 1 month: 3}", "2 months"),
    ],
)
def test_bands_go_upwards(text: str, seen: str) -> None:
    """The first bound that is not above the one before it is told; equal is not above."""
    found, (finding,) = rows(text, (MONTHS,))
    assert found is None
    assert (finding.code, finding.values["seen"]) == ("bands-out-of-order", seen)


def test_bands_that_cannot_be_read() -> None:
    """A bound that is no value is its own finding; with an unknown input nothing is blamed."""
    found, findings = rows("bands: {0: 1, often: 2}", (MONTHS,))
    assert found is None
    assert len(findings) == 1
    assert rows("bands: {0: 1}", (None,)) == (None, [])


def test_labels_of_a_file_become_words(tmp_path: Path) -> None:
    """``I/b`` of a CSV file is ``i_b``, and keeps its line; of a document it is no label."""
    (tmp_path / "t.csv").write_text("a,value\nI/a,1\nI/b,2\ni_b,3\nI/c,4\n", "utf-8")
    found, _ = rows("csv: t.csv", folder=tmp_path)
    assert texts(found) == [("i_a", "1"), ("i_b", "2"), ("i_b", "3"), ("I/c", "4")]
    assert found is not None
    assert [row.keys[0].place.line for row in found] == [2, 3, 4, 5]
    found, _ = rows("keyed: {I/a: 1}")
    assert texts(found) == [("I/a", "1")]
