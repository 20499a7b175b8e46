"""What the public thinks and says of the service."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation import citizens, service
from policy_sim.simulation.measures.groups import Grouping
from policy_sim.simulation.measures.outcome import (
    PER_CENT,
    Better,
    Floats,
    Outcome,
    Tally,
    by_units,
    no_answer,
)
from policy_sim.simulation.measures.unit_service import weighted_by_responsibility
from policy_sim.simulation.measures.year_end import YearEnd, ratio, unit_sums

__all__ = [
    "OUTCOMES",
    "citizen_satisfaction",
    "complaints",
    "complaints_in_time",
    "grievances",
    "praise",
]


def citizen_satisfaction(year: YearEnd, by: Grouping) -> Floats:
    """Mean satisfaction of the citizens served, weighted as service is; in points of the survey.

    Satisfaction follows service along a curve with a ceiling: the better a service is already, the
    less a further improvement shows. In all, by family of the places and by zone of the units.
    """
    if citizens.SATISFACTION not in year.state.units:
        return no_answer(by)
    return weighted_by_responsibility(year, year.state.units[citizens.SATISFACTION], by)


def complaints(year: YearEnd, by: Grouping) -> Floats:
    """Complaints that citizens made in the year; more channels bring more about one service."""
    return _cases(year, citizens.COMPLAINTS, by)


def complaints_in_time(year: YearEnd, by: Grouping) -> Floats:
    """Share of the year's complaints that were dealt with in time; not given below 30."""
    if citizens.RESOLVED not in year.state.units:
        return no_answer(by)
    resolved, made = (_sums(year, name, by) for name in (citizens.RESOLVED, citizens.COMPLAINTS))
    if resolved is None or made is None:
        return no_answer(by)
    return PER_CENT * ratio(resolved, made)


def grievances(year: YearEnd, by: Grouping) -> Floats:
    """Occasions in the year on which a citizen had reason to complain, voiced or not."""
    return _cases(year, citizens.GRIEVANCES, by)


def praise(year: YearEnd, by: Grouping) -> Floats:
    """Occasions in the year on which a citizen praised the service."""
    return _cases(year, citizens.PRAISE, by)


def _cases(year: YearEnd, name: str, by: Grouping) -> Floats:
    if name not in year.state.units:
        return no_answer(by)
    return by_units(year, year.state.units[name].astype(np.int64), by)


def _sums(year: YearEnd, name: str, by: Grouping) -> service.Integers | None:
    return unit_sums(year, year.state.units[name].astype(np.int64), by)


OUTCOMES = (
    Outcome(
        "citizen_satisfaction",
        "points",
        Better.HIGHER,
        Tally.STOCK,
        citizen_satisfaction,
        end=True,
        hidden=True,
    ),
    Outcome("complaints", "complaints", Better.NEUTRAL, Tally.FLOW, complaints),
    Outcome(
        "complaints_in_time", "per cent", Better.HIGHER, Tally.STOCK, complaints_in_time, end=True
    ),
    Outcome("grievances", "occasions", Better.LOWER, Tally.FLOW, grievances, end=True, hidden=True),
    Outcome("praise", "occasions", Better.HIGHER, Tally.FLOW, praise),
)
"""The outcomes of this field."""
