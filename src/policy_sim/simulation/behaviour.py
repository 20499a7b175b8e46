"""Behaviour: how well people really work, and how what happens to them moves their motivation.

Everything here is truth, in standard deviations (SD) of the founding stock; no rule reads it.

* *Learning by doing*: a newcomer to the work falls short by ``learning_gain``, a newcomer to an
  office by ``office_learning_gain``; half of the shortfall is made up after the half-life. As it
  depends on time served alone, the mean stays where it is while times served do: under the law
  in force competence is at rest.
* *Motivation* returns to the person's ordinary level, with luck of its own. A rise lifts it for
  a while; posts given out of order lower everybody's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from policy_sim.documents.shape import Shape
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.state import State
from policy_sim.workforce.table import NO_POST, Workforce

__all__ = [
    "LEADING",
    "WORK_ASSUMPTIONS",
    "Behaviour",
    "Settings",
    "favoured",
    "learned",
    "moved",
    "performance",
    "plain_habit",
    "skill",
    "trait",
]

Trait = NDArray[np.float64]

DECEMBER = 12
YEAR = 12
"""Months in a year."""

LEADING = ("leadership", "ability")
"""The traits by which holders of an office work: the first that people have."""

WORK_ASSUMPTIONS = (
    "learning_gain",
    "learning_half_life",
    "office_learning_gain",
    "office_learning_half_life",
    "performance_motivation",
)
"""The assumptions that :func:`performance` reads from the register."""


class Settings(Shape):
    """Behaviour has no settings: its coefficients are assumptions of the register."""

    noun = "the settings of behaviour"


class Behaviour:
    """The system that moves motivation, once a year in December."""

    name = "behaviour"
    assumptions = ("injustice_motivation", "motivation_persistence", "rise_motivation")

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the yearly movement of motivation."""
        calendar.every(Phase.BEHAVIOUR, lambda: self._year(state), [DECEMBER])

    def _year(self, state: State) -> None:
        people = state.people
        if "motivation" not in people.truth:
            return
        luck = state.chance.normal("motivation", people.keys, state.month // YEAR)
        people.truth["motivation"] = moved(
            people.truth["motivation"], luck, _rose(people), favoured(state), state.register
        )


def favoured(state: State) -> float:
    """Return the share, 0 to 1, of the year's posts that were given out of order by favour.

    Grievance answers to favour, as in the experiment that the assumption is taken from. Whether
    a habit that goes by what the record shows to all, such as seniority, costs morale where the
    law says otherwise has no evidence that we know of, and is left out. Where injustice is
    reckoned by person (:mod:`policy_sim.simulation.justice`) it burdens nobody else.
    """
    if state.signals.grievance_by_person or plain_habit(state):
        return 0.0
    return _share(state.flows.total("out_of_order"), state.flows.total("appointed"))


def plain_habit(state: State) -> bool:
    """Return whether whatever order is used besides the law's goes by something on record.

    A reform that is resisted is one more such order: that of the law which it superseded, or the
    figure that decisions fall back on.
    """
    practice, reform = state.practice, state.signals.reform
    used = [] if practice.order is None else [practice.order.by]
    if reform is not None and reform.falls_back_on:
        used.append(reform.falls_back_on)
    known = all(by in state.people.record for by in used)
    return known and not practice.waived and bool(used or reform)


def learned(months: NDArray[np.integer], half_life: float) -> Trait:
    """Return the share learned, 0 to 1, after *months* at a task: one half after *half_life*."""
    return np.asarray(months / (months + half_life), dtype=np.float64)


def performance(people: Workforce, register: Mapping[str, float]) -> Trait:
    """Return how well each person really works in the present post, in SD units.

    Staff work by ability, holders of an office by leadership (by ability too where the people
    have no such trait), with what training has added to it; both by motivation, with the loading
    ``performance_motivation`` m and its complement ``sqrt(1 - m^2)``, so that the SD stays 1 where
    the two traits are independent; less what is still to be learned; with what lasting
    circumstances add or take away.
    """
    leads = np.flatnonzero(people.post != NO_POST)
    able = skill(people, "ability").copy()
    able[leads] = skill(people, *LEADING)[leads]
    share = register["performance_motivation"]
    able *= math.sqrt(1.0 - share**2)
    able += share * trait(people, "motivation")
    able -= _shortfall(people, register, leads)
    for circumstance in people.standing.traits:
        able += people.standing.amounts[circumstance]
    return able


def skill(people: Workforce, *names: str) -> Trait:
    """Return the first of the traits *names* that the people have, with what they acquired of it.

    Average (0) if they have none.
    """
    inborn = trait(people, *names)
    held = next((name for name in names if name in people.truth), "")
    acquired = people.acquired.of(held)
    return inborn if acquired is None else inborn + acquired


def trait(people: Workforce, *names: str) -> Trait:
    """Return the first of the traits *names* that the people have; average (0) if none."""
    held = (people.truth[name] for name in names if name in people.truth)
    return next(held, np.zeros(people.size))


def moved(
    motivation: Trait,
    luck: Trait,
    rose: NDArray[np.bool_],
    out_of_order: float,
    register: Mapping[str, float],
) -> Trait:
    """Return next year's motivation.

    A share ``motivation_persistence`` p of this year's stays and *luck* (standard normal) fills
    up the variance, so that the SD stays 1. Who *rose* this year gains ``rise_motivation`` once.
    If all posts were given *out_of_order* (a share), everybody's level would in the end fall by
    ``injustice_motivation``.
    """
    kept = register["motivation_persistence"]
    drift = rose * register["rise_motivation"]
    burden = (1.0 - kept) * register["injustice_motivation"] * out_of_order
    return kept * motivation + math.sqrt(1.0 - kept**2) * luck + drift - burden


def _shortfall(people: Workforce, register: Mapping[str, float], leads: NDArray[np.int64]) -> Trait:
    """Return what each person loses for not yet knowing the work, and the office held.

    *leads* are the rows of those who hold one.
    """
    lost = np.zeros(people.size)
    if "service" in people.record:
        known = learned(people.record["service"], register["learning_half_life"])
        lost += register["learning_gain"] * (1.0 - known)
    if "time_in_office" in people.record:
        months = people.record["time_in_office"][leads]
        known = learned(months, register["office_learning_half_life"])
        lost[leads] += register["office_learning_gain"] * (1.0 - known)
    return lost


def _rose(people: Workforce) -> NDArray[np.bool_]:
    """Return who rose in rank or office in the past year; entering is not rising.

    Where months at the level of office are counted, a move to an equal post is no rise either.
    """
    record, rose = people.record, np.zeros(people.size, dtype=np.bool_)
    if "time_in_grade" in record:
        rose |= record["time_in_grade"] < YEAR
    held = next((name for name in ("time_in_level", "time_in_office") if name in record), None)
    if held is not None:
        rose |= (people.post != NO_POST) & (record[held] < YEAR)
    return rose & (record["service"] >= YEAR) if "service" in record else rose


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
