"""The day of a decision: any first of a month on which one version of the law is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from policy_sim.policy.ast import Column, Condition, History, Term
from policy_sim.policy.past import WindowKind
from policy_sim.proof.logic import Number
from policy_sim.proof.solver import Solver
from policy_sim.rules.elapsed import later

__all__ = ["LONGEST", "Day", "reads_the_day"]

LONGEST = 1200
"""Months of a law without end in which it is looked at."""


@dataclass(frozen=True)
class Day:
    """An unknown day: *month* counts months since year 0; *columns* are what a law reads of it.

    *fallback* is the first day of a law that is in force on no first of a month; *earliest* is the
    first of the months.
    """

    month: Number
    columns: Mapping[str, Number]
    fallback: int
    earliest: int

    @classmethod
    def within(cls, solver: Solver, begins: date, ends: date | None) -> Day:
        """Return an unknown day from *begins* until *ends* (exclusive; None: a hundred years)."""
        first = begins.year * 12 + begins.month - 1
        fallback = begins.day
        if begins.day > 1 and (ends is None or later(begins.replace(day=1), 1) < ends):
            first, fallback = first + 1, 1
        last = first + LONGEST - 1
        if ends is not None:
            before = ends - timedelta(days=1)
            last = max(first, min(last, before.year * 12 + before.month - 1))
        month, year = solver.integer("today.month"), solver.integer("today.year")
        index = 12 * year + month - 1
        for bound in (month >= 1, month <= 12, index >= first, index <= last):
            solver.suppose(bound)
        return cls(index, {"today.month": month, "today.year": year}, fallback, first)

    def date(self, solver: Solver) -> date:
        """Return the day of the solver's last example."""
        year = solver.value(self.columns["today.year"])
        return date(year, solver.value(self.columns["today.month"]), self.fallback)


def reads_the_day(parts: Iterable[Term | Condition]) -> bool:
    """Return whether one of *parts* hangs on the month or the year of the decision."""
    return any(
        part.name.startswith("today.")
        if isinstance(part, Column)
        else isinstance(part, History)
        and part.window is not None
        and part.window.kind is WindowKind.THIS_YEAR
        for part in parts
    )
