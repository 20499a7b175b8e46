"""The horizon: the simulated years, and what the documents date outside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

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

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Self:
        """Return the horizon of a run, of whose manifest *told* is a part."""
        return cls(date.fromisoformat(told["start"]), told["years"])

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
    baseline's is a warning too, and a window with years in which it cannot differ yet.
    """
    cut = horizon.years != stated.years
    beyond = Severity.WARNING if cut else Severity.ERROR
    findings = [
        *_dates(stated, effective, horizon, beyond),
        *_windows(stated, horizon, beyond),
    ]
    differs = _first_differences(stated, laws, horizon)
    if not cut:
        findings += _same_laws(stated, differs)
    return [*findings, *_too_early(stated, differs, horizon)]


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


def _first_differences(
    stated: ScenarioShape, laws: Mapping[str, Law], horizon: Horizon
) -> dict[str, date | None]:
    """Return from which day on each law can differ from the baseline's; None for never."""
    base = Arm.of(stated.arms.baseline).law
    names = sorted(set(map(str, stated.arms.laws)) - {base})
    span = (horizon.start, horizon.end)
    return {name: first_difference(laws[base], laws[name], *span) for name in names}


def _same_laws(stated: ScenarioShape, differs: Mapping[str, date | None]) -> Iterator[Diagnostic]:
    """Yield a warning for each law that is the baseline's law throughout."""
    base = Arm.of(stated.arms.baseline).law
    for name, since in differs.items():
        if since is None:
            values = {"seen": name, "baseline": base}
            place = _place(name, stated.laws)
            yield Diagnostic("law-never-differs", place, values, Severity.WARNING)


def _too_early(
    stated: ScenarioShape, differs: Mapping[str, date | None], horizon: Horizon
) -> Iterator[Diagnostic]:
    """Yield a warning for each window that takes years in which a law is still the baseline's."""
    for window, part in stated.windows.items():
        years = [horizon.year_ends[n] for n in part.window(str(window)).years(horizon.year_ends)]
        for name, since in differs.items():
            early = [end for end in years if since is not None and end < since]
            if since is not None and early:
                values = {
                    "seen": str(window),
                    "name": name,
                    "since": since.isoformat(),
                    "early": str(len(early)),
                    "years": str(len(years)),
                    "first": str(since.year),
                }
                place = _place(window, stated.windows)
                yield Diagnostic("window-too-early", place, values, Severity.WARNING)


def _place(name: str, among: Mapping[str, object]) -> Place:
    """Return where *name* stands as a key of *among*."""
    return next((getattr(key, "place", Place("")) for key in among if key == name), Place(""))
