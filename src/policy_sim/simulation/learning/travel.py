"""Travel: what it costs people of a zone, in money and hours, to come to where courses are held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Name
from policy_sim.documents.shape import Shape
from policy_sim.policy.values import Unit
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.amounts import Count, Money, amount, amount_findings
from policy_sim.simulation.naming import unknown_words_among
from policy_sim.simulation.state import State

__all__ = ["NOWHERE", "Journey", "Way", "journey", "travel_findings"]

ZONE = "zone"


class Way(Shape):
    """The way to a course and back from one zone: its *cost* and the *hours* lost on it.

    Each may be the name of a parameter of the law. *declined* names the assumption that says how
    large a share of the seats is declined for it.
    """

    noun = "the way to a course"

    cost: Money = 0
    hours: Count = 0
    declined: Name | None = None


@dataclass(frozen=True)
class Journey:
    """What the way takes from each zone, by code: *cost* in whole money, *hours*, and the share
    *declined* of the seats.
    """

    cost: Integers
    hours: Integers
    declined: NDArray[np.float64]

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

    def declining(self, state: State, rows: Integers) -> Flags:
        """Return who of the people at *rows* declines a seat this month because of the way."""
        if not self.declined.any() or ZONE not in state.people.record:
            return np.zeros(len(rows), np.bool_)
        luck = state.chance.uniform("course declined", state.people.keys[rows], state.month)
        return np.asarray(luck < self.declined[state.people.record[ZONE][rows]])


NOWHERE = Journey(np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1))
"""No way at all: courses are held where everybody is."""


def journey(state: State, ways: Mapping[str, Way]) -> Journey:
    """Return what the *ways* take under the law of today, from each zone."""
    zones, law = state.organisation.zones, state.vintage
    cost, hours = np.zeros((2, len(zones)), np.int64)
    declined = np.zeros(len(zones))
    for zone, way in ways.items():
        at = zones.index(zone)
        cost[at], hours[at] = amount(way.cost, law), amount(way.hours, law)
        if way.declined is not None:
            declined[at] = state.assumption(way.declined)
    return Journey(cost, hours, declined)


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
