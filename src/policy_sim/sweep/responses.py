"""How the differences answer to levers: one at a time, on common luck."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import isclose

from policy_sim.study.arms import Arm
from policy_sim.study.points import STATED, Point
from policy_sim.study.statistics import Paired, paired
from policy_sim.sweep.evaluation import Evaluated
from policy_sim.sweep.lever import Lever

__all__ = ["Response", "Swing", "responses", "swings"]

SAME = 1e-9
"""Means that differ by no more are the same."""

Evaluate = Callable[[Iterable[Point], int], Sequence[Evaluated]]


@dataclass(frozen=True, slots=True)
class Response:
    """One difference (reform minus baseline, mean over *n* replications) at one value of a lever.

    *what* and *value* are empty for the study as stated. *low* to *high* is the 95 % interval of
    the mean, None under two replications. All of it is exploratory: nothing is adjusted for how
    many values were looked at.
    """

    what: str
    value: str
    policy: str
    outcome: str
    window: str
    difference: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Swing:
    """How far one lever moves one difference: from its least to its largest mean.

    *least_at* and *most_at* are the values of the lever; *swing* is the mean of the paired
    difference between them, *low* to *high* its 95 % interval. It was picked as the largest of
    several, so that a lever without effect has a small swing, not none.
    """

    what: str
    policy: str
    outcome: str
    stated: float
    least: float
    least_at: str
    most: float
    most_at: str
    swing: float
    low: float | None
    high: float | None


def responses(
    levers: Sequence[Lever], evaluate: Evaluate, outcomes: Sequence[str], replications: int
) -> tuple[tuple[Response, ...], tuple[Swing, ...]]:
    """Return every difference at every value of *levers*, and how far each lever moves it.

    The study as stated comes first; swings descend.
    """
    points = [STATED, *(point for lever in levers for point in lever.points())]
    found = {one.point: one for one in evaluate(dict.fromkeys(points), replications)}
    stated = found[STATED]
    arms = stated.grid.reforms()
    rows = list(_rows(stated, "", "", arms, outcomes))
    for lever in levers:
        for value, point in zip(lever.values, lever.points(), strict=True):
            rows += _rows(found[point], lever.what, value, arms, outcomes)
    return tuple(rows), swings(levers, found, outcomes)


def _rows(
    found: Evaluated, what: str, value: str, arms: Sequence[Arm], outcomes: Sequence[str]
) -> list[Response]:
    rows = []
    for arm in arms:
        for outcome in outcomes:
            differences = found.differences(arm, outcome)
            if differences:
                told = paired(differences)
                of = (what, value, arm.name, outcome, found.design.primary_window)
                rows.append(Response(*of, told.mean, told.low, told.high, told.n))
    return rows


def swings(
    levers: Sequence[Lever], found: dict[Point, Evaluated], outcomes: Sequence[str]
) -> tuple[Swing, ...]:
    """Return how far each lever moves each difference, by policy and outcome, the farthest first.

    A lever with values at which different replications have a value is left out of an outcome.
    """
    stated = found[STATED]
    rows: list[Swing] = []
    for arm in stated.grid.reforms():
        for outcome in outcomes:
            own = [_swing(one, found, arm, outcome) for one in levers]
            rows += sorted((row for row in own if row), key=lambda row: (-row.swing, row.what))
    return tuple(rows)


def _swing(lever: Lever, found: dict[Point, Evaluated], arm: Arm, outcome: str) -> Swing | None:
    by_value = {
        value: found[point].differences(arm, outcome)
        for value, point in zip(lever.values, lever.points(), strict=True)
    }
    base = found[STATED].differences(arm, outcome)
    if not base or len({len(base), *map(len, by_value.values())}) > 1:
        return None
    means = {value: paired(differences).mean for value, differences in by_value.items()}
    least, most = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    # Sums of the same numbers in another order differ in their last digit, and in nothing else.
    if isclose(means[least], means[most], rel_tol=SAME, abs_tol=SAME):
        most = least
    apart = zip(by_value[most], by_value[least], strict=True)
    told: Paired = paired([more - less for more, less in apart])
    ends = (means[least], least, means[most], most)
    return Swing(
        lever.what, arm.name, outcome, paired(base).mean, *ends, told.mean, told.low, told.high
    )
