"""Discipline: what the law makes of last month's absences, and what superiors make of the law.

A month is judged when it is over, as of its last day, when all its absences are known; so the
absences of December count for the year that ends. Only people to whom something has happened
since are judged. A sanction is an event with a term: while it is in force, other areas read it.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import numpy as np

from policy_sim.documents.fields import Name
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.frame import Integers
from policy_sim.simulation.books.rulings import write_refusals
from policy_sim.simulation.calendar import Phase, Timetable, day_of
from policy_sim.simulation.exits import DISMISSED
from policy_sim.simulation.naming import unknown_events
from policy_sim.simulation.practices.duties import Duties
from policy_sim.simulation.state import State
from policy_sim.simulation.stepping_down import dismiss, step_down

__all__ = ["AREA", "LOOKED_AWAY", "SANCTIONED", "Discipline", "Settings", "sanctioned_with"]

AREA, SANCTION = "discipline", "sanction"

SANCTIONED, LOOKED_AWAY = "sanctioned", "looked_away"
"""The flows that count the people sanctioned, and those whom a superior let off."""


class Settings(Shape):
    """The events *after* which a person is judged."""

    noun = "the settings of discipline"

    after: tuple[Name, ...] = ("absence",)


class Discipline:
    """The system that sanctions, month by month."""

    name = "discipline"
    assumptions = ("sanction_motivation",)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Judge the month that has passed, every month.

        Raises :exc:`~policy_sim.errors.ScenarioError` if an event that is stated does not exist.
        """
        stated = self.settings.after if "after" in self.settings.model_fields_set else ()
        if findings := unknown_events(stated, state.people.vocabulary):
            raise ScenarioError(findings)
        state.archive.expect([DISMISSED])
        calendar.every(Phase.DISCIPLINE, partial(self.judge, state))

    def judge(self, state: State) -> None:
        """Decide about everybody to whom something happened last month, and carry it out."""
        day = state.today - timedelta(days=1)
        state.flows.expect(SANCTIONED, LOOKED_AWAY)
        rows = _concerned(state, self.settings.after, day)
        if len(rows):
            decided = state.decide(AREA, rows, on=day)
            write_refusals(state, decided, AREA)
            _carry_out(Duties(state, decided, AREA), day)


def sanctioned_with(word: str) -> str:
    """Return the name of the flow that counts the sanctions called *word*."""
    return f"{SANCTIONED}: {word}"


def _concerned(state: State, events: tuple[str, ...], day: date) -> Integers:
    """Return the rows of those to whom one of *events* happened in the month of *day*."""
    before, last = day.replace(day=1).toordinal() - 1, day.toordinal()
    trails = state.people.history.trails
    struck = np.zeros(state.people.size, np.bool_)
    for name in events:
        if name in trails:
            struck[trails.dated(name, before, last).row] = True
    return struck.nonzero()[0]


def _carry_out(duties: Duties, day: date) -> None:
    """Carry out what the law orders, as of *day*."""
    state, rows = duties.state, duties.decided.rows
    concerned = np.flatnonzero(duties.decided.decision.anything)
    let_off = concerned[duties.undone(concerned)]
    state.flows.count(LOOKED_AWAY, state.people.record, rows[let_off])
    _sanction(duties, day)
    step_down(duties)
    dismiss(duties)


def _sanction(duties: Duties, day: date) -> None:
    """Enter the sanctions, each with its term; whoever is sanctioned minds."""
    given, state = duties.given(SANCTION), duties.state
    if given is None:
        return
    people = state.people
    kind = people.vocabulary.events[SANCTION].type
    words = kind.scale.values if kind is not None and kind.scale is not None else ()
    sanctioned: list[Integers] = []
    for value in sorted(set(given.value[given.mask].tolist())):
        alike = np.flatnonzero(given.mask & (given.value == value))
        done = duties.carried_out(alike, given.rule, words[value])
        rows = duties.decided.rows[done]
        until = _ends(state.month, given.fields["for"][done]) if "for" in given.fields else None
        state.files.event(people, SANCTION, rows, day, given.value[done], until)
        sanctioned.append(rows)
        state.flows.tally(sanctioned_with(words[value]), len(rows))
        if "motivation" in people.truth:
            people.truth["motivation"][rows] -= state.assumption("sanction_motivation")
    state.flows.count(SANCTIONED, people.record, np.concatenate(sanctioned))


def _ends(month: int, terms: Integers) -> Integers:
    """Return the first day, as an ordinal, on which a sanction of each term is over."""
    stated = terms.tolist()
    days = {length: day_of(month + length).toordinal() for length in set(stated)}
    return np.array([days[length] for length in stated], np.int64)
