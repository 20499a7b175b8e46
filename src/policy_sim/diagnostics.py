"""What is wrong, and where: the one shape of every finding of every layer.

A finding is data: a stable code, the values seen, and the place. Its sentence comes from the
language catalogue (:mod:`policy_sim.catalogue`), so that the same finding can be printed, put
into JSON or translated without being parsed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from enum import StrEnum

__all__ = ["Diagnostic", "Place", "Severity", "distinct", "near", "nearest_first", "worst"]

_JOINT = re.compile(r"[_.-]")
"""What stands between the parts of a name."""

_SHORTEST_PART = 3
"""So many letters a part of a name has at least by which it is known."""


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A spot in a document: file, and line and column counted from one.

    A line of 0 means the whole: a file, a folder, or an option of the command line.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Severity(StrEnum):
    """How grave a finding is; only an error stops a run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: code, place, and the values that its sentence shows.

    *values* are texts, ready to print. Three names have a fixed meaning in every code: ``seen``
    (what stood there), ``allowed`` (what may stand there) and ``near`` (the closest allowed
    word, empty if none is close). *related* names further places, each with a short label.
    """

    code: str
    where: Place
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    related: tuple[tuple[str, Place], ...] = ()


def distinct(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return *findings* in their order, each only once."""
    found: list[Diagnostic] = []
    for finding in findings:
        if finding not in found:
            found.append(finding)
    return found


def near(word: str, allowed: Iterable[str]) -> str:
    """Return the allowed word closest to *word*, or an empty text if none is close.

    Capitals do not count: they are the commonest slip. If none is spelt alike, the shortest name
    of which *word* is a whole part is close: ``halo`` of ``rating_halo``.
    """
    folded = {name.casefold(): name for name in sorted(allowed, reverse=True)}
    sought = word[:80].casefold()
    matches = get_close_matches(sought, sorted(folded), n=1, cutoff=0.6)
    if not matches and len(sought) >= _SHORTEST_PART:
        parts = (name for name in sorted(folded) if sought in _JOINT.split(name))
        matches = sorted(parts, key=len)[:1]
    return folded[matches[0]] if matches else ""


def nearest_first(word: str, allowed: Iterable[str]) -> list[str]:
    """Return the *allowed* words, those that are spelt most like *word* first."""
    likeness = SequenceMatcher(b=word[:80].casefold())

    def order(name: str) -> tuple[float, str]:
        likeness.set_seq1(name.casefold())
        return -likeness.ratio(), name

    return sorted(allowed, key=order)


def worst(findings: Iterable[Diagnostic]) -> Severity | None:
    """Return the gravest severity among *findings*, or None if there are none."""
    order = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    present = {finding.severity for finding in findings}
    return next((severity for severity in order if severity in present), None)
