"""Who gets scarce places: one pure function for promotion, posts, intakes and courses.

Seats of equal posts of one pool are one competition. The order is the score, then each tie in
turn (the greater goes first), then a lot keyed by person and competition, never the order of
rows. Places may be reserved for some candidates or capped for them. A person who has won a place
is withdrawn from the competitions that follow, so the higher office is filled first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.rule import Quota
from policy_sim.rules.frame import Flags, Integers

__all__ = [
    "Allocation",
    "Cap",
    "Competition",
    "Reserve",
    "allocate",
    "in_order",
    "merit",
    "places",
]

_WIDEST = 2**62
"""How many integers a merit may be one of."""


@dataclass(frozen=True)
class Reserve:
    """*places* for the candidates in *whom*, filled before the open places or after them.

    Those left over go to everyone if *release*, else they stay empty.
    """

    whom: Flags
    places: int
    filled_first: bool = True
    release: bool = True


@dataclass(frozen=True)
class Cap:
    """At most *places* winners among the candidates in *whom*."""

    whom: Flags
    places: int


@dataclass(frozen=True)
class Competition:
    """Some equal *seats* and the eligible who compete for them.

    *people* are the candidates' identities (each once); *score*, each of *ties* and *lot* (in
    (0, 1), the smaller goes first) have one entry a candidate.
    """

    seats: int
    people: Integers
    score: Integers
    lot: NDArray[np.float64]
    ties: tuple[Integers, ...] = ()
    reserves: tuple[Reserve, ...] = ()
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True)
class Allocation:
    """Who won the *competition*, in candidates' positions.

    *winner* has one entry a seat, -1 if it stays empty; places are filled in their order.
    *rank* counts each candidate from 1, 0 for one withdrawn by an earlier win.
    """

    competition: Competition
    winner: Integers
    rank: Integers
    won: Flags
    outranked: Flags

    @cached_property
    def by_lot(self) -> Flags:
        """The winners whom only the lot distinguished from someone who took no place."""
        return _decided_by_lot(self.competition, self.won, self.outranked)

    @property
    def lots_used(self) -> int:
        """How many places the lot decided."""
        return int(self.by_lot.sum())


@dataclass
class _Filling:
    """The state of one competition while its places are filled, in *order*."""

    competition: Competition
    order: Integers
    won: list[int] = field(default_factory=list)

    def fill(self, places: int, whom: Flags | None = None) -> int:
        """Give up to *places* to the next in order (among *whom*); return how many are left."""
        free = (
            np.ones(len(self.competition.people), dtype=np.bool_) if whom is None else whom.copy()
        )
        free[self.won] = False
        waiting = self.order[free[self.order]]
        caps = self.competition.caps
        chosen = waiting[:places].tolist() if not caps else self._under_caps(waiting, places)
        self.won += chosen
        return places - len(chosen)

    def _under_caps(self, waiting: Integers, places: int) -> list[int]:
        caps = self.competition.caps
        room = [cap.places - int(cap.whom[self.won].sum()) for cap in caps]
        for_all = [left for left, cap in zip(room, caps, strict=True) if cap.whom.all()]
        most = min([places, *for_all])
        if len(for_all) == len(caps):
            return list(map(int, waiting[: max(most, 0)]))
        chosen: list[int] = []
        for candidate in waiting.tolist():
            if len(chosen) >= most:
                break
            concerned = [n for n, cap in enumerate(caps) if cap.whom[candidate]]
            if all(room[n] > 0 for n in concerned):
                chosen.append(candidate)
                for n in concerned:
                    room[n] -= 1
        return chosen


def allocate(competition: Competition, withdrawn: Flags | None = None) -> Allocation:
    """Return who wins the seats of one competition; *withdrawn* candidates take no part.

    A pure function: the same candidates in any order of rows win the same.
    """
    size = len(competition.people)
    taking_part = np.ones(size, dtype=np.bool_) if withdrawn is None else ~withdrawn
    merits = merit((competition.score, *competition.ties))
    order = in_order(merits, competition.people, competition.lot.__getitem__)
    order = order[taking_part[order]]
    rank = np.zeros(size, dtype=np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    filled = _fill(competition, order)
    winner = np.full(competition.seats, -1, dtype=np.int64)
    winner[: len(filled)] = filled
    won = np.zeros(size, dtype=np.bool_)
    won[filled] = True
    return Allocation(competition, winner, rank, won, taking_part & ~won)


def places(quota: Quota, seats: int, seats_before: int = 0, filled_before: int = 0) -> int:
    """Return how many of *seats* a reserve or a cap comes to.

    A share is rounded as the quota says (halves away from zero for ``nearest``). A quota
    counted per year is taken of all the year's seats so far, *seats_before* included, less the
    *filled_before* places already filled under it.
    """
    total = seats_before + seats
    if quota.share is None:
        whole = quota.count or 0
    elif quota.rounding == "up":
        whole = -(-total * quota.share // 10_000)
    elif quota.rounding == "nearest":
        whole = (2 * total * quota.share + 10_000) // 20_000
    else:
        whole = total * quota.share // 10_000
    return min(max(whole - filled_before, 0), seats)


def in_order(
    merits: Integers, people: Integers, lots: Callable[[Integers], NDArray[np.float64]]
) -> Integers:
    """Return the candidates' positions, the first in line first.

    The greater of *merits* goes first; *lots* gives the lots of some positions, and is asked only
    for those of equal merit. Equal lots (never for distinct keys) fall to the id.
    """
    order = np.argsort(-merits, kind="stable")
    alike = merits[order[1:]] == merits[order[:-1]]
    if alike.any():
        tied = np.zeros(len(order), dtype=np.bool_)
        tied[1:] = alike
        tied[:-1] |= alike
        rows = order[tied]
        order[tied] = rows[np.lexsort((people[rows], lots(rows), -merits[rows]))]
    return order


def merit(columns: Sequence[Integers]) -> Integers:
    """Return one integer a candidate that orders them by the first of *columns*, then the next.

    Sorting by one integer is several times faster than by a column after the other.
    """
    size = len(columns[0])
    result, width = np.zeros(size, dtype=np.int64), 1
    for column in columns:
        values, low = column, int(np.minimum.reduce(column, initial=0))
        span = int(np.maximum.reduce(column, initial=0)) - low + 1
        if width * span > _WIDEST:
            result, values = _places(result), _places(column)
            width, low, span = size, 0, size
        result = result * span + (values - low)
        width *= span
    return result


def _places(column: Integers) -> Integers:
    """Return the place of each value among the different ones, 0 for the lowest."""
    return np.unique(column, return_inverse=True)[1].astype(np.int64)


def _fill(competition: Competition, order: Integers) -> list[int]:
    filling = _Filling(competition, order)
    left = competition.seats
    reserved = _within_seats(competition.reserves, competition.seats)
    for reserve, size in reserved:
        left -= size
        if reserve.filled_first:
            unused = filling.fill(size, reserve.whom)
            left += unused if reserve.release else 0
    left = filling.fill(left)
    released = 0
    for reserve, size in reserved:
        if not reserve.filled_first:
            unused = filling.fill(size, reserve.whom)
            released += unused if reserve.release else 0
    filling.fill(left + released)
    return filling.won


def _within_seats(reserves: Sequence[Reserve], seats: int) -> list[tuple[Reserve, int]]:
    """Return each reserve with its places, the earlier served first if seats do not suffice."""
    sized = []
    for reserve in reserves:
        size = min(reserve.places, seats)
        seats -= size
        sized.append((reserve, size))
    return sized


def _decided_by_lot(competition: Competition, won: Flags, outranked: Flags) -> Flags:
    """Return the winners whose equals, in score, ties and quotas, include a loser."""
    result = np.zeros(len(won), dtype=np.bool_)
    if not outranked.any():
        return result
    beaten = outranked & np.isin(competition.score, competition.score[won])
    if not beaten.any():
        return result
    rows = np.flatnonzero(beaten | won)
    groups = [reserve.whom for reserve in competition.reserves]
    groups += [cap.whom for cap in competition.caps]
    keys = [competition.score, *competition.ties, *(whom.astype(np.int64) for whom in groups)]
    matrix = np.stack([key[rows] for key in keys])
    _, group = np.unique(matrix, axis=1, return_inverse=True)
    equals = np.isin(group.reshape(-1), group.reshape(-1)[beaten[rows]])
    result[rows] = won[rows] & equals
    return result
