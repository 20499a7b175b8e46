"""A monitoring plan: which early sign best foretells how a reform ends, and when to be alarmed.

Each replication or draw is a case. Its end is the last year's primary outcome, under the reform or
as the paired difference to the baseline; it has failed if that is on the wrong side of a limit.
Signs are held against the ends; how often each errs is counted on cases that did not set its
threshold. Having chosen the best of many signs makes it look better than it is: so the choice
itself is repeated without each fold, and judged on that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from policy_sim.simulation.measures.outcome import Outcome
from policy_sim.study.hinges import rank_correlation
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import quantile
from policy_sim.sweep.foresight.alarm import (
    Errors,
    Flags,
    Floats,
    Integers,
    Threshold,
    cross_validated,
    errors_of,
    explained,
    folds_of,
    parts,
    threshold,
)
from policy_sim.sweep.foresight.signs import Sign, looks, observable, signs_of

__all__ = ["FEWEST_CASES", "FEWEST_OF_EACH", "Ends", "Indicator", "MonitoringPlan", "monitoring"]

FEWEST_CASES = 20
"""With fewer cases no sign is held against the end."""

FEWEST_OF_EACH = 5
"""So many cases must have failed, and so many not, before errors are counted."""

WORST = 0.25
"""The share of cases that count as failed if the limit asked for parts too few from the others."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What is foretold: an *outcome* of *arm*, against *baseline* or (None) as it stands.

    A case has failed if its end is not better than *limit*; None takes the worst quarter.
    """

    arm: str
    outcome: str
    baseline: str | None
    limit: float | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One sign: its rank *correlation* with the end, what it foretells, its alarm and errors.

    *explained* is the share of the ends' variance foretold of cases left out. *alarm* and
    *errors* are None where no errors can be counted.
    """

    sign: Sign
    correlation: float
    explained: float
    alarm: Threshold | None
    errors: Errors | None


@dataclass(frozen=True, slots=True)
class MonitoringPlan:
    """What to watch of one reform, the best indicator first.

    Of *cases* cases from *starts* starts of the workforce, *failed* did not end better than
    *limit*; *given* says that this was the limit asked for, and not the worst quarter. *choosing*
    are the errors of taking the sign that looks best, on cases that had no part in the choice.
    *day* is that of the end, *looked* those of the signs.
    """

    ends: Ends
    day: date
    looked: tuple[date, ...]
    cases: int
    starts: int
    failed: int
    limit: float
    given: bool
    indicators: tuple[Indicator, ...]
    choosing: Errors | None


def monitoring(
    seen: Observations,
    outcomes: Mapping[str, Outcome],
    ends: Ends,
    when: tuple[date, tuple[int, int]],
    starts: Sequence[int],
) -> MonitoringPlan:
    """Return the plan for one reform; *when* is its day, and the months after it to look at.

    *starts* names the start of the workforce of each replication or draw that was *seen*. Without
    enough cases the plan has no indicators.
    """
    reform, months = when
    looked = looks(seen.dates, reform, months)
    final = _final(seen, ends)
    kept = [i for i, value in enumerate(final) if not np.isnan(value)]
    end = np.array([final[i] for i in kept])
    worse = -1.0 if outcomes[ends.outcome].better == "lower" else 1.0
    limit, given = _limit(end * worse, ends.limit, worse)
    failed = end * worse <= limit * worse
    told = {
        sign: np.array(values)[kept]
        for sign, values in signs_of(seen, ends.arm, observable(outcomes, seen), looked).items()
    }
    ranked: tuple[Indicator, ...] = ()
    choosing = None
    if len(kept) >= FEWEST_CASES:
        folds = folds_of([starts[i] for i in kept])
        judged = _both(failed)
        ranked = _ranked(told, end, failed if judged else None, folds)
        choosing = _choosing(told, failed, folds) if judged and told else None
    return MonitoringPlan(
        ends=ends,
        day=seen.dates[-1],
        looked=tuple(seen.dates[look.at] for look in looked),
        cases=len(kept),
        starts=len({starts[i] for i in kept}),
        failed=int(failed.sum()),
        limit=limit,
        given=given,
        indicators=ranked,
        choosing=choosing,
    )


def _final(seen: Observations, ends: Ends) -> list[float]:
    """Return the end of each case, not a number where an arm has no value."""

    def last(arm: str, number: int) -> float:
        found = seen.years(arm, number, (ends.outcome, "all"), [len(seen.dates) - 1])
        return float("nan") if found is None else found[0]

    base = ends.baseline
    return [
        last(ends.arm, number) - (0.0 if base is None else last(base, number))
        for number in seen.replications
    ]


def _limit(better: Floats, asked: float | None, worse: float) -> tuple[float, bool]:
    """Return the limit of failing, and whether it is the one asked for.

    *better* are the ends, turned so that more is better.
    """
    if asked is not None and _both(better <= asked * worse):
        return asked, True
    found = quantile(better.tolist(), WORST) if better.size else 0.0
    return found * worse, False


def _both(failed: Flags) -> bool:
    """Whether enough cases failed, and enough did not."""
    return FEWEST_OF_EACH <= int(failed.sum()) <= failed.size - FEWEST_OF_EACH


def _ranked(
    told: Mapping[Sign, Floats], end: Floats, failed: Flags | None, folds: Integers
) -> tuple[Indicator, ...]:
    """Return every sign that varies, the one that errs least first, then by what it foretells."""
    found = [
        Indicator(
            sign=sign,
            correlation=rank_correlation(figures.tolist(), end.tolist())[0],
            explained=explained(figures, end, folds),
            alarm=None if failed is None else threshold(figures, failed),
            errors=None if failed is None else cross_validated(figures, failed, folds),
        )
        for sign, figures in told.items()
        if np.ptp(figures) > 0
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.errors.balanced if one.errors else 0.0,
                -one.explained,
                one.sign,
            ),
        )
    )


def _choosing(told: Mapping[Sign, Floats], failed: Flags, folds: Integers) -> Errors:
    """Return the errors, fold by fold, of the sign that looks best on all other folds."""
    total = Errors(0, 0, 0, 0)
    for outside, inside in parts(folds):
        figures, alarm = _best(told, failed, outside)
        total += errors_of(alarm, figures[inside], failed[inside])
    return total


def _best(
    told: Mapping[Sign, Floats], failed: Flags, among: NDArray[np.bool_]
) -> tuple[Floats, Threshold | None]:
    """Return the sign with the least balanced error *among* these cases, with its threshold."""
    best: tuple[float, Floats, Threshold | None] | None = None
    for sign in sorted(told):
        alarm = threshold(told[sign][among], failed[among])
        if alarm is None:
            continue
        error = errors_of(alarm, told[sign][among], failed[among]).balanced
        if best is None or error < best[0]:
            best = (error, told[sign], alarm)
    return (told[min(told)], None) if best is None else best[1:]
