"""Seats: which places of an area practice gives to others than the law, and to whom.

Which places these are is drawn by contest, number and month, so that it is the same in every arm
with that practice. The first by law keep the other places; so it is with posts of office, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.rule import Rule
from policy_sim.rules.allocation import merit
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.contests.competition import Eligible
from policy_sim.simulation.practices.practice import LOTTERY, ORACLE, Places
from policy_sim.simulation.state import State
from policy_sim.workforce.table import Workforce

__all__ = ["Line", "favoured_first", "given_elsewhere", "reseated"]

ORACLE_TRAITS = ("ability", "leadership")
"""What an oracle sees in people who are to work as staff: the first of these that they have."""


@dataclass(frozen=True)
class Line:
    """The eligible of one rule, in one order: *rows* of *people*, the *contest* of each, their
    *merit* by law (the greater goes first), and who *won*.
    """

    people: Workforce
    rows: Integers
    contest: Integers
    merit: Integers
    won: Flags

    @classmethod
    def of(
        cls, people: Workforce, eligible: Eligible, rule: Rule, contest: Integers, won: Flags
    ) -> Line:
        """Return the line of those *eligible* under *rule*."""
        ranked = np.zeros(len(eligible.rows), np.int64)
        if rule.select is not None and len(ranked):
            terms = (rule.select.rank_by, *rule.select.ties)
            ranked = merit([eligible.features.column(term) for term in terms])
        return cls(people, eligible.rows, contest, ranked, won)


def given_elsewhere(state: State, area: str, seats: Integers) -> Integers:
    """Return how many of *seats* ``int64[contest]`` practice gives in each contest this month."""
    places = state.practice.places.get(area)
    if places is None or not places.share:
        return np.zeros(len(seats), np.int64)
    contest = np.repeat(np.arange(len(seats)), seats)
    number = np.arange(len(contest)) - np.repeat(np.cumsum(seats) - seats, seats)
    subject = state.chance.key(f"place of {area}", contest, number)
    luck = state.chance.uniform("given elsewhere", subject[: len(contest)], state.month)
    return np.bincount(contest[luck < float(places.share)], minlength=len(seats))


def reseated(state: State, area: str, line: Line, contests: int) -> Flags:
    """Return who of *line* takes a place where the law lets those who *won* take one.

    As many take one in each contest as the law lets win. Where practice gives none itself, or
    only to people outside of the line, they are the same.
    """
    places = state.practice.places.get(area)
    if places is None or not places.tested:
        return line.won
    filled = np.bincount(line.contest[line.won], minlength=contests)
    elsewhere = given_elsewhere(state, area, filled)
    if not elsewhere.any():
        return line.won
    keys = line.people.keys[line.rows]
    by_law = np.lexsort((keys, -line.merit, ~line.won, line.contest))
    taken = np.zeros(len(line.rows), np.bool_)
    taken[_first(by_law, line.contest, filled - elsewhere)] = True
    figure = favoured_first(state, places, line.people, line.rows)
    favoured = np.lexsort((keys, -line.merit, figure, taken, line.contest))
    taken[_first(favoured, line.contest, elsewhere)] = True
    return taken


def favoured_first(
    state: State, places: Places, people: Workforce, rows: Integers
) -> NDArray[np.float64]:
    """Return the figure by which practice ranks the *people* at *rows*: the lowest goes first."""
    if places.by == LOTTERY:
        return state.chance.uniform("place by lot", people.keys[rows], state.month)
    by: str = places.by
    if by == ORACLE:
        by = next(name for name in ORACLE_TRAITS if name in people.truth)
    figure = people.truth[by] if by in people.truth else people.record[by]
    figure = figure[rows].astype(np.float64)
    return figure if places.first == "lowest" else -figure


def _first(order: Integers, contest: Integers, places: Integers) -> Integers:
    """Return the first of *order*, which goes contest by contest, up to the *places* of each."""
    arranged = contest[order]
    place = np.arange(len(order)) - np.searchsorted(arranged, arranged, side="left")
    return order[place < places[arranged]]
