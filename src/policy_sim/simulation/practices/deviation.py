"""Deviation from the law's order: who takes a post when practice ranks the eligible itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.contests.competition import Contest
from policy_sim.simulation.practices.practice import LOTTERY, ORACLE, Order
from policy_sim.simulation.state import State

__all__ = ["Appointed", "Running", "absent", "appoint_in_order", "risen_in_order"]

ORACLE_TRAITS = ("leadership", "ability")
"""What an oracle sees in a candidate for office: the first of these traits that people have."""


@dataclass(frozen=True)
class Appointed:
    """Who takes which post: *rows* of people and ids of *posts*, pair by pair."""

    rows: Integers
    posts: Integers


@dataclass(frozen=True)
class Running:
    """Who is in the running, as *rows* of people, and the *contest* in which they stand.

    Only practice reads how all of them rank, so nobody is ranked before it asks.
    """

    rows: Integers
    contest: Contest


def appoint_in_order(state: State, field: Running, lawful: Integers, posts: Integers) -> Appointed:
    """Return who takes *posts*: the *lawful* winners, but for the posts where practice decides.

    *lawful* are rows of people in order of rank. Which posts practice decides is drawn by post
    and opening month, so that it is the same in every arm with that practice; there the first by
    the practice's own figure wins among those in the field who are left, and between equals the
    first by law.
    """
    appointed = _ranked_by_practice(state, field, lawful, posts[: len(lawful)])
    return _incumbents_first(state, field, appointed) if state.practice.incumbents else appointed


def _ranked_by_practice(
    state: State, field: Running, lawful: Integers, filled: Integers
) -> Appointed:
    order = state.practice.order
    if order is None or not len(filled):
        return Appointed(lawful, filled)
    deviates = _deviates(state, order, filled)
    favours = np.count_nonzero(deviates)
    if not favours:
        return Appointed(lawful, filled)
    kept = lawful[: len(filled) - favours]
    ranked = field.rows[_first(state, order, field, len(filled))]
    favoured = ranked[absent(ranked, kept)][:favours]
    rows = np.empty(len(filled), np.int64)
    rows[~deviates], rows[deviates] = kept, favoured
    return Appointed(rows, filled)


def absent(some: Integers, those: Integers) -> Flags:
    """Return who of *some*, a handful of rows, is not among *those*."""
    known = set(those.tolist())
    return np.array([row not in known for row in some.tolist()], dtype=np.bool_)


def _incumbents_first(state: State, field: Running, appointed: Appointed) -> Appointed:
    """Give posts to their acting heads, where these are in the field and practice is so inclined.

    Whether it is so is drawn by post and opening month, the same in every arm.
    """
    rows, posts = appointed.rows.copy(), appointed.posts
    acting = state.people.rows_of(state.posts.acting[posts])
    lots = state.chance.uniform("incumbents", posts, state.posts.vacant_since[posts])
    share = float(state.practice.incumbents) * state.signals.overseer.attempted
    taken = (lots < share) & np.isin(acting, field.rows)
    for place in np.flatnonzero(taken).tolist():
        # Whoever has won an equal post already changes places with the winner of this one.
        rows[rows == acting[place]] = rows[place]
        rows[place] = acting[place]
    return Appointed(rows, posts)


def risen_in_order(state: State, field: Running, won: Flags, contest: NDArray[np.uint64]) -> Flags:
    """Return who of the *field* rises where the law lets those in *won* rise.

    In a share of contests, drawn by the key of the *contest*, practice lets as many rise as the
    law, but the first by its own figure. A practice confined to offices leaves ranks alone.
    """
    order = state.practice.order
    if order is None or order.offices or won.all():
        return won
    if state.chance.uniform("order of practice", contest)[0] >= float(order.share):
        return won
    risen = np.zeros(len(won), np.bool_)
    risen[_first(state, order, field, int(won.sum()))] = True
    return risen


def _first(state: State, order: Order, field: Running, number: int) -> Integers:
    """The *number* first of the *field* in the order of practice; between equals law decides."""
    figure = _figure(state, order.by, field)
    figure = figure if order.first == "lowest" else -figure
    some = np.arange(len(figure))
    if 0 < number < len(figure):
        some = (figure <= np.partition(figure, number - 1)[number - 1]).nonzero()[0]
    return some[field.contest.in_order(some, figure[some])][:number]


def _figure(state: State, by: str, field: Running) -> NDArray[np.float64]:
    """What practice ranks the field by: an oracle sees the truth, a lottery only the lots."""
    if by == LOTTERY:
        return field.contest.lots
    if by == ORACLE:
        by = next(name for name in ORACLE_TRAITS if name in state.people.truth)
    return state.figure(by, field.rows)


def _shares(state: State, order: Order, posts: Integers) -> NDArray[np.float64]:
    """Return the share of deviations for each of *posts*: of its kind of unit, zone, or of all."""
    places = state.organisation
    unit = state.posts.unit[posts]
    shares = np.full(len(posts), float(order.share))
    for names, codes, stated in (
        (places.zones, places.zone[unit], order.zones),
        (places.kinds, places.unit_kind[unit], order.units),
    ):
        for name, share in stated.items():
            shares[codes == names.index(name)] = float(share)
    return shares


def _deviates(state: State, order: Order, posts: Integers) -> Flags:
    opened = state.posts.vacant_since[posts]
    chance = state.chance.uniform("order of practice", posts, opened)
    drawn = np.asarray(chance < _shares(state, order, posts) * state.signals.overseer.attempted)
    office = state.people.vocabulary.attributes["office"].type.scale
    if not order.offices or office is None:
        return drawn
    named = [office.code(name) for name in order.offices]
    return drawn & np.isin(state.posts.office[posts], named)
