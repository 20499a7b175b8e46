"""Figures kept by a person's id, which never moves, while rows do."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["roomy"]

Kept = TypeVar("Kept", bound=np.generic)


def roomy(column: NDArray[Kept], size: int) -> NDArray[Kept]:
    """Return *column* with room for ids below *size*, what is new being zero.

    The room doubles, so that growing stays cheap.
    """
    if len(column) >= size:
        return column
    grown = np.zeros(max(size, 2 * len(column)), dtype=column.dtype)
    grown[: len(column)] = column
    return grown
