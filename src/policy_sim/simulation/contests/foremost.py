"""The foremost of many: who wins a contest, without putting everybody in order.

Most contests have many competitors of whom none but the winners matter. Finding them takes a
pass over score and ties, and the lots of those between whom only these decide; ranking everybody
would take a sort, and a lot each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from policy_sim.policy.ast import ALWAYS
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.contests.competition import BY_LOT, Contest, Lots, held, rooms
from policy_sim.simulation.state import State

__all__ = ["first_in_line", "foremost", "winners"]


def winners(state: State, contest: Contest, counts: bool = True) -> Flags:
    """Return who wins *contest* by law, ``bool[competitors]``; the same as :func:`held` finds.

    Unless it *counts*, quotas that run over the year and the tally of lots stay as they are.
    """
    if _parted(contest):
        return held(state, contest, counts).won
    return _winning(state, contest, counts)


def first_in_line(state: State, contest: Contest, counts: bool = True) -> Integers:
    """Return the winners of *contest*, positions in the order in which :func:`held` seats them.

    *counts* is as for :func:`winners`.
    """
    if _parted(contest):
        seated = held(state, contest, counts).winner
        return seated[seated >= 0]
    won = _winning(state, contest, counts).nonzero()[0]
    return won[contest.in_order(won)] if len(won) > 1 else won


def _winning(state: State, contest: Contest, counts: bool) -> Flags:
    """Return who wins where no place is for some of the competitors only."""
    caps = rooms(state, contest)
    seats = min([contest.seats, *(cap.places for cap in caps)])
    merits = (contest.score, *contest.ties)
    won, by_lot = foremost(seats, merits, contest.lots_of, contest.people)
    if counts:
        state.flows.tally(BY_LOT, by_lot)
        for cap in caps:
            cap.note(int(np.count_nonzero(won)))
    return won


def _parted(contest: Contest) -> bool:
    """Whether places are reserved, or capped, for some of the competitors only."""
    select = contest.select
    return select is not None and bool(
        select.reserves or any(cap.whom != ALWAYS for cap in select.caps)
    )


def foremost(
    seats: int,
    merits: Sequence[Integers],
    lots: Callable[[Integers], Lots],
    people: Integers,
) -> tuple[Flags, int]:
    """Return who wins one of *seats*, and how many of them only by lot.

    The greater of each of *merits* in turn goes first, then the smaller lot, then the id; *lots*
    gives the lots of some positions.
    """
    size = len(people)
    if seats >= size:
        return np.ones(size, np.bool_), 0
    won = np.zeros(size, np.bool_)
    level, left = np.arange(size), seats
    for number, ranked_by in enumerate(merits):
        if not left:
            return won, 0
        column = ranked_by[level] if number else ranked_by
        last = _greatest(column, left)
        above = level[column > last]
        won[above] = True
        left -= len(above)
        level = level[column == last]
    if not left or left == len(level):
        won[level[:left]] = True
        return won, 0
    won[_first_by_lot(level, left, lots(level), people)] = True
    return won, left


def _greatest(column: Integers, number: int) -> int:
    """Return the least of the *number* greatest."""
    if number == 1:
        return int(column.max())
    at = len(column) - number
    return int(np.partition(column, at)[at])


def _first_by_lot(level: Integers, left: int, lot: Lots, people: Integers) -> Integers:
    """Return the *left* of *level* with the smallest of their lots; equal lots fall to the id."""
    last = np.partition(lot, left - 1)[left - 1]
    below, equal = level[lot < last], level[lot == last]
    equal = equal[np.argsort(people[equal], kind="stable")]
    return np.concatenate([below, equal[: left - len(below)]])
