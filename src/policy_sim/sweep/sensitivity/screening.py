"""Screening: the mean size of the elementary effects of every factor (the method of Morris).

A trajectory changes one factor after another, each by two thirds of its range, from a place of its
own: the mean absolute effect over trajectories says how far a factor moves the difference,
whatever the others are. Sources: Morris 1991, Technometrics 33: 161-174; Campolongo, Cariboni and
Saltelli 2007, Environmental Modelling and Software 22: 1509-1518. The designs are SALib's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from policy_sim.sweep.sensitivity.factors import LUCK, Evaluate, Factor, Floats, trials_of

__all__ = ["FEWEST_TRAJECTORIES", "USUAL_TRAJECTORIES", "Screened", "Screening", "screening"]

FEWEST_TRAJECTORIES, USUAL_TRAJECTORIES = 4, 10
"""With fewer than the first nothing is said; with fewer than the second the order is rough."""

LEVELS = 4


@dataclass(frozen=True, slots=True)
class Screened:
    """How far one factor moves the difference over its whole range, in the outcome's unit.

    *effect* is the mean absolute effect, *margin* half its 95 % interval, *direction* the mean
    effect with its sign and *spread* its standard deviation: large beside the effect where it
    hangs on other factors. *better_low* and *better_high* are the shares of runs in which the
    reform is better, with the factor in the lower and in the upper half of its range.
    """

    factor: str
    effect: float
    margin: float
    direction: float
    spread: float
    better_low: float
    better_high: float


@dataclass(frozen=True, slots=True)
class Screening:
    """What *runs* runs in so many *trajectories* found: the factor that moves most comes first."""

    runs: int
    trajectories: int
    better: float
    rows: tuple[Screened, ...]

    @property
    def luck(self) -> Screened:
        """What another replication does."""
        return next(row for row in self.rows if row.factor == LUCK)

    @property
    def deciding(self) -> tuple[Screened, ...]:
        """The assumptions that move the difference more than luck does, beyond both intervals."""
        bar = self.luck.effect + self.luck.margin
        return tuple(row for row in self.rows if row.effect - row.margin > bar)


def screening(
    factors: Sequence[Factor],
    replications: int,
    trajectories: int,
    seed: int,
    evaluate: Evaluate,
    signs: Sequence[float],
) -> tuple[Screening | None, ...]:
    """Return what moves each target, and None for one that lacks a value in some run.

    *signs* are +1 for a target of which more is better, -1 for one of which less is. The number
    of runs is *trajectories* times one more than there are factors, luck among them.
    """
    from SALib.sample import morris

    problem = problem_of(factors)
    shares = morris.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    found = evaluate(trials_of(factors, shares, replications))
    return tuple(
        None if np.isnan(values).any() else _screened(problem, shares, values * sign, sign, seed)
        for values, sign in zip(found.T, signs, strict=True)
    )


def problem_of(factors: Sequence[Factor]) -> dict[str, Any]:
    """Return the factors and luck, each by its share from 0 to 1, as SALib names them."""
    names = [*(factor.name for factor in factors), LUCK]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _screened(
    problem: dict[str, Any], shares: Floats, better: Floats, sign: float, seed: int
) -> Screening:
    """Return the rows of one target; *better* are its values, turned so that more is better."""
    from SALib.analyze import morris

    told = morris.analyze(problem, shares, better * sign, num_levels=LEVELS, seed=seed)
    rows = [
        Screened(
            factor=name,
            effect=float(told["mu_star"][i]),
            margin=float(told["mu_star_conf"][i]),
            direction=float(told["mu"][i]),
            spread=float(told["sigma"][i]),
            better_low=_share(better[shares[:, i] < 0.5]),
            better_high=_share(better[shares[:, i] >= 0.5]),
        )
        for i, name in enumerate(problem["names"])
    ]
    ordered = tuple(sorted(rows, key=lambda row: (-row.effect, row.factor)))
    trajectories = shares.shape[0] // (problem["num_vars"] + 1)
    return Screening(shares.shape[0], trajectories, _share(better), ordered)


def _share(better: Floats) -> float:
    """Return the share of values above zero."""
    return float((better > 0).mean()) if better.size else 0.0
