"""Coaching: a counted number of places with a coach, given in the law's order."""

from __future__ import annotations

from functools import partial

import numpy as np

from policy_sim.rules.combination import BARE
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.books.ledger import Actual, Entry, Ruling
from policy_sim.simulation.books.rulings import write_given, write_outranked
from policy_sim.simulation.contests.competition import Contest, held, rooms
from policy_sim.simulation.contests.selection import pools
from policy_sim.simulation.practices.duties import Duties
from policy_sim.simulation.state import State

__all__ = ["COACHED", "give_coaches"]

COACHED = "coached"
"""The flow that counts those who get a coach."""


def give_coaches(duties: Duties, improving: Flags, attribute: str, places: int | None) -> int:
    """Give a coach to those whom the law finds eligible, while *places* last (None: no limit).

    Only those who are *improving*, one flag for everybody in service, have use for one. The months
    granted stand in *attribute* until the case ends. Whoever gets none waits, and has
    a row that says how they were ranked. Return how many people got one.
    """
    given, state = duties.given("coach"), duties.state
    if given is None or attribute not in state.people.record:
        return 0
    coached, rows, served = state.people.record[attribute], duties.decided.rows, 0
    longest = state.people.vocabulary.attributes[attribute].type.high
    for number in given.rules:
        free = given.by(number) & (coached[rows] == 0) & improving[rows]
        rule = duties.decided.decision.program.rules[number]
        for pool, which in pools(state, rule, rows, np.flatnonzero(free)):
            left = len(which) if places is None else min(places - served, len(which))
            winners = _winners(duties, number, which, left, pool)
            months = np.where(given.value == BARE, longest, given.value)[winners]
            coached[rows[winners]] = np.minimum(np.maximum(months, 1), longest)
            state.flows.count(COACHED, state.people.record, rows[winners])
            served += len(winners)
    return served


def _winners(duties: Duties, number: int, eligible: Integers, seats: int, pool: int) -> Integers:
    """Return who of the *eligible* gets one of *seats* under a rule; write who does, who waits."""
    if not len(eligible):
        return eligible
    state, decided = duties.state, duties.decided
    rule = decided.decision.program.rules[number]
    contest = Contest(
        chance=state.chance,
        area=duties.area,
        rule=rule.id,
        select=rule.select,
        features=decided.decision.features.within(eligible),
        people=state.people.ids[decided.rows[eligible]],
        keys=state.people.keys[decided.rows[eligible]],
        seats=seats,
        name=(state.month, number, pool),
    )
    first = _outright(state, contest)
    if first is None:
        first = held(state, contest).won
    won, lost = eligible[first], (~first).nonzero()[0]
    by = np.broadcast_to(np.int64(number), (decided.decision.size,))
    write_given(state, decided, by, won, Entry(duties.area, cause=duties.cause), "coach")
    waits = Entry(duties.area, Ruling.OUTRANKED, Actual.NOT_DONE, cause=duties.cause)
    reasons = partial(contest.reasons, first.nonzero()[0], lost)
    write_outranked(state, decided, number, eligible[lost], waits, reasons)
    return won


def _outright(state: State, contest: Contest) -> Flags | None:
    """Return who wins where there is room for everybody, or for nobody at all; None elsewhere."""
    size = len(contest.people)
    if contest.select is not None and contest.select.reserves:
        return None
    caps = rooms(state, contest)
    if contest.seats >= size and all(cap.places >= size for cap in caps):
        won = np.ones(size, np.bool_)
    elif not contest.seats or any(not cap.places and cap.whom.all() for cap in caps):
        won = np.zeros(size, np.bool_)
    else:
        return None
    for cap in caps:
        cap.note(int(np.count_nonzero(cap.whom & won)))
    return won
