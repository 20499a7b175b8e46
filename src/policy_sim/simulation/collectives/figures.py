"""Figures of groups, worked out of the people in service when a period ends."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from policy_sim.policy.ast import Rounding
from policy_sim.policy.vocabulary import Figure, Group, Series
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Column, Integers
from policy_sim.rules.making import quotient
from policy_sim.simulation.collectives.collective import UNIT
from policy_sim.simulation.measures.sums import sums_by_part

__all__ = ["figures"]


def figures(group: Group, series: Series, features: Features, unit: Column, size: int) -> Integers:
    """Return the figure of *group* in steps of its *series*, for each of *size* subjects.

    *features* are those of everybody, *unit* the unit of each. Shares and means are rounded to
    the step, halves away from zero; where nobody is, or the total is zero, the figure is what the
    series says of a missing period.
    """
    where = features.meets(group.where)
    part = unit if group.subject == UNIT else np.zeros(len(where), np.int64)
    inside = np.flatnonzero(where)
    if group.figure is Figure.COUNT:
        return np.bincount(part[inside], minlength=size)
    amounts = _amounts(group, features)
    total = sums_by_part(part[inside], amounts[inside], size)
    if group.figure is Figure.SHARE:
        whole, scale = sums_by_part(part, amounts, size), 1 / series.type.step
    else:
        step = Fraction(1) if group.term is None else group.term.type.step
        whole, scale = np.bincount(part[inside], minlength=size), step / series.type.step
    found = quotient(total * int(scale), np.maximum(whole, 1), Rounding.ROUND)
    return np.where(whole > 0, found, series.if_missing)


def _amounts(group: Group, features: Features) -> Integers:
    """Return what is added up of each person: of heads, one."""
    if group.term is None:
        return np.ones(features.size, np.int64)
    return features.column(group.term)
