"""How truth becomes a record: a noisy score on a scale of points, and a rating by bands.

A score is *reliable* to the degree that two independent raters would agree: with reliability r,
scores of two raters correlate by r and each correlates with the truth by the square root of r
(classical test theory, Lord & Novick 1968). All functions are pure; noise is handed in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

__all__ = ["PointScale", "banded", "observed", "recorded"]


@dataclass(frozen=True, slots=True)
class PointScale:
    """Where scores lie: *mean* and *spread* (one SD) in points, and the closed range of points."""

    mean: float
    spread: float
    low: float = 0.0
    high: float = 100.0


def observed(
    truth: NDArray[np.float64], reliability: float, noise: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what a rater sees of *truth*, in SD units.

    *truth* and *noise* are standard normal, of shape ``(people,)``; so is the result, whose
    correlation with the truth is the square root of *reliability*. Raise :exc:`ValueError` if
    the reliability is outside 0 to 1.
    """
    if not 0.0 <= reliability <= 1.0:
        msg = f"a reliability lies between 0 and 1: {reliability}"
        raise ValueError(msg)
    return math.sqrt(reliability) * truth + math.sqrt(1.0 - reliability) * noise


def recorded(
    seen: NDArray[np.float64],
    scale: PointScale,
    step: Fraction,
    shift: NDArray[np.float64] | float = 0.0,
) -> NDArray[np.int64]:
    """Return the integers that enter the record: points over *step*, nearest, within the scale.

    *seen* is in SD units, *shift* (leniency and bias) in points. Halves are rounded up: scores
    are never negative, so this is away from zero.
    """
    points = scale.spread * seen
    points += scale.mean
    points += shift
    np.clip(points, scale.low, scale.high, out=points)
    points /= float(step)
    points += 0.5
    return np.floor(points, out=points).astype(np.int64)


def banded(
    seen: NDArray[np.float64], cuts: Sequence[float], shift: NDArray[np.float64] | float = 0.0
) -> NDArray[np.int8]:
    """Return the position of the band in which each value of *seen* lies.

    *cuts* are ascending lower limits of every band but the lowest, in SD units, as is *shift*:
    with k cuts there are the positions 0 to k, and a value on a cut belongs to the upper band.
    """
    shifted = seen + shift
    band = np.zeros(len(shifted), np.int8)
    for cut in cuts:
        band += shifted >= cut
    return band
