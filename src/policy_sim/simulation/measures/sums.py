"""Sums of whole numbers by part: exact, so that the order of people and chunks cannot matter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["MILLIONTHS", "sums_by_part", "whole"]

MILLIONTHS = 1_000_000
"""Traits are added up in whole millionths of an SD."""


def whole(trait: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return *trait* in the nearest whole millionths."""
    return np.rint(trait * MILLIONTHS).astype(np.int64)


def sums_by_part(
    parts: NDArray[np.integer], amounts: NDArray[np.integer], size: int
) -> NDArray[np.int64]:
    """Return the sum of whole *amounts* in each of the parts 0 to *size* - 1.

    *parts* gives the part of each amount. Exact while every sum stays below 2**53.
    """
    return np.bincount(parts, weights=amounts, minlength=size).astype(np.int64)
