"""The rows of a table that stands in a CSV file beside its document."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.policy.wording import undeclared

__all__ = ["VALUE", "csv_cells"]

VALUE = "value"
"""The heading of the column of cells."""

_LARGEST = 50_000_000
_BARE = re.compile(r"-?\d+(\.\d+)?\Z")


def csv_cells(
    path: Path,
    named: Scalar,
    headings: Sequence[str],
    columns: Mapping[Scalar, Scalar],
    units: Mapping[Scalar, Scalar],
    findings: list[Diagnostic],
) -> list[list[Scalar]]:
    """Return, for each record of the file, one text per heading.

    *headings* are the inputs of the table and ``value``; *columns* gives the heading in the file
    where it differs (not needed for ``value`` if only one column is left), *units* the unit of
    bare numbers (``{service: years}``). Findings carry the line of the file; a file that cannot
    be used gives no rows.
    """
    text = _text(path, named, findings)
    if text is None:
        return []
    try:
        opening, *records = _records(text) or [(1, [])]
    except csv.Error as error:
        values = {"seen": named, "reason": str(error)}
        findings.append(Diagnostic("unreadable-csv", named.place, values))
        return []
    titles = [cell.strip() for cell in opening[1]]
    renamed = {str(heading): str(column) for heading, column in columns.items()}
    wanted = [renamed.get(heading, heading) for heading in headings]
    others = [heading for heading in titles if heading not in wanted[:-1]]
    if VALUE not in renamed and len(others) == 1:
        wanted[-1] = others[0]
    missing = [heading for heading in wanted if heading not in titles]
    if missing:
        what = phrase("a column of {file}", file=named)
        findings += (undeclared(what, heading, titles, named.place) for heading in missing)
        return []
    positions = [titles.index(heading) for heading in wanted]
    stated = {str(heading): str(unit) for heading, unit in units.items()}
    suffixes = [stated.get(heading, "") for heading in headings]
    return _cells(str(path), records, positions, suffixes, findings)


def _text(path: Path, named: Scalar, findings: list[Diagnostic]) -> str | None:
    try:
        if path.stat().st_size > _LARGEST:
            values = {"seen": named, "reason": "larger than 50 MB"}
            findings.append(Diagnostic("unreadable-csv", named.place, values))
            return None
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        values = {"seen": named, "reason": reason}
        findings.append(Diagnostic("unreadable-csv", named.place, values))
        return None


def _records(text: str) -> list[tuple[int, list[str]]]:
    """Return every record with the line on which it begins; a quoted cell may go over several."""
    reader = csv.reader(io.StringIO(text), strict=True)
    records, line = [], 1
    for record in reader:
        records.append((line, record))
        line = reader.line_num + 1
    return records


def _cells(
    file: str,
    records: Sequence[tuple[int, Sequence[str]]],
    positions: Sequence[int],
    suffixes: Sequence[str],
    findings: list[Diagnostic],
) -> list[list[Scalar]]:
    rows = []
    for line, record in records:
        place = Place(file, line)
        if not record:
            continue
        if len(record) <= max(positions):
            values = {"seen": str(len(record)), "allowed": str(max(positions) + 1)}
            findings.append(Diagnostic("row-length", place, values))
            continue
        texts = (record[position].strip() for position in positions)
        rows.append(
            [
                Scalar(f"{text} {unit}" if unit and _BARE.match(text) else text, place)
                for text, unit in zip(texts, suffixes, strict=True)
            ]
        )
    return rows
