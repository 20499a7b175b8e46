"""Observed totals: what an agency counted in past years, from a CSV file.

One row a figure: ``year, outcome, value``; if wished ``group`` (``all`` if nothing is said) and
``error``, the standard error of a figure that was estimated and not counted.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents.files import decode, read_bytes
from policy_sim.errors import ScenarioError
from policy_sim.simulation.measures.outcome import Outcome

__all__ = ["Total", "read_totals"]

NEEDED, FURTHER = ("year", "outcome", "value"), ("group", "error")


@dataclass(frozen=True, order=True, slots=True)
class Total:
    """One figure: the *value* of an *outcome* of a *group* in a *year*, with its *error*."""

    year: int
    outcome: str
    group: str
    value: float
    error: float


def read_totals(
    path: Path, outcomes: Mapping[str, Outcome], years: Collection[int]
) -> tuple[Total, ...]:
    """Return the totals of a CSV file, ascending by year, outcome and group.

    Raises :exc:`~policy_sim.errors.ScenarioError` with all that is wrong with it at once: columns,
    outcomes that do not exist or that nobody can count, *years* that are not simulated, cells that
    are no number, and figures that are given twice. :exc:`~policy_sim.errors.DocumentError` if it
    cannot be read at all.
    """
    name = path.as_posix()
    rows = csv.DictReader(decode(read_bytes(path, name), name).splitlines())
    findings = list(_columns(path, rows.fieldnames or ()))
    found: dict[tuple[int, str, str], Total] = {}
    for row in rows if not findings else ():
        place = Place(path.as_posix(), rows.line_num)
        faults = list(_faults(row, place, outcomes, years))
        findings += faults
        if faults:
            continue
        total = _total(row)
        key = (total.year, total.outcome, total.group)
        if key in found:
            findings.append(_at(place, "total-twice", " ".join(map(str, key))))
        found[key] = total
    if not found and not findings:
        findings.append(_at(Place(path.as_posix(), 0), "no-totals", path.name))
    if findings:
        raise ScenarioError(findings)
    return tuple(found[key] for key in sorted(found))


def _columns(path: Path, names: Collection[str]) -> Iterator[Diagnostic]:
    """Yield a finding for each column that is missing or means nothing."""
    place = Place(path.as_posix(), 1)
    allowed = (*NEEDED, *FURTHER)
    for name in NEEDED:
        if name not in names:
            values = {"seen": name, "allowed": ", ".join(allowed), "near": near(name, names)}
            yield Diagnostic("total-column-missing", place, values)
    for name in names:
        if name not in allowed:
            values = {"seen": str(name), "allowed": ", ".join(allowed), "near": near(name, allowed)}
            yield Diagnostic("total-column-unknown", place, values)


def _faults(
    row: Mapping[str, str | None],
    place: Place,
    outcomes: Mapping[str, Outcome],
    years: Collection[int],
) -> Iterator[Diagnostic]:
    """Yield what is wrong with one row."""
    name = (row["outcome"] or "").strip()
    if name not in outcomes:
        values = {
            "seen": name,
            "allowed": ", ".join(sorted(outcomes)),
            "near": near(name, outcomes),
        }
        yield Diagnostic("unknown-outcome", place, values)
    elif outcomes[name].hidden:
        yield _at(place, "total-of-the-hidden", name)
    year = (row["year"] or "").strip()
    if not year.isdecimal():
        yield _at(place, "not-whole", year)
    elif int(year) not in years:
        values = {"seen": year, "allowed": f"{min(years)} to {max(years)}"}
        yield Diagnostic("total-outside-years", place, values)
    for column in ("value", "error"):
        text = (row.get(column) or "").strip()
        if (text or column == "value") and not _is_number(text):
            yield _at(place, "not-a-number", text)


def _at(place: Place, code: str, seen: str) -> Diagnostic:
    return Diagnostic(code, place, {"seen": seen})


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _total(row: Mapping[str, str | None]) -> Total:
    return Total(
        year=int(row["year"] or ""),
        outcome=(row["outcome"] or "").strip(),
        group=(row.get("group") or "").strip() or "all",
        value=float(row["value"] or ""),
        error=abs(float((row.get("error") or "").strip() or 0.0)),
    )
