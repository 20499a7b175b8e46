"""The rows of a CSV file: its encoding checked, its separator read off the header."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import ScenarioError
from policy_sim.workforce.roster.mapping_form import MappingForm

__all__ = ["csv_rows"]

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_LONGEST_CELL = 10_000
"""A cell of more characters is no part of a personnel record."""


def csv_rows(path: Path, form: MappingForm) -> list[tuple[int, list[str]]]:
    """Return every row that is not blank, with the line on which it begins.

    Raises :exc:`ScenarioError` for bytes of another encoding and for cells beyond measure, which
    a quote that nobody closed makes.
    """
    text = _decoded(path, str(form.encoding))
    separator = _SEPARATORS[form.delimiter] if form.delimiter else _separator(text)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = []
    line = 1
    try:
        for row in reader:
            if any(row):
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        finding = Diagnostic("roster-not-csv", Place(str(path), line, 1), {"reason": str(error)})
        raise ScenarioError([finding]) from error
    return rows


def _decoded(path: Path, encoding: str) -> str:
    content = path.read_bytes()
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    try:
        return content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        line = content.count(b"\n", 0, start) + 1
        values = {"seen": f"0x{content[start : start + 1].hex()}", "encoding": encoding}
        finding = Diagnostic("roster-encoding", Place(str(path), line, 1), values)
        raise ScenarioError([finding]) from error


def _separator(text: str) -> str:
    """Return what separates the most headers; a comma if nothing does."""
    header = text.lstrip("\r\n").split("\n", 1)[0]
    return max(_SEPARATORS.values(), key=lambda one: (_parts(header, one), one == ","))


def _parts(header: str, separator: str) -> int:
    try:
        return max(map(len, csv.reader([header], delimiter=separator)), default=0)
    except csv.Error:
        return 0
