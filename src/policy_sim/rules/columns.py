"""What an engine is handed: named integer columns of one length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from policy_sim.rules.frame import Column, Rows, Value, number_of, taken

__all__ = ["Columns", "FixedColumns"]


class Columns(Protocol):
    """Feature columns of some subjects, by canonical text."""

    @property
    def size(self) -> int:
        """The number of subjects."""

    def named(self, name: str) -> Column:
        """Return the column of the feature *name*; raise :exc:`KeyError` if there is none."""

    def value(self, name: str) -> Value:
        """Return that column, or the one integer that it is known to hold for all."""

    def within(self, rows: Rows) -> Columns:
        """Return the columns of the subjects at *rows* only."""


@dataclass(frozen=True)
class FixedColumns:
    """Columns that are already computed, such as those kept for an audit."""

    size: int
    values: Mapping[str, Column]

    def named(self, name: str) -> Column:
        """Return the column *name*; raise :exc:`KeyError` if there is none."""
        return self.values[name]

    def value(self, name: str) -> Column:
        """Return the column *name*; raise :exc:`KeyError` if there is none."""
        return self.values[name]

    def within(self, rows: Rows) -> FixedColumns:
        """Return the columns of the subjects at *rows* only."""
        chosen = {name: taken(column, rows) for name, column in self.values.items()}
        return FixedColumns(number_of(rows, self.size), chosen)
