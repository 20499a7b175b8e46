"""Carrying over: what people keep of a skill when they take a post of another level.

Whoever works well at one level need not at the next (Peter & Hull 1969). The luck of a new level
is keyed by person and level, so that somebody who comes to it in two arms does equally well there.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from policy_sim.rules.frame import Integers
from policy_sim.simulation.state import State
from policy_sim.workforce.levels import Carried

__all__ = ["carry_over"]

Floats = NDArray[np.float64]


def carry_over(state: State, rows: Integers, office: Integers) -> None:
    """Let the people at *rows*, who come to the level *office* from another one, be what they are
    there, as the organisation states it.
    """
    for carried in state.organisation.levels.carried:
        if len(rows):
            there = _there(state, carried, rows, office)
            scale = state.scales.get(carried.trait)
            state.people.truth[carried.trait][rows] = scale.within(there) if scale else there


def _there(state: State, carried: Carried, rows: Integers, office: Integers) -> Floats:
    """Return what the people at *rows* are at the level that they come to, in SD."""
    there, keys = state.people.truth[carried.trait][rows], state.people.keys[rows]
    purpose = f"level entered {carried.trait}"
    if carried.correlation:
        kept = state.assumption(carried.correlation)
        luck = state.chance.normal(purpose, keys, office)
        there = kept * there + math.sqrt(1.0 - kept**2) * luck
    if carried.shift:
        scale = state.scales.get(carried.trait)
        reach = state.assumption(carried.shift) / (scale.sd if scale else 1.0)
        luck = state.chance.uniform(f"{purpose} shift", keys, office)
        there = there + reach * (2.0 * luck - 1.0)
    return np.asarray(there)
