"""Rules about groups: how often they change the law, and whose grade they lower."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.collectives.limits import DISPLACED
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.outcome import (
    Better,
    Floats,
    Outcome,
    Tally,
    flow_of,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd

__all__ = ["OUTCOMES", "grades_lowered", "levers_set"]


def levers_set(year: YearEnd, by: Grouping) -> Floats:
    """Changes of a lever, of a unit or for all, that came into force in the year; only in all."""
    levers = year.state.levers
    if by.name != EVERYBODY_TOGETHER or not levers.steered:
        return no_answer(by)
    return np.array([float(levers.moved_in(year.state.today.year))])


grades_lowered = flow_of(
    DISPLACED, "Grades of the year's appraisal that were lowered because too many had a higher one."
)
OUTCOMES = (
    Outcome("grades_lowered", "grades", Better.NEUTRAL, Tally.FLOW, grades_lowered),
    Outcome("levers_set", "changes", Better.NEUTRAL, Tally.FLOW, levers_set),
)
"""The outcomes of this field."""
