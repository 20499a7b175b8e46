"""Figures kept by a person's id, which never moves, while rows do."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["roomy"]

Kept = TypeVar("Kept", bound=np.generic)


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
