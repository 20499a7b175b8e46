"""Reforms: how far they are taken up, who still resists, and what was spent to win people over."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.outcome import (
    MONEY,
    PER_CENT,
    Better,
    Floats,
    Outcome,
    Tally,
    flow_of,
    no_answer,
)
from policy_sim.simulation.measures.year_end import Who, YearEnd
from policy_sim.simulation.reforms.resisting import RESISTANCE, RESISTED
from policy_sim.simulation.resistance import COST, OPPOSED

__all__ = ["OUTCOMES", "old_order_posts", "opposed", "socialisation_cost", "take_up"]


def take_up(year: YearEnd, by: Grouping) -> Floats:
    """100 less the resistance left in the unit where each person works, in per cent: the share of
    the reform's decisions that are taken as it says. Given once a reform is in force.
    """
    left = year.state.units.get(RESISTANCE)
    if left is None:
        return no_answer(by)
    taken = PER_CENT * (1.0 - left)
    return year.mean(by, "take-up", lambda: taken[year.people.record["unit"]], Who.EVERYONE)


def opposed(year: YearEnd, by: Grouping) -> Floats:
    """Mean resistance that is left in people, in per cent, as of the last January or the beginning
    of the reform. Given once a reform is in force.
    """
    personal, ids = year.state.personal, year.people.ids
    if OPPOSED not in personal:
        return no_answer(by)
    return year.mean(by, OPPOSED, lambda: PER_CENT * personal.of(OPPOSED, ids), Who.EVERYONE)


old_order_posts = flow_of(
    RESISTED, "People proposed in the year for posts in an order that a reform had ended."
)


def socialisation_cost(year: YearEnd, by: Grouping) -> Floats:
    """Money spent on sessions before reforms that took effect in the year, in constant prices."""
    flows = year.state.flows
    if COST not in flows.kinds or by.name != EVERYBODY_TOGETHER:
        return no_answer(by)
    return np.array([float(flows.total(COST))])


OUTCOMES = (
    Outcome("take_up", "per cent", Better.HIGHER, Tally.STOCK, take_up, hidden=True),
    Outcome("opposed", "per cent", Better.LOWER, Tally.STOCK, opposed, hidden=True),
    Outcome("old_order_posts", "persons", Better.LOWER, Tally.FLOW, old_order_posts),
    Outcome("socialisation_cost", MONEY, Better.LOWER, Tally.FLOW, socialisation_cost, end=True),
)
"""The outcomes of this field."""
