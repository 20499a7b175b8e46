"""The rows of an Excel workbook, through openpyxl (the extra ``excel``)."""

from __future__ import annotations

from datetime import date, datetime
from math import isnan
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.workforce.roster.mapping_form import MappingForm

__all__ = ["excel_rows", "text_of"]


def excel_rows(path: Path, form: MappingForm) -> list[tuple[int, list[str]]]:
    """Return every row of the sheet that is not blank, with its number.

    Raises :exc:`ScenarioError` if openpyxl is not installed, if the sheet named does not exist, and
    if none is named and there are several.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        values = {"seen": "openpyxl", "extra": "excel"}
        finding = Diagnostic("roster-library", Place(str(path), 0, 0), values)
        raise ScenarioError([finding]) from error
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book[_sheet_name(path, form, book.sheetnames)]
        # What a workbook says of its own size need not be so.
        sheet.reset_dimensions()
        rows = [[text_of(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()
    width = max((_width(row) for row in rows), default=0)
    return [
        (number, (row + [""] * width)[:width])
        for number, row in enumerate(rows, start=1)
        if any(row)
    ]


def text_of(value: object) -> str:
    """Return a cell's value as the one text that is read for it: a day as ``2024-12-31``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    return str(value).strip()


def _width(row: list[str]) -> int:
    return max((position for position, text in enumerate(row, start=1) if text), default=0)


def _sheet_name(path: Path, form: MappingForm, names: list[str]) -> str:
    if form.sheet is None and len(names) == 1:
        return names[0]
    if form.sheet is None or str(form.sheet) not in names:
        values = {
            "seen": str(form.sheet or ""),
            "allowed": ", ".join(names),
            "near": near(str(form.sheet), names) if form.sheet else "",
        }
        raise ScenarioError([Diagnostic("roster-sheet", Place(str(path), 0, 0), values)])
    return str(form.sheet)
