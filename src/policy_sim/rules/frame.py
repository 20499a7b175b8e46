"""The record of a cohort on one date: all that a rule may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.ast import History

__all__ = [
    "Column",
    "Flags",
    "Frame",
    "Integers",
    "Past",
    "Rows",
    "Value",
    "narrowed",
    "narrowest",
    "number_of",
    "same_for_all",
    "taken",
    "uniform",
]

Integers = NDArray[np.int64]
"""Positions, and integers that are reckoned with."""

Column = NDArray[np.integer]
"""One integer a subject, in whatever width the record keeps it."""

Value = Column | int
"""A column, or the one integer that stands for all subjects, such as an attribute of the post."""

Rows = NDArray[np.int64] | slice
"""Which subjects: their positions, or a stretch of them that need not be copied."""

Flags = NDArray[np.bool_]
"""A column of yes and no."""


def same_for_all(value: int, size: int, dtype: np.dtype[np.signedinteger] | None = None) -> Column:
    """Return a column of *size* times *value*, kept once and not to be written to.

    It is as narrow as *value* allows if no *dtype* is stated.
    """
    return _repeated(_one(value, dtype), size)


def uniform(column: Column) -> bool:
    """Return whether *column* is kept as one integer for all, such as an attribute of the post."""
    return column.strides == (0,) and len(column) > 0


def narrowed(column: Integers) -> Column:
    """Return *column* in the smallest integers that hold its values."""
    return column.astype(narrowest(int(column.min(initial=0)), int(column.max(initial=0))))


def narrowest(low: int, high: int) -> np.dtype[np.signedinteger]:
    """Return the smallest signed integer type that holds *low* to *high*."""
    for dtype in _NARROW:
        half = 1 << (8 * dtype.itemsize - 1)
        if -half <= low and high < half:
            return dtype
    return np.dtype(np.int64)


_NARROW: tuple[np.dtype[np.signedinteger], ...] = (
    np.dtype(np.int8),
    np.dtype(np.int16),
    np.dtype(np.int32),
)


def number_of(rows: Rows, size: int) -> int:
    """Return how many of *size* subjects there are at *rows*."""
    return len(range(*rows.indices(size))) if isinstance(rows, slice) else len(rows)


def taken(column: Column, rows: Rows) -> Column:
    """Return *column* for the subjects at *rows*."""
    if uniform(column) and not isinstance(rows, slice):
        return _repeated(column[:1], len(rows))
    return column[rows]


@lru_cache(maxsize=1024)
def _one(value: int, dtype: np.dtype[np.signedinteger] | None) -> Column:
    return np.array([value], dtype or narrowest(value, value))


def _repeated(one: Column, size: int) -> Column:
    # Made by hand: np.broadcast_to takes ten times as long.
    column = np.ndarray((size,), dtype=one.dtype, buffer=one, strides=(0,))
    column.flags.writeable = False
    return column


class Past(Protocol):
    """Whatever can answer one use of the past for the subjects of a frame."""

    def column(self, use: History, today: date) -> Column:
        """Return one integer a subject for *use*, looking back from *today*."""

    def take(self, rows: Rows) -> Past:
        """Return the past of the subjects at *rows*, in that order."""


@dataclass(eq=False)
class Frame:
    """The record of *size* subjects on *today*.

    *columns* gives, for a name such as ``grade``, ``post.office`` or ``superior.grade``, an
    integer array of length *size* or one integer for all. ``today.year`` and ``today.month``
    are answered by the frame itself. *ids*, if given, name the subjects in messages; they are
    those at *rows* of it, if these are given; *subject* is what they are.
    """

    columns: Mapping[str, Column | int]
    past: Past
    today: date
    size: int
    ids: Integers | None = None
    rows: Integers | None = None
    subject: str = "person"

    def name(self, row: int) -> str:
        """Return what a message calls the subject at *row*: its id, or else its row."""
        if self.rows is not None:
            row = int(self.rows[row])
        return f"{self.subject} {row if self.ids is None else self.ids[row]}"

    def column(self, name: str) -> Column:
        """Return the column *name*; raise :exc:`KeyError` if undeclared."""
        if name == "today.year":
            value: Value = self.today.year
        elif name == "today.month":
            value = self.today.month
        else:
            value = self.columns[name]
        return same_for_all(value, self.size) if isinstance(value, int) else value
