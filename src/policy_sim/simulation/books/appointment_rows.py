"""The ledger rows of appointments: who took which post, and who should have taken it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from policy_sim.rules.frame import Integers
from policy_sim.simulation.books.ledger import Actual, Deviation, Entry, Ruling
from policy_sim.simulation.calendar import day_of
from policy_sim.simulation.practices.deviation import Appointed
from policy_sim.simulation.reforms.resisting import OLD_ORDER, follows_old_order
from policy_sim.simulation.state import Decided, State

__all__ = [
    "SENT_BACK",
    "Contested",
    "vacancy",
    "write_appointments",
    "write_for_posts",
    "write_sent_back",
]

AREA = "appointment"

SENT_BACK = "sent back by the overseer"
"""The reason of whoever was to be appointed out of the law's order, and is not."""


@dataclass(frozen=True)
class Contested:
    """How some posts were filled under the rule at *rule* of a decision.

    *appointed* took them; *lawful* are the rows whom the law would have appointed, and *favoured*
    those for whom a condition was set aside.
    """

    decided: Decided
    rule: int
    appointed: Appointed
    lawful: Integers
    favoured: Integers


def vacancy(state: State, post: int) -> str:
    """Return the name of the vacancy of *post*: the case that an appointment closes."""
    since = day_of(int(state.posts.vacant_since[post]))
    return f"post {post} vacant since {since:%Y-%m}"


def write_appointments(state: State, contested: Contested) -> None:
    """Write a row for everybody appointed, and for everybody passed over.

    Who was appointed against the order, and who was displaced by that, each get a row with the
    same cause.
    """
    if not state.ledger.kept:
        return
    rows, posts = contested.appointed.rows, contested.appointed.posts
    lawful = np.isin(rows, contested.lawful)
    against = np.isin(rows, contested.favoured)
    ordered = ~lawful & ~against
    passed_over = contested.lawful[~np.isin(contested.lawful, rows)]
    instead = posts[~lawful][: len(passed_over)]
    why = Deviation.ORDER if ordered.any() else Deviation.COMPLIANCE
    late = Deviation.DELAY if state.practice.delay else Deviation.NONE
    _write(state, contested, rows[lawful], posts[lawful], Entry(AREA, deviation=late))
    refused = Entry(AREA, Ruling.REFUSED, deviation=Deviation.COMPLIANCE)
    _write(state, contested, rows[against], posts[against], refused)
    outranked = Entry(AREA, Ruling.OUTRANKED, deviation=Deviation.ORDER)
    because = partial(_reasons, state, contested)
    _write(state, contested, rows[ordered], posts[ordered], outranked, because(posts[ordered]))
    displaced = Entry(AREA, Ruling.GRANTED, Actual.NOT_DONE, why)
    _write(state, contested, passed_over, instead, displaced, because(instead))


def _reasons(state: State, contested: Contested, posts: Integers) -> Integers:
    """Return the ledger's words for why *posts* went out of order: resistance, or nothing said."""
    rule = contested.decided.decision.program.rules[contested.rule]
    resisted = follows_old_order(state, rule, posts)
    return np.where(resisted, state.ledger.word(OLD_ORDER), state.ledger.word(""))


def write_sent_back(state: State, contested: Contested, rows: Integers, posts: Integers) -> None:
    """Write a row for each of the people at *rows*, who were proposed for *posts* irregularly."""
    if not state.ledger.kept or not len(rows):
        return
    against = np.isin(rows, contested.favoured)
    for ruling, some in ((Ruling.REFUSED, against), (Ruling.OUTRANKED, ~against)):
        entry = Entry(AREA, ruling, Actual.NOT_DONE)
        _write(state, contested, rows[some], posts[some], entry, SENT_BACK)


def _write(
    state: State,
    contested: Contested,
    rows: Integers,
    posts: Integers,
    entry: Entry,
    reason: str | Integers = "",
) -> None:
    rule = contested.decided.decision.program.rules[contested.rule].id
    write_for_posts(state, state.people.ids[rows], posts, entry, rule, reason)


def write_for_posts(
    state: State,
    people: Integers,
    posts: Integers,
    entry: Entry,
    rule: str,
    reason: str | Integers = "",
) -> None:
    """Write a row for each of *people*, by id, whose cause is that their post is vacant."""
    followed = state.ledger.follows(people)
    people, posts = people[followed], posts[followed]
    reason = reason if isinstance(reason, str) else reason[followed]
    causes = state.ledger.words(vacancy(state, post) for post in posts.tolist())
    state.ledger.write(state.month, people, entry, rule, reason, causes=causes)
