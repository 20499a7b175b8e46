"""Attitudes to a reform: how much each person and each unit resists it, and what lowers that."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.learning.skill import kept
from policy_sim.simulation.measures.sums import MILLIONTHS, sums_by_part, whole
from policy_sim.simulation.state import State

__all__ = ["in_unit", "left_after", "personal_resistance", "softened"]

Shares = NDArray[np.float64]

SERVED_BY = "connection"
"""The trait of those whom closeness serves: they have something to lose by a reform."""


def personal_resistance(state: State) -> Shares:
    """Return how much each person resists a reform of which nobody has spoken yet, 0 to 1.

    It hangs on the person alone, and together with connection as far as
    ``resistance_connection`` says.
    """
    people = state.people
    leaning = state.chance.normal("resistance", people.keys)
    if SERVED_BY in people.truth:
        shared = state.assumption("resistance_connection")
        leaning *= math.sqrt(1.0 - shared**2)
        leaning += shared * people.truth[SERVED_BY]
    level, spread = state.assumption("resistance_level"), state.assumption("resistance_spread")
    return np.asarray(np.clip(level + spread * leaning, 0.0, 1.0))


def in_unit(state: State, resistance: Shares) -> Shares:
    """Return how much each unit resists: its people on average, and its head for a share.

    A unit without people does not resist; one without a head goes by its people.
    """
    units, unit = state.organisation.units, state.people.record["unit"]
    heads = np.bincount(unit, minlength=units)
    sums = sums_by_part(unit, whole(resistance), units)
    mean = sums / np.maximum(heads, 1) / MILLIONTHS
    head = _head_of(state)
    led = head >= 0
    weight = state.assumption("resistance_leader_weight")
    mean[led] += weight * (resistance[head[led]] - mean[led])
    return mean


def softened(state: State, sessions: Integers, supported: Flags) -> Shares:
    """Return what part of each unit's resistance is left when the reform begins.

    Each of its *sessions* takes ``resistance_session_effect`` off what is left, a head who stands
    behind the reform ``resistance_support_effect``.
    """
    kept = 1.0 - state.assumption("resistance_session_effect")
    powers = [1.0]
    for _ in range(int(sessions.max(initial=0))):
        powers.append(powers[-1] * kept)
    left = np.array(powers)[sessions]
    left[supported] *= 1.0 - state.assumption("resistance_support_effect")
    return left


def left_after(state: State, months: int) -> float:
    """Return what part of resistance is left when a reform has been in force for *months*."""
    return kept(months, state.assumption("resistance_half_life"))


def _head_of(state: State) -> Integers:
    """Return the row of each unit's head, -1 where the post is vacant or there is none."""
    post = state.organisation.head_post
    head = np.full(len(post), -1, np.int64)
    led = post >= 0
    head[led] = state.people.rows_of(state.posts.holder[post[led]])
    return head
