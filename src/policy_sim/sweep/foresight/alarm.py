"""An alarm on one figure: the threshold, and how often it errs on cases that did not set it.

Cases are told apart by *folds*: those of one start of the workforce share a fold, since they share
people and luck, so that no case is judged by a threshold that its twin has set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

__all__ = [
    "Errors",
    "Threshold",
    "cross_validated",
    "errors_of",
    "explained",
    "folds_of",
    "parts",
    "threshold",
]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

MOST_FOLDS = 10
"""Cases are divided into so many folds, or into as many as there are starts, if these are fewer."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The figure is alarming *above* its *value*, or else below it."""

    value: float
    above: bool

    def alarms(self, figures: Floats) -> Flags:
        """Return which of *figures* are alarming."""
        raised: Flags = figures > self.value if self.above else figures < self.value
        return raised


@dataclass(frozen=True, slots=True)
class Errors:
    """How an alarm did on *failures* cases that failed in the end and *others* that did not."""

    failures: int
    missed: int
    others: int
    false_alarms: int

    @property
    def found(self) -> int:
        """The cases that failed and had an alarm."""
        return self.failures - self.missed

    @property
    def alarms(self) -> int:
        """The cases that had an alarm."""
        return self.found + self.false_alarms

    @property
    def quiet(self) -> int:
        """The cases that had none."""
        return self.failures + self.others - self.alarms

    @property
    def balanced(self) -> float:
        """The mean of the share missed and the share of false alarms; a blind guess has 0.5."""
        return (self.missed / self.failures + self.false_alarms / self.others) / 2

    @property
    def by_luck(self) -> float:
        """The probability that a blind alarm raised as often would miss no more failures.

        Fisher's exact test of one side: given how many alarms there were, how many hit is
        hypergeometric.
        """
        law = hypergeom(self.failures + self.others, self.failures, self.alarms)
        return float(law.sf(self.found - 1))

    def __add__(self, more: Errors) -> Errors:
        """Return the errors on the cases of both."""
        return Errors(
            self.failures + more.failures,
            self.missed + more.missed,
            self.others + more.others,
            self.false_alarms + more.false_alarms,
        )


def folds_of(starts: Sequence[int]) -> Integers:
    """Return the fold of each case: those of equal *starts* share one."""
    _, order = np.unique(np.asarray(starts), return_inverse=True)
    number = min(MOST_FOLDS, int(order.max()) + 1)
    return np.asarray(order % number, dtype=np.int64)


def parts(folds: Integers) -> Iterator[tuple[Flags, Flags]]:
    """Yield, for each fold, the cases outside it and those inside."""
    for fold in np.unique(folds):
        inside = folds == fold
        yield ~inside, inside


def threshold(figures: Floats, failed: Flags) -> Threshold | None:
    """Return the threshold with the least balanced error on these cases, half-way between two.

    None if the figure never varies or all cases turned out alike: then nothing can be learned.
    """
    order = np.argsort(figures, kind="stable")
    ordered, ends = figures[order], failed[order]
    failures, others = int(ends.sum()), int((~ends).sum())
    cuts = np.flatnonzero(ordered[1:] > ordered[:-1])
    if not failures or not others or not cuts.size:
        return None
    below = np.cumsum(ends)[cuts]
    missed, spared = below / failures, (cuts + 1 - below) / others
    # Above a cut lie the failures that are not missed; the others above it are false alarms.
    above = (missed + 1 - spared) / 2
    best, other = int(np.argmin(above)), int(np.argmax(above))
    upward = bool(above[best] <= 1 - above[other])
    cut = cuts[best if upward else other]
    return Threshold(float((ordered[cut] + ordered[cut + 1]) / 2), upward)


def errors_of(alarm: Threshold | None, figures: Floats, failed: Flags) -> Errors:
    """Return how *alarm* does on these cases; without one nothing is ever alarming."""
    raised = np.zeros(failed.size, bool) if alarm is None else alarm.alarms(figures)
    return Errors(
        failures=int(failed.sum()),
        missed=int((failed & ~raised).sum()),
        others=int((~failed).sum()),
        false_alarms=int((raised & ~failed).sum()),
    )


def cross_validated(figures: Floats, failed: Flags, folds: Integers) -> Errors:
    """Return the errors on each fold of the threshold that the other folds have set."""
    total = Errors(0, 0, 0, 0)
    for outside, inside in parts(folds):
        alarm = threshold(figures[outside], failed[outside])
        total += errors_of(alarm, figures[inside], failed[inside])
    return total


def explained(figures: Floats, ends: Floats, folds: Integers) -> float:
    """Return the share of the variance of *ends* that a straight line on *figures* foretells.

    Each case is foretold by the line through the other folds, and held against their mean. 0 or
    less: the figure foretells nothing.
    """
    missed, spread = 0.0, 0.0
    for outside, inside in parts(folds):
        x, y = figures[outside], ends[outside]
        centre, level = x.mean(), y.mean()
        width = float(((x - centre) ** 2).sum())
        slope = float(((x - centre) * (y - level)).sum()) / width if width > 0 else 0.0
        told = level + slope * (figures[inside] - centre)
        missed += float(((ends[inside] - told) ** 2).sum())
        spread += float(((ends[inside] - level) ** 2).sum())
    return 1 - missed / spread if spread > 0 else 0.0
