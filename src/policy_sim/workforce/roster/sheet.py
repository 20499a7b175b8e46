"""A file of people as texts: CSV, Parquet or Excel, with the row in which everything stands.

Every cell is read as text and typed by us, as documents are: a spreadsheet's idea of a date or
a number is written out the one way that :mod:`policy_sim.workforce.roster.cells` reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import DocumentError, ScenarioError
from policy_sim.workforce.roster.csv_sheet import csv_rows
from policy_sim.workforce.roster.excel_sheet import excel_rows
from policy_sim.workforce.roster.mapping_form import MappingForm
from policy_sim.workforce.roster.parquet_sheet import parquet_columns

__all__ = ["FORMATS", "Sheet", "read_sheet"]

Rows = Iterator[tuple[int, Sequence[str]]]
"""Each row with its number in the file, the header (1) first."""

FORMATS = (".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".xlsm")
"""The endings of the files that are read."""


@dataclass(frozen=True)
class Sheet:
    """The texts of a file.

    *cells* gives each column by its header, stripped, blank ones empty; *lines* the row of the
    file in which each person stands; *faults* the rows that do not fit the header; *digest* is
    the SHA-256 of the file.
    """

    file: str
    header: tuple[str, ...]
    cells: Mapping[str, NDArray[np.object_]]
    lines: NDArray[np.int64]
    digest: str
    faults: tuple[Diagnostic, ...] = field(default=())

    @property
    def size(self) -> int:
        """How many people the file lists."""
        return len(self.lines)

    def column(self, name: str) -> int:
        """Return the position of a column, counted from one; 0 for what is no column."""
        return self.header.index(name) + 1 if name in self.header else 0


def read_sheet(path: Path, form: MappingForm) -> Sheet:
    """Return the texts of the file at *path*.

    Raises :exc:`ScenarioError` with what is wrong with the file as a whole: its format, its
    encoding, a header that stands twice, nobody in it.
    """
    digest = _digest(path)
    ending = path.suffix.lower()
    if ending not in FORMATS:
        _refuse("roster-format", path, seen=path.suffix or path.name, allowed=", ".join(FORMATS))
    if ending == ".parquet":
        header, columns = _read(path, lambda: parquet_columns(path))
        return _checked(_of_columns(str(path), header, columns, digest))
    rows_of = excel_rows if ending in (".xlsx", ".xlsm") else csv_rows
    return _checked(_of_rows(str(path), _read(path, lambda: rows_of(path, form)), digest))


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
    except FileNotFoundError:
        names = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
        _missing(path, near(path.name, names))
    except OSError as error:
        _refuse("roster-unreadable", path, reason=error.strerror or str(error))
    return digest.hexdigest()


def _missing(path: Path, nearest: str) -> NoReturn:
    values = {"seen": str(path), "near": nearest}
    raise DocumentError([Diagnostic("missing-file", Place(str(path), 0, 0), values)])


def _refuse(code: str, path: Path, **values: str) -> NoReturn:
    raise ScenarioError([Diagnostic(code, Place(str(path), 0, 0), values)])


def _read(path: Path, read: Callable[[], Any]) -> Any:
    """Return what *read* reads; whatever a library says of a broken file becomes a finding."""
    try:
        return read()
    except ScenarioError:
        raise
    except Exception as error:  # noqa: BLE001 - a reader of files may raise anything at all
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        _refuse("roster-unreadable", path, reason=reason)


def _of_rows(file: str, rows: Sequence[tuple[int, Sequence[str]]], digest: str) -> Sheet:
    """Return the sheet of *rows*; those that do not fit the header are faults."""
    if not rows:
        raise ScenarioError([Diagnostic("roster-empty", Place(file, 0, 0), {"seen": file})])
    (_, header), *people = rows
    names = tuple(name.strip() for name in header)
    while names and not names[-1] and not any(any(row[len(names) - 1 :]) for _, row in people):
        names = names[:-1]
    fitting, lines, faults = [], [], []
    for line, row in people:
        cells = row[: len(names)]
        if len(row) != len(header):
            values = {"seen": str(len(row)), "allowed": str(len(header))}
            faults.append(Diagnostic("row-ragged", Place(file, line, 1), values))
        else:
            fitting.append(cells)
            lines.append(line)
    columns = zip(*fitting, strict=True) if fitting else ((),) * len(names)
    cells_of = {name: _texts(column) for name, column in zip(names, columns, strict=True)}
    return Sheet(file, names, cells_of, np.array(lines, np.int64), digest, tuple(faults))


def _of_columns(
    file: str, header: Sequence[str], columns: Sequence[NDArray[np.object_]], digest: str
) -> Sheet:
    """Return the sheet of whole *columns*, whose first person stands in row 2."""
    size = len(columns[0]) if columns else 0
    cells = dict(zip(header, columns, strict=True))
    return Sheet(file, tuple(header), cells, np.arange(2, size + 2), digest)


def _texts(column: Sequence[str]) -> NDArray[np.object_]:
    texts = np.empty(len(column), dtype=object)
    texts[:] = [text.strip() for text in column]
    return texts


def _checked(sheet: Sheet) -> Sheet:
    """Return *sheet* if its header can be used and somebody stands in it; raise if not."""
    findings = []
    seen: dict[str, int] = {}
    for position, name in enumerate(sheet.header, start=1):
        place = Place(sheet.file, 1, position)
        if not name:
            findings.append(Diagnostic("header-blank", place, {"seen": str(position)}))
        elif name.casefold() in seen:
            values = {"seen": name, "first": str(seen[name.casefold()])}
            findings.append(Diagnostic("header-twice", place, values))
        seen.setdefault(name.casefold(), position)
    if not sheet.header:
        findings.append(Diagnostic("roster-empty", Place(sheet.file, 0, 0), {"seen": sheet.file}))
    elif not sheet.size and not sheet.faults:
        findings.append(Diagnostic("roster-nobody", Place(sheet.file, 0, 0), {"seen": sheet.file}))
    if findings:
        raise ScenarioError(findings)
    return sheet
