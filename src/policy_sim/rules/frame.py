"""The record of a cohort on one date: all that a rule may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.ast import History

__all__ = ["Flags", "Frame", "Integers", "Past", "same_for_all"]

Integers = NDArray[np.int64]
"""A column: one integer a subject."""

Flags = NDArray[np.bool_]
"""A column of yes and no."""


def same_for_all(value: int, size: int) -> Integers:
    """Return a column of *size* times *value*, kept once and not to be written to."""
    return np.broadcast_to(np.int64(value), (size,))


class Past(Protocol):
    """Whatever can answer one use of the past for the subjects of a frame."""

    def column(self, use: History, today: date) -> Integers:
        """Return one integer a subject for *use*, looking back from *today*."""

    def take(self, rows: Integers) -> Past:
        """Return the past of the subjects at *rows*, in that order."""


@dataclass(frozen=True)
class Frame:
    """The record of *size* subjects on *today*.

    *columns* gives, for a name such as ``grade``, ``post.office`` or ``superior.grade``, an
    integer array of length *size* or one integer for all. ``today.year`` and ``today.month``
    are answered by the frame itself. *ids*, if given, name the subjects in messages.
    """

    columns: Mapping[str, NDArray[np.integer] | int]
    past: Past
    today: date
    size: int
    ids: Integers | None = None

    def name(self, row: int) -> str:
        """Return what a message calls the subject at *row*: its id, or else its row."""
        return f"person {row if self.ids is None else self.ids[row]}"

    def column(self, name: str) -> Integers:
        """Return the column *name* as 64-bit integers; raise :exc:`KeyError` if undeclared."""
        if name == "today.year":
            value: NDArray[np.integer] | int = self.today.year
        elif name == "today.month":
            value = self.today.month
        else:
            value = self.columns[name]
        if isinstance(value, int):
            return same_for_all(value, self.size)
        return value.astype(np.int64, copy=False)
