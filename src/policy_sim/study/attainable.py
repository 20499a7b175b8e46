"""The share of the attainable gain: from a lottery among the eligible to an oracle's choice.

Both reference arms are the baseline but for the order among those whom its law finds eligible: by
lot, or by the truth. They are one yardstick for every arm: 0 % is what a lottery brings, 100 % what
knowing the truth would. A reform that narrows or widens the field can lie outside.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scipy.special import stdtrit

from policy_sim.simulation.practices.practice import LOTTERY, ORACLE
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.comparison import Contrast, Design, Measure, pairs_of
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import CONFIDENCE, mean

__all__ = ["Attainable", "attainable", "ratio_of_means"]


@dataclass(frozen=True, slots=True)
class Attainable:
    """How much of the attainable gain in one outcome an arm realises (0.31: 31 %).

    *low* and *high* are its 95 % interval by simulation error; *gain* is what there is to be
    attained, oracle less lottery, for the better. All shares are None where that is not clearly
    above zero, or fewer than two replications have all three arms.
    """

    policy: str
    outcome: str
    window: str
    share: float | None
    low: float | None
    high: float | None
    gain: float
    n: int


def attainable(
    seen: Observations, grid: Grid, measures: Mapping[str, Measure], design: Design
) -> tuple[Attainable, ...]:
    """Return the share of each arm in each primary outcome of which more or less is better.

    Without both reference arms there is none.
    """
    if {arm.practice for arm in grid.references} != {LOTTERY, ORACLE}:
        return ()
    return tuple(
        row
        for outcome in design.primary
        if measures[outcome].better != "neutral"
        for arm in grid.arms
        for row in _row(seen, arm, grid, (outcome, measures[outcome].better), design)
    )


def _row(
    seen: Observations, arm: Arm, grid: Grid, of: tuple[str, str], design: Design
) -> Iterator[Attainable]:
    """Yield the share of one arm, if any replication has all three arms."""
    outcome, better = of
    window = next(w for w in design.windows if w.name == design.primary_window)
    lottery, oracle = (Arm(grid.baseline.law, name) for name in (LOTTERY, ORACLE))

    def over_lottery(of: Arm) -> dict[int, float]:
        contrast = Contrast(of, "total", ((1, of),), ((1, lottery),))
        pairs = pairs_of(seen, contrast, (outcome, "all"), window)
        sign = 1.0 if better == "higher" else -1.0
        return {pair.replication: sign * pair.difference for pair in pairs}

    realised, most = over_lottery(arm), over_lottery(oracle)
    both = sorted(realised.keys() & most.keys())
    if not both:
        return
    gains = [most[n] for n in both]
    ratio = ratio_of_means([realised[n] for n in both], gains)
    share, low, high = ratio or (None, None, None)
    yield Attainable(
        arm.name, outcome, window.name, share, low, high, gain=mean(gains), n=len(both)
    )


def ratio_of_means(
    above: Sequence[float], below: Sequence[float], confidence: float = CONFIDENCE
) -> tuple[float, float, float] | None:
    """Return the ratio of the means of paired figures, with its interval.

    Fieller's theorem: the ratios r for which the mean of *above* - r * *below* is not told from
    zero by Student's t. None if the mean of *below* itself is not clearly above zero (then the
    ratios have no bound), or there are fewer than two pairs. Source: Fieller 1954, Journal of the
    Royal Statistical Society B 16: 175-185.
    """
    n = len(below)
    if n < 2:
        return None
    a, b = mean(above), mean(below)
    reach = float(stdtrit(n - 1, 0.5 + confidence / 2)) ** 2 / (n - 1) / n
    aa, ab, bb = (
        reach
        * math.fsum((x - mean(left)) * (y - mean(right)) for x, y in zip(left, right, strict=True))
        for left, right in ((above, above), (above, below), (below, below))
    )
    square, middle, constant = b * b - bb, a * b - ab, a * a - aa
    if b <= 0 or square <= 0:
        return None
    root = math.sqrt(max(middle * middle - square * constant, 0.0))
    return a / b, (middle - root) / square, (middle + root) / square
