"""Voices: how many citizens complain, and how many complaints are dealt with in time.

Numbers of complaints are Poisson. They come from a uniform number by inversion, so that a unit
with the same luck and better service never has more of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policy_sim import elementary

__all__ = ["poisson", "rounded_by_lot"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LARGE = 200.0
"""From this mean on the normal quantile is exact to a part of a complaint in a hundred."""


def poisson(luck: Floats, mean: Floats) -> Integers:
    """Return one Poisson number with each *mean*, by inversion of its *luck* in (0, 1).

    Both are of one shape. From a mean of 200 on it is the normal quantile with the Cornish-Fisher
    correction for skewness, rounded. Raises :exc:`ValueError` for a mean below zero.
    """
    if (mean < 0).any():
        msg = "a mean number cannot be below zero"
        raise ValueError(msg)
    number = np.zeros(mean.shape, np.int64)
    many = mean >= LARGE
    z = elementary.normal_quantile(luck[many])
    above = mean[many] + np.sqrt(mean[many]) * z + (z * z - 1.0) / 6.0
    number[many] = np.maximum(np.rint(above), 0).astype(np.int64)
    number[~many] = _inverted(luck[~many], mean[~many])
    return number


def rounded_by_lot(amount: Floats, luck: Floats) -> Integers:
    """Return *amount* rounded up for a share of cases equal to its fraction, else down."""
    return np.asarray(np.floor(amount + luck), dtype=np.int64)


def _inverted(luck: Floats, mean: Floats) -> Integers:
    number = np.zeros(len(mean), np.int64)
    chance = elementary.exp(-mean)
    reached = chance.copy()
    left = np.flatnonzero(luck > reached)
    k = 0
    # Twelve SD above the mean nothing is left that a number of 53 bits could tell.
    most = float(mean.max(initial=0.0))
    while len(left) and k <= most + 12.0 * (most**0.5) + 20.0:
        k += 1
        chance[left] *= mean[left] / k
        reached[left] += chance[left]
        number[left] = k
        left = left[luck[left] > reached[left]]
    return number
