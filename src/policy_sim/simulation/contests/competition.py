"""Competitions: scarce places, the eligible, and the order in which the law ranks them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.policy.law import Quota, Selection
from policy_sim.rules.allocation import Allocation, Cap, Competition, Reserve, allocate, places
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.state import State

__all__ = ["BY_LOT", "Contest", "Lots", "held", "line_up", "lots_in_line"]

Lots = NDArray[np.float64]

BY_LOT = "by_lot"
"""The flow that counts the places which the lot decided."""


@dataclass(frozen=True)
class Contest:
    """Equal *seats* for which some people compete under the selection of the rule *rule*.

    *features* are the competitors' own, *people* their ids and *keys* their identities in
    chance, all in one order; *name* tells the contest from every other: month, office, unit.
    """

    chance: Chance
    area: str
    rule: str
    select: Selection | None
    features: Features
    people: Integers
    keys: NDArray[np.uint64]
    seats: int
    name: tuple[int, ...]

    @property
    def score(self) -> Integers:
        """The exact score of each competitor; without a selection all are equal."""
        if self.select is None:
            return np.zeros(len(self.people), np.int64)
        return self.features.column(self.select.rank_by)

    @property
    def ties(self) -> tuple[Integers, ...]:
        """What decides between equal scores, in turn."""
        if self.select is None:
            return ()
        return tuple(self.features.column(term) for term in self.select.ties)

    @cached_property
    def key(self) -> NDArray[np.uint64]:
        """The identity of the contest in chance, in an array of length 1."""
        return self.chance.key(f"contest {self.area}", *self.name)

    @cached_property
    def lots(self) -> Lots:
        """The lot of each competitor, keyed by person and contest."""
        return self.chance.uniform("lot", self.keys, self.key)

    def reasons(self, allocation: Allocation, lost: Integers, some: Integers) -> list[str]:
        """Return, in words, how *some* of the *lost* stood: rank, score, last winner."""
        step = self.select.rank_by.type.step if self.select else Fraction(1)
        last = (
            "nobody"
            if allocation.last_score is None
            else f"{float(allocation.last_score * step):g}"
        )
        entrants, which = len(self.people), lost[some]
        # Whole numbers divide as exactly as fractions do, and far faster.
        return [
            f"rank {rank} of {entrants}, score {score * step.numerator / step.denominator:g}, "
            f"last winner {last}"
            for rank, score in zip(
                allocation.rank[which].tolist(), self.score[which].tolist(), strict=True
            )
        ]


def held(state: State, contest: Contest, counts: bool = True) -> Allocation:
    """Return who wins *contest* by law: by score, ties and lot, within reserves and caps.

    Unless it *counts*, quotas that run over the year and the tally of lots stay as they are.
    """
    select = contest.select
    reserves = select.reserves if select else ()
    caps = select.caps if select else ()
    sized = [_Quota(state, contest, quota, number) for number, quota in enumerate(reserves + caps)]
    allocation = allocate(
        Competition(
            seats=contest.seats,
            people=contest.people,
            score=contest.score,
            lot=contest.lots,
            ties=contest.ties,
            reserves=tuple(quota.reserve for quota in sized[: len(reserves)]),
            caps=tuple(Cap(quota.whom, quota.places) for quota in sized[len(reserves) :]),
        )
    )
    if counts:
        state.flows.tally(BY_LOT, allocation.lots_used)
        for quota in sized:
            quota.note(allocation.won)
    return allocation


def line_up(
    groups: Integers, seats: Integers, score: Integers, ties: tuple[Integers, ...], lot: Lots
) -> Flags:
    """Return who wins where many contests without quotas are held at once.

    *groups* gives each competitor's contest, a position in *seats*; the others are as in
    :func:`~policy_sim.rules.allocation.allocate`, whose result this equals for each contest.
    """
    order = np.lexsort([lot, *(-tie for tie in reversed(ties)), -score, groups])
    arranged = groups[order]
    first = np.searchsorted(arranged, arranged, side="left")
    won = np.zeros(len(groups), np.bool_)
    won[order] = np.arange(len(groups)) - first < seats[arranged]
    return won


def lots_in_line(groups: Integers, score: Integers, ties: tuple[Integers, ...], won: Flags) -> int:
    """Return how many of the winners in :func:`line_up` only the lot told from a loser."""
    if won.all() or not won.any():
        return 0
    keys = [*reversed(ties), score, groups]
    order = np.lexsort(keys)
    differs = np.zeros(len(order) - 1, np.bool_)
    for key in keys:
        arranged = key[order]
        differs |= arranged[1:] != arranged[:-1]
    equals = np.concatenate([[0], np.cumsum(differs)])
    winners = np.bincount(equals, weights=won[order]).astype(np.int64)
    return int(winners[winners < np.bincount(equals)].sum())


class _Quota:
    """A reserve or a cap as it stands in one contest."""

    def __init__(self, state: State, contest: Contest, quota: Quota, number: int) -> None:
        self._tallies = state.quota_tallies
        self._name = f"{contest.area} {contest.rule} {number}"
        self._yearly = quota.span == "year"
        self._seats = contest.seats
        self._quota = quota
        self.whom = contest.features.meets(quota.whom)
        before = self._tallies.get(self._name, (0, 0)) if self._yearly else (0, 0)
        self.places = places(quota, contest.seats, *before)

    @property
    def reserve(self) -> Reserve:
        return Reserve(self.whom, self.places, self._quota.filled_first, self._quota.release)

    def note(self, won: Flags) -> None:
        """Count what this contest adds to the year."""
        if self._yearly:
            seats, filled = self._tallies.get(self._name, (0, 0))
            filled += int((won & self.whom).sum())
            self._tallies[self._name] = (seats + self._seats, filled)
