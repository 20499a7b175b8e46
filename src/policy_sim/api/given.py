"""What is given in Python: what is no path, no day and no number is told in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from operator import index
from pathlib import Path
from typing import SupportsIndex, TypeVar

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import BadInput

__all__ = [
    "Amendments",
    "Day",
    "Names",
    "amendments_named",
    "call_named",
    "day_named",
    "file_named",
    "names_in",
    "number_named",
    "numbers_by_name",
    "text_named",
    "texts_by_name",
]

Given = TypeVar("Given")

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


def call_named(given: Given, argument: str) -> Given:
    """Return what can be called, and was *given* as an *argument*.

    Raises :exc:`~policy_sim.errors.BadInput` for what cannot; nothing is called if None was given.
    """
    if given is not None and not callable(given):
        raise BadInput([_finding("not-a-call", given, argument)])
    return given


def text_named(given: object, argument: str) -> str:
    """Return the text that was *given* as an *argument*.

    Raises :exc:`~policy_sim.errors.BadInput` for what is none.
    """
    if not isinstance(given, str):
        raise BadInput([_finding("not-a-text", given, argument)])
    return given


def names_in(given: object, argument: str) -> tuple[str, ...]:
    """Return the names that were *given* as an *argument*, or the one.

    Raises :exc:`~policy_sim.errors.BadInput` for what is none.
    """
    if isinstance(given, str) or not isinstance(given, Iterable):
        return (text_named(given, argument),)
    return tuple(text_named(one, argument) for one in given)


def texts_by_name(given: object, argument: str) -> dict[str, str]:
    """Return the texts by name that were *given* as an *argument*.

    Raises :exc:`~policy_sim.errors.BadInput` for what is no mapping of such.
    """
    if not isinstance(given, Mapping):
        raise BadInput([_finding("not-by-name", given, argument)])
    return {text_named(k, argument): text_named(v, argument) for k, v in given.items()}


def numbers_by_name(given: object, argument: str) -> dict[str, float]:
    """Return the numbers by name that were *given* as an *argument*; nothing if None was.

    Raises :exc:`~policy_sim.errors.BadInput` for what is no mapping of such.
    """
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise BadInput([_finding("not-by-name", given, argument)])
    for value in given.values():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadInput([_finding("not-a-limit", value, argument)])
    return {text_named(name, argument): float(value) for name, value in given.items()}


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
