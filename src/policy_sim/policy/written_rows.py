"""The rows of a table as they are written: the one form that all ways of writing become first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.policy.csv_table import VALUE, csv_cells
from policy_sim.policy.expressions import parse_literal
from policy_sim.policy.item_forms import MatrixForm, TableForm
from policy_sim.policy.values import ValueType

__all__ = ["WrittenRow", "written_rows"]


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row as written: a text per input, and its cell."""

    keys: tuple[Scalar, ...]
    cell: Scalar
    place: Place


def written_rows(
    name: Scalar,
    form: TableForm,
    names: tuple[Scalar, ...],
    inputs: Sequence[ValueType | None],
    folder: Path,
    findings: list[Diagnostic],
) -> list[WrittenRow] | None:
    """Return the rows of the table *name* as they are written, whichever form they have.

    *names* and *inputs* are the names and types of its inputs; a CSV file is looked for in
    *folder*. None, with findings, if a row cannot be read.
    """
    if form.keyed is not None:
        return [WrittenRow((key,), cell, key.place) for key, cell in form.keyed.items()]
    if form.bands is not None:
        return _bands(list(form.bands.items()), inputs[0], findings)
    if form.matrix is not None:
        return _grid(form.matrix, findings)
    if form.rows is not None:
        lists: Sequence[Sequence[Scalar]] = form.rows
    else:
        path = folder / str(form.csv)
        headings = [*map(str, names), VALUE]
        lists = csv_cells(path, form.csv or name, headings, form.columns, form.units, findings)
        lists = [_unlabelled(cells, inputs) for cells in lists]
    written = []
    for cells in lists:
        place = cells[0].place if cells else name.place
        if len(cells) != len(names) + 1:
            values = {"seen": str(len(cells)), "allowed": str(len(names) + 1)}
            findings.append(Diagnostic("row-length", place, values))
            continue
        written.append(WrittenRow(tuple(cells[:-1]), cells[-1], place))
    return written if len(written) == len(lists) else None


def _bands(
    bands: Sequence[tuple[Scalar, Scalar]], kind: ValueType | None, findings: list[Diagnostic]
) -> list[WrittenRow] | None:
    """Return bands as rows that each reach up to the next lower bound."""
    if kind is None:
        return None
    bounds = [parse_literal(key, kind, findings) for key, _ in bands]
    known = [bound for bound in bounds if bound is not None]
    if len(known) < len(bounds):
        return None
    for (earlier, later), (key, _) in zip(pairwise(known), bands[1:], strict=True):
        if later <= earlier:
            findings.append(Diagnostic("bands-out-of-order", key.place, {"seen": key}))
            return None
    return [WrittenRow((key,), cell, key.place) for key, cell in bands]


def _grid(matrix: MatrixForm, findings: list[Diagnostic]) -> list[WrittenRow] | None:
    written = []
    for row, cells in matrix.rows.items():
        if len(cells) != len(matrix.columns):
            values = {"seen": str(len(cells)), "allowed": str(len(matrix.columns))}
            findings.append(Diagnostic("row-length", row.place, values))
            return None
        for column, cell in zip(matrix.columns, cells, strict=True):
            written.append(WrittenRow((row, column), cell, cell.place))
    return written


def _unlabelled(cells: Sequence[Scalar], inputs: Sequence[ValueType | None]) -> list[Scalar]:
    """Return the cells of a record with display labels ("III/d") turned into words."""
    texts = list(cells)
    for index, kind in enumerate(inputs):
        if kind is not None and kind.scale is not None:
            words = {label: word for word, label in kind.scale.labels.items()}
            word = words.get(str(cells[index]), str(cells[index]))
            texts[index] = Scalar(word, cells[index].place)
    return texts
