"""What can be seen at a year's end: the quantities that several outcomes are made of."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy_sim.simulation import service
from policy_sim.simulation.behaviour import LEADING, trait
from policy_sim.simulation.entry.staffing import staff
from policy_sim.simulation.measures.cells import Cells
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.sums import MILLIONTHS, sums_by_part
from policy_sim.simulation.state import State
from policy_sim.workforce.table import NO_POST

__all__ = ["Parts", "Who", "YearEnd", "ratio", "unit_sums"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

Parts = dict[str, Integers]
"""One number for each part of each grouping, by its name."""

FEWEST_CASES = 30
"""A ratio of fewer cases is not reported."""


class Who(StrEnum):
    """Whom a year's count or mean is of."""

    EVERYONE = "everyone in service"
    HOLDERS = "the holders of a post of office"
    STAFF = "those who hold none"


class YearEnd:
    """The state on 31 December, each quantity worked out when an outcome first asks for it."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.people = state.people
        self.organisation = state.organisation
        self._known: dict[str, Parts] = {}

    @property
    def served(self) -> bool:
        """Whether the system of service ran this year, so that there is service to report."""
        return service.VACANT_MONTHS in self.state.units

    @cached_property
    def holders(self) -> Integers:
        """The rows of those who hold a post of office."""
        return np.flatnonzero(self.people.post != NO_POST)

    def heads(self, by: Grouping, who: Who = Who.EVERYONE) -> Integers:
        """Return how many people each part of *by* has."""
        return self._once(f"heads of {who}", by, lambda: self._count(self._rows(who)))

    def met(self, by: Grouping, name: str, rows: Callable[[], Integers]) -> Integers:
        """Return how many of the people at *rows*, known by *name*, each part of *by* has."""
        return self._once(name, by, lambda: self._count(rows()))

    def mean(self, by: Grouping, name: str, level: Callable[[], Floats], who: Who) -> Floats:
        """Return the mean of a *level* of everyone, known by *name*, for each part of *by*.

        It is added up in whole millionths, over *who* is asked for.
        """
        sums = self._once(f"{name} of {who}", by, lambda: self._sum(level(), self._rows(who)))
        return ratio(sums, self.heads(by, who)) / MILLIONTHS

    def _rows(self, who: Who) -> Integers | None:
        if who is Who.STAFF:
            return np.flatnonzero(self.people.post == NO_POST)
        return None if who is Who.EVERYONE else self.holders

    def _count(self, rows: Integers | None) -> Parts:
        total = self.people.size if rows is None else len(rows)
        return {EVERYBODY_TOGETHER: np.array([total])} | self._cells.heads(rows)

    def _sum(self, level: Floats, rows: Integers | None) -> Parts:
        amounts = (level if rows is None else level[rows]) * MILLIONTHS
        whole = np.rint(amounts, out=amounts)
        total = np.array([int(whole.sum(dtype=np.int64))])
        return {EVERYBODY_TOGETHER: total} | self._cells.sums(whole, rows)

    @cached_property
    def _cells(self) -> Cells:
        return Cells(self.people.record, self.state.flows.groups)

    def _once(self, name: str, by: Grouping, work_out: Callable[[], Parts]) -> Integers:
        """Return the part of *by* of what is known by *name*, worked out when first asked for."""
        if name not in self._known:
            self._known[name] = work_out()
        return self._known[name][by.name]

    @cached_property
    def strength(self) -> service.Strength:
        """Who staffs and leads each unit."""
        return service.strength(self.state)

    @cached_property
    def service(self) -> Floats:
        """The service index, ``[unit, family]``."""
        return service.index_of(self.strength, self.state.register)

    @cached_property
    def unfilled(self) -> Integers:
        """Places that nobody fills, ``[unit, family]``; supernumeraries elsewhere do not count."""
        places = self.organisation.establishment
        return np.asarray(np.maximum(places - staff(self.people, places.shape), 0))

    @cached_property
    def leading_above_own_grade(self) -> Integers:
        """The rows of the holders whose leadership is above the median of all in their grade."""
        leadership, held = trait(self.people, *LEADING), self.holders
        if "grade" not in self.people.record:
            return held[leadership[held] > _median(leadership.copy())]
        grade = self.people.record["grade"]
        middle = np.zeros(int(grade.max(initial=0)) + 1)
        for value in np.flatnonzero(np.bincount(grade[held])).tolist():
            middle[value] = _median(leadership[np.flatnonzero(grade == value)])
        return held[leadership[held] > middle[grade[held]]]

    def flow(self, kind: str, by: Grouping) -> Integers:
        """Return what was counted under *kind* since 1 January, one number a part of *by*."""
        if by.name == EVERYBODY_TOGETHER:
            return np.array([self.state.flows.total(kind)])
        return self.state.flows.by_group(kind, by.name)


def unit_sums(year: YearEnd, cells: Integers, by: Grouping) -> Integers | None:
    """Return the sums of *cells* ``[unit]`` or ``[unit, family]`` over the parts of *by*.

    Units fall into zones, and places into families; what is asked by anything else has no
    answer.
    """
    if by.name == EVERYBODY_TOGETHER:
        return np.array([cells.sum()])
    if by.name == "zone":
        whole = cells.reshape(len(cells), -1).sum(axis=1)
        return sums_by_part(year.organisation.zone, whole, by.size)
    if by.name == "family" and cells.ndim == 2:
        return np.asarray(cells.sum(axis=0))
    return None


def _median(values: Floats) -> float:
    """Return the median of *values*, which are put into another order."""
    half = len(values) // 2
    low = half - 1 if len(values) % 2 == 0 else half
    values.partition((low, half))
    return float((values[low] + values[half]) / 2.0)


def ratio(part: NDArray[np.number], whole: NDArray[np.number]) -> Floats:
    """Return *part* / *whole*, not a number where *whole* has fewer than 30 cases."""
    enough = whole >= FEWEST_CASES
    return np.where(enough, part / np.maximum(whole, 1), np.nan)
