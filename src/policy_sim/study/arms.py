"""Arms: every law under every practice, the baseline among them, and when they part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from policy_sim.policy.law import Law
from policy_sim.policy.uniting import united
from policy_sim.simulation.practices.practice import DatedPractice

__all__ = ["Arm", "Grid", "divergence", "first_difference"]


@dataclass(frozen=True, order=True, slots=True)
class Arm:
    """One law under one practice."""

    law: str
    practice: str

    @classmethod
    def of(cls, name: str) -> Arm:
        """Return the arm that ``law+practice`` names; without a ``+`` it has no practice."""
        law, _, practice = str(name).partition("+")
        return cls(law, practice)

    @property
    def name(self) -> str:
        """The arm as tables call it: ``law+practice``."""
        return f"{self.law}+{self.practice}"


@dataclass(frozen=True, slots=True)
class Grid:
    """The arms of a study, ascending by name, and the one that the others are held against.

    *references* are run too, but are no part of the comparison: they say what a lottery, or an
    oracle, would make of the baseline.
    """

    arms: tuple[Arm, ...]
    baseline: Arm
    references: tuple[Arm, ...] = ()

    @classmethod
    def of(
        cls,
        laws: Iterable[str],
        practices: Iterable[str],
        baseline: Arm,
        references: Iterable[str] = (),
    ) -> Grid:
        """Return the full grid; the order in which laws and practices are given is forgotten.

        *references* are practices under the baseline's law.
        """
        ways = sorted(practices)
        arms = sorted((Arm(law, way) for law in laws for way in ways), key=lambda arm: arm.name)
        beside = (Arm(baseline.law, way) for way in sorted(set(references)))
        return cls(tuple(arms), baseline, tuple(beside))

    @property
    def everyone(self) -> tuple[Arm, ...]:
        """Every arm that is run, ascending by name: those compared and the references."""
        return tuple(sorted({*self.arms, *self.references}, key=lambda arm: arm.name))

    def reforms(self) -> tuple[Arm, ...]:
        """Return every arm but the baseline."""
        return tuple(arm for arm in self.arms if arm != self.baseline)

    def against(self, baseline: Arm) -> Grid:
        """Return the same arms held against another one."""
        return Grid(self.arms, baseline, self.references)


def first_difference(one: Law, other: Law, start: date, end: date) -> date | None:
    """Return the first day in [start, end) on which two laws are not the same law.

    Both are cut at the change dates of both; laws are the same where the keys of their vintages
    agree, those of people in transition included. None if they never differ within the horizon.
    Raises :exc:`ValueError` if either has no law on *start*.
    """
    laws = (one, other)
    cuts = {vintage.begins for law in laws for vintage in law.vintages}
    cuts |= {version.begins for law in laws for _, version in law.kept_versions(start)}
    cuts |= {each.until for law in laws for each in law.transitions}
    days = sorted({start} | {day for day in cuts if start < day < end})
    return next((day for day in days if united(one, day).key != united(other, day).key), None)


def divergence(
    grid: Grid,
    laws: Mapping[str, Law],
    practices: Mapping[str, DatedPractice],
    horizon: tuple[date, date],
) -> dict[str, date | None]:
    """Return, for each reform, the day from which it may differ from the baseline.

    It is the earliest dated difference in law or in practice within *horizon* (start, end);
    until then the two arms are the same bytes. None means that they never differ.
    """
    base = grid.baseline
    found: dict[str, date | None] = {}
    for arm in grid.reforms():
        days = (
            first_difference(laws[base.law], laws[arm.law], *horizon),
            _first_change(practices[base.practice], practices[arm.practice], *horizon),
        )
        found[arm.name] = min((day for day in days if day is not None), default=None)
    return found


def _first_change(one: DatedPractice, other: DatedPractice, start: date, end: date) -> date | None:
    """Return the first day in [start, end) on which two practices are not the same."""
    cuts = {begins for practice in (one, other) for begins, _ in practice.stretches}
    days = sorted({start} | {day for day in cuts if start < day < end})
    return next((day for day in days if one.on(day) != other.on(day)), None)
