"""Competitions: scarce places, the eligible, and the order in which the law ranks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.policy.rule import Quota, Selection
from policy_sim.rules.allocation import (
    Allocation,
    Cap,
    Competition,
    Reserve,
    allocate,
    in_order,
    merit,
    places,
)
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.state import Decided, State

FEW, MANY = 64, 256
"""Of so few competitors everybody may draw a lot, tied or not; of so many nobody in vain."""

__all__ = ["BY_LOT", "Contest", "Eligible", "Lots", "Room", "held", "line_up", "rooms"]

Lots = NDArray[np.float64]
Figure = NDArray[np.float64]

BY_LOT = "by_lot"
"""The flow that counts the places which the lot decided."""


@dataclass(eq=False)
class Eligible:
    """The people at *rows* to whom a rule gives something, and their *features*, in one order."""

    rows: Integers
    features: Features

    @classmethod
    def of(cls, decided: Decided, which: Integers) -> Eligible:
        """Return those at the positions *which* of a decision."""
        return cls(decided.rows[which], decided.decision.features.within(which))

    def within(self, which: Integers) -> Eligible:
        """Return those at the positions *which* only."""
        return Eligible(self.rows[which], self.features.within(which))


@dataclass(eq=False)
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

    @cached_property
    def score(self) -> Integers:
        """The exact score of each competitor; without a selection all are equal."""
        if self.select is None:
            return np.zeros(len(self.people), np.int64)
        return self.features.column(self.select.rank_by)

    @cached_property
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
    def _occasion(self) -> int:
        return int(self.key[0])

    @cached_property
    def lots(self) -> Lots:
        """The lot of each competitor, keyed by person and contest."""
        return self.chance.uniform("lot", self.keys, self._occasion)

    def lots_of(self, some: Integers) -> Lots:
        """Return the lots of *some* positions only."""
        if len(self.people) < MANY:
            return self.lots[some]
        return self.chance.uniform("lot", self.keys[some], self._occasion)

    @cached_property
    def rank(self) -> Integers:
        """How each competitor stands, counted from 1: by score, ties and lot."""
        rank = np.empty(len(self.people), np.int64)
        everybody = np.arange(len(rank))
        rank[self.in_order(everybody)] = everybody + 1
        return rank

    def in_order(self, some: Integers, first: Figure | None = None) -> Integers:
        """Return the order of *some* positions by score, ties and lot, as positions in *some*.

        If a figure of each of *some* is to go *first*, the lowest leads, and the law decides
        between equals.
        """
        merits, people = [column[some] for column in (self.score, *self.ties)], self.people[some]
        if len(some) <= FEW:
            figures = [-column for column in reversed(merits)] + ([] if first is None else [first])
            return np.lexsort((people, self.lots_of(some), *figures))
        order = in_order(merit(merits), people, lambda tied: self.lots_of(some[tied]))
        return order if first is None else order[np.argsort(first[order], kind="stable")]

    def reasons(self, winners: Integers, lost: Integers, some: Integers) -> list[str]:
        """Return, in words, how *some* of the *lost* stood: rank, score, last of the *winners*."""
        step = self.select.rank_by.type.step if self.select else Fraction(1)
        score = self.score
        last = f"{float(int(score[winners].min()) * step):g}" if len(winners) else "nobody"
        entrants, which = len(self.people), lost[some]
        # Whole numbers divide as exactly as fractions do, and far faster.
        scores = (score[which] * step.numerator / step.denominator).tolist()
        return [
            f"rank {rank} of {entrants}, score {points:g}, last winner {last}"
            for rank, points in zip(self.rank[which].tolist(), scores, strict=True)
        ]


def held(state: State, contest: Contest, counts: bool = True) -> Allocation:
    """Return who wins *contest* by law: by score, ties and lot, within reserves and caps.

    Unless it *counts*, quotas that run over the year and the tally of lots stay as they are.
    """
    sized = rooms(state, contest)
    reserves = contest.select.reserves if contest.select else ()
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
            quota.note(int((allocation.won & quota.whom).sum()))
    return allocation


def rooms(state: State, contest: Contest) -> list[Room]:
    """Return how the reserves, and after them the caps, of *contest* stand."""
    select = contest.select
    quotas = (*select.reserves, *select.caps) if select else ()
    return [Room(state, contest, quota, number) for number, quota in enumerate(quotas)]


def line_up(
    groups: Integers,
    seats: Integers,
    score: Integers,
    ties: tuple[Integers, ...],
    lots: Callable[[Integers], Lots],
) -> tuple[Flags, int]:
    """Return who wins where many contests without quotas are held at once, and how many by lot.

    *groups* gives each competitor's contest, a position in *seats*; *lots* the lots of some
    positions, and is asked only for equals of whom some win and some do not. For each contest
    the result is that of :func:`~policy_sim.rules.allocation.allocate`.
    """
    line = merit((-groups, score, *ties))
    order = np.argsort(-line, kind="stable")
    arranged = groups[order]
    place = np.arange(len(order)) - np.searchsorted(arranged, arranged, side="left")
    taken = place < seats[arranged]
    won = np.zeros(len(groups), np.bool_)
    won[order] = taken
    unlike = line[order[1:]] != line[order[:-1]]
    torn = taken[:-1] & ~taken[1:] & ~unlike
    if not torn.any():
        return won, 0
    runs = np.concatenate([[0], np.cumsum(unlike)])
    divided = np.zeros(runs[-1] + 1, np.bool_)
    divided[runs[:-1][torn]] = True
    tied = np.flatnonzero(divided[runs])
    rows = order[tied]
    won[rows[np.lexsort((lots(rows), runs[tied]))]] = taken[tied]
    return won, int(np.count_nonzero(taken[tied]))


class Room:
    """The *places* that a reserve or a cap leaves in one contest, for some of the competitors."""

    def __init__(self, state: State, contest: Contest, quota: Quota, number: int) -> None:
        self._tallies = state.quota_tallies
        self._name = f"{contest.area} {contest.rule} {number}"
        self._yearly = quota.span == "year"
        self._seats = contest.seats
        self._quota = quota
        self._features = contest.features
        before = self._tallies.get(self._name, (0, 0)) if self._yearly else (0, 0)
        self.places = places(quota, contest.seats, *before)

    @cached_property
    def whom(self) -> Flags:
        """Which competitors it is for."""
        return self._features.meets(self._quota.whom)

    @property
    def reserve(self) -> Reserve:
        """The places as a reserve."""
        return Reserve(self.whom, self.places, self._quota.filled_first, self._quota.release)

    def note(self, filled: int) -> None:
        """Count what this contest, in which *filled* of those concerned won, adds to the year."""
        if self._yearly:
            seats, before = self._tallies.get(self._name, (0, 0))
            self._tallies[self._name] = (seats + self._seats, before + filled)
