"""Levels: what an outcome came to in each arm, held against nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policy_sim.study.arms import Arm
from policy_sim.study.comparison import Measure
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import paired
from policy_sim.study.windows import Window

__all__ = ["Level", "levels"]


@dataclass(frozen=True, slots=True)
class Level:
    """What one *outcome* of a *group* came to in a *window* under one *policy*, an arm.

    *low* and *high* are the 95 % interval of the *mean* over the *n* replications that have a
    value: none of a single one.
    """

    policy: str
    outcome: str
    unit: str
    group: str
    window: str
    mean: float
    low: float | None
    high: float | None
    n: int


def levels(
    seen: Observations,
    arms: Iterable[Arm],
    measures: Mapping[str, Measure],
    windows: Iterable[Window],
) -> tuple[Level, ...]:
    """Return the level of every outcome, by outcome, group, arm and window.

    A window that the horizon does not reach is left out, as is one that adds up a stock.
    """
    arms, windows = tuple(arms), tuple(windows)
    return tuple(
        Level(arm.name, outcome, measures[outcome].unit, group, window.name, *told)
        for outcome, group in seen.subjects()
        for arm in arms
        for window in windows
        if not (window.of_flows_only and measures[outcome].kind != "flow")
        for told in _told(seen, arm, (outcome, group), window)
    )


def _told(
    seen: Observations, arm: Arm, subject: tuple[str, str], window: Window
) -> Iterator[tuple[float, float | None, float | None, int]]:
    """Yield mean, interval and number; nothing where no replication has a value."""
    positions = window.years(seen.dates)
    yearly = (seen.years(arm.name, number, subject, positions) for number in seen.replications)
    values = [window.value(years) for years in yearly if years]
    if values:
        found = paired(values)
        yield found.mean, found.low, found.high, found.n
