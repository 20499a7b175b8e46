"""Variance: how much of that of a difference each factor accounts for, alone and with others.

Sobol's indices by Saltelli's design, without the second order. Sources: Sobol 2001, Mathematics and
Computers in Simulation 55: 271-280; Saltelli et al. 2010, Computer Physics Communications 181:
259-270. The design and the estimators are SALib's.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policy_sim.sweep.sensitivity.factors import Evaluate, Factor, Floats, trials_of
from policy_sim.sweep.sensitivity.screening import problem_of

__all__ = ["FEWEST_BASE", "MOST_FACTORS", "Variance", "VarianceShare", "base_within", "variance"]

MOST_FACTORS = 8
"""So many assumptions at most: each further one costs as many runs again."""

FEWEST_BASE = 32
"""With a smaller base sample nothing is said."""

WIDE = 0.2
"""Where half an interval is wider, the budget was too small to rely on the shares."""


@dataclass(frozen=True, slots=True)
class VarianceShare:
    """One factor's share of the variance: *alone*, and in *total* with all that hangs on it.

    The margins are half the 95 % intervals.
    """

    factor: str
    alone: float
    alone_margin: float
    total: float
    total_margin: float


@dataclass(frozen=True, slots=True)
class Variance:
    """The shares, the largest total first, from *runs* runs."""

    runs: int
    rows: tuple[VarianceShare, ...]

    @property
    def reliable(self) -> bool:
        """Whether all intervals are narrow enough."""
        return all(max(row.alone_margin, row.total_margin) <= WIDE for row in self.rows)


def base_within(runs: int, assumptions: int) -> int:
    """Return the largest power of two as base sample for which *runs* are enough, 0 if none is."""
    each = assumptions + 3
    return 1 << (runs // each).bit_length() - 1 if runs >= each else 0


def variance(
    factors: Sequence[Factor],
    replications: int,
    base: int,
    seed: int,
    evaluate: Evaluate,
) -> tuple[Variance | None, ...]:
    """Return the shares of each target; None for one that never varies, or lacks a value.

    The number of runs is *base*, a power of two, times three more than there are *factors*.
    """
    from SALib.sample import sobol

    problem = problem_of(factors)
    shares = sobol.sample(problem, base, calc_second_order=False, seed=seed)
    found = evaluate(trials_of(factors, shares, replications))
    return tuple(
        None
        if np.isnan(values).any() or np.ptp(values) == 0
        else Variance(len(values), _shares(problem, values, seed))
        for values in found.T
    )


def _shares(problem: dict[str, object], values: Floats, seed: int) -> tuple[VarianceShare, ...]:
    from SALib.analyze import sobol

    with warnings.catch_warnings():
        # A bootstrap sample of few distinct values may have no variance of its own.
        warnings.simplefilter("ignore", RuntimeWarning)
        told = sobol.analyze(problem, values, calc_second_order=False, seed=seed)
    names = problem["names"]
    rows = [
        VarianceShare(name, *(float(told[key][i]) for key in ("S1", "S1_conf", "ST", "ST_conf")))
        for i, name in enumerate(names if isinstance(names, list) else [])
    ]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.factor)))
