"""Entry and regular employment: who comes in, how able they are, and where regular staff lack."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.entry.outside import ABILITY, BY_FAVOUR
from policy_sim.simulation.measures.groups import Grouping
from policy_sim.simulation.measures.outcome import (
    PER_CENT,
    Better,
    Floats,
    Outcome,
    Tally,
    by_units,
    flow_of,
    no_answer,
)
from policy_sim.simulation.measures.sums import MILLIONTHS
from policy_sim.simulation.measures.year_end import YearEnd, ratio
from policy_sim.simulation.regularisation import ABILITY as REGULARISED_ABILITY
from policy_sim.simulation.regularisation import LACKING, REGULARISED

__all__ = [
    "OUTCOMES",
    "hired_ability",
    "hired_by_favour",
    "irregular_places",
    "regularisations",
    "regularised_ability",
]


def hired_ability(year: YearEnd, by: Grouping) -> Floats:
    """Mean true ability of those who entered service in the year, in SD of the founding stock."""
    if ABILITY not in year.state.flows.kinds:
        return no_answer(by)
    return ratio(year.flow(ABILITY, by), year.flow("hired", by)) / MILLIONTHS


def hired_by_favour(year: YearEnd, by: Grouping) -> Floats:
    """Share of the year's newcomers who were taken against the law's order or test, per cent."""
    if ABILITY not in year.state.flows.kinds:
        return no_answer(by)
    return PER_CENT * ratio(year.flow(BY_FAVOUR, by), year.flow("hired", by))


def irregular_places(year: YearEnd, by: Grouping) -> Floats:
    """Places of the establishment in which nobody of regular employment works.

    A place that stands empty counts, and so does one that part-time or casual staff fill.
    """
    lacking = year.state.units.get(LACKING)
    if lacking is None:
        return no_answer(by)
    return by_units(year, lacking.astype(np.int64), by)


def regularised_ability(year: YearEnd, by: Grouping) -> Floats:
    """Mean true ability of those who were given a regular employment in the year, in SD."""
    if REGULARISED_ABILITY not in year.state.flows.kinds:
        return no_answer(by)
    able = year.flow(REGULARISED_ABILITY, by)
    return ratio(able, year.flow(REGULARISED, by)) / MILLIONTHS


regularisations = flow_of(
    REGULARISED, "People of a lesser employment who were given a regular one in the year."
)
OUTCOMES = (
    Outcome("hired_ability", "SD", Better.HIGHER, Tally.STOCK, hired_ability, hidden=True),
    Outcome("hired_by_favour", "per cent", Better.LOWER, Tally.STOCK, hired_by_favour),
    Outcome("irregular_places", "places", Better.LOWER, Tally.STOCK, irregular_places, end=True),
    Outcome("regularisations", "persons", Better.NEUTRAL, Tally.FLOW, regularisations),
    Outcome(
        "regularised_ability", "SD", Better.HIGHER, Tally.STOCK, regularised_ability, hidden=True
    ),
)
"""The outcomes of this field."""
