"""Files that are named in Python: what is no path is told in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import BadInput

__all__ = ["Amendments", "amendments_named", "file_named"]

Amendments = Iterable[str | Path]


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


def _finding(code: str, given: object, argument: str) -> Diagnostic:
    seen = "None" if given is None else f"{given!r:.60} ({type(given).__name__})"
    return Diagnostic(code, Place(argument, 0), {"seen": seen})
