"""What a figure shows: yearly means of an arm, and paired differences with their intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import direction
from policy_sim.simulation.measures.outcome import MONEY
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import mean, paired, spread

__all__ = ["Curve", "Subject", "differences", "levels"]


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a figure: a value a year, perhaps with an interval.

    *plausible* are the ends of the plausible range, if draws were made. *rank* is the place of
    its arm among all arms, so that an arm looks alike in every figure.
    """

    name: str
    label: str
    rank: int
    days: tuple[date, ...]
    means: tuple[float, ...]
    lows: tuple[float, ...] | None = None
    highs: tuple[float, ...] | None = None
    plausible: tuple[tuple[float, ...], tuple[float, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about: an outcome of a group, its unit and its better direction.

    *words* is what the outcome is called, if that is more than its name, *symbol* the currency's.
    """

    outcome: str
    unit: str
    better: str
    group: str = "all"
    words: str = ""
    symbol: str = ""

    @property
    def title(self) -> str:
        """The outcome in words, with its group."""
        words = self.words or self.outcome.replace("_", " ").capitalize()
        return words if self.group == "all" else f"{words} ({self.group})"

    def direction(self, language: Language = ENGLISH) -> str:
        """Return which way is better, in words."""
        return direction(self.better, language)

    def shown(self, value: float) -> float:
        """Return *value* on the figure's axis: money in billions, all else as it is."""
        return value * 1e-9 if self.unit == MONEY else value

    def axis(self, *, signed: bool, language: Language = ENGLISH) -> str:
        """Return the label of the axis."""
        if self.unit == MONEY:
            return f"{self.symbol} {language.text('billion')}".lstrip()
        if signed and self.unit == "per cent":
            return language.say("percentage points")
        return language.text(self.unit)


def differences(
    seen: Observations, grid: Grid, subject: Subject, draws: Observations | None = None
) -> tuple[Curve, ...]:
    """Return, for every reform of the grid, reform minus baseline by year.

    *draws* give each its plausible range.
    """
    curves = (_difference(seen, draws, (arm, grid), subject) for arm in grid.reforms())
    return tuple(curve for curve in curves if curve is not None)


def _difference(
    seen: Observations, draws: Observations | None, of: tuple[Arm, Grid], subject: Subject
) -> Curve | None:
    """Return one paired difference by year; None where no year has a pair."""
    arm, grid = of
    yearly = {day: paired(gaps) for day, gaps in _gaps(seen, arm, grid, subject).items()}
    if not yearly:
        return None
    return Curve(
        arm.name,
        arm.name,
        grid.arms.index(arm),
        tuple(yearly),
        tuple(estimate.mean for estimate in yearly.values()),
        _all_or_none(estimate.low for estimate in yearly.values()),
        _all_or_none(estimate.high for estimate in yearly.values()),
        None if draws is None else _plausible(_gaps(draws, arm, grid, subject), tuple(yearly)),
    )


def _gaps(seen: Observations, arm: Arm, grid: Grid, subject: Subject) -> dict[date, list[float]]:
    """Return the paired differences of each year that has any."""
    key = (subject.outcome, subject.group)
    found: dict[date, list[float]] = {}
    for position, day in enumerate(seen.dates):
        for replication in seen.replications:
            ours = seen.years(arm.name, replication, key, (position,))
            theirs = seen.years(grid.baseline.name, replication, key, (position,))
            if ours and theirs:
                found.setdefault(day, []).append(ours[0] - theirs[0])
    return found


def _plausible(
    gaps: dict[date, list[float]], days: tuple[date, ...]
) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """Return the ends of the plausible range on *days*; None if a day has too few draws."""
    yearly = [spread(gaps[day]) for day in days if day in gaps]
    lows = _all_or_none(estimate.low for estimate in yearly)
    highs = _all_or_none(estimate.high for estimate in yearly)
    if lows is None or highs is None or len(yearly) != len(days):
        return None
    return lows, highs


def _all_or_none(values: Iterable[float | None]) -> tuple[float, ...] | None:
    kept = tuple(values)
    return None if any(value is None for value in kept) else tuple(v for v in kept if v is not None)


def levels(seen: Observations, grid: Grid, subject: Subject) -> tuple[Curve, ...]:
    """Return the mean of every arm by year."""
    key = (subject.outcome, subject.group)
    curves = []
    for rank, arm in enumerate(grid.arms):
        days, means = [], []
        for position, day in enumerate(seen.dates):
            values = [seen.years(arm.name, r, key, (position,)) for r in seen.replications]
            present = [value[0] for value in values if value]
            if present:
                days.append(day)
                means.append(mean(present))
        if days:
            curves.append(Curve(arm.name, arm.name, rank, tuple(days), tuple(means)))
    return tuple(curves)
