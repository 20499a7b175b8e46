"""Resisting: decisions of units that have not taken a reform up yet follow the old order.

Which they are is drawn by post and opening, or by person and month, so that it is the same in
every arm with as much resistance, and with less of it some of the same.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.rule import Rule
from policy_sim.rules.allocation import merit
from policy_sim.rules.columnar import truth
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.programs import Program, compile_area
from policy_sim.simulation.contests.openings import Openings
from policy_sim.simulation.practices.deviation import Appointed, Running, absent
from policy_sim.simulation.state import State

__all__ = [
    "OLD_ORDER",
    "RESISTANCE",
    "RESISTED",
    "follows_old_order",
    "in_old_order",
    "not_done",
    "put_off",
]

OLD_ORDER = "the order that the reform had ended"
"""What the ledger gives as the reason of a deviation that resistance brought about."""

RESISTANCE = "resistance"
"""The figure of each unit that says how much of its resistance is left, 0 to 1."""

RESISTED = "appointed in the old order"
"""The flow of those who took posts in an order that a reform had ended."""

AREA = "appointment"


def put_off(state: State, posts: Integers) -> Flags:
    """Return which vacant *posts* are left open, since their units would rather not decide."""
    reform = state.signals.reform
    if reform is None or AREA not in reform.areas or not reform.left_undone:
        return np.zeros(len(posts), np.bool_)
    lots = state.chance.uniform("put off", posts, state.posts.vacant_since[posts])
    return _resisted(state, posts) & (lots < reform.left_undone)


def not_done(state: State, area: str, rows: Integers) -> Flags:
    """Return for which of the people at *rows* what *area* grants is not done in their units."""
    reform = state.signals.reform
    if reform is None or area not in reform.areas or not reform.left_undone or not len(rows):
        return np.zeros(len(rows), np.bool_)
    left = state.units[RESISTANCE][state.people.record["unit"][rows]]
    lots = state.chance.uniform(f"resisted {area}", state.people.keys[rows], state.month)
    return np.asarray(lots < left * reform.left_undone)


def in_old_order(state: State, rule: Rule, field: Running, appointed: Appointed) -> Appointed:
    """Return who takes posts under *rule*, where units that resist it choose in the old order.

    Of the *field* the first by the old order who are left take those posts; between equals the law
    of today decides.
    """
    posts = appointed.posts
    resisted = follows_old_order(state, rule, posts)
    places = int(np.count_nonzero(resisted))
    figure = _old_figure(state, field, int(posts[0])) if places else None
    if figure is None:
        return appointed
    kept = appointed.rows[~resisted]
    ranked = field.rows[_first(field, figure, len(posts))]
    rows = appointed.rows.copy()
    rows[resisted] = ranked[absent(ranked, kept)][:places]
    state.flows.count(RESISTED, state.people.record, rows[resisted])
    return Appointed(rows, posts)


def follows_old_order(state: State, rule: Rule, posts: Integers) -> Flags:
    """Return which of *posts*, vacant, go by the old order, since their units resist *rule*."""
    reform = state.signals.reform
    if reform is None or rule.area not in reform.areas or not reform.changed(rule):
        return np.zeros(len(posts), np.bool_)
    return _resisted(state, posts)


def _resisted(state: State, posts: Integers) -> Flags:
    left = state.units[RESISTANCE][state.posts.unit[posts]]
    lots = state.chance.uniform("resisted", posts, state.posts.vacant_since[posts])
    return np.asarray(lots < left)


def _first(field: Running, figure: NDArray[np.number], number: int) -> Integers:
    """Return the *number* first of the *field*, the highest *figure* leading, as positions."""
    some = np.arange(len(figure))
    if 0 < number < len(figure):
        at = len(figure) - number
        some = (figure >= np.partition(figure, at)[at]).nonzero()[0]
    order = field.contest.in_order(some, -figure[some].astype(np.float64))
    return some[order][:number]


def _old_figure(state: State, field: Running, post: int) -> NDArray[np.number] | None:
    """Return what the old order ranks the *field* by; None if the old law had none for them."""
    reform = state.signals.reform
    if reform is None or reform.falls_back_on:
        return None if reform is None else state.figure(reform.falls_back_on, field.rows)
    openings = Openings(state, AREA)
    openings.program = compile_area(reform.before, AREA)
    opening = openings.at(post)
    features = Features(
        state.frame(field.rows, opening.columns), opening.law.terms, opening.law.grids
    )
    for number in _ranking(opening.law):
        if truth(opening.law.logic.scopes[number], features).any():
            select = opening.law.rules[number].select
            return (
                None
                if select is None
                else merit([features.column(term) for term in (select.rank_by, *select.ties)])
            )
    return None


@lru_cache(maxsize=256)
def _ranking(program: Program) -> tuple[int, ...]:
    """The rules of *program* that give a post and say in which order."""
    return tuple(n for n in program.giving if program.rules[n].select is not None)
