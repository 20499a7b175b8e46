"""Tables of a regulation in one normal form: rows of closed integer spans, and a cell.

``keyed``, ``matrix``, ``bands`` and ``rows`` are ways of writing; all of them, and a CSV file,
become this. A table is total over its inputs unless it has an ``else``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from policy_sim.diagnostics import Place
from policy_sim.policy.values import ValueType

__all__ = ["Table", "TableRow"]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: a closed span of integers per input, and the cell's integer."""

    spans: tuple[tuple[int, int], ...]
    value: int
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A look-up of a regulation: one cell for every combination of its inputs.

    With ``first_hit`` the first matching row decides, else exactly one row matches
    (checked when the table is loaded). *otherwise* is the cell where no row matches.
    """

    name: str
    inputs: tuple[ValueType, ...]
    output: ValueType
    rows: tuple[TableRow, ...]
    otherwise: int | None = None
    first_hit: bool = False
    place: Place = field(default=Place(""), compare=False)
