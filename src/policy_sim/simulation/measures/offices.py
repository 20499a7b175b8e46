"""Posts of office: who leads, how they came there, and what stands empty."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.behaviour import LEADING, trait
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.outcome import (
    PER_CENT,
    Better,
    Floats,
    Outcome,
    Tally,
    by_posts,
    no_answer,
)
from policy_sim.simulation.measures.year_end import Who, YearEnd, ratio

__all__ = [
    "OUTCOMES",
    "acting_months",
    "appointments",
    "deviation_share",
    "empty_months",
    "lateral_moves",
    "leaderless_months",
    "leadership_in_office",
    "right_person_in_post",
    "rises_in_office",
    "share_of_offices",
    "vacancies",
]


def acting_months(year: YearEnd, by: Grouping) -> Floats:
    """Post-months of the year under an acting head, by zone: a part of the leaderless months."""
    if not year.served:
        return no_answer(by)
    return by_posts(year, year.strength.acting.astype(np.int64), by)


def empty_months(year: YearEnd, by: Grouping) -> Floats:
    """Post-months of the year without a holder or an acting head, by zone.

    The other part of the leaderless months.
    """
    if not year.served:
        return no_answer(by)
    empty = year.strength.vacant - year.strength.acting
    return by_posts(year, empty.astype(np.int64), by)


def appointments(year: YearEnd, by: Grouping) -> Floats:
    """Appointments to posts of office that took effect in the year."""
    if not year.state.posts.size:
        return no_answer(by)
    return year.flow("appointed", by).astype(np.float64)


def deviation_share(year: YearEnd, by: Grouping) -> Floats:
    """Share of the year's appointments given out of the order that the law sets, in per cent."""
    return PER_CENT * ratio(year.flow("out_of_order", by), year.flow("appointed", by))


def lateral_moves(year: YearEnd, by: Grouping) -> Floats:
    """Appointments of the year from one post of office to another of the same level."""
    if not year.state.posts.size:
        return no_answer(by)
    return year.flow("moved_laterally", by).astype(np.float64)


def rises_in_office(year: YearEnd, by: Grouping) -> Floats:
    """Appointments of the year to a higher office than the person held, if any."""
    if not year.state.posts.size:
        return no_answer(by)
    return year.flow("rose_in_office", by).astype(np.float64)


def leaderless_months(year: YearEnd, by: Grouping) -> Floats:
    """Post-months of the year without a holder (vacant or under an acting head), by zone.

    Counted once a month after appointments have taken effect.
    """
    if not year.served:
        return no_answer(by)
    return by_posts(year, year.strength.vacant.astype(np.int64), by)


def leadership_in_office(year: YearEnd, by: Grouping) -> Floats:
    """Mean true leadership of those who hold a post of office, in SD of the founding stock."""
    return year.mean(by, "leadership", lambda: trait(year.people, *LEADING), Who.HOLDERS)


def right_person_in_post(year: YearEnd, by: Grouping) -> Floats:
    """Share of holders of office who lead better than the median of their own grade, per cent.

    Chance gives 50: the comparison is with everyone of the same grade, in office or not.
    """
    right = year.met(by, "right persons", lambda: year.leading_above_own_grade)
    return PER_CENT * ratio(right, year.heads(by, Who.HOLDERS))


def share_of_offices(year: YearEnd, by: Grouping) -> Floats:
    """Share of the holders of office who belong to the group, in per cent; only of groups."""
    if by.name == EVERYBODY_TOGETHER:
        return no_answer(by)
    held = year.heads(by, Who.HOLDERS)
    return PER_CENT * ratio(held, np.broadcast_to(held.sum(), held.shape))


def vacancies(year: YearEnd, by: Grouping) -> Floats:
    """Posts of office without a holder on 31 December, by zone."""
    posts = year.state.posts
    vacant = np.bincount(posts.unit[posts.vacant], minlength=year.organisation.units)
    return by_posts(year, vacant, by)


OUTCOMES = (
    Outcome("acting_months", "months", Better.LOWER, Tally.FLOW, acting_months, end=True),
    Outcome("appointments", "persons", Better.NEUTRAL, Tally.FLOW, appointments),
    Outcome("deviation_share", "per cent", Better.LOWER, Tally.STOCK, deviation_share),
    Outcome("empty_months", "months", Better.LOWER, Tally.FLOW, empty_months, end=True),
    Outcome("lateral_moves", "persons", Better.NEUTRAL, Tally.FLOW, lateral_moves),
    Outcome("leaderless_months", "months", Better.LOWER, Tally.FLOW, leaderless_months, end=True),
    Outcome(
        "leadership_in_office", "SD", Better.HIGHER, Tally.STOCK, leadership_in_office, hidden=True
    ),
    Outcome(
        "right_person_in_post",
        "per cent",
        Better.HIGHER,
        Tally.STOCK,
        right_person_in_post,
        hidden=True,
    ),
    Outcome("rises_in_office", "persons", Better.NEUTRAL, Tally.FLOW, rises_in_office),
    Outcome("share_of_offices", "per cent", Better.NEUTRAL, Tally.STOCK, share_of_offices),
    Outcome("vacancies", "posts", Better.LOWER, Tally.STOCK, vacancies, end=True),
)
"""The outcomes of this field."""
