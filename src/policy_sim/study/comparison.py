"""The comparison: reform minus baseline, split into law, practice and their interaction.

For a reform (L, P) against a baseline (l, p) the total effect L·P - l·p is the sum of

* the law at unchanged practice,    L·p - l·p
* the practice at unchanged law,    l·P - l·p
* their interaction,                L·P - L·p - l·P + l·p

An arm that changes only one of the two has a total and that one part.

Each difference is known with two uncertainties, in rows of two kinds that are never merged:
``simulation``, over replications at central assumptions, and ``plausible``, over draws of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from policy_sim.study.arms import Arm, Grid
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import (
    Ratio,
    holm,
    mean,
    paired,
    share_better,
    spread,
    variance_ratio,
)
from policy_sim.study.windows import Window

__all__ = [
    "EFFECTS",
    "PLAUSIBLE_RANGE",
    "SIMULATION_ERROR",
    "Comparison",
    "Contrast",
    "Design",
    "Measure",
    "Pair",
    "compare",
    "contrasts",
    "pairs_of",
]

SIMULATION_ERROR, PLAUSIBLE_RANGE = "simulation", "plausible"
"""The kinds of rows: which uncertainty they tell of."""

EFFECTS = ("total", "law", "practice", "interaction")
"""What a row of the comparison measures, in the order shown."""


class Measure(Protocol):
    """What the comparison asks of an outcome's declaration."""

    @property
    def unit(self) -> str:
        """What one of it is."""

    @property
    def better(self) -> str:
        """Which way is better: ``higher``, ``lower`` or ``neutral``."""

    @property
    def kind(self) -> str:
        """``stock`` (at the year's end) or ``flow`` (over the year)."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """One effect of one arm, as a sum of arms with signs.

    *plus* and *minus* are what the policy's side and the baseline's side add up to: a mean of
    the policy's side is Σ sign · arm, and likewise the baseline's.
    """

    arm: Arm
    effect: str
    policy: tuple[tuple[int, Arm], ...]
    baseline: tuple[tuple[int, Arm], ...]


@dataclass(frozen=True, slots=True)
class Design:
    """What was settled before the run: the windows, and which rows are primary.

    Where the number of replications follows from a first stage, *first_stage* is that of the
    stage: the intervals rest on its variance.
    """

    windows: tuple[Window, ...]
    primary: tuple[str, ...]
    primary_window: str
    first_stage: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row of ``comparison.json``.

    *difference* is the policy's mean less the baseline's, always that sign, over the *n*
    replications (or draws) in which both sides have a value. *kind* says what *low* and *high*
    are: for ``simulation`` the 95 % interval of the mean, which narrows with replications; for
    ``plausible`` the range of 5 to 95 % of the draws, which does not narrow. *standing* is
    ``primary`` or ``exploratory``; *p* is the two-sided probability, and
    *p_holm* the same adjusted over the primary outcomes of this effect (None elsewhere).
    *variance_ratio* is by how much common luck narrows a primary difference of two arms (see
    :func:`~policy_sim.study.statistics.variance_ratio`), with the ends of its 95 % interval.
    """

    policy: str
    baseline: str
    law: str
    practice: str
    effect: str
    outcome: str
    unit: str
    group: str
    window: str
    kind: str
    standing: str
    baseline_mean: float
    policy_mean: float
    difference: float
    low: float | None
    high: float | None
    n: int
    share_better: float | None
    better: str
    p: float | None
    p_holm: float | None
    variance_ratio: float | None
    variance_ratio_low: float | None
    variance_ratio_high: float | None


def contrasts(grid: Grid) -> tuple[Contrast, ...]:
    """Return every effect of every reform of the grid, in canonical order."""
    return tuple(contrast for arm in grid.reforms() for contrast in _effects(arm, grid.baseline))


def _effects(arm: Arm, base: Arm) -> Iterator[Contrast]:
    """Yield the total effect of one arm, and its parts."""
    law, practice = Arm(arm.law, base.practice), Arm(base.law, arm.practice)
    floor = ((1, base),)
    yield Contrast(arm, "total", ((1, arm),), floor)
    if law != base:
        yield Contrast(arm, "law", ((1, law),), floor)
    if practice != base:
        yield Contrast(arm, "practice", ((1, practice),), floor)
    if base not in (law, practice):
        added = ((1, law), (1, practice), (-1, base))
        yield Contrast(arm, "interaction", ((1, arm),), added)


def compare(
    seen: Observations,
    grid: Grid,
    measures: Mapping[str, Measure],
    design: Design,
    kind: str = SIMULATION_ERROR,
) -> tuple[Comparison, ...]:
    """Return the rows of the comparison, by arm, effect, outcome, group and window.

    *kind* says what was *seen*: replications at central assumptions, or draws.

    A row is left out where the horizon does not reach its window, where a window adds up a
    stock, or where no replication has values on both sides.
    """
    rows = (
        _row(seen, contrast, grid.baseline, subject, window, (measures[subject[0]], design, kind))
        for contrast in contrasts(grid)
        for subject in seen.subjects()
        for window in design.windows
    )
    return _adjusted([row for row in rows if row is not None])


def _row(
    seen: Observations,
    contrast: Contrast,
    base: Arm,
    subject: tuple[str, str],
    window: Window,
    asked: tuple[Measure, Design, str],
) -> Comparison | None:
    """Return one row, or None if there is nothing to compare."""
    measure, design, kind = asked
    positions = window.years(seen.dates)
    if not positions or (window.of_flows_only and measure.kind != "flow"):
        return None
    pairs = list(pairs_of(seen, contrast, subject, window))
    if not pairs:
        return None
    differences = [pair.difference for pair in pairs]
    if kind == SIMULATION_ERROR:
        estimate = paired(differences, first=_of_first_stage(pairs, design))
    else:
        estimate = spread(differences)
    outcome, group = subject
    primary = outcome in design.primary and group == "all" and window.name == design.primary_window
    ratio = _luck(pairs, contrast) if primary and kind == SIMULATION_ERROR else _NO_RATIO
    return Comparison(
        policy=contrast.arm.name,
        baseline=base.name,
        law=contrast.arm.law,
        practice=contrast.arm.practice,
        effect=contrast.effect,
        outcome=outcome,
        unit=measure.unit,
        group=group,
        window=window.name,
        kind=kind,
        standing="primary" if primary else "exploratory",
        baseline_mean=mean([pair.baseline for pair in pairs]),
        policy_mean=mean([pair.policy for pair in pairs]),
        difference=estimate.mean,
        low=estimate.low,
        high=estimate.high,
        n=estimate.n,
        share_better=share_better(differences, measure.better),
        better=measure.better,
        p=estimate.p,
        p_holm=None,
        variance_ratio=ratio.ratio,
        variance_ratio_low=ratio.low,
        variance_ratio_high=ratio.high,
    )


_NO_RATIO = Ratio(None, None, None)


def _of_first_stage(pairs: Sequence[Pair], design: Design) -> int | None:
    """Return how many of *pairs* are of the first stage; None if there is no such stage."""
    stage = design.first_stage
    return None if stage is None else sum(pair.replication < stage for pair in pairs)


def _luck(pairs: Sequence[Pair], contrast: Contrast) -> Ratio:
    """Return what common luck is worth; no ratio for an interaction, which is no pair of arms."""
    if len(contrast.policy) + len(contrast.baseline) > 2:
        return _NO_RATIO
    return variance_ratio([pair.policy for pair in pairs], [pair.baseline for pair in pairs])


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides of one contrast in one replication or draw, and their *difference*."""

    replication: int
    policy: float
    baseline: float
    difference: float


def pairs_of(
    seen: Observations, contrast: Contrast, subject: tuple[str, str], window: Window
) -> Iterator[Pair]:
    """Yield the two sides of *contrast* wherever both have a value in *window*.

    The difference is summed at once from all arms that take part, so that arms that are the
    same cancel to exactly 0 in an interaction too.
    """
    positions = window.years(seen.dates)
    for replication in seen.replications if positions else ():
        sides: list[list[float]] = []
        for side in (contrast.policy, contrast.baseline):
            years = [
                (sign, seen.years(a.name, replication, subject, positions)) for sign, a in side
            ]
            sides.append([sign * window.value(found) for sign, found in years if found])
        policy, baseline = sides
        if len(policy) == len(contrast.policy) and len(baseline) == len(contrast.baseline):
            difference = math.fsum([*policy, *(-term for term in baseline)])
            yield Pair(replication, math.fsum(policy), math.fsum(baseline), difference)


def _adjusted(rows: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """Return the rows with Holm's adjustment over the primary outcomes of each effect."""
    families: dict[tuple[str, str], list[int]] = {}
    for index, row in enumerate(rows):
        if row.standing == "primary" and row.p is not None:
            families.setdefault((row.policy, row.effect), []).append(index)
    result = list(rows)
    for members in families.values():
        raised = holm([p for p in (rows[i].p for i in members) if p is not None])
        for index, value in zip(members, raised, strict=True):
            result[index] = replace(rows[index], p_holm=value)
    return tuple(result)
