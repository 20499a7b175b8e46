"""What a conclusion hangs on: the drawn assumptions with which the difference rises or falls."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from scipy.special import stdtr

from policy_sim.study.arms import Grid
from policy_sim.study.comparison import Contrast, Design, contrasts, pairs_of
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import CONFIDENCE, FEWEST_DRAWS, holm

__all__ = ["Hinge", "hinges", "rank_correlation"]


@dataclass(frozen=True, slots=True)
class Hinge:
    """How one difference goes with one drawn assumption, over *n* draws.

    *correlation* is Spearman's: +1 if the difference always rises with the assumption. *p* is the
    two-sided probability of one at least as strong by chance, *p_holm* the same adjusted for
    having looked at every assumption. It *stands_out* if that is below 5 %.
    """

    policy: str
    effect: str
    outcome: str
    window: str
    assumption: str
    correlation: float
    p: float
    p_holm: float
    n: int
    stands_out: bool


def hinges(
    draws: Observations, drawn: Sequence[Mapping[str, float]], grid: Grid, design: Design
) -> tuple[Hinge, ...]:
    """Return, for each primary outcome and effect, every assumption, the strongest first.

    *drawn* are the values of each draw. Under :data:`FEWEST_DRAWS` draws there is none.
    """
    return tuple(
        hinge
        for contrast in contrasts(grid)
        for outcome in design.primary
        for hinge in _of(draws, drawn, (contrast, outcome), design)
    )


def _of(
    draws: Observations,
    drawn: Sequence[Mapping[str, float]],
    of: tuple[Contrast, str],
    design: Design,
) -> Iterator[Hinge]:
    """Yield the assumptions behind one effect on one outcome."""
    contrast, outcome = of
    window = next(w for w in design.windows if w.name == design.primary_window)
    pairs = list(pairs_of(draws, contrast, (outcome, "all"), window))
    if len(pairs) < FEWEST_DRAWS:
        return
    differences = [pair.difference for pair in pairs]
    names = sorted(drawn[0])
    found = [
        rank_correlation([drawn[pair.replication][name] for pair in pairs], differences)
        for name in names
    ]
    adjusted = holm([p for _, p in found])
    order = sorted(range(len(names)), key=lambda i: (-abs(found[i][0]), names[i]))
    for i in order:
        correlation, p = found[i]
        yield Hinge(
            policy=contrast.arm.name,
            effect=contrast.effect,
            outcome=outcome,
            window=window.name,
            assumption=names[i],
            correlation=correlation,
            p=p,
            p_holm=adjusted[i],
            n=len(pairs),
            stands_out=adjusted[i] < 1 - CONFIDENCE,
        )


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Return Spearman's rank correlation and its two-sided probability if there were none.

    Equal values share their mean rank; a figure that never varies goes with nothing (0, 1). The
    sums are of whole numbers, the probability is that of Student's t with n - 2 degrees.
    """
    n = len(one)
    left, right = _ranks(one), _ranks(other)
    product = sum(a * b for a, b in zip(left, right, strict=True))
    scale = sum(a * a for a in left) * sum(b * b for b in right)
    if scale == 0 or n < 3:
        return 0.0, 1.0
    correlation = product / math.sqrt(scale)
    rest = 1 - product * product / scale
    if rest <= 0:
        return math.copysign(1.0, correlation), 0.0
    t = correlation * math.sqrt((n - 2) / rest)
    return correlation, 2 * float(stdtr(n - 2, -abs(t)))


def _ranks(values: Sequence[float]) -> list[int]:
    """Return twice each rank less its mean: whole numbers that add up to 0."""
    return [round(2 * rank) - (len(values) + 1) for rank in pd.Series(values).rank().tolist()]
