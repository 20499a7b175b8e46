"""The fit: the values of assumptions at which a simulation comes nearest to what was observed.

Each figure is weighted by how far one simulated history strays from the mean of many, with the
figure's own error. Few histories tell that badly of one figure, so that figures of one kind share
it. A stock holds the same people a year later: its years together tell no more than one of them.
The register's range pulls too, as weakly as a range does: a value two spreads from the central one
costs as much as a figure missed by two of its own. So an assumption of which the figures tell
nothing stays where it was, and keeps its whole spread: it is not identified. Steps are those of
Gauss and Newton, shortened where they would overshoot. The fewer the histories, the wider the
interval: it is Student's, since they are all that tells how far one strays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim.simulation.assumptions.register import Assumption
from policy_sim.study.statistics import CONFIDENCE, student

__all__ = ["Fitted", "Histories", "Observed", "Parameter", "Simulate", "fit"]

Floats = NDArray[np.float64]

PRIOR = 0.25
"""The spread of an assumption before the data, as a share of its range: nearly a triangle's."""

IDENTIFIED = 0.5
"""An assumption is identified if the data leave it at most this share of its spread."""

TOGETHER = 0.8
"""Two assumptions that correlate so given the data are told apart badly."""

STEP = 0.15
"""By so much of its range an assumption is moved to see what moves with it."""

SHORTENED = (1.0, 0.5, 0.25)
ENOUGH = 0.01
"""The search ends if a step makes the misfit smaller by less than this share."""

FLOOR = 0.005
"""No figure is known better than to this share of its value."""


@dataclass(frozen=True, slots=True)
class Observed:
    """One observed figure: its *value*, and the *error* of that.

    Figures of one *kind* stray as far in every year; of a *stock* all years tell as much as one.
    Whoever is not *fitted* is held out.
    """

    value: float
    error: float = 0.0
    kind: str = ""
    stock: bool = False
    fitted: bool = True


@dataclass(frozen=True, slots=True)
class Histories:
    """What many histories at one set of values found: ``[replication, figure]``."""

    figures: Floats

    @property
    def mean(self) -> Floats:
        """The mean of each figure."""
        centre: Floats = self.figures.mean(axis=0)
        return centre

    @property
    def variance(self) -> Floats:
        """How far one history strays from the mean of these, squared, for each figure."""
        number = self.figures.shape[0]
        if number < 2:
            return np.zeros(self.figures.shape[1])
        strayed: Floats = self.figures.var(axis=0, ddof=1) * (1 + 1 / number)
        return strayed

    def spread(self, observed: Sequence[Observed]) -> Floats:
        """Return how far each figure strays from the mean of these, with the error of its own."""
        errors = np.array([one.error for one in observed])
        values = np.array([one.value for one in observed])
        strayed = np.sqrt(_shared(self.variance, observed) + errors**2)
        wide: Floats = np.maximum(strayed, np.maximum(FLOOR * np.abs(values), 1e-9))
        return wide


Simulate = Callable[[Sequence[dict[str, float]]], Sequence[Histories]]
"""Runs histories at several sets of values."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One assumption after the fit: its *value*, and *low* to *high*, where it lies with 95 %.

    *kept* is the share of its spread that the data have left. *together* names those from which
    the data hardly tell it apart.
    """

    entry: Assumption
    value: float
    low: float
    high: float
    kept: float
    together: tuple[str, ...]

    @property
    def identified(self) -> bool:
        """Whether the data tell where it lies."""
        return self.kept <= IDENTIFIED


@dataclass(frozen=True, slots=True)
class Fitted:
    """The parameters, the histories before and after, and how many sets of values were run."""

    parameters: tuple[Parameter, ...]
    before: Histories
    after: Histories
    sets: int


@dataclass(frozen=True, slots=True)
class _Problem:
    """What is fitted: *entries* to *observed*, of which *fitted* takes part, with *weights*."""

    entries: tuple[Assumption, ...]
    observed: Floats
    fitted: NDArray[np.bool_]
    weights: Floats

    @property
    def centre(self) -> Floats:
        return np.array([(one.value - one.low) / (one.high - one.low) for one in self.entries])

    def values(self, shares: Floats) -> dict[str, float]:
        """Return the values at *shares* of the ranges."""
        return {
            one.name: float(one.low + x * (one.high - one.low))
            for one, x in zip(self.entries, shares, strict=True)
        }

    def misfit(self, found: Histories, shares: Floats) -> float:
        """Return the weighted squares of what is missed, and of how far the ranges are strained."""
        gap = (self.observed - found.mean)[self.fitted]
        pull = (shares - self.centre) / PRIOR
        return float((self.weights[self.fitted] * gap**2).sum() + (pull**2).sum())


def fit(
    entries: Sequence[Assumption],
    observed: Sequence[Observed],
    steps: int,
    simulate: Simulate,
) -> Fitted:
    """Return the assumptions fitted to *observed* figures, those that are to be.

    At most so many *steps* are made; each costs a run for every assumption, and three.
    """
    problem, now = _opening(tuple(entries), observed, simulate)
    before, shares, sets = now, problem.centre, 1
    slopes = np.zeros((len(observed), len(entries)))
    for number in range(steps + 1):
        slopes = _slopes(problem, shares, now, simulate)
        sets += len(entries)
        if number == steps:
            break
        tried = _tried(problem, shares, now, slopes)
        found = simulate([problem.values(one) for one in tried])
        sets += len(tried)
        misfits = [problem.misfit(one, x) for one, x in zip(found, tried, strict=True)]
        best = int(np.argmin(misfits))
        old = problem.misfit(now, shares)
        if misfits[best] < old:
            now, shares = found[best], tried[best]
        if misfits[best] > old * (1 - ENOUGH):
            break
    return Fitted(_told(problem, shares, slopes, len(now.figures)), before, now, sets)


def _opening(
    entries: tuple[Assumption, ...], observed: Sequence[Observed], simulate: Simulate
) -> tuple[_Problem, Histories]:
    """Return the problem, weighted by the histories at central values, and those."""
    (first,) = simulate([{one.name: one.value for one in entries}])
    weights = 1 / first.spread(observed) ** 2
    years = Counter(one.kind for one in observed if one.fitted)
    # A kind of which no year is fitted has no weight to share out.
    shares = [max(years[one.kind], 1) if one.stock else 1 for one in observed]
    return (
        _Problem(
            entries,
            np.array([one.value for one in observed]),
            np.array([one.fitted for one in observed]),
            weights / np.array(shares),
        ),
        first,
    )


def _shared(variance: Floats, observed: Sequence[Observed]) -> Floats:
    """Return the variance of each figure, as the figures of its kind have it on average."""
    kinds = [one.kind for one in observed]
    return np.array(
        [
            variance[i] if not kind else variance[[k == kind for k in kinds]].mean()
            for i, kind in enumerate(kinds)
        ]
    )


def _slopes(problem: _Problem, shares: Floats, now: Histories, simulate: Simulate) -> Floats:
    """Return how each figure moves with each assumption, ``[figure, assumption]``."""
    moved = []
    for i, x in enumerate(shares):
        one = shares.copy()
        one[i] = x + STEP if x + STEP <= 1 else x - STEP
        moved.append(one)
    found = simulate([problem.values(one) for one in moved])
    return np.column_stack(
        [
            (there.mean - now.mean) / (one[i] - shares[i])
            for i, (there, one) in enumerate(zip(found, moved, strict=True))
        ]
    )


def _tried(problem: _Problem, shares: Floats, now: Histories, slopes: Floats) -> list[Floats]:
    """Return where the step would lead, whole and shortened, within the ranges."""
    j, w = slopes[problem.fitted], problem.weights[problem.fitted]
    gap = (problem.observed - now.mean)[problem.fitted]
    right = j.T @ (w * gap) - (shares - problem.centre) / PRIOR**2
    step = np.linalg.solve(_information(problem, slopes), right)
    return [np.clip(shares + part * step, 0.0, 1.0) for part in SHORTENED]


def _information(problem: _Problem, slopes: Floats) -> Floats:
    """Return what data and ranges together tell of the assumptions."""
    j, w = slopes[problem.fitted], problem.weights[problem.fitted]
    told: Floats = j.T @ (w[:, None] * j) + np.eye(len(problem.entries)) / PRIOR**2
    return told


def _told(
    problem: _Problem, shares: Floats, slopes: Floats, histories: int
) -> tuple[Parameter, ...]:
    """Return the parameters at *shares*, with what is still not known of them."""
    reach = student(CONFIDENCE, max(histories - 1, 1))
    spread = np.linalg.inv(_information(problem, slopes))
    wide = np.sqrt(np.diag(spread))
    related = np.abs(spread / np.outer(wide, wide))
    names = [one.name for one in problem.entries]
    values = problem.values(shares)
    return tuple(
        Parameter(
            entry=one,
            value=values[one.name],
            low=max(one.low, values[one.name] - reach * wide[i] * (one.high - one.low)),
            high=min(one.high, values[one.name] + reach * wide[i] * (one.high - one.low)),
            kept=float(wide[i] / PRIOR),
            together=tuple(
                names[k] for k in range(len(names)) if k != i and related[i, k] > TOGETHER
            ),
        )
        for i, one in enumerate(problem.entries)
    )
