"""Normal distributions in whole numbers: how many people each stretch of values has.

Whoever would lie beyond an end stands at it (clipped, not drawn again), so that the ends hold more
people than their neighbours.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from statistics import NormalDist

from policy_sim.workforce.profile import Cell

__all__ = ["normal_cells"]

PARTS = 10**9
"""Shares are whole billionths, so that the last digit of the machine's figures plays no part."""


def normal_cells(mean: float, sd: float, ends: tuple[int, int], width: int) -> tuple[Cell, ...]:
    """Return the cells of a normal distribution of whole numbers, clipped to *ends*.

    Each end is a cell of its own; between them a cell has *width* values. Their shares make 1.
    """
    low, high = ends
    if low == high:
        return (Cell(str(low), low, high, Fraction(1)),)
    firsts = [low, *range(low + 1, high, width), high]
    lasts = [first - 1 for first in firsts[1:]]
    below = [0, *(_below(last, mean, sd) for last in lasts), PARTS]
    parts = zip(firsts, [*lasts, high], pairwise(below), strict=True)
    return tuple(
        Cell(_label(first, last), first, last, Fraction(after - before, PARTS))
        for first, last, (before, after) in parts
    )


def _below(last: int, mean: float, sd: float) -> int:
    """Return how many of a billion are rounded to *last* or less."""
    return round(NormalDist(mean, sd).cdf(last + 0.5) * PARTS)


def _label(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}..{last}"
