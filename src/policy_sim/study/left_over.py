"""What an earlier run that was broken off has left, told before anything is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place, Severity

__all__ = ["left_over"]


def left_over(
    folder: Path, finished: int, tasks: str, damaged: Sequence[str]
) -> tuple[Diagnostic, ...]:
    """Return what is to be said of the finished tasks in *folder*.

    So many of all *tasks* (a number in words) are *finished*; *damaged* says what is wrong with
    the files of others, which are made again. Nothing is said of a folder in which nothing was
    left.
    """
    place = Place(str(folder), 0)
    found = [
        Diagnostic("task-damaged", place, {"seen": seen}, Severity.WARNING) for seen in damaged
    ]
    if finished:
        values = {"seen": str(finished), "all": tasks}
        found.append(Diagnostic("tasks-finished", place, values, Severity.INFO))
    return tuple(found)
