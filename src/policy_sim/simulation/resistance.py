"""Resistance: a reform is taken up by units in time, and the old order outlives it until then.

A reform is whatever amendments change in the rules of some areas on a day. How much a unit
resists it hangs on its people and its head, more on those whom closeness served; sessions in the
run-up and heads who stand behind the reform lower it, and it fades while the reform is in force.
No size of any of this has been measured.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from pydantic import Field

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Name, Share
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.policy.effects import AREAS
from policy_sim.policy.values import Unit
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.amounts import (
    Count,
    Money,
    Proportion,
    amount,
    amount_findings,
    proportion,
    proportion_findings,
)
from policy_sim.simulation.calendar import Phase, Timetable, month_of
from policy_sim.simulation.naming import unknown_figures, unknown_words_among
from policy_sim.simulation.reforms.attitudes import (
    in_unit,
    left_after,
    personal_resistance,
    softened,
)
from policy_sim.simulation.reforms.changed import Reform, reforms_of
from policy_sim.simulation.reforms.resisting import RESISTANCE, RESISTED
from policy_sim.simulation.state import State

__all__ = ["COST", "OPPOSED", "Resistance", "Settings", "Socialisation"]

AT_FIRST, LEFT = "resistance at first", "resistance left at first"
"""Figures of each unit: its resistance when the reform began, and what part of its people's was
left then."""

OPPOSED = "resistance"
"""The figure of each person, and the circumstance: the resistance that is left, 0 to 1."""

COST = "socialisation_cost"
"""The flow of money spent on sessions."""

SUPERSEDED = "superseded"
JANUARY = 1
FIRST = -1
"""A reform begins before its resistance is noted for the month."""


class Socialisation(Shape):
    """What is done before a reform: so many *sessions*, each of which *reach*es a share of the
    units, at a *cost* for each unit, and the share of heads whose *support* is won.
    """

    noun = "a socialisation"

    sessions: Count = 0
    reach: Proportion = Field(default="100%", validate_default=True)
    cost: Money = 0
    support: Proportion = Field(default="0%", validate_default=True)


class Settings(Shape):
    """Whose reform is resisted, in which *areas*, what is done instead, and what against it.

    Decisions *fall_back_on* a figure of people, or on the order of the superseded law; of those
    resisted the share *left_undone* is not taken at all.
    """

    noun = "the settings of resistance"

    areas: tuple[Name, ...] = ("appointment",)
    falls_back_on: Name = SUPERSEDED
    left_undone: Share = Field(default="0%", validate_default=True)
    socialisation: Socialisation = Socialisation()


class Resistance:
    """Units take a reform up in time; until then their decisions follow the old order."""

    name = "resistance"
    assumptions = (
        "resistance_connection",
        "resistance_effort",
        "resistance_half_life",
        "resistance_leader_weight",
        "resistance_level",
        "resistance_session_effect",
        "resistance_spread",
        "resistance_support_effect",
    )

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the day on which each reform of the law begins, and the months after it.

        Raises :exc:`~policy_sim.errors.ScenarioError` with every name that means nothing.
        """
        if findings := self._findings(state):
            raise ScenarioError(findings)
        for reform in reforms_of(state.law, state.today):
            areas = reform.areas & set(self.settings.areas)
            if areas:
                begin = partial(self.begin, state, replace(reform, areas=areas))
                calendar.at(_first_month(reform), Phase.EXPIRIES, begin, subject=FIRST)
        calendar.every(Phase.EXPIRIES, partial(_fade, state))
        calendar.every(Phase.BEHAVIOUR, partial(_hinder, state), [JANUARY])

    def begin(self, state: State, reform: Reform) -> None:
        """Let *reform* begin: from today on it is resisted as far as nothing was done about it."""
        stated = self.settings
        fallback = "" if stated.falls_back_on == SUPERSEDED else stated.falls_back_on
        state.signals.reform = replace(
            reform, falls_back_on=fallback, left_undone=float(stated.left_undone)
        )
        spoken = stated.socialisation
        sessions = _sessions(state, spoken, state.vintage)
        left = softened(state, sessions, _supported(state, spoken, state.vintage))
        state.units[LEFT] = left
        state.units[AT_FIRST] = in_unit(state, personal_resistance(state)) * left
        state.people.standing.begin([OPPOSED])
        state.personal.begin(OPPOSED)
        state.flows.tally(COST, int(sessions.sum()) * amount(spoken.cost, state.vintage))
        _hinder(state)

    def _findings(self, state: State) -> list[Diagnostic]:
        stated, spoken = self.settings, self.settings.socialisation
        days = [reform.since for reform in reforms_of(state.law, state.today)]
        laws = [state.law.on(day) for day in days] or [state.vintage]
        figures = {*state.people.truth, *state.people.record, SUPERSEDED}
        return [
            *unknown_words_among(stated.areas, AREAS),
            *unknown_figures([stated.falls_back_on], figures),
            *amount_findings(spoken.sessions, (Unit.NONE,), laws),
            *amount_findings(spoken.cost, (Unit.MONEY,), laws),
            *proportion_findings(spoken.reach, laws),
            *proportion_findings(spoken.support, laws),
        ]


def _sessions(state: State, spoken: Socialisation, law: Vintage) -> Integers:
    """Return how many sessions each unit took part in."""
    units = np.arange(state.organisation.units)
    reach = float(proportion(spoken.reach, law))
    taken_part = np.zeros(len(units), np.int64)
    for number in range(amount(spoken.sessions, law)):
        taken_part += state.chance.uniform(f"session {number}", units, state.month) < reach
    return taken_part


def _supported(state: State, spoken: Socialisation, law: Vintage) -> Flags:
    """Return of which units the head stands behind the reform; a unit without a head has none."""
    units = np.arange(state.organisation.units)
    lots = state.chance.uniform("support of a reform", units, state.month)
    led = state.organisation.head_post >= 0
    return np.asarray(led & (lots < float(proportion(spoken.support, law))))


def _fade(state: State) -> None:
    """Note how much of each unit's resistance is left this month."""
    if state.signals.reform is not None:
        state.flows.expect(COST, RESISTED)
        state.units[RESISTANCE] = state.units[AT_FIRST] * _left_now(state)


def _hinder(state: State) -> None:
    """Let those who resist work worse, and note how much each of them still resists."""
    if state.signals.reform is None:
        return
    people = state.people
    left = state.units[LEFT] * _left_now(state)
    opposed = personal_resistance(state) * left[people.record["unit"]]
    state.personal.put(OPPOSED, people.ids, opposed)
    lost = -state.assumption("resistance_effort") * opposed
    people.standing.put(OPPOSED, np.arange(people.size), lost)


def _left_now(state: State) -> float:
    reform = state.signals.reform
    return 1.0 if reform is None else left_after(state, state.month - _first_month(reform))


def _first_month(reform: Reform) -> int:
    """Return the first month that is decided under *reform*: decisions are of the first day."""
    return month_of(reform.since) + (reform.since.day > 1)
