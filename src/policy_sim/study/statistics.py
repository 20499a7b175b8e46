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
    "Ratio",
    "holm",
    "mean",
    "paired",
    "quantile",
    "share_better",
    "spread",
    "standard_error",
    "stein_total",
    "student",
    "variance",
    "variance_ratio",
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


@dataclass(frozen=True, slots=True)
class Ratio:
    """A *ratio*, and the interval that holds it with the stated confidence (None: too few)."""

    ratio: float | None
    low: float | None
    high: float | None


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
    return math.sqrt(variance(values) / len(values))


def student(confidence: float, degrees: int) -> float:
    """Return the t of Student within which lies *confidence*, with so many *degrees*."""
    return float(stdtrit(degrees, 0.5 + confidence / 2))


def variance(values: Sequence[float]) -> float:
    """Return the sample variance of at least two *values*."""
    centre = mean(values)
    return math.fsum((value - centre) ** 2 for value in values) / (len(values) - 1)


def stein_total(first: Sequence[float], half_width: float, confidence: float = CONFIDENCE) -> int:
    """Return how many differences a mean needs for an interval of *half_width* to either side.

    *first* are the differences of the first stage, at least two. With n₀ of them and their
    variance s² the total is the larger of n₀ and (t·s / half width)² rounded up, t with n₀ - 1
    degrees; the mean of the whole sample then lies within *half_width* of the truth with at least
    the stated confidence, if differences are normal. Looking again and again until an interval is
    narrow does not keep that promise. Source: Stein 1945, Annals of Mathematical Statistics 16:
    243-258.
    """
    n = len(first)
    needed = student(confidence, n - 1) ** 2 * variance(first) / half_width**2
    return max(n, math.ceil(needed))


def variance_ratio(
    policy: Sequence[float], baseline: Sequence[float], confidence: float = CONFIDENCE
) -> Ratio:
    """Return by how much common luck narrows a difference: the variance without it over that with.

    Without it, two arms would be independent, and the variance of their difference the sum of
    theirs; so many times as many replications would then be needed. With the sums s and the
    differences d of both sides the ratio is (1 + var s / var d) / 2, so that its interval is that
    of a ratio of variances of figures that go together; there is none under three pairs. Under
    two pairs, or where all differences are the same, there is no ratio (None). Source: Morgan
    1939, Biometrika 31: 13-19; Pitman 1939, Biometrika 31: 9-12.
    """
    n = len(policy)
    if n < 2:
        return Ratio(None, None, None)
    apart = [p - b for p, b in zip(policy, baseline, strict=True)]
    together = [p + b for p, b in zip(policy, baseline, strict=True)]
    narrow, wide = variance(apart), variance(together)
    if narrow <= 0:
        return Ratio(None, None, None)
    ratio = (1 + wide / narrow) / 2
    if n < 3 or wide <= 0:
        return Ratio(ratio, None, None)
    ahead, beside = mean(apart), mean(together)
    shared = math.fsum((d - ahead) * (s - beside) for d, s in zip(apart, together, strict=True))
    # Divided by one after the other: the product of two small variances may be too small a number.
    unshared = max(1 - shared / (n - 1) / narrow * (shared / (n - 1) / wide), 0.0)
    middle = 1 + 2 * unshared * student(confidence, n - 2) ** 2 / (n - 2)
    reach = middle + math.sqrt(middle**2 - 1)
    return Ratio(ratio, (1 + wide / narrow / reach) / 2, (1 + wide / narrow * reach) / 2)


def paired(
    differences: Sequence[float], confidence: float = CONFIDENCE, first: int | None = None
) -> Paired:
    """Return the mean of paired differences with Student's interval.

    One difference a replication. Identical differences have an interval of no width: nothing
    in the model makes them vary. Where the number of all was chosen by the variance of the *first*
    so many (:func:`stein_total`), the interval rests on that variance alone: the variance of all
    would cover too rarely, since a first stage that happens to vary little ends the sampling.
    Raises :exc:`ValueError` if there are none.
    """
    n = len(differences)
    centre = mean(differences)
    stage = differences[:first]
    if len(stage) < 2:
        return Paired(centre, None, None, None, n)
    varies = variance(stage)
    if varies == 0.0 and n > len(stage):
        # Of what never varied at first, nothing was learned there.
        stage, varies = differences, variance(differences)
    error, degrees = math.sqrt(varies / n), len(stage) - 1
    if error == 0.0:
        return Paired(centre, centre, centre, 1.0 if centre == 0.0 else 0.0, n)
    reach = student(confidence, degrees) * error
    p = 2.0 * float(stdtr(degrees, -abs(centre) / error))
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
