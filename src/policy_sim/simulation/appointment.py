"""Appointment: vacant posts open after a delay, and whoever wins the competition takes one.

Higher offices are filled first, so that with no delay the posts which their new holders leave
are filled in the same month. The law is asked once for every distinct combination of what it
reads of a post, never once for each post.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

import numpy as np
from pydantic import Field

from policy_sim.documents.fields import Months, Share, Whole
from policy_sim.documents.shape import Shape
from policy_sim.policy.rule import Rule
from policy_sim.rules.frame import Integers
from policy_sim.simulation.books.appointment_rows import (
    Contested,
    vacancy,
    write_appointments,
    write_sent_back,
)
from policy_sim.simulation.books.ledger import Actual, Entry, Ruling
from policy_sim.simulation.books.rulings import write_outranked, write_refusals
from policy_sim.simulation.calendar import ALL_MONTHS, Phase, Timetable
from policy_sim.simulation.careers.carrying import carry_over
from policy_sim.simulation.careers.turns import FILLING, TURNOVER, levels_from_the_top
from policy_sim.simulation.contests.competition import Contest, Eligible
from policy_sim.simulation.contests.foremost import first_in_line
from policy_sim.simulation.contests.openings import Opening, Openings, in_pool
from policy_sim.simulation.contests.settled import Settled
from policy_sim.simulation.departures import left_level, vacate
from policy_sim.simulation.practices.clearance import cleared
from policy_sim.simulation.practices.compliance import waived
from policy_sim.simulation.practices.deviation import Appointed, Running, absent, appoint_in_order
from policy_sim.simulation.reforms.resisting import in_old_order, put_off
from policy_sim.simulation.relations import TAKEN_OVER
from policy_sim.simulation.state import Decided, State
from policy_sim.workforce.table import NO_POST

__all__ = ["Appointment", "Settings", "open_posts"]

AREA, EFFECT = "appointment", "appoint"
LEVEL = "time_in_level"
"""The attribute that counts months in offices of the present level; a lateral move leaves it."""


class Settings(Shape):
    """When posts open: *delay* after they fall vacant, and only in *months* of the year.

    Nothing is filled before at least the share *batch* of all posts is open: then all are, and
    their new holders are inaugurated together.
    """

    noun = "the settings of appointment"

    delay: Annotated[Months, Field(ge=0)] = 0
    months: tuple[Annotated[Whole, Field(ge=1, le=12)], ...] = tuple(ALL_MONTHS)
    batch: Share = Field(default="0%", validate_default=True)


class Appointment:
    """Open posts are filled, the highest office first."""

    name = "appointment"
    assumptions = ()

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Fill open posts in the months stated, at each level in its turn if so organised."""
        months = self.settings.months
        if not state.organisation.levels.by_level:
            calendar.every(Phase.APPOINTMENT, partial(self.fill, state), months)
            return
        shared = calendar.together(TURNOVER)
        for turn, level in levels_from_the_top(state.organisation):
            fill = partial(self.fill, state, level)
            shared.every(Phase.APPOINTMENT, fill, months, turn + FILLING)

    def fill(self, state: State, level: int | None = None) -> None:
        """Fill the posts that are open this month, office by office from the top.

        Only those of one *level* are filled, if it is given.
        """
        waited = self.settings.delay + state.practice.delay + state.signals.overseer.delay
        ready = open_posts(state, waited, level)
        if not len(ready) or len(ready) < self.settings.batch * state.posts.size:
            return
        openings = Openings(state, AREA)
        if waited:
            # What is vacated now opens in a later month.
            held = state.posts.office[ready]
            for office in sorted(set(held.tolist()), reverse=True):
                _fill_each(openings, ready[held == office], waited)
            return
        offices = np.flatnonzero(np.bincount(state.posts.office))[::-1].tolist()
        for office in offices if level is None else [level]:
            tried = np.empty(0, np.int64)
            while len(posts := _untried(open_posts(state, waited, office), tried)):
                _fill_each(openings, posts, waited)
                tried = np.union1d(tried, posts)


def open_posts(state: State, waited: int, office: int | None = None) -> Integers:
    """Return the posts that have been vacant for *waited* months, by opening month and id.

    Only those of *office* are returned, if it is given.
    """
    posts = state.posts
    ready = posts.vacant & (state.month - posts.vacant_since >= waited)
    chosen = np.flatnonzero(ready if office is None else ready & (posts.office == office))
    chosen = chosen[~put_off(state, chosen)]
    return chosen[np.argsort(posts.vacant_since[chosen], kind="stable")]


def _untried(posts: Integers, tried: Integers) -> Integers:
    """The posts not yet tried this month: at first all, then those that a move has emptied."""
    return posts[~np.isin(posts, tried)]


def _fill_each(openings: Openings, posts: Integers, waited: int) -> None:
    for alike in openings.alike(posts):
        _fill_alike(openings, alike, waited)


def _fill_alike(openings: Openings, posts: Integers, waited: int) -> None:
    """Let the law rank people for equal *posts*, and appoint.

    While the law bars everybody from a post nothing is decided, but for the month in which the
    post opens: then the ledger, if one is kept, is told who is barred and by which rule.
    """
    opening = openings.at(int(posts[0]))
    if not opening.rules:
        return
    if openings.barred(EFFECT, opening) and not _to_be_told(openings.state, posts, waited):
        return
    left, decided = posts, None
    if not openings.outright(opening):
        decided = openings.decide(opening)
        write_refusals(openings.state, decided, AREA, contest=_office(openings.state, posts))
    for number in opening.rules:
        if not len(left):
            return
        if decided is None:
            filled = _fill_outright(openings, opening, number, left)
        else:
            filled = _fill_under(openings, decided, number, left)
        left = left[filled:]


def _to_be_told(state: State, posts: Integers, waited: int) -> bool:
    opened = state.month - state.posts.vacant_since[posts] == waited
    return state.ledger.kept and bool(opened.any())


def _fill_outright(openings: Openings, opening: Opening, number: int, posts: Integers) -> int:
    """Fill *posts*, alike, under one rule, where nobody asks why others are not chosen.

    Return how many found a holder.
    """
    state, rule = openings.state, opening.law.rules[number]
    local = rule.select is not None and rule.select.pool == "unit"
    found = openings.eligible(opening, number, state.posts.unit[posts[:1]] if local else None)
    free = ~openings.won[found.rows]
    if not free.all():
        found = found.within(np.flatnonzero(free))
    if not len(found.rows):
        return 0
    contest = _contest(state, rule, found, posts)
    lawful = found.rows[first_in_line(state, contest)]
    field = Running(found.rows, contest)
    proposed = in_old_order(state, rule, field, appoint_in_order(state, field, lawful, posts))
    appointed, _, _ = cleared(state, proposed, lawful)
    openings.moved(appointed.rows)
    office = int(state.posts.office[posts[0]])
    state.signals.note(Settled(rule, found.rows, appointed.rows, lawful, office))
    _take_office(openings, appointed, lawful)
    return len(appointed.rows)


def _fill_under(openings: Openings, decided: Decided, number: int, posts: Integers) -> int:
    """Fill *posts*, alike, under one rule; return how many found a holder."""
    state, rows = openings.state, decided.rows
    rule = decided.decision.program.rules[number]
    pool = ~openings.won[rows] & in_pool(state, rule, rows, int(state.posts.unit[posts[0]]))
    eligible = np.flatnonzero(decided.decision.given[EFFECT].by(number) & pool)
    favoured = waived(state, decided, number)
    favoured = favoured[pool[favoured]]
    if not len(eligible) and not len(favoured):
        return 0
    contest = _contest(state, rule, Eligible.of(decided, eligible), posts)
    winners = first_in_line(state, contest)
    lawful = rows[eligible[winners]]
    field, taking = Running(rows[eligible], contest), lawful
    if len(favoured):
        everyone = np.union1d(eligible, favoured)
        wider = _contest(state, rule, Eligible.of(decided, everyone), posts)
        field = Running(rows[everyone], wider)
        taking = rows[everyone[first_in_line(state, wider, counts=False)]]
    proposed = in_old_order(state, rule, field, appoint_in_order(state, field, taking, posts))
    appointed, back, sent = cleared(state, proposed, lawful)
    contested = Contested(decided, number, appointed, lawful, rows[favoured])
    write_appointments(state, contested)
    write_sent_back(state, contested, back, sent)
    openings.moved(appointed.rows)
    level = int(state.posts.office[posts[0]])
    state.signals.note(Settled(rule, field.rows, appointed.rows, lawful, level))
    if state.ledger.kept:
        outranked = ~openings.won[rows[eligible]]
        outranked[winners] = False
        lost = np.flatnonzero(outranked)
        cause = vacancy(state, int(posts[0]))
        office = _office(state, posts)
        entry = Entry(AREA, Ruling.OUTRANKED, Actual.NOT_DONE, cause=cause, contest=office)
        reasons = partial(contest.reasons, winners, lost)
        write_outranked(state, decided, number, eligible[lost], entry, reasons)
    _take_office(openings, appointed, lawful)
    return len(appointed.rows)


def _office(state: State, posts: Integers) -> str:
    """Name the office of *posts*, which are alike: the kind of competition for them."""
    return str(state.posts.office[posts[0]])


def _contest(state: State, rule: Rule, eligible: Eligible, posts: Integers) -> Contest:
    return Contest(
        chance=state.chance,
        area=AREA,
        rule=rule.id,
        select=rule.select,
        features=eligible.features,
        people=state.people.ids[eligible.rows],
        keys=state.people.keys[eligible.rows],
        seats=len(posts),
        name=(state.month, int(posts[0])),
    )


def _take_office(openings: Openings, appointed: Appointed, lawful: Integers) -> None:
    """Let the appointed leave the posts they hold and take up the new ones."""
    state, rows, posts = openings.state, appointed.rows, appointed.posts
    if not len(rows):
        return
    people = state.people
    before, office = _offices_held(state, rows), state.posts.office[posts]
    other = before != office
    left_level(state, rows[other])
    vacate(state, rows)
    people.post[rows] = posts
    for name in TAKEN_OVER:
        if name in people.record:
            people.record[name][rows] = openings.known[name][posts]
    state.posts.fill(posts, people.ids[rows])
    state.reset(EFFECT, rows)
    if LEVEL in people.record:
        people.record[LEVEL][rows[other]] = 0
    carry_over(state, rows[other], office[other])
    state.happened("appointed", rows)
    against = rows[:0] if rows is lawful else rows[absent(rows, lawful)]
    counted = {
        "appointed": rows,
        "moved_laterally": rows[~other],
        "rose_in_office": rows[before < office],
        "out_of_order": against,
    }
    for kind, who in counted.items():
        if len(who):
            state.flows.count(kind, people.record, who)


def _offices_held(state: State, rows: Integers) -> Integers:
    """The offices of the posts that people hold; 0 for those who hold none."""
    posts = state.people.post[rows].astype(np.int64)
    offices = np.zeros(len(rows), np.int64)
    holding = posts != NO_POST
    offices[holding] = state.posts.office[posts[holding]]
    return offices
