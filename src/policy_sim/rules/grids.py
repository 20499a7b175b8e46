"""Tables of a regulation as dense grids, so that a whole column is looked up at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from policy_sim.errors import RunError
from policy_sim.policy.tables import Table
from policy_sim.rules.frame import Column, Flags, Integers, narrowed

__all__ = ["Axis", "Grid", "grid_of"]


_WIDEST = 65_536
"""The most integers between two cuts of an axis for which their intervals are listed."""


@dataclass(frozen=True)
class Axis:
    """The intervals of one input: *cuts* are the ascending first integers of all but the lowest.

    If the cuts lie close together, *listed* gives the interval of every integer from *begin*, at
    most one below the first cut, to the last, so that finding one's interval is no search.
    """

    cuts: Integers
    listed: Integers | None
    begin: int = 0

    @classmethod
    def of(cls, cuts: Integers) -> Axis:
        """Return the axis with these *cuts*."""
        if not len(cuts) or cuts[-1] - cuts[0] > _WIDEST:
            return cls(cuts, None)
        # From zero, if that is not far below, so that integers are places as they stand.
        begin = 0 if 0 < cuts[0] <= _WIDEST else int(cuts[0]) - 1
        values = np.arange(begin, cuts[-1] + 1)
        return cls(cuts, np.searchsorted(cuts, values, side="right"), begin)

    def intervals(self, values: Column) -> Column:
        """Return the position of the interval in which each of *values* lies."""
        if self.listed is None:
            return np.searchsorted(self.cuts, values, side="right")
        return self.listed.take(self.places(values), mode="clip")

    def places(self, values: Column) -> Column:
        """Return where each of *values* stands in the list; it may lie before or after its ends."""
        return np.subtract(values, self.begin, dtype=np.int64) if self.begin else values


@dataclass(frozen=True)
class Grid:
    """A table cut into boxes along its *axes*, one an input.

    *cells* has one place an interval on each axis; *covered* says which boxes hold a cell.
    """

    name: str
    axes: tuple[Axis, ...]
    cells: Column
    covered: Flags

    @cached_property
    def gaps(self) -> bool:
        """Whether some box holds no cell."""
        return not self.covered.all()

    @cached_property
    def _listed(self) -> tuple[Column, Flags] | None:
        """The cell of every integer that the one axis lists, and whether there is a cell."""
        listed = self.axes[0].listed
        if listed is None or len(self.axes) > 1:
            return None
        return self.cells.take(listed), self.covered.take(listed)

    def look_up(self, *arguments: Column) -> Column:
        """Return the cell of each subject; *arguments* are columns, one an input.

        An argument of one integer stands for all. Raises :exc:`RunError` where the table, having
        no ``else``, holds no cell.
        """
        if self._listed is not None:
            cells, covered = self._listed
            places = self.axes[0].places(arguments[0])
        else:
            cells, covered = self.cells, self.covered
            places = self._boxes(arguments)
        if self.gaps:
            self._check(covered.take(places, mode="clip"), arguments)
        return cells.take(places, mode="clip")

    def _boxes(self, arguments: Sequence[Column]) -> Column:
        """Return the position of each subject's box among all boxes, in rows."""
        box = self.axes[0].intervals(arguments[0])
        for axis, argument in zip(self.axes[1:], arguments[1:], strict=True):
            box = box * (len(axis.cuts) + 1)
            box = box + axis.intervals(argument)
        return box

    def _check(self, covered: Flags, arguments: Sequence[Column]) -> None:
        if not covered.all():
            missing = np.flatnonzero(~covered)
            seen = ", ".join(str(int(column[missing[0] % len(column)])) for column in arguments)
            msg = f"table {self.name} has no cell for ({seen}), and no else"
            raise RunError(msg)


@lru_cache(maxsize=1024)
def grid_of(table: Table) -> Grid:
    """Return *table* as a grid; of several matching rows the first one decides.

    The same table gives the same grid.
    """
    cuts = tuple(_cuts(table, axis) for axis in range(len(table.inputs)))
    shape = tuple(len(axis) + 1 for axis in cuts)
    cells = np.full(shape, table.otherwise or 0, dtype=np.int64)
    covered = np.full(shape, table.otherwise is not None, dtype=np.bool_)
    for row in reversed(table.rows):
        box = tuple(_boxes(axis, *span) for axis, span in zip(cuts, row.spans, strict=True))
        cells[box] = row.value
        covered[box] = True
    return Grid(table.name, tuple(map(Axis.of, cuts)), narrowed(cells), covered)


def _cuts(table: Table, axis: int) -> Integers:
    ends = {edge for row in table.rows for edge in (row.spans[axis][0], row.spans[axis][1] + 1)}
    return np.array(sorted(ends), dtype=np.int64)


def _boxes(cuts: Integers, low: int, high: int) -> slice:
    first = int(np.searchsorted(cuts, low, side="right"))
    return slice(first, int(np.searchsorted(cuts, high, side="right")) + 1)
