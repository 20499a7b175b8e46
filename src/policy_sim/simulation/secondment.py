"""Secondment: study leave and internships, that is courses for which people are away from work.

Who may go, who gets the seats, what they cost and what is learned is the business of
:mod:`policy_sim.simulation.training`. This system makes of some of its courses a *leave*: whoever
attends one does not serve, may have to give up a post of office, comes back with a diploma, and
is bound to stay for a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Flag, Name
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.policy.values import Unit
from policy_sim.rules.frame import Integers
from policy_sim.simulation.amounts import Duration, amount, amount_findings
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.naming import unknown_attributes, unknown_words
from policy_sim.simulation.state import State
from policy_sim.simulation.stepping_down import release
from policy_sim.workforce.table import NO_POST

__all__ = ["DIPLOMAS", "MONTHS_AWAY", "Leave", "Secondment", "Settings"]

MONTHS_AWAY, DIPLOMAS = "months_away", "diplomas"
"""The flows that count person-months away from work, and people back with a higher diploma."""

COURSE = "course"


class Leave(Shape):
    """A course for which people are away from work.

    Who ends it has *records*, by attribute the word that enters the record unless a higher one
    stands there; and is bound for the months *stay*. With *releases* a post of office is given up.
    """

    noun = "a leave"

    records: dict[Name, Name] = {}
    stay: Duration = 0
    releases: Flag = True


class Settings(Shape):
    """The *leaves*, by the words of the courses, and the attribute that holds the *bond*."""

    noun = "the settings of secondment"

    leaves: dict[Name, Leave] = {}
    bond: Name = "bond"


class Secondment:
    """The system that sends people away from work, and has them back."""

    name = "secondment"
    assumptions = ()

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter returns, the giving up of posts, and the months away.

        Raises :exc:`~policy_sim.errors.ScenarioError` if there is no such course, attribute, word
        or parameter of the law.
        """
        if findings := list(self._findings(state)):
            raise ScenarioError(findings)
        leaves = _coded(state, self.settings.leaves)
        state.signals.away_courses = tuple(sorted(leaves))
        calendar.every(Phase.EXPIRIES, partial(self.come_back, state))
        if leaves:
            calendar.every(Phase.REWARDS, partial(_give_up_posts, state, leaves))
            calendar.every(Phase.BEHAVIOUR, partial(_count, state))

    def come_back(self, state: State) -> None:
        """Let those whose course ends this month come back, before they serve again."""
        if self.settings.leaves:
            state.flows.expect(DIPLOMAS)
        for cohort in state.cohorts:
            leave = self.settings.leaves.get(cohort.course)
            if leave is None or cohort.due > state.month:
                continue
            rows = state.people.rows_of(cohort.people)
            rows = rows[rows >= 0]
            for attribute, word in sorted(leave.records.items()):
                _raise(state, attribute, word, rows)
            self._bind(state, leave, rows)

    def _bind(self, state: State, leave: Leave, rows: Integers) -> None:
        column = state.people.record.get(self.settings.bond)
        months = amount(leave.stay, state.vintage)
        if column is None or not months:
            return
        longest = state.people.vocabulary.attributes[self.settings.bond].type.high
        column[rows] = np.maximum(column[rows], min(months, longest))

    def _findings(self, state: State) -> Iterator[Diagnostic]:
        vocabulary, settings = state.people.vocabulary, self.settings
        if not settings.leaves:
            return
        if missing := unknown_attributes([COURSE], vocabulary):
            yield from missing
            return
        yield from unknown_words(settings.leaves, vocabulary, COURSE)
        stays = [leave.stay for leave in settings.leaves.values()]
        if any(stay != 0 for stay in stays) or "bond" in settings.model_fields_set:
            yield from unknown_attributes([settings.bond], vocabulary)
        laws = state.laws_ahead
        for leave in settings.leaves.values():
            yield from amount_findings(leave.stay, (Unit.MONTHS,), laws)
            for attribute, word in leave.records.items():
                missing = unknown_attributes([attribute], vocabulary)
                yield from missing or unknown_words([word], vocabulary, attribute)


def _coded(state: State, leaves: Mapping[Name, Leave]) -> dict[int, Leave]:
    """Return the leaves by the values of the attribute that tells who attends which course."""
    if not leaves:
        return {}
    scale = state.people.vocabulary.attributes[COURSE].type.scale
    return {} if scale is None else {scale.code(word): leave for word, leave in leaves.items()}


def _give_up_posts(state: State, leaves: Mapping[int, Leave]) -> None:
    """Let those who have gone give up their posts, where their leave asks for it."""
    codes = [code for code, leave in leaves.items() if leave.releases]
    holders = np.flatnonzero(state.people.post != NO_POST)
    release(state, holders[np.isin(state.people.record[COURSE][holders], codes)])


def _raise(state: State, attribute: str, word: str, rows: Integers) -> None:
    """Let the people at *rows* have at least *word* of *attribute* on record."""
    scale = state.people.vocabulary.attributes[attribute].type.scale
    if scale is None:
        return
    column, code = state.people.record[attribute], scale.code(word)
    risen = rows[column[rows] < code]
    column[risen] = code
    state.flows.count(DIPLOMAS, state.people.record, risen)


def _count(state: State) -> None:
    """Count a month for everybody who is away."""
    state.flows.count(MONTHS_AWAY, state.people.record, state.away().nonzero()[0])
