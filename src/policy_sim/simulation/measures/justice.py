"""Justice: who competed for places in vain, and who was passed over unfairly."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.justice import COMPETED, WRONGED
from policy_sim.simulation.measures.groups import Grouping
from policy_sim.simulation.measures.outcome import Better, Floats, Outcome, Tally, no_answer
from policy_sim.simulation.measures.year_end import YearEnd

__all__ = ["OUTCOMES", "competed_in_vain", "passed_over"]


def competed_in_vain(year: YearEnd, by: Grouping) -> Floats:
    """People in service who competed in the year for a place and did not get it."""
    return _concerned(year, COMPETED, by)


def passed_over(year: YearEnd, by: Grouping) -> Floats:
    """People in service who in the year saw somebody less able take a place that they competed
    for, by favour, by a habit, or by a law that ranks by no merit, as far as that is felt.
    """
    return _concerned(year, WRONGED, by)


def _concerned(year: YearEnd, figure: str, by: Grouping) -> Floats:
    """Return of how many people the *figure* is above zero; no answer without the system."""
    personal, ids = year.state.personal, year.people.ids
    if figure not in personal:
        return no_answer(by)
    people = year.met(by, figure, lambda: np.flatnonzero(personal.of(figure, ids)))
    return people.astype(np.float64)


OUTCOMES = (
    Outcome("competed_in_vain", "persons", Better.NEUTRAL, Tally.FLOW, competed_in_vain),
    Outcome("passed_over", "persons", Better.LOWER, Tally.FLOW, passed_over, hidden=True),
)
"""The outcomes of this field."""
