"""Figures kept by a person's id, which never moves, while rows do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["PersonalFigures", "roomy"]

Kept = TypeVar("Kept", bound=np.generic)

_Ids = NDArray[np.int64]
_Figure = NDArray[np.float64]


def roomy(column: NDArray[Kept], size: int) -> NDArray[Kept]:
    """Return *column*, or a table of columns, with room for ids below *size*: new ones are zero.

    The room doubles, so that growing stays cheap.
    """
    *columns, room = column.shape
    if room >= size:
        return column
    grown = np.zeros((*columns, max(size, 2 * room)), dtype=column.dtype)
    grown[..., :room] = column
    return grown


class PersonalFigures:
    """What systems keep of people by name, such as how satisfied each is; no rule reads it.

    Of whom nothing was noted the figure is zero. Whole numbers up to 2**53 are kept exactly.
    """

    def __init__(self) -> None:
        self._kept: dict[str, _Figure] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._kept

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def begin(self, name: str) -> None:
        """Begin to keep the figure *name*, if it is not kept already: zero for everybody."""
        self._kept.setdefault(name, np.zeros(0))

    def of(self, name: str, ids: _Ids) -> _Figure:
        """Return the figure *name* of each of *ids*."""
        return self._with_room(name, ids)[ids]

    def put(self, name: str, ids: _Ids, values: _Figure | float) -> None:
        """Let the figure *name* of each of *ids* be *values*."""
        self._with_room(name, ids)[ids] = values

    def add(self, name: str, ids: _Ids, amounts: _Figure | float) -> None:
        """Add *amounts* to the figure *name* of each of *ids*, none of them twice."""
        self._with_room(name, ids)[ids] += amounts

    def clear(self, *names: str) -> None:
        """Let the figures *names* be zero for everybody."""
        for name in names:
            self._kept[name][:] = 0.0

    def _with_room(self, name: str, ids: _Ids) -> _Figure:
        column = self._kept[name] = roomy(self._kept[name], int(ids.max(initial=-1)) + 1)
        return column
