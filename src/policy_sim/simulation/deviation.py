"""Deviation from the law's order: who takes a post when practice ranks the eligible itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.competition import Lots
from policy_sim.simulation.practice import Order
from policy_sim.simulation.state import State

__all__ = ["Appointed", "appoint_in_order", "practice_figure"]

LOTTERY, ORACLE = "lottery", "oracle"
ORACLE_TRAITS = ("leadership", "ability")
"""What an oracle sees in a candidate for office: the first of these traits that people have."""


@dataclass(frozen=True)
class Appointed:
    """Who takes which post: *rows* of people and ids of *posts*, pair by pair."""

    rows: Integers
    posts: Integers


def appoint_in_order(
    state: State, field: Integers, lots: Lots, lawful: Integers, posts: Integers
) -> Appointed:
    """Return who takes *posts*: the *lawful* winners, but for the posts where practice decides.

    *field* and *lawful* are rows of people, *lawful* in order of rank, *lots* one for each of
    the field. Which posts practice decides is drawn by post and opening month, so that it is the
    same in every arm with that practice; there the first by the practice's own figure wins
    among those in the field who are left.
    """
    order, filled = state.practice.order, posts[: len(lawful)]
    if order is None or not len(filled):
        return Appointed(lawful, filled)
    deviates = _deviates(state, order, filled)
    if not deviates.any():
        return Appointed(lawful, filled)
    kept = lawful[: int((~deviates).sum())]
    serving = np.zeros(state.people.size, np.bool_)
    serving[kept] = True
    left = np.flatnonzero(~serving[field])
    figure = practice_figure(state, order.by, field[left])
    ranked = left[np.lexsort([lots[left], figure if order.first == "lowest" else -figure])]
    favoured = field[ranked[: int(deviates.sum())]]
    rows = np.empty(len(filled), np.int64)
    rows[~deviates], rows[deviates] = kept, favoured
    return Appointed(rows, filled)


def practice_figure(state: State, by: str, rows: Integers) -> NDArray[np.float64]:
    """Return what practice ranks the people at *rows* by, the highest first.

    A lottery ranks nobody above another, so that the lot decides; an oracle ranks by the truth.
    """
    if by == LOTTERY:
        return np.zeros(len(rows))
    if by == ORACLE:
        by = next(name for name in ORACLE_TRAITS if name in state.people.truth)
    return state.figure(by)[rows]


def _deviates(state: State, order: Order, posts: Integers) -> Flags:
    opened = state.posts.vacant_since[posts]
    chance = state.chance.uniform("order of practice", posts, opened)
    office = state.people.vocabulary.attributes["office"].type.scale
    named = [office.code(name) for name in order.offices] if office is not None else []
    concerned = np.isin(state.posts.office[posts], named) if named else np.True_
    return np.asarray((chance < float(order.share)) & concerned)
