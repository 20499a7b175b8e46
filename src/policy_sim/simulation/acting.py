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
from policy_sim.rules.programs import Program
from policy_sim.simulation.books.appointment_rows import write_for_posts
from policy_sim.simulation.books.ledger import Actual, Entry, Ruling
from policy_sim.simulation.books.rulings import write_outranked, write_refusals
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.contests.competition import Eligible
from policy_sim.simulation.contests.openings import Openings
from policy_sim.simulation.contests.selection import held_at_once
from policy_sim.simulation.state import State

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
        posts = state.posts
        busy = posts.under_acting.nonzero()[0]
        heads = state.people.rows_of(posts.acting[busy])
        _count_months(state, heads)
        lasting = posts.acting_until[busy] > state.month
        posts.release(busy[~lasting])
        free = np.ones(state.people.size, np.bool_)
        free[heads[lasting]] = False
        without = (posts.vacant & ~posts.under_acting).nonzero()[0]
        if len(without):
            openings = Openings(state, AREA)
            for alike in openings.alike(without, by_unit=False):
                _entrust_alike(openings, alike, free)
        _forget(state, free)


def _entrust_alike(openings: Openings, posts: Integers, free: Flags) -> None:
    """Let the law rank people for posts that it reads alike, and let the first act in them.

    Only who is *free* may; whoever comes to act is not any more.
    """
    opening = openings.at(int(posts[0]))
    if openings.barred(EFFECT, opening):
        return
    state, law, left = openings.state, opening.law, posts
    outright, decided, which = openings.outright(opening), None, left[:0]
    contested = str(state.posts.office[posts[0]])
    for number in opening.rules:
        if not len(left):
            return
        local = _within_unit(law, number)
        units = state.posts.unit[left] if local else None
        if outright:
            eligible = openings.eligible(opening, number, units)
        else:
            if decided is None or not local:
                decided = openings.decide(opening, units)
                write_refusals(state, decided, AREA, contest=contested)
            which = np.flatnonzero(decided.decision.given[EFFECT].by(number))
            eligible = Eligible.of(decided, which)
        left, lost = _entrust_under(state, law, number, eligible, left, free)
        if decided is not None:
            entry = replace(LOST, contest=contested)
            write_outranked(state, decided, number, which[lost], entry, _another)


def _entrust_under(
    state: State, law: Program, number: int, eligible: Eligible, posts: Integers, free: Flags
) -> tuple[Integers, Integers]:
    """Let those who are first under one rule act in *posts*, of those who are *free*.

    Return the posts left, and who of the *eligible*, by position, competed and lost.
    """
    admitted = free[eligible.rows]
    if _within_unit(law, number):
        cell = state.people.record["unit"][eligible.rows].astype(np.int64)
        where = state.posts.unit[posts]
        seats = np.bincount(where, minlength=state.organisation.units)
        admitted &= seats[cell] > 0
    else:
        cell, where = np.zeros(len(admitted), np.int64), np.zeros_like(posts)
        seats = np.array([len(posts)])
    able = admitted.nonzero()[0]
    if not len(able):
        return posts, able
    if len(able) < len(cell):
        eligible, cell = eligible.within(able), cell[able]
    winners = held_at_once(state, eligible, law.rules[number], cell, seats)
    ids = state.people.ids[eligible.rows]
    chosen, taken = _paired(winners[ids[winners].argsort()], cell, where)
    free[eligible.rows[chosen]] = False
    _entrust(state, law, number, eligible.within(chosen), posts[taken])
    lost, left = np.ones(len(able), np.bool_), np.ones(len(posts), np.bool_)
    lost[chosen], left[taken] = False, False
    return posts[left], able[lost]


def _within_unit(program: Program, number: int) -> bool:
    """Whether the rule at *number* has people of the post's own unit compete."""
    select = program.rules[number].select
    return select is not None and select.pool == "unit"


def _paired(winners: Integers, cell: Integers, where: Integers) -> tuple[Integers, Integers]:
    """Pair *winners* with posts of the same pool, in order; there are posts enough.

    *cell* gives each competitor's pool, *where* that of each post, by position in which the posts
    are returned.
    """
    winners = winners[cell[winners].argsort(kind="stable")]
    order, pools = where.argsort(kind="stable"), cell[winners]
    place = np.arange(len(winners)) - pools.searchsorted(pools)
    return winners, order[where[order].searchsorted(pools) + place]


def _entrust(state: State, law: Program, number: int, chosen: Eligible, posts: Integers) -> None:
    """Let the *chosen* act in *posts*, pair by pair, for the term that the law gives."""
    rows = chosen.rows
    effect = next(effect for rule, effect in law.gives[EFFECT] if rule == number)
    term = effect.fields.get(TERM)
    months = np.full(len(rows), LIFELONG) if term is None else chosen.features.column(term)
    ids = state.people.ids[rows]
    state.posts.entrust(posts, ids, state.month + months)
    state.flows.count("acting", state.people.record, rows)
    write_for_posts(state, ids, posts, Entry(AREA), law.rules[number].id)


LIFELONG = 12 * 1000
"""The months of a term for which the law states no end."""


def _another(some: Integers) -> list[str]:
    return ["another acts in the post"] * len(some)


def _count_months(state: State, heads: Integers) -> None:
    """Add a month for the *heads*, who have acted since an earlier month."""
    if ACTED in state.people.record:
        column = state.people.record[ACTED]
        highest = state.people.vocabulary.attributes[ACTED].type.high
        column[heads] = np.minimum(column[heads].astype(np.int64) + 1, highest)


def _forget(state: State, free: Flags) -> None:
    """Set to zero the months of those who are *free*: they act in no post."""
    if ACTED in state.people.record:
        column, rows = state.people.record[ACTED], (~free).nonzero()[0]
        kept = column[rows]
        column[:] = 0
        column[rows] = kept
