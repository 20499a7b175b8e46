"""Travel: what it costs people of a zone, in money and hours, to come to where courses are held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.shape import Shape
from policy_sim.policy.law import Vintage
from policy_sim.policy.values import Unit
from policy_sim.rules.frame import Integers
from policy_sim.simulation.learning.amounts import Count, Money, amount, amount_findings
from policy_sim.simulation.naming import unknown_words_among
from policy_sim.simulation.state import State

__all__ = ["NOWHERE", "Journey", "Way", "journey", "travel_findings"]

ZONE = "zone"


class Way(Shape):
    """The way to a course and back from one zone: its *cost* and the *hours* lost on it.

    Each may be the name of a parameter of the law.
    """

    noun = "the way to a course"

    cost: Money = 0
    hours: Count = 0


@dataclass(frozen=True)
class Journey:
    """What the way takes from each zone, by code: *cost* in whole money, and *hours*."""

    cost: Integers
    hours: Integers

    def __bool__(self) -> bool:
        """Whether it takes anything at all from anywhere."""
        return bool(self.cost.any() or self.hours.any())

    def of(self, state: State, rows: Integers) -> tuple[Integers, Integers]:
        """Return the cost and the hours of the people at *rows*."""
        if not self or ZONE not in state.people.record:
            nothing = np.zeros(len(rows), np.int64)
            return nothing, nothing
        zone = state.people.record[ZONE][rows]
        return self.cost[zone], self.hours[zone]


NOWHERE = Journey(np.zeros(1, np.int64), np.zeros(1, np.int64))
"""No way at all: courses are held where everybody is."""


def journey(ways: Mapping[str, Way], zones: Sequence[str], law: Vintage) -> Journey:
    """Return what the *ways* take under *law*, from each of *zones*."""
    cost, hours = np.zeros((2, len(zones)), np.int64)
    for zone, way in ways.items():
        at = zones.index(zone)
        cost[at], hours[at] = amount(way.cost, law), amount(way.hours, law)
    return Journey(cost, hours)


def travel_findings(
    ways: Mapping[str, Way], zones: Iterable[str], laws: Iterable[Vintage]
) -> list[Diagnostic]:
    """Return what is wrong with the zones and parameters that *ways* name."""
    laws = tuple(laws)
    findings = unknown_words_among(ways, zones)
    for way in ways.values():
        findings += amount_findings(way.cost, (Unit.MONEY,), laws)
        findings += amount_findings(way.hours, (Unit.NONE, Unit.JP), laws)
    return findings
