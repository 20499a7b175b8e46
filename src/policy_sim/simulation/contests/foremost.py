"""The foremost of many: who wins a contest, without putting everybody in order.

An intake has many competitors of whom none but the winners matter. Finding them takes a pass
over each of score, ties and lot; ranking everybody would take a sort.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.contests.competition import BY_LOT, Contest, Lots, held
from policy_sim.simulation.state import State

__all__ = ["foremost", "winners"]


def winners(state: State, contest: Contest, counts: bool = True) -> Flags:
    """Return who wins *contest* by law, ``bool[competitors]``; the same as :func:`held` finds.

    Unless it *counts*, quotas that run over the year and the tally of lots stay as they are.
    """
    select = contest.select
    if select is not None and (select.reserves or select.caps):
        return held(state, contest, counts).won
    merits = (contest.score, *contest.ties)
    won, by_lot = foremost(contest.seats, merits, contest.lots, contest.people)
    if counts:
        state.flows.tally(BY_LOT, by_lot)
    return won


def foremost(
    seats: int, merits: Sequence[Integers], lot: Lots, people: Integers
) -> tuple[Flags, int]:
    """Return who wins one of *seats*, and how many of them only by lot.

    The greater of each of *merits* in turn goes first, then the smaller *lot*, then the id.
    """
    size = len(people)
    if seats >= size:
        return np.ones(size, np.bool_), 0
    won = np.zeros(size, np.bool_)
    level, left = np.arange(size), seats
    for merit in merits:
        if not left:
            return won, 0
        column = merit[level]
        last = np.partition(column, len(column) - left)[len(column) - left]
        above = level[column > last]
        won[above] = True
        left -= len(above)
        level = level[column == last]
    if left == len(level):
        won[level] = True
        return won, 0
    won[_first_by_lot(level, left, lot, people)] = True
    return won, left


def _first_by_lot(level: Integers, left: int, lot: Lots, people: Integers) -> Integers:
    """Return the *left* of *level* whose lots are the smallest; equal lots fall to the id."""
    if not left:
        return level[:0]
    last = np.partition(lot[level], left - 1)[left - 1]
    below, equal = level[lot[level] < last], level[lot[level] == last]
    equal = equal[np.argsort(people[equal], kind="stable")]
    return np.concatenate([below, equal[: left - len(below)]])
