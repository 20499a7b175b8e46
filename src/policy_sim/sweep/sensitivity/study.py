"""The sensitivity of a study: its differences under the register's ranges, within a budget of runs.

All assumptions are screened first; what is left of the budget goes to the shares of variance of
those that move the first target most. A run is one replication of all arms at one set of values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.simulation.assumptions.register import Assumption
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import Arm
from policy_sim.study.points import Point
from policy_sim.sweep.evaluation import Sweep
from policy_sim.sweep.sensitivity.factors import Floats, Ranged, Trial
from policy_sim.sweep.sensitivity.screening import (
    FEWEST_TRAJECTORIES,
    USUAL_TRAJECTORIES,
    Screening,
    screening,
)
from policy_sim.sweep.sensitivity.variance import (
    FEWEST_BASE,
    MOST_FACTORS,
    Variance,
    base_within,
    variance,
)

__all__ = [
    "Budget",
    "Sensitivity",
    "Target",
    "assumptions_of",
    "budget_of",
    "sensitivity",
    "targets_of",
    "written_value",
]


@dataclass(frozen=True, slots=True)
class Target:
    """A difference that is looked at: an *outcome* of *arm* less that of the *baseline*."""

    arm: Arm
    outcome: str
    baseline: Arm


@dataclass(frozen=True, slots=True)
class Budget:
    """How *runs* are spent on *assumptions*: *trajectories* of the screening, then the *base*.

    *usual* are the runs that ten trajectories need, *shares* those that shares of variance of the
    *strongest* assumptions need at least besides. A base of 0 means that there are no shares.
    """

    runs: int
    assumptions: int
    trajectories: int
    strongest: int
    base: int
    usual: int
    shares: int


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What was found of one target; *screening* is None if some run has no value of it."""

    target: Target
    replications: int
    budget: Budget
    screening: Screening | None
    variance: Variance | None


def budget_of(runs: int, assumptions: int, strongest: int = MOST_FACTORS) -> Budget:
    """Return how *runs* are spent.

    Raises :exc:`~policy_sim.errors.ScenarioError` if they do not pay for any screening.
    """
    each = assumptions + 2
    trajectories = min(USUAL_TRAJECTORIES, runs // each)
    if trajectories < FEWEST_TRAJECTORIES:
        values = {
            "seen": str(runs),
            "needed": str(FEWEST_TRAJECTORIES * each),
            "assumptions": str(assumptions),
        }
        raise ScenarioError([Diagnostic("too-few-runs", Place("--runs", 0), values)])
    chosen = min(strongest, assumptions, MOST_FACTORS)
    base = base_within(runs - trajectories * each, chosen) if chosen else 0
    return Budget(
        runs=runs,
        assumptions=assumptions,
        trajectories=trajectories,
        strongest=chosen,
        base=base if base >= FEWEST_BASE else 0,
        usual=USUAL_TRAJECTORIES * each,
        shares=FEWEST_BASE * (chosen + 3),
    )


def sensitivity(
    sweep: Sweep,
    runs: int,
    targets: Sequence[Target],
    *,
    only: Sequence[str] = (),
    strongest: int = MOST_FACTORS,
) -> tuple[Sensitivity, ...]:
    """Return what moves each of *targets*.

    *only* names the assumptions that are varied, all with a range if none is named. Luck is the
    replication, one of those of the terms of the sweep. Raises
    :exc:`~policy_sim.errors.ScenarioError` for an unknown assumption and for too few runs.
    """
    entries = assumptions_of(sweep, only)
    budget = budget_of(runs, len(entries), strongest)
    factors = [Ranged(entry) for entry in entries]
    number, seed = max(2, sweep.terms.replications), sweep.terms.seed % 2**32
    signs = [-1.0 if OUTCOMES[one.outcome].better == "lower" else 1.0 for one in targets]

    def evaluate(trials: Sequence[Trial]) -> Floats:
        return _differences(sweep, trials, targets)

    screened = screening(factors, number, budget.trajectories, seed, evaluate, signs)
    shared: tuple[Variance | None, ...] = (None,) * len(targets)
    first = next((one for one in screened if one is not None), None)
    if budget.base and first is not None:
        moving = [row.factor for row in first.rows if row is not first.luck]
        strong = set(moving[: budget.strongest])
        few = [factor for factor in factors if factor.name in strong]
        shared = variance(few, number, budget.base, seed, evaluate)
    return tuple(
        Sensitivity(target, number, budget, found, share)
        for target, found, share in zip(targets, screened, shared, strict=True)
    )


def targets_of(sweep: Sweep, outcomes: Sequence[str]) -> tuple[Target, ...]:
    """Return the difference that every reform makes to each of *outcomes*."""
    base = sweep.grid.baseline
    return tuple(Target(arm, outcome, base) for arm in sweep.grid.reforms() for outcome in outcomes)


def assumptions_of(sweep: Sweep, only: Sequence[str]) -> tuple[Assumption, ...]:
    """Return the assumptions that are varied, in the order of the register."""
    ranges = sweep.scenario.ranges
    known = [entry.name for entry in ranges]
    findings = [
        Diagnostic(
            "assumption-not-varied",
            Place(f"--assumption {name}", 0),
            {"seen": name, "allowed": ", ".join(known), "near": near(name, known)},
        )
        for name in only
        if name not in known
    ]
    if findings:
        raise ScenarioError(findings)
    return tuple(entry for entry in ranges if not only or entry.name in only)


def _differences(sweep: Sweep, trials: Sequence[Trial], targets: Sequence[Target]) -> Floats:
    """Run the trials, those of each replication together, and return their differences."""
    found = np.full((len(trials), len(targets)), np.nan)
    for number in sorted({trial.replication for trial in trials}):
        rows = [i for i, trial in enumerate(trials) if trial.replication == number]
        points = [_point(trials[i]) for i in rows]
        for i, evaluated in zip(rows, sweep.evaluate(points, [number]), strict=True):
            for k, target in enumerate(targets):
                pairs = evaluated.differences(target.arm, target.outcome)
                found[i, k] = pairs[0] if pairs else np.nan
    return found


def _point(trial: Trial) -> Point:
    return Point.of({f"assume.{name}": written_value(value) for name, value in trial.values})


def written_value(value: float) -> str:
    """Return a number as a document holds it: ten decimals, without an exponent."""
    return f"{value:.10f}".rstrip("0").rstrip(".") if value else "0"
