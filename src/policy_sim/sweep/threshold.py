"""Thresholds: at what value of one thing a reform stops paying.

The mean difference is looked at on a grid of values, on the same people and luck at each; between
two values at which it has other signs it is refined. Between the values that were evaluated each
replication's difference is taken to go straight. A crossing is where the mean is zero; its interval
holds every value at which zero lies within the 95 % interval of the paired differences (Fieller
1954, Journal of the Royal Statistical Society B 16: 175-185, here on a line in pieces).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policy_sim.study.statistics import CONFIDENCE, mean, student

__all__ = ["Crossing", "Curve", "crossings", "refined"]

Differences = Callable[[Sequence[float]], Sequence[tuple[float, ...]]]
"""Returns, for each value, the difference in each replication."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The differences of all replications at some values, which ascend."""

    values: tuple[float, ...]
    differences: tuple[tuple[float, ...], ...]

    @property
    def means(self) -> tuple[float, ...]:
        """The mean difference at each value."""
        return tuple(mean(one) for one in self.differences)

    def with_values(self, values: Sequence[float], found: Sequence[tuple[float, ...]]) -> Curve:
        """Return the curve with further *values* and what was *found* at them."""
        known = dict(zip(self.values, self.differences, strict=True))
        known |= zip(values, found, strict=True)
        return Curve(tuple(sorted(known)), tuple(known[value] for value in sorted(known)))


@dataclass(frozen=True, slots=True)
class Crossing:
    """A value at which the mean difference is zero, and changes its sign.

    *rises* says whether it is below zero under that value and above zero over it. *low* to *high*
    are the values that cannot be told apart from it; None where the interval reaches beyond what
    was looked at, and both None under two replications.
    """

    value: float
    rises: bool
    low: float | None
    high: float | None


def refined(
    curve: Curve,
    differences: Differences,
    rounds: int,
    told: Callable[[float], float] = lambda value: value,
) -> Curve:
    """Return *curve* with values added about every change of sign.

    Each of the *rounds* halves every stretch in which the sign changes, at the value that is
    *told* of its middle, until none lies between its ends.
    """
    for _ in range(rounds):
        wide = [
            told((left + right) / 2)
            for (left, right), (a, b) in zip(
                pairwise(curve.values), pairwise(curve.means), strict=True
            )
            if a * b < 0 and left < told((left + right) / 2) < right
        ]
        if not wide:
            break
        curve = curve.with_values(wide, differences(wide))
    return curve


def crossings(curve: Curve) -> tuple[Crossing, ...]:
    """Return every value at which the mean changes its sign, ascending.

    A mean that is exactly zero over a stretch and has other signs before and after crosses in its
    middle; one that only touches zero does not cross.
    """
    unclear = tuple(_unclear(curve))
    found = []
    signed = [(x, y) for x, y in zip(curve.values, curve.means, strict=True) if y != 0]
    for (left, a), (right, b) in pairwise(signed):
        if a * b > 0:
            continue
        zeros = [x for x in curve.values if left < x < right]
        root = (zeros[0] + zeros[-1]) / 2 if zeros else left + (right - left) * a / (a - b)
        low, high = _about(root, unclear, curve)
        found.append(Crossing(root, a < 0, low, high))
    return tuple(found)


def _about(
    root: float, unclear: Sequence[tuple[float, float]], curve: Curve
) -> tuple[float | None, float | None]:
    """Return the ends of the stretch about *root* in which the sign is not clear."""
    if len(curve.differences[0]) < 2:
        return None, None
    ends = next(((low, high) for low, high in unclear if low <= root <= high), (root, root))
    low, high = ends
    return (None if low <= curve.values[0] else low, None if high >= curve.values[-1] else high)


def _unclear(curve: Curve) -> Iterator[tuple[float, float]]:
    """Yield each stretch of values at which zero lies within the interval of the mean."""
    if len(curve.differences[0]) < 2:
        return
    held: tuple[float, float] | None = None
    for left, right, inside in _pieces(curve):
        if inside and held is not None:
            held = (held[0], right)
        elif inside:
            held = (left, right)
        elif held is not None:
            yield held
            held = None
    if held is not None:
        yield held


def _pieces(curve: Curve) -> Iterator[tuple[float, float, bool]]:
    """Yield the pieces of the line, and whether zero lies within the interval in each.

    Where it begins or ceases to is where (mean)² = t²·(standard error)²: a quadratic between two
    values that were evaluated.
    """
    stretches = zip(pairwise(curve.values), pairwise(curve.differences), strict=True)
    for (left, right), (one, other) in stretches:
        a, b, c = _quadratic(one, other)
        cuts = [0.0, *sorted(w for w in _roots(a, b, c) if 0 < w < 1), 1.0]
        for begin, end in pairwise(cuts):
            middle = (begin + end) / 2
            inside = a * middle * middle + b * middle + c <= 0
            wide = right - left
            yield left + begin * wide, left + end * wide, inside


def _quadratic(one: Sequence[float], other: Sequence[float]) -> tuple[float, float, float]:
    """Return a, b, c of (mean)² - t²·(standard error)² = a·w² + b·w + c, w from 0 to 1."""
    n = len(one)
    slopes = [y - x for x, y in zip(one, other, strict=True)]
    base, slope = mean(one), mean(slopes)
    reach = student(CONFIDENCE, n - 1) ** 2 / n / (n - 1)
    own = math.fsum((x - base) ** 2 for x in one)
    both = math.fsum((x - base) * (s - slope) for x, s in zip(one, slopes, strict=True))
    steep = math.fsum((s - slope) ** 2 for s in slopes)
    return (
        slope * slope - reach * steep,
        2 * (base * slope - reach * both),
        base * base - reach * own,
    )


def _roots(a: float, b: float, c: float) -> tuple[float, ...]:
    """Return the real roots of a·w² + b·w + c."""
    if a == 0:
        return () if b == 0 else (-c / b,)
    inner = b * b - 4 * a * c
    if inner < 0:
        return ()
    # The sum without cancellation; the other root by the product of both.
    q = -(b + math.copysign(math.sqrt(inner), b)) / 2
    return (q / a, c / q) if q else (0.0,)
