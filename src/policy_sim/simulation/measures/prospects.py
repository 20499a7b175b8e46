"""Prospects: whose career can go no further, as far as the law goes."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.measures.groups import Grouping
from policy_sim.simulation.measures.outcome import (
    PER_CENT,
    Better,
    Floats,
    Outcome,
    Tally,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd, ratio
from policy_sim.simulation.path import BLOCKED, NO_LADDER

__all__ = ["OUTCOMES", "blocked_paths", "without_ladder"]


def blocked_paths(year: YearEnd, by: Grouping) -> Floats:
    """Share of people of whom rules of rising speak, and to whom none would grant a rise in rank or
    office within the years looked ahead, however long they wait, when paths were last looked at.
    """
    return _share(year, BLOCKED, by)


def without_ladder(year: YearEnd, by: Grouping) -> Floats:
    """Share of people of whom no rule of rising in rank or office speaks, such as contract staff,
    when paths were last looked at.
    """
    return _share(year, NO_LADDER, by)


def _share(year: YearEnd, figure: str, by: Grouping) -> Floats:
    personal, ids = year.state.personal, year.people.ids
    if figure not in personal:
        return no_answer(by)
    found = year.met(by, figure, lambda: np.flatnonzero(personal.of(figure, ids)))
    return PER_CENT * ratio(found, year.heads(by))


OUTCOMES = (
    Outcome("blocked_paths", "per cent", Better.LOWER, Tally.STOCK, blocked_paths),
    Outcome("without_ladder", "per cent", Better.NEUTRAL, Tally.STOCK, without_ladder),
)
"""The outcomes of this field."""
