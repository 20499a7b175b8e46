"""A calibration: the baseline of a study held against totals of past years, some of them held out.

The scenario begins before the years that were counted, with the people and the law of then. The
last years are held out: they take no part in the fit, and tell whether it is more than that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import ScenarioError
from policy_sim.simulation.measures.outcome import Tally
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.observations import Observations
from policy_sim.study.points import Point
from policy_sim.sweep.calibration.fitting import Histories, Observed, Parameter, fit
from policy_sim.sweep.calibration.totals import Total
from policy_sim.sweep.evaluation import Sweep
from policy_sim.sweep.sensitivity.study import assumptions_of, written_value

__all__ = ["Calibration", "Figure", "calibrated", "years_of"]

STRAYS = 2.0
"""A figure is missed if it lies further from the mean of the histories, in spreads of one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One total beside the histories: their mean *before* and *after*, and its *spread* after.

    *fitted* says whether it took part in the fit, or was held out.
    """

    total: Total
    before: float
    after: float
    spread: float
    fitted: bool

    @property
    def missed(self) -> bool:
        """Whether the histories after the fit still miss it."""
        return abs(self.total.value - self.after) > STRAYS * self.spread


@dataclass(frozen=True, slots=True)
class Calibration:
    """The parameters and figures, and how many *sets* of values were run so many *histories* long.

    *held_out* are the years that took no part.
    """

    parameters: tuple[Parameter, ...]
    figures: tuple[Figure, ...]
    held_out: tuple[int, ...]
    histories: int
    sets: int

    def misfit(self, *, fitted: bool, after: bool) -> float | None:
        """Return the mean square of what is missed, in spreads, of fitted or held-out figures.

        1 is what luck alone would miss; None without such figures.
        """
        squares = [
            ((one.total.value - (one.after if after else one.before)) / one.spread) ** 2
            for one in self.figures
            if one.fitted == fitted and one.spread > 0
        ]
        return math.fsum(squares) / len(squares) if squares else None


def years_of(sweep: Sweep) -> tuple[int, ...]:
    """Return the years that are simulated."""
    return tuple(day.year for day in sweep.scenario.horizon(sweep.terms.years).year_ends)


def calibrated(
    sweep: Sweep,
    totals: Sequence[Total],
    *,
    only: Sequence[str] = (),
    held_out: int | None = None,
    steps: int = 4,
) -> Calibration:
    """Return the assumptions fitted to *totals*, by the replications of the terms of the sweep.

    *only* names the assumptions that are fitted, all with a range if none is named; *held_out* is
    how many of the last years take no part, a third of them if nothing is said.

    Raises :exc:`~policy_sim.errors.ScenarioError` for an unknown assumption, for a total of which
    the baseline has no value, and where no year is left to be fitted.
    """
    entries = assumptions_of(sweep, only)
    years = sorted({total.year for total in totals})
    left_out = _held_out(years, held_out)
    fitted = [total.year not in left_out for total in totals]
    number = max(2, sweep.terms.replications)
    sweep = replace(
        sweep,
        groups=frozenset(total.group for total in totals),
        arms=(sweep.grid.baseline.name,),
    )

    def simulate(asked: Sequence[dict[str, float]]) -> list[Histories]:
        points = [
            Point.of({f"assume.{name}": written_value(value) for name, value in values.items()})
            for values in asked
        ]
        return [
            _histories(one.seen, sweep.grid.baseline.name, totals, number)
            for one in sweep.evaluate(points, number)
        ]

    observed = [
        Observed(
            total.value,
            total.error,
            f"{total.outcome} {total.group}",
            OUTCOMES[total.outcome].kind is Tally.STOCK,
            used,
        )
        for total, used in zip(totals, fitted, strict=True)
    ]
    found = fit(entries, observed, steps, simulate)
    spread = found.after.spread(observed)
    figures = [
        Figure(
            total, float(found.before.mean[i]), float(found.after.mean[i]), float(spread[i]), used
        )
        for i, (total, used) in enumerate(zip(totals, fitted, strict=True))
    ]
    return Calibration(found.parameters, tuple(figures), left_out, number, found.sets)


def _held_out(years: Sequence[int], asked: int | None) -> tuple[int, ...]:
    """Return the last years, which take no part in the fit."""
    number = len(years) // 3 if asked is None else asked
    if not 0 <= number < len(years):
        values = {"seen": str(number), "allowed": f"0 to {len(years) - 1}", "near": ""}
        raise ScenarioError([Diagnostic("bad-option", Place("--hold-out", 0), values)])
    return tuple(years[len(years) - number :])


def _histories(seen: Observations, arm: str, totals: Sequence[Total], number: int) -> Histories:
    """Return every total in so many replications; raise for those that have no value."""
    position = {day.year: i for i, day in enumerate(seen.dates)}
    columns, missing = [], []
    for total in totals:
        at = [position[total.year]] if total.year in position else []
        subject = (total.outcome, total.group)
        values = [seen.years(arm, n, subject, at) or None for n in range(number)]
        if None in values:
            missing.append(total)
        columns.append([value[0] for value in values if value is not None])
    if missing:
        raise ScenarioError([_without_value(total) for total in missing])
    return Histories(np.array(columns).T)


def _without_value(total: Total) -> Diagnostic:
    values = {"seen": total.outcome, "group": total.group, "year": str(total.year)}
    return Diagnostic("total-without-value", Place(f"{total.year} {total.outcome}", 0), values)
