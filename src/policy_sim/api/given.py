"""What is given in Python: what is no path, no day and no number is told in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from operator import index
from pathlib import Path
from typing import SupportsIndex

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import BadInput

__all__ = [
    "Amendments",
    "Day",
    "Names",
    "amendments_named",
    "day_named",
    "file_named",
    "names_in",
    "number_named",
]

Amendments = Iterable[str | Path]

Names = str | Iterable[str]
"""Names, or one name."""

Day = date | str | None
"""A day, as it is or written ``2027-01-31``."""


def file_named(given: object, argument: str) -> Path:
    """Return the path that was *given* as an *argument*.

    Raises :exc:`~policy_sim.errors.BadInput` for what is none.
    """
    if not isinstance(given, str | Path):
        raise BadInput([_finding("not-a-path", given, argument)])
    return Path(given)


def amendments_named(given: object) -> tuple[Path, ...]:
    """Return the paths that were *given* as amendments.

    Raises :exc:`~policy_sim.errors.BadInput` for what is no list of paths.
    """
    if isinstance(given, str | Path) or not isinstance(given, Iterable):
        raise BadInput([_finding("not-a-list-of-paths", given, "amended_by")])
    return tuple(file_named(one, "amended_by") for one in given)


def day_named(given: object, argument: str = "on") -> date | None:
    """Return the day that was *given* as an *argument*, if one was.

    Raises :exc:`~policy_sim.errors.BadInput` for what is none.
    """
    if isinstance(given, datetime):
        return given.date()
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given if isinstance(given, str) else "")
    except ValueError:
        raise BadInput([_finding("not-a-day", given, argument)]) from None


def names_in(given: Names) -> tuple[str, ...]:
    """Return the names that were *given*, or the one."""
    return (given,) if isinstance(given, str) else tuple(given)


def number_named(given: object, argument: str) -> int:
    """Return the whole number that was *given* as an *argument*.

    Raises :exc:`~policy_sim.errors.BadInput` for what is none.
    """
    if isinstance(given, bool) or not isinstance(given, SupportsIndex):
        raise BadInput([_finding("not-a-whole-number", given, argument)])
    return index(given)


def _finding(code: str, given: object, argument: str) -> Diagnostic:
    seen = "None" if given is None else f"{given!r:.60} ({type(given).__name__})"
    return Diagnostic(code, Place(argument, 0), {"seen": seen})
