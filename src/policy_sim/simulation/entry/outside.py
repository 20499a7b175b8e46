"""Entry outside the test: the places that practice gives to people whom no test has chosen.

The public's money pays for them as for anybody else, so that what they are worth is seen in the
same outcomes; what the law thinks of it stands in the ledger.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np
from pydantic import Field

from policy_sim.documents.fields import Name, Whole
from policy_sim.documents.nodes import Node
from policy_sim.documents.shape import Shape
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.frame import Integers
from policy_sim.simulation.books.ledger import Deviation, Entry, Ruling
from policy_sim.simulation.entry.applicants import Applicants, Likeness, Trait
from policy_sim.simulation.entry.entrants import distributions
from policy_sim.simulation.measures.sums import MILLIONTHS
from policy_sim.simulation.practices.seats import favoured_first, given_elsewhere
from policy_sim.simulation.state import State

__all__ = [
    "ABILITY",
    "AREA",
    "BY_FAVOUR",
    "FAVOURED",
    "OUTSIDE",
    "OUTSIDE_ENTRY",
    "Honorary",
    "chosen_outside",
    "count_entry",
    "outside_places",
    "outsiders",
]

AREA = "recruitment"

OUTSIDE = "honorary"
"""What those are called who are hired outside the test, in chance and as the rule of the ledger."""

FAVOURED = Entry(AREA, Ruling.OUTRANKED, deviation=Deviation.ORDER)
OUTSIDE_ENTRY = Entry(AREA, Ruling.REFUSED, deviation=Deviation.COMPLIANCE)
"""Rows of those who passed and are taken before better ones, and of those never tested."""

BY_FAVOUR, ABILITY = "hired_by_favour", "hired_ability"
"""Flows of the year: people hired against the law's order or test, and the ability of all hired."""


class Honorary(Shape):
    """The people who are hired outside the test where practice does so, and what they are like.

    So many *applicants* stand in line for each such place; *entrants* and *traits* as for all.
    """

    noun = "the honorary staff"

    applicants: Annotated[Whole, Field(ge=1)] = 1
    entrants: dict[Name, Node] = {}
    traits: dict[Name, Trait] = {}


def outsiders(stated: Honorary | None, likeness: Likeness, words: Vocabulary) -> Likeness:
    """Return what those are like who are hired outside the test, as far as it is *stated*.

    If nothing is, they are like the other applicants, whose *likeness* is given, but sit no test.
    """
    if stated is None:
        return replace(likeness, examination=None, called=OUTSIDE)
    # What is wrong with it has been found when the system began.
    like = distributions(stated.entrants, words, [])
    each = [like] * len(likeness.attributes)
    return Likeness(each, stated.traits, None, likeness.correlations, OUTSIDE)


def outside_places(state: State, places: Integers) -> Integers:
    """Return how many of *places* ``int64[unit, family]`` are given without a test this month."""
    practice = state.practice.places.get(AREA)
    if practice is None or practice.tested:
        return np.zeros_like(places)
    return given_elsewhere(state, AREA, places.ravel()).reshape(places.shape)


def chosen_outside(state: State, line: Applicants, places: Integers) -> Integers:
    """Return who of *line* takes one of the *places* of the unit and family waited for."""
    practice = state.practice.places[AREA]
    everybody = np.arange(line.people.size)
    figure = favoured_first(state, practice, line.people, everybody)
    order = np.lexsort((line.people.keys, figure, line.cell))
    arranged = line.cell[order]
    place = np.arange(len(order)) - np.searchsorted(arranged, arranged, side="left")
    return np.sort(order[place < places[arranged]])


def count_entry(state: State, rows: Integers, entry: Entry) -> None:
    """Count what the newcomers at *rows* are worth, and how many of them favour brought in."""
    record = state.people.record
    if entry.law is not Ruling.GRANTED:
        state.flows.count(BY_FAVOUR, record, rows)
    if "ability" in state.people.truth:
        ability = np.rint(state.people.truth["ability"][rows] * MILLIONTHS).astype(np.int64)
        state.flows.add(ABILITY, record, rows, ability)
