"""Cells: people parted by all groupings at once, so that one count serves each of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

__all__ = ["Cells"]

Integers = NDArray[np.int64]

MOST_CELLS = 65_536
"""Groupings that together have more cells are counted in several goes."""


class Cells:
    """People parted by several groupings; *sizes* gives the number of parts of each, by name.

    *record* holds each person's part in a column of the grouping's name.
    """

    def __init__(self, record: Mapping[str, NDArray[np.integer]], sizes: Mapping[str, int]) -> None:
        self._blocks = [
            _Block([record[name] for name in names], {name: sizes[name] for name in names})
            for names in _together(sizes)
        ]

    def heads(self, rows: Integers | None = None) -> dict[str, Integers]:
        """Return how many of the people at *rows* (None: all) each part of each grouping has."""
        return self._parted(None, rows)

    def sums(
        self, amounts: NDArray[np.number], rows: Integers | None = None
    ) -> dict[str, Integers]:
        """Return the sums of whole *amounts* over the people at *rows*, one amount for each.

        Exact while every sum stays below 2**53.
        """
        return self._parted(amounts, rows)

    def _parted(
        self, amounts: NDArray[np.number] | None, rows: Integers | None
    ) -> dict[str, Integers]:
        parted: dict[str, Integers] = {}
        for block in self._blocks:
            parted |= block.parted(amounts, rows)
        return parted


class _Block:
    """Groupings whose cells are few enough to be counted at once."""

    def __init__(self, columns: list[NDArray[np.integer]], sizes: Mapping[str, int]) -> None:
        self.sizes = dict(sizes)
        self.shape = tuple(sizes.values())
        cell = columns[0].astype(np.intp)
        for column, size in zip(columns[1:], self.shape[1:], strict=True):
            cell *= size
            cell += column
        self.cell = cell

    def parted(
        self, amounts: NDArray[np.number] | None, rows: Integers | None
    ) -> dict[str, Integers]:
        cell = self.cell if rows is None else self.cell[rows]
        counts = np.bincount(cell, amounts, minlength=int(np.prod(self.shape)))
        whole = counts.astype(np.int64, copy=False).reshape(self.shape)
        axes = range(len(self.shape))
        return {
            name: whole.sum(axis=tuple(other for other in axes if other != axis))
            for axis, name in enumerate(self.sizes)
        }


def _together(sizes: Mapping[str, int]) -> list[list[str]]:
    """Return the groupings in order, those together whose cells are few enough."""
    together: list[list[str]] = []
    cells = MOST_CELLS
    for name, size in sizes.items():
        cells *= size
        if cells > MOST_CELLS:
            together.append([])
            cells = size
        together[-1].append(name)
    return together
