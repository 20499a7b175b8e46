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
from policy_sim.rules.frame import Integers
from policy_sim.simulation.books.appointment_rows import Contested, vacancy, write_appointments
from policy_sim.simulation.books.ledger import Actual, Entry, Ruling
from policy_sim.simulation.books.rulings import write_outranked, write_refusals
from policy_sim.simulation.calendar import ALL_MONTHS, Phase, Timetable
from policy_sim.simulation.contests.competition import Contest, held
from policy_sim.simulation.contests.openings import Openings, in_pool
from policy_sim.simulation.practices.compliance import waived
from policy_sim.simulation.practices.deviation import Appointed, Running, appoint_in_order
from policy_sim.simulation.relations import post_columns
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
        """Fill open posts in the months stated."""
        calendar.every(Phase.APPOINTMENT, partial(self.fill, state), self.settings.months)

    def fill(self, state: State) -> None:
        """Fill the posts that are open this month, office by office from the top."""
        waited = self.settings.delay + state.practice.delay
        ready = len(open_posts(state, waited))
        if not ready or ready < self.settings.batch * state.posts.size:
            return
        openings = Openings(state, AREA)
        for office in np.unique(state.posts.office)[::-1].tolist():
            tried = np.empty(0, np.int64)
            while len(posts := _untried(open_posts(state, waited, office), tried)):
                for alike in openings.alike(posts):
                    _fill_alike(openings, alike, waited)
                tried = np.union1d(tried, posts)


def open_posts(state: State, waited: int, office: int | None = None) -> Integers:
    """Return the posts that have been vacant for *waited* months, by opening month and id.

    Only those of *office* are returned, if it is given.
    """
    posts = state.posts
    ready = posts.vacant & (state.month - posts.vacant_since >= waited)
    chosen = np.flatnonzero(ready if office is None else ready & (posts.office == office))
    return chosen[np.argsort(posts.vacant_since[chosen], kind="stable")]


def _untried(posts: Integers, tried: Integers) -> Integers:
    """The posts not yet tried this month: at first all, then those that a move has emptied."""
    return posts[~np.isin(posts, tried)]


def _fill_alike(openings: Openings, posts: Integers, waited: int) -> None:
    """Let the law rank people for equal *posts*, and appoint.

    While the law bars everybody from a post nothing is decided, but for the month in which the
    post opens: then the ledger, if one is kept, is told who is barred and by which rule.
    """
    columns = openings.columns(int(posts[0]))
    if openings.barred(EFFECT, columns) and not _to_be_told(openings.state, posts, waited):
        return
    decided = openings.decide(columns)
    write_refusals(openings.state, decided, AREA, contest=_office(openings.state, posts))
    left = posts
    for number in openings.rules:
        if len(left):
            left = left[_fill_under(openings, decided, number, left) :]


def _to_be_told(state: State, posts: Integers, waited: int) -> bool:
    opened = state.month - state.posts.vacant_since[posts] == waited
    return state.ledger.kept and bool(opened.any())


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
    contest = _contest(state, decided, number, eligible, posts)
    allocation = held(state, contest)
    lawful = rows[eligible[allocation.winner[allocation.winner >= 0]]]
    field, taking = Running(rows[eligible], allocation.rank, contest.lots), lawful
    if len(favoured):
        everyone = np.union1d(eligible, favoured)
        wider = _contest(state, decided, number, everyone, posts)
        standing = held(state, wider, counts=False)
        field = Running(rows[everyone], standing.rank, wider.lots)
        taking = rows[everyone[standing.winner[standing.winner >= 0]]]
    appointed = appoint_in_order(state, field, taking, posts)
    write_appointments(state, Contested(decided, number, appointed, lawful, rows[favoured]))
    openings.moved(appointed.rows)
    lost = np.flatnonzero(allocation.outranked & ~openings.won[rows[eligible]])
    cause = vacancy(state, int(posts[0]))
    contested = _office(state, posts)
    entry = Entry(AREA, Ruling.OUTRANKED, Actual.NOT_DONE, cause=cause, contest=contested)
    reasons = partial(contest.reasons, allocation, lost)
    write_outranked(state, decided, number, eligible[lost], entry, reasons)
    _take_office(state, appointed, lawful)
    return len(appointed.rows)


def _office(state: State, posts: Integers) -> str:
    """Name the office of *posts*, which are alike: the kind of competition for them."""
    return str(state.posts.office[posts[0]])


def _contest(
    state: State, decided: Decided, number: int, which: Integers, posts: Integers
) -> Contest:
    rule = decided.decision.program.rules[number]
    return Contest(
        chance=state.chance,
        area=AREA,
        rule=rule.id,
        select=rule.select,
        features=decided.decision.features.within(which),
        people=state.people.ids[decided.rows[which]],
        keys=state.people.keys[decided.rows[which]],
        seats=len(posts),
        name=(state.month, int(posts[0])),
    )


def _take_office(state: State, appointed: Appointed, lawful: Integers) -> None:
    """Let the appointed leave the posts they hold and take up the new ones."""
    people, rows, posts = state.people, appointed.rows, appointed.posts
    before = _offices_held(state, rows)
    lateral = rows[before == state.posts.office[posts]]
    risen = rows[before < state.posts.office[posts]]
    state.vacate(rows)
    people.post[rows] = posts
    for name, column in post_columns(state.organisation).items():
        if name in people.record:
            people.record[name][rows] = column[posts]
    state.posts.fill(posts, people.ids[rows])
    state.reset(EFFECT, rows)
    if LEVEL in people.record:
        people.record[LEVEL][np.setdiff1d(rows, lateral)] = 0
    state.happened("appointed", rows)
    state.flows.count("appointed", people.record, rows)
    state.flows.count("moved_laterally", people.record, lateral)
    state.flows.count("rose_in_office", people.record, risen)
    state.flows.count("out_of_order", people.record, rows[~np.isin(rows, lawful)])


def _offices_held(state: State, rows: Integers) -> Integers:
    """The offices of the posts that people hold; 0 for those who hold none."""
    posts = state.people.post[rows].astype(np.int64)
    offices = np.zeros(len(rows), np.int64)
    holding = posts != NO_POST
    offices[holding] = state.posts.office[posts[holding]]
    return offices
