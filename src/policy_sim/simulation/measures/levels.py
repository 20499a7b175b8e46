"""Levels of office: what all of them come to together, and how long people stay at each.

These outcomes are given where the organisation states the responsibility of its levels.
"""

from __future__ import annotations

import math

import numpy as np

from policy_sim.simulation.behaviour import skill
from policy_sim.simulation.departures import LEFT_LEVEL, MONTHS_AT_LEVEL
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.outcome import (
    PER_CENT,
    Better,
    Floats,
    Integers,
    Outcome,
    Tally,
    no_answer,
)
from policy_sim.simulation.measures.sums import MILLIONTHS, sums_by_part, whole
from policy_sim.simulation.measures.year_end import YearEnd, ratio

__all__ = ["OUTCOMES", "efficiency", "vacancy_chain", "years_at_level"]

YEAR = 12
"""Months in a year."""


def efficiency(year: YearEnd, by: Grouping) -> Floats:
    """Skill at work weighted by the responsibility of the level, in per cent of what is possible.

    100 x sum over levels of (responsibility x skill of those who are there, in points) / sum over
    levels of (responsibility x places x highest number of points); only in all.
    """
    levels = year.organisation.levels
    if not levels.responsibility or by.name != EVERYBODY_TOGETHER:
        return no_answer(by)
    scale = year.state.scales[levels.weighed]
    held, size = year.state.levels_held, len(levels.responsibility)
    heads = np.bincount(held, minlength=size).tolist()
    skills = sums_by_part(held, whole(skill(year.people, levels.weighed)), size).tolist()
    weights = [float(weight) for weight in levels.responsibility]
    reached = math.fsum(
        weight * (scale.mean * number + scale.sd * amount / MILLIONTHS)
        for weight, number, amount in zip(weights, heads, skills, strict=True)
    )
    places = zip(weights, _places(year, size).tolist(), strict=True)
    possible = math.fsum(weight * scale.high * number for weight, number in places)
    return np.array([PER_CENT * reached / possible if possible else np.nan])


def years_at_level(year: YearEnd, by: Grouping) -> Floats:
    """Mean years that those who left a level of office in the year had been at it.

    They left it for another level, or left service; in all and by what they were before.
    """
    if not year.organisation.levels.responsibility:
        return no_answer(by)
    return ratio(year.flow(MONTHS_AT_LEVEL, by), year.flow(LEFT_LEVEL, by)) / YEAR


def vacancy_chain(year: YearEnd, by: Grouping) -> Floats:
    """Mean number of moves that one departure sets off: rises in office and hires per exit.

    Where every place is filled at once it is the length of a vacancy chain (White 1970); only in
    all.
    """
    if not year.organisation.levels.responsibility or by.name != EVERYBODY_TOGETHER:
        return no_answer(by)
    exits = sum(year.flow(reason, by) for reason in year.state.archive.reasons)
    return ratio(year.flow("rose_in_office", by) + year.flow("hired", by), np.asarray(exits))


def _places(year: YearEnd, size: int) -> Integers:
    """Posts of each office, and as many places of staff as are established."""
    places = np.bincount(year.state.posts.office, minlength=size)
    places[0] += year.organisation.establishment.sum()
    return places


OUTCOMES = (
    Outcome(
        "efficiency", "per cent", Better.HIGHER, Tally.STOCK, efficiency, end=True, hidden=True
    ),
    Outcome("years_at_level", "years", Better.NEUTRAL, Tally.STOCK, years_at_level),
    Outcome("vacancy_chain", "moves", Better.NEUTRAL, Tally.STOCK, vacancy_chain),
)
"""The outcomes of this field."""
