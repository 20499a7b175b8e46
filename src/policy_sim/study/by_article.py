"""What each article of a draft brings: every article left out in turn, under the same luck.

Of a draft D on the law B, what the article a brings is D less the draft without a. What the whole
brings, D less B, is the sum of what its articles bring and a remainder, their interaction: what
several articles bring only together, or each brings already. All of it is paired by replication
(or draw), so that the sum holds in each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policy_sim.study.arms import Arm
from policy_sim.study.comparison import (
    SIMULATION_ERROR,
    Contrast,
    Measure,
    pairs_of,
)
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import mean, paired, share_better, spread
from policy_sim.study.windows import Window

__all__ = ["ARTICLE", "REMAINDER", "WHOLE", "ArticleEffect", "Drafted", "by_article"]

ARTICLE, REMAINDER, WHOLE = "article", "remainder", "whole"
"""What a row is about: an article, the interaction of all, or the draft as a whole."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The arms of a draft: the law *before* it, with it, and *without* each article by its label.

    An article that is all there is to the draft has the arm of the law before it.
    """

    before: Arm
    draft: Arm
    without: Mapping[str, Arm]


@dataclass(frozen=True, slots=True)
class ArticleEffect:
    """What one *part* of a draft brings of one outcome in one window, over *n* pairs.

    *part* is ``article`` (with its label), ``remainder`` or ``whole``. *kind* says what *low* and
    *high* are, as in a row of the comparison: the 95 % interval of the mean over replications
    (``simulation``), or the range of 5 to 95 % of the draws (``plausible``).
    """

    part: str
    article: str
    outcome: str
    unit: str
    better: str
    window: str
    kind: str
    difference: float
    low: float | None
    high: float | None
    share_better: float | None
    n: int


def by_article(
    seen: Observations,
    drafted: Drafted,
    measures: Mapping[str, Measure],
    window: Window,
    kind: str = SIMULATION_ERROR,
) -> tuple[ArticleEffect, ...]:
    """Return, for each outcome of *measures*, every article, the remainder and the whole.

    *kind* says what was *seen*: replications at central assumptions, or draws. An outcome that the
    window says nothing about, or that has no value in some arm, is left out.
    """
    return tuple(
        row
        for name in measures
        for row in _rows(seen, drafted, (name, measures[name]), window, kind)
    )


def _rows(
    seen: Observations,
    drafted: Drafted,
    of: tuple[str, Measure],
    window: Window,
    kind: str,
) -> Iterator[ArticleEffect]:
    """Yield the rows of one outcome, if all of them can be given over the same pairs."""
    outcome, measure = of
    if window.of_flows_only and measure.kind != "flow":
        return
    found = [
        (part, label, list(_differences(seen, contrast, outcome, window)))
        for part, label, contrast in _contrasts(drafted)
    ]
    shared = set.intersection(*({number for number, _ in pairs} for _, _, pairs in found))
    if not shared:
        return
    for part, label, pairs in found:
        differences = [value for number, value in pairs if number in shared]
        yield _row((part, label), of, window, kind, differences)


def _contrasts(drafted: Drafted) -> Iterator[tuple[str, str, Contrast]]:
    """Yield what each row takes from what; the remainder is the whole less all articles."""
    draft, before, without = drafted.draft, drafted.before, drafted.without
    for label, arm in without.items():
        yield ARTICLE, label, Contrast(draft, ARTICLE, ((1, draft),), ((1, arm),))
    left = tuple((1, arm) for arm in without.values())
    # The draft once for each article, not times their number: so equal arms cancel to exactly 0.
    again = tuple((1, draft) for _ in left)
    rest = Contrast(draft, REMAINDER, ((1, draft), *left), ((1, before), *again))
    yield REMAINDER, "", rest
    yield WHOLE, "", Contrast(draft, WHOLE, ((1, draft),), ((1, before),))


def _differences(
    seen: Observations, contrast: Contrast, outcome: str, window: Window
) -> Iterator[tuple[int, float]]:
    for pair in pairs_of(seen, contrast, (outcome, "all"), window):
        yield pair.replication, pair.difference


def _row(
    of: tuple[str, str],
    outcome: tuple[str, Measure],
    window: Window,
    kind: str,
    differences: Sequence[float],
) -> ArticleEffect:
    (part, label), (name, measure) = of, outcome
    found = paired(differences) if kind == SIMULATION_ERROR else spread(differences)
    return ArticleEffect(
        part=part,
        article=label,
        outcome=name,
        unit=measure.unit,
        better=str(measure.better),
        window=window.name,
        kind=kind,
        difference=mean(differences),
        low=found.low,
        high=found.high,
        share_better=share_better(differences, measure.better),
        n=found.n,
    )
