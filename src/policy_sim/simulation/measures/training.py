"""Training: who is trained, what it costs, and what people can do for it."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.learning.intake import (
    COST,
    DECLINED,
    ELIGIBLE,
    SEATS,
    TRAVEL_COST,
    TRAVEL_HOURS,
    UNFUNDED,
)
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping, grouping
from policy_sim.simulation.measures.outcome import (
    MONEY,
    PER_CENT,
    Better,
    Floats,
    Measure,
    Outcome,
    Tally,
    flow_of,
    no_answer,
)
from policy_sim.simulation.measures.year_end import Who, YearEnd, ratio
from policy_sim.simulation.training import DROPPED, ENOUGH, HOURS

__all__ = [
    "OUTCOMES",
    "acquired_ability",
    "acquired_gap",
    "acquired_integrity",
    "acquired_leadership",
    "training_cost",
    "training_declined",
    "training_dropped",
    "training_gap",
    "training_hours",
    "training_seats",
    "training_share",
    "training_unfunded",
    "training_uptake",
    "travel_cost",
    "travel_hours",
    "uptake_gap",
]

ZONE = "zone"


def acquired_ability(year: YearEnd, by: Grouping) -> Floats:
    """Mean ability acquired in courses by everyone in service, in SD of the founding stock."""
    return _acquired(year, by, "ability", Who.EVERYONE)


def acquired_gap(year: YearEnd, by: Grouping) -> Floats:
    """Acquired ability per head in the best served zone less that in the worst; only in all."""
    return _between_zones(year, by, acquired_ability)


def acquired_integrity(year: YearEnd, by: Grouping) -> Floats:
    """Mean integrity acquired in courses by everyone in service, in SD of the founding stock."""
    return _acquired(year, by, "integrity", Who.EVERYONE)


def acquired_leadership(year: YearEnd, by: Grouping) -> Floats:
    """Mean leadership acquired in courses by those who hold a post of office, in SD."""
    return _acquired(year, by, "leadership", Who.HOLDERS)


def training_cost(year: YearEnd, by: Grouping) -> Floats:
    """Money spent in the year on seats in courses, in constant prices."""
    return _counted(year, by, COST)


training_declined = flow_of(DECLINED, "Seats of the year that people declined because of the way.")
training_dropped = flow_of(
    DROPPED,
    "People who took a seat that ended in the year, and who did not complete the course.",
)


def training_gap(year: YearEnd, by: Grouping) -> Floats:
    """Hours of training per head in the best served zone less those in the worst; only in all."""
    return _between_zones(year, by, training_hours)


def training_hours(year: YearEnd, by: Grouping) -> Floats:
    """Hours of the courses ended in the year, over the people in service on 31 December."""
    if not year.people.acquired.traits:
        return no_answer(by)
    return ratio(year.flow(HOURS, by), year.heads(by))


def training_seats(year: YearEnd, by: Grouping) -> Floats:
    """Seats taken in the courses that began in the year."""
    return _counted(year, by, SEATS)


def training_share(year: YearEnd, by: Grouping) -> Floats:
    """Share of the people in service on 31 December with the year's hours asked for, per cent."""
    if ENOUGH not in year.state.flows.kinds:
        return no_answer(by)
    return PER_CENT * ratio(year.flow(ENOUGH, by), year.heads(by))


def training_unfunded(year: YearEnd, by: Grouping) -> Floats:
    """Seats of the year that somebody would have won and for which there was no money."""
    return _counted(year, by, UNFUNDED)


def training_uptake(year: YearEnd, by: Grouping) -> Floats:
    """Seats taken of all that people might have taken in the year, by the law alone, per cent.

    A person counts once for every course that begins and that the law allows; unlike hours per
    head this does not hang on who is allowed to attend at all.
    """
    if not year.people.acquired.traits:
        return no_answer(by)
    return PER_CENT * ratio(year.flow(SEATS, by), year.flow(ELIGIBLE, by))


travel_cost = flow_of(
    TRAVEL_COST,
    "Money spent in the year on the way to courses and back, a part of the training cost.",
)
travel_hours = flow_of(TRAVEL_HOURS, "Hours lost in the year on the way to courses and back.")


def uptake_gap(year: YearEnd, by: Grouping) -> Floats:
    """Uptake of courses in the best served zone less that in the worst; only in all."""
    return _between_zones(year, by, training_uptake)


def _between_zones(year: YearEnd, by: Grouping, measure: Measure) -> Floats:
    """Return by how much the best zone of *measure* exceeds the worst."""
    if by.name != EVERYBODY_TOGETHER or ZONE not in year.state.flows.groups:
        return no_answer(by)
    values = measure(year, grouping(year.people, ZONE))
    known = values[~np.isnan(values)]
    return np.array([known.max() - known.min()]) if len(known) > 1 else no_answer(by)


def _counted(year: YearEnd, by: Grouping, flow: str) -> Floats:
    """Return what was counted under *flow*; no answer where no courses are held."""
    if not year.people.acquired.traits:
        return no_answer(by)
    return year.flow(flow, by).astype(np.float64)


def _acquired(year: YearEnd, by: Grouping, trait: str, who: Who) -> Floats:
    if trait not in year.people.acquired.amounts:
        return no_answer(by)

    def skill() -> Floats:
        amounts = year.people.acquired.of(trait)
        return np.zeros(year.people.size) if amounts is None else amounts

    return year.mean(by, f"acquired {trait}", skill, who)


OUTCOMES = (
    Outcome("acquired_ability", "SD", Better.HIGHER, Tally.STOCK, acquired_ability, hidden=True),
    Outcome("acquired_gap", "SD", Better.LOWER, Tally.STOCK, acquired_gap, hidden=True),
    Outcome(
        "acquired_integrity", "SD", Better.HIGHER, Tally.STOCK, acquired_integrity, hidden=True
    ),
    Outcome(
        "acquired_leadership", "SD", Better.HIGHER, Tally.STOCK, acquired_leadership, hidden=True
    ),
    Outcome(
        "training_cost", MONEY, Better.LOWER, Tally.FLOW, training_cost, end=True, of_money=True
    ),
    Outcome("training_declined", "seats", Better.LOWER, Tally.FLOW, training_declined),
    Outcome("training_dropped", "persons", Better.LOWER, Tally.FLOW, training_dropped),
    Outcome("training_gap", "hours", Better.LOWER, Tally.STOCK, training_gap),
    Outcome("training_hours", "hours", Better.HIGHER, Tally.STOCK, training_hours),
    Outcome("training_seats", "persons", Better.NEUTRAL, Tally.FLOW, training_seats),
    Outcome("training_share", "per cent", Better.HIGHER, Tally.STOCK, training_share),
    Outcome("training_unfunded", "seats", Better.LOWER, Tally.FLOW, training_unfunded),
    Outcome("training_uptake", "per cent", Better.HIGHER, Tally.STOCK, training_uptake),
    Outcome("travel_cost", MONEY, Better.LOWER, Tally.FLOW, travel_cost, end=True, of_money=True),
    Outcome("travel_hours", "hours", Better.LOWER, Tally.FLOW, travel_hours),
    Outcome("uptake_gap", "per cent", Better.LOWER, Tally.STOCK, uptake_gap),
)
"""The outcomes of this field."""
