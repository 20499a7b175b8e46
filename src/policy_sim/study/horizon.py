"""The horizon: the simulated years, and what the documents date outside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.policy.law import Law
from policy_sim.study.arms import Arm, first_difference
from policy_sim.study.scenario_document import ScenarioShape

__all__ = ["Horizon", "effective_dates", "horizon_findings"]


@dataclass(frozen=True, slots=True)
class Horizon:
    """Whole calendar years from *start*, a 1 January."""

    start: date
    years: int

    @property
    def end(self) -> date:
        """The first day after the last year."""
        return self.start.replace(year=self.start.year + self.years)

    @property
    def months(self) -> int:
        """How many months are simulated."""
        return 12 * self.years

    @property
    def year_ends(self) -> tuple[date, ...]:
        """The last day of every simulated year: the dates of the outcomes."""
        first = self.start.year + 1
        return tuple(date(year, 1, 1) - timedelta(1) for year in range(first, first + self.years))


def effective_dates(law: Law, base: Law | None) -> tuple[date, ...]:
    """Return the days on which the amendments of *law* change it; none without a *base*."""
    if base is None:
        return ()
    known = {vintage.begins for vintage in base.vintages}
    days = [vintage.begins for vintage in law.vintages]
    return tuple(day for day in days if day not in known or _part_on(day, law, base))


def _part_on(day: date, law: Law, base: Law) -> bool:
    """Return whether two laws that agreed the day before, or had not begun, differ on *day*."""
    if law.on(day).key == base.on(day).key:
        return False
    first = day <= max(law.vintages[0].begins, base.vintages[0].begins)
    before = day - timedelta(days=1)
    return first or law.on(before).key == base.on(before).key


def horizon_findings(
    stated: ScenarioShape,
    laws: Mapping[str, Law],
    effective: Mapping[str, tuple[date, ...]],
    horizon: Horizon,
) -> list[Diagnostic]:
    """Return what lies outside *horizon*: effective dates, changes of practice, windows.

    Beyond the end it is an error if the scenario states that end, and a warning if the years
    were cut afterwards; before the start it is a warning. A law that never differs from the
    baseline's is a warning too.
    """
    cut = horizon.years != stated.years
    beyond = Severity.WARNING if cut else Severity.ERROR
    findings = [
        *_dates(stated, effective, horizon, beyond),
        *_windows(stated, horizon, beyond),
    ]
    if not cut:
        findings += _same_laws(stated, laws, horizon)
    return findings


def _dates(
    stated: ScenarioShape,
    effective: Mapping[str, tuple[date, ...]],
    horizon: Horizon,
    beyond: Severity,
) -> Iterator[Diagnostic]:
    """Yield a finding for each effective date that the horizon does not hold."""
    for name, days in sorted(effective.items()):
        place = _place(name, stated.laws)
        yield from _outside(name, place, days, horizon, beyond)
    for name, practice in stated.practices.items():
        place = _place(name, stated.practices)
        yield from _outside(str(name), place, tuple(practice.changes), horizon, beyond)


def _outside(
    name: str, place: Place, days: tuple[date, ...], horizon: Horizon, beyond: Severity
) -> Iterator[Diagnostic]:
    for day in days:
        values = {
            "seen": day.isoformat(),
            "name": name,
            "allowed": phrase("{low} to {high}", low=horizon.start, high=horizon.year_ends[-1]),
        }
        if day >= horizon.end:
            yield Diagnostic("effective-beyond-horizon", place, values, beyond)
        elif day < horizon.start:
            yield Diagnostic("effective-before-start", place, values, Severity.WARNING)


def _windows(stated: ScenarioShape, horizon: Horizon, beyond: Severity) -> Iterator[Diagnostic]:
    """Yield a finding for each window that takes no simulated year."""
    for name, part in stated.windows.items():
        if not part.window(str(name)).years(horizon.year_ends):
            ends = horizon.year_ends
            values = {
                "seen": str(name),
                "allowed": phrase("{low} to {high}", low=ends[0], high=ends[-1]),
            }
            yield Diagnostic("window-outside", _place(name, stated.windows), values, beyond)


def _same_laws(
    stated: ScenarioShape, laws: Mapping[str, Law], horizon: Horizon
) -> Iterator[Diagnostic]:
    """Yield a warning for each law that is the baseline's law throughout."""
    base = Arm.of(stated.arms.baseline).law
    for name in sorted(set(map(str, stated.arms.laws)) - {base}):
        if first_difference(laws[base], laws[name], horizon.start, horizon.end) is None:
            values = {"seen": name, "baseline": base}
            place = _place(name, stated.laws)
            yield Diagnostic("law-never-differs", place, values, Severity.WARNING)


def _place(name: str, among: Mapping[str, object]) -> Place:
    """Return where *name* stands as a key of *among*."""
    return next((getattr(key, "place", Place("")) for key in among if key == name), Place(""))
