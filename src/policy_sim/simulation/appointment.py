"""Appointment: vacant posts open after a delay, and whoever wins the competition takes one.

Higher offices are filled first, so that with no delay the posts which their new holders leave
are filled in the same month. The law is asked once for every distinct combination of what it
reads of a post, never once for each post.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Annotated

import numpy as np
from pydantic import Field

from policy_sim.documents.fields import Months, Whole
from policy_sim.documents.shape import Shape
from policy_sim.policy.law import Rule
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.reading import columns_of
from policy_sim.simulation.books.appointment_rows import Contested, vacancy, write_appointments
from policy_sim.simulation.books.ledger import Actual, Entry, Ruling
from policy_sim.simulation.books.rulings import write_outranked, write_refusals
from policy_sim.simulation.calendar import ALL_MONTHS, Phase, Timetable
from policy_sim.simulation.contests.competition import Contest, held
from policy_sim.simulation.practices.compliance import waived
from policy_sim.simulation.practices.deviation import Appointed, Running, appoint_in_order
from policy_sim.simulation.relations import post_columns
from policy_sim.simulation.state import Decided, State

__all__ = ["Appointment", "Settings", "open_posts"]

AREA, EFFECT = "appointment", "appoint"
POST = "post."


class Settings(Shape):
    """When posts open: *delay* after they fall vacant, and only in *months* of the year."""

    noun = "the settings of appointment"

    delay: Annotated[Months, Field(ge=0)] = 0
    months: tuple[Annotated[Whole, Field(ge=1, le=12)], ...] = tuple(ALL_MONTHS)


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
        known = post_columns(state.organisation)
        apart = _read_of_posts(compile_area(state.vintage, AREA))
        won = np.zeros(state.people.size, np.bool_)
        for office in np.unique(state.posts.office)[::-1]:
            for posts in _alike(open_posts(state, int(office), self.settings.delay), known, apart):
                _fill_alike(state, posts, {POST + n: int(known[n][posts[0]]) for n in known}, won)


@lru_cache(maxsize=256)
def _read_of_posts(program: Program) -> tuple[str, ...]:
    """What the rules of *program* read of a post; a pool within the unit reads the unit."""
    names = {name.removeprefix(POST) for name in columns_of(program.rules) if POST in name}
    if any(rule.select is not None and rule.select.pool == "unit" for rule in program.rules):
        names.add("unit")
    return tuple(sorted(names))


def open_posts(state: State, office: int, delay: int) -> Integers:
    """Return the vacant posts of *office* that may be filled, by opening month and id."""
    posts = state.posts
    waited = state.month - posts.vacant_since >= delay + state.practice.delay
    chosen = np.flatnonzero(posts.vacant & (posts.office == office) & waited)
    return chosen[np.argsort(posts.vacant_since[chosen], kind="stable")]


def _alike(
    posts: Integers, known: Mapping[str, Integers], read: Sequence[str]
) -> Iterator[Integers]:
    """Part *posts* by what the law reads of them, in the order in which each part comes first."""
    parts: dict[tuple[int, ...], list[int]] = {}
    for post in posts.tolist():
        parts.setdefault(tuple(int(known[name][post]) for name in read), []).append(post)
    for part in parts.values():
        yield np.array(part, dtype=np.int64)


def _fill_alike(state: State, posts: Integers, columns: Mapping[str, int], won: Flags) -> None:
    """Let the law rank people for equal *posts*, and appoint; *won* marks this month's winners."""
    decided = state.decide(AREA, extra=columns)
    write_refusals(state, decided, AREA)
    left = posts
    for number in decided.decision.program.giving:
        if len(left):
            pool = ~won & _in_pool(state, decided.decision.program.rules[number], columns)
            left = left[_fill_under(state, decided, number, left, pool, won) :]


def _in_pool(state: State, rule: Rule, columns: Mapping[str, int]) -> Flags:
    if rule.select is None or rule.select.pool != "unit":
        return np.ones(state.people.size, np.bool_)
    return np.asarray(state.people.record["unit"] == columns[POST + "unit"])


def _fill_under(
    state: State, decided: Decided, number: int, posts: Integers, pool: Flags, won: Flags
) -> int:
    """Fill *posts* from the *pool* under one rule; return how many found a holder."""
    given = decided.decision.given[EFFECT]
    eligible = np.flatnonzero(given.by(number) & pool)
    favoured = waived(state, decided, number)
    favoured = favoured[pool[favoured]]
    if not len(eligible) and not len(favoured):
        return 0
    contest = _contest(state, decided, number, eligible, posts)
    allocation = held(state, contest)
    lawful = eligible[allocation.winner[allocation.winner >= 0]]
    field, taking = Running(eligible, allocation.rank, contest.lots), lawful
    if len(favoured):
        everyone = np.union1d(eligible, favoured)
        wider = _contest(state, decided, number, everyone, posts)
        standing = held(state, wider, counts=False)
        field = Running(everyone, standing.rank, wider.lots)
        taking = everyone[standing.winner[standing.winner >= 0]]
    appointed = appoint_in_order(state, field, taking, posts)
    write_appointments(state, Contested(decided, number, appointed, lawful, favoured))
    won[appointed.rows] = True
    lost = np.flatnonzero(allocation.outranked & ~won[eligible])
    cause = vacancy(state, int(posts[0]))
    entry = Entry(AREA, Ruling.OUTRANKED, Actual.NOT_DONE, cause=cause)
    reasons = partial(contest.reasons, allocation, lost)
    write_outranked(state, decided, number, eligible[lost], entry, reasons)
    _take_office(state, appointed, lawful)
    return len(appointed.rows)


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
        people=state.people.ids[which],
        keys=state.people.keys[which],
        seats=len(posts),
        name=(state.month, int(posts[0])),
    )


def _take_office(state: State, appointed: Appointed, lawful: Integers) -> None:
    """Let the appointed leave the posts they hold and take up the new ones."""
    people, rows, posts = state.people, appointed.rows, appointed.posts
    state.vacate(rows)
    people.post[rows] = posts
    for name, column in post_columns(state.organisation).items():
        if name in people.record:
            people.record[name][rows] = column[posts]
    state.posts.fill(posts, people.ids[rows])
    state.reset(EFFECT, rows)
    state.happened("appointed", rows)
    state.flows.count("appointed", people.record, rows)
    state.flows.count("out_of_order", people.record, rows[~np.isin(rows, lawful)])
