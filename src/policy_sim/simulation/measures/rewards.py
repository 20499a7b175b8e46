"""Awards and medals, and what they cost."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.outcome import (
    MONEY,
    Better,
    Floats,
    Integers,
    Outcome,
    Tally,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd
from policy_sim.simulation.rewards import AWARDS, COST, MEDALS

__all__ = ["OUTCOMES", "awards", "medals", "reward_cost"]


def awards(year: YearEnd, by: Grouping) -> Floats:
    """Awards of the year that were won in competition."""
    return _counted(year, AWARDS, by)


def medals(year: YearEnd, by: Grouping) -> Floats:
    """Awards of the year that everybody has who qualifies, such as medals for long service."""
    return _counted(year, MEDALS, by)


def reward_cost(year: YearEnd, by: Grouping) -> Floats:
    """Money paid once with awards in the year, in constant prices; only in all."""
    return no_answer(by) if by.name != EVERYBODY_TOGETHER else _counted(year, COST, by)


def _counted(year: YearEnd, flow: str, by: Grouping) -> Floats:
    """Return the count of *flow*; no answer where rewards were not decided at all."""
    rewarded = COST in year.state.flows.kinds
    counts: Integers = year.flow(flow, by)
    return counts.astype(np.float64) if rewarded else no_answer(by)


OUTCOMES = (
    Outcome("awards", "persons", Better.NEUTRAL, Tally.FLOW, awards),
    Outcome("medals", "persons", Better.NEUTRAL, Tally.FLOW, medals),
    Outcome("reward_cost", MONEY, Better.LOWER, Tally.FLOW, reward_cost, end=True, of_money=True),
)
"""The outcomes of this field."""
