"""Acting heads: who leads a post that stands vacant, for a term, beside the post already held.

The law says who may act in a vacant post, in which order, and for how long. An acting head keeps
the own post and decides less than a holder would, so that the unit serves better than under
nobody and worse than under a holder. The term ends when it is over, when the post is filled or
when the person leaves; who may act again, and for how long in all, is the law's.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from policy_sim.documents.shape import Shape
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.books.appointment_rows import vacancy
from policy_sim.simulation.books.ledger import Actual, Entry, Ruling
from policy_sim.simulation.books.rulings import write_outranked, write_refusals
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.contests.openings import Openings
from policy_sim.simulation.contests.selection import held_at_once
from policy_sim.simulation.state import Decided, State

__all__ = ["ACTED", "RELIEF", "Acting", "Settings"]

AREA, EFFECT, TERM = "acting", "act", "for"
ACTED = "time_acting"
"""The attribute that counts the months for which a person has acted without a break."""

RELIEF = "acting_relief"
"""The assumption that says how much of what a vacant post costs an acting head makes good."""

LOST = Entry(AREA, Ruling.OUTRANKED, Actual.NOT_DONE)


class Settings(Shape):
    """Acting has no settings: who may act, and for how long, is the law's."""

    noun = "the settings of acting"


class Acting:
    """Posts that appointments leave vacant get an acting head."""

    name = "acting"
    assumptions = (RELIEF,)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Let terms end and others begin every month, after the appointments."""
        calendar.every(Phase.ACTING, partial(self.month, state))

    def month(self, state: State) -> None:
        """Let terms end that are over, and give an acting head to each post without one."""
        _count_months(state)
        posts = state.posts
        posts.release(np.flatnonzero(posts.under_acting & (posts.acting_until <= state.month)))
        without = np.flatnonzero(posts.vacant & ~posts.under_acting)
        if len(without):
            openings = Openings(state, AREA)
            for alike in openings.alike(without, by_unit=False):
                _entrust_alike(openings, alike)
        _forget(state)


def _entrust_alike(openings: Openings, posts: Integers) -> None:
    """Let the law rank people for posts that it reads alike, and let the first act in them."""
    columns = openings.columns(int(posts[0]))
    if openings.barred(EFFECT, columns):
        return
    state, left = openings.state, posts
    decided = None
    for number in openings.rules:
        if not len(left):
            return
        local = _pool(openings, number) == "unit"
        if decided is None or not local:
            decided = openings.decide(columns, state.posts.unit[left] if local else None)
            write_refusals(state, decided, AREA, contest=str(state.posts.office[left[0]]))
        left = _entrust_under(openings, decided, number, left)


def _entrust_under(openings: Openings, decided: Decided, number: int, posts: Integers) -> Integers:
    """Let those who are first under one rule act in *posts*; return the posts left."""
    state, rule = openings.state, openings.program.rules[number]
    cell, where = (
        state.people.record["unit"][decided.rows].astype(np.int64),
        state.posts.unit[posts],
    )
    if _pool(openings, number) != "unit":
        cell, where = np.zeros_like(cell), np.zeros_like(where)
    seats = np.bincount(where, minlength=state.organisation.units)
    able = decided.decision.given[EFFECT].by(number) & _free(state)[decided.rows]
    eligible = np.flatnonzero(able & (seats[cell] > 0))
    if not len(eligible):
        return posts
    winners = held_at_once(state, decided, rule, eligible, cell, seats)
    chosen, taken = _paired(winners, cell, posts, where)
    _entrust(state, decided, number, chosen, taken)
    lost = eligible[~np.isin(eligible, chosen)]
    entry = replace(LOST, contest=str(state.posts.office[posts[0]]))
    write_outranked(state, decided, number, lost, entry, _another)
    return posts[~np.isin(posts, taken)]


def _pool(openings: Openings, number: int) -> str:
    select = openings.program.rules[number].select
    return select.pool if select else ""


def _free(state: State) -> Flags:
    """Who acts in no post yet."""
    free = np.ones(state.people.size, np.bool_)
    free[_heads(state)] = False
    return free


def _heads(state: State) -> Integers:
    """The rows of those who act in a post."""
    return state.people.rows_of(state.posts.acting[state.posts.under_acting])


def _paired(
    winners: Integers, cell: Integers, posts: Integers, where: Integers
) -> tuple[Integers, Integers]:
    """Pair *winners* with *posts* of the same pool, in order; there are posts enough."""
    winners = winners[np.argsort(cell[winners], kind="stable")]
    order = np.argsort(where, kind="stable")
    pools = cell[winners]
    place = np.arange(len(winners)) - np.searchsorted(pools, pools)
    first = np.searchsorted(where[order], pools)
    return winners, posts[order[first + place]]


def _entrust(state: State, decided: Decided, number: int, which: Integers, posts: Integers) -> None:
    """Let the people at *which* act in *posts*, pair by pair, for the term that the law gives."""
    rows = decided.rows[which]
    parts = decided.decision.given[EFFECT].parts
    term = next(part for part in parts if part.rule == number).fields.get(TERM)
    months = np.full(len(which), LIFELONG) if term is None else term[which]
    ids = state.people.ids[rows]
    state.posts.entrust(posts, ids, state.month + months)
    state.flows.count("acting", state.people.record, rows)
    if state.ledger.kept:
        words = [state.ledger.word(vacancy(state, post)) for post in posts.tolist()]
        rule = decided.decision.program.rules[number].id
        state.ledger.write(state.month, ids, Entry(AREA), rule, causes=np.array(words, np.int64))


LIFELONG = 12 * 1000
"""The months of a term for which the law states no end."""


def _another(some: Integers) -> list[str]:
    return ["another acts in the post"] * len(some)


def _count_months(state: State) -> None:
    """Add a month for those who have acted since an earlier month."""
    if ACTED in state.people.record:
        column = state.people.record[ACTED]
        highest = state.people.vocabulary.attributes[ACTED].type.high
        rows = _heads(state)
        column[rows] = np.minimum(column[rows].astype(np.int64) + 1, highest)


def _forget(state: State) -> None:
    """Set to zero the months of those who act no more."""
    if ACTED in state.people.record:
        column, rows = state.people.record[ACTED], _heads(state)
        kept = column[rows]
        column[:] = 0
        column[rows] = kept
