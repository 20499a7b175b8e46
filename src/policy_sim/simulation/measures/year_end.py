"""What can be seen at a year's end: the quantities that several outcomes are made of."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy_sim.simulation import service
from policy_sim.simulation.behaviour import LEADING, trait
from policy_sim.simulation.entry.staffing import staff
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.sums import sums_by_part
from policy_sim.simulation.state import State
from policy_sim.workforce.table import NO_POST

__all__ = ["YearEnd", "ratio", "unit_sums"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FEWEST_CASES = 30
"""A ratio of fewer cases is not reported."""


class YearEnd:
    """The state on 31 December, each quantity worked out when an outcome first asks for it."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.people = state.people
        self.organisation = state.organisation

    @property
    def served(self) -> bool:
        """Whether the system of service ran this year, so that there is service to report."""
        return service.VACANT_MONTHS in self.state.units

    @cached_property
    def holders(self) -> NDArray[np.bool_]:
        """Who holds a post of office, ``bool[people]``."""
        return np.asarray(self.people.post != NO_POST)

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
    def above_own_grade(self) -> NDArray[np.bool_]:
        """Whose leadership is above the median of everyone in the same grade."""
        leadership = trait(self.people, *LEADING)
        grade = self.people.record.get("grade", np.zeros(self.people.size, np.int8))
        above = np.zeros(self.people.size, dtype=np.bool_)
        for value in np.unique(grade):
            peers = np.flatnonzero(grade == value)
            above[peers] = leadership[peers] > np.median(leadership[peers])
        return above

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


def ratio(part: NDArray[np.number], whole: NDArray[np.number]) -> Floats:
    """Return *part* / *whole*, not a number where *whole* has fewer than 30 cases."""
    enough = whole >= FEWEST_CASES
    return np.where(enough, part / np.maximum(whole, 1), np.nan)
