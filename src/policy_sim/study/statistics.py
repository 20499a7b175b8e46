"""Paired differences: their mean, their interval, and the Holm adjustment.

Two arms of one replication share their people and their luck, so that what is estimated is the
mean of the differences, not the difference of two means; its interval is Student's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import stdtr, stdtrit

__all__ = [
    "CONFIDENCE",
    "FEWEST_DRAWS",
    "PLAUSIBLE",
    "Paired",
    "holm",
    "mean",
    "paired",
    "quantile",
    "share_better",
    "spread",
    "standard_error",
]

CONFIDENCE = 0.95
"""The coverage of every interval that is reported."""

PLAUSIBLE = (0.05, 0.95)
"""The shares of the draws below the two ends of a plausible range."""

FEWEST_DRAWS = 10
"""With fewer draws no plausible range is given: its ends would be single draws."""


@dataclass(frozen=True, slots=True)
class Paired:
    """What *n* paired differences, of replications or of draws, say.

    *low* and *high* bound the mean with the stated confidence, and *p* is the two-sided
    probability of a mean at least as far from zero if there were no difference; all three are
    None under two pairs.
    """

    mean: float
    low: float | None
    high: float | None
    p: float | None
    n: int


def mean(values: Sequence[float]) -> float:
    """Return the mean of *values*: the exact sum rounded once, over their number.

    Raises :exc:`ValueError` if there are none.
    """
    if not values:
        msg = "no values have no mean"
        raise ValueError(msg)
    return math.fsum(values) / len(values)


def standard_error(values: Sequence[float]) -> float:
    """Return the standard error of the mean of at least two *values*."""
    centre, n = mean(values), len(values)
    return math.sqrt(math.fsum((value - centre) ** 2 for value in values) / (n - 1) / n)


def paired(differences: Sequence[float], confidence: float = CONFIDENCE) -> Paired:
    """Return the mean of paired differences with Student's interval.

    One difference a replication. Identical differences have an interval of no width: nothing
    in the model makes them vary. Raises :exc:`ValueError` if there are none.
    """
    n = len(differences)
    centre = mean(differences)
    if n < 2:
        return Paired(centre, None, None, None, n)
    error = standard_error(differences)
    if error == 0.0:
        return Paired(centre, centre, centre, 1.0 if centre == 0.0 else 0.0, n)
    reach = float(stdtrit(n - 1, 0.5 + confidence / 2)) * error
    p = 2.0 * float(stdtr(n - 1, -abs(centre) / error))
    return Paired(centre, centre - reach, centre + reach, p, n)


def spread(differences: Sequence[float]) -> Paired:
    """Return the mean of the differences of draws, with the plausible range about it.

    One difference a draw. *low* and *high* are the ends of the range, None under
    :data:`FEWEST_DRAWS` draws; it is no interval of the mean, and there is no *p*.
    """
    n, centre = len(differences), mean(differences)
    if n < FEWEST_DRAWS:
        return Paired(centre, None, None, None, n)
    low, high = (quantile(differences, share) for share in PLAUSIBLE)
    return Paired(centre, low, high, None, n)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which lies *share* of *values*, between the two nearest of them.

    Raises :exc:`ValueError` if there are none. (Definition 7 of Hyndman and Fan 1996, The
    American Statistician 50: 361-365: that of numpy.)
    """
    if not values:
        msg = "no values have no quantile"
        raise ValueError(msg)
    ascending = sorted(values)
    place = (len(ascending) - 1) * share
    before = min(int(place), len(ascending) - 2) if len(ascending) > 1 else 0
    after = min(before + 1, len(ascending) - 1)
    return ascending[before] + (place - before) * (ascending[after] - ascending[before])


def share_better(differences: Sequence[float], better: str) -> float | None:
    """Return the share of pairs in which the reform is strictly better.

    *better* is ``higher``, ``lower`` or ``neutral``; a neutral outcome, or no pair at all, has
    no such share (None).
    """
    if better == "neutral" or not differences:
        return None
    sign = 1.0 if better == "higher" else -1.0
    return sum(sign * d > 0 for d in differences) / len(differences)


def holm(probabilities: Sequence[float]) -> tuple[float, ...]:
    """Return each probability adjusted for having looked at all of them, in the order given.

    Holm's step-down procedure: the smallest of m is multiplied by m, the next by m - 1, and so
    on; none falls below one before it, none exceeds 1. It bounds the chance of any false
    finding in the family without assuming independence. Source: Holm 1979, Scandinavian
    Journal of Statistics 6: 65-70.
    """
    adjusted = [0.0] * len(probabilities)
    floor = 0.0
    order = sorted(range(len(probabilities)), key=lambda i: (probabilities[i], i))
    for position, index in enumerate(order):
        raised = min(1.0, probabilities[index] * (len(probabilities) - position))
        floor = max(floor, raised)
        adjusted[index] = floor
    return tuple(adjusted)
