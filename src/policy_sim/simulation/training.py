"""Training: courses begin in stated months, and what is learned fades unless it is renewed.

The law says who may attend a course (area ``training``, effect ``enrol``); seats and the
programme's budget decide who does. Those who end a course have its hours on record, and a skill
that is theirs beside the inborn one (:mod:`policy_sim.simulation.learning.skill`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

import numpy as np

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Name
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.policy.values import Unit
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.frame import Integers
from policy_sim.simulation.amounts import Count, Money, amount, amount_findings
from policy_sim.simulation.books.funding import Fund, fund_findings, note_sources, raised
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.learning.cohort import Cohort
from policy_sim.simulation.learning.courses import Course, Intake, Terms, terms_of
from policy_sim.simulation.learning.intake import (
    COST,
    DECLINED,
    TRAVEL_COST,
    TRAVEL_HOURS,
    hold_intakes,
)
from policy_sim.simulation.learning.skill import kept, share_learned, taught
from policy_sim.simulation.learning.travel import NOWHERE, Way, journey, travel_findings
from policy_sim.simulation.naming import unknown_attributes, unknown_traits, unknown_words_among
from policy_sim.simulation.state import State
from policy_sim.workforce.apportion import scaled

__all__ = ["DROPPED", "ENOUGH", "HOURS", "Settings", "Training"]

JANUARY, DECEMBER = 1, 12
BEGINNING = 1
"""Within a month courses begin after others have ended."""

HALF_DOSE, HALF_LIFE = "training_half_dose", "skill_half_life"

HOURS, ENOUGH, DROPPED = "training_hours", "trained_enough", "training_dropped"
"""The flows that count hours of training, people with the hours that are asked for, and those
who began a course and learned nothing.
"""


class Settings(Shape):
    """The catalogue of *courses*, the programme's yearly *budget*, and the hours asked for.

    Without a budget every seat is paid for; *funding* from other sources is added to it. *travel*
    says, by zone, what the way to a course takes. *target* are the hours of training in a year that
    an outcome counts as enough. Each amount may be the name of a parameter of the law.
    """

    noun = "the settings of training"

    courses: dict[Name, Course] = {}
    budget: Money | None = None
    funding: dict[Name, Fund] = {}
    travel: dict[Name, Way] = {}
    target: Count = 0


class Training:
    """The system of courses; seats and budget are those of the whole place times *scale*."""

    name = "training"

    def __init__(self, settings: Settings, scale: Fraction = Fraction(1)) -> None:
        self.settings = settings
        self.scale = scale

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What each course teaches at most, who ends it, how it is learned and fades."""
        courses = self.settings.courses.values()
        effects = {course.effect for course in courses}
        ended = {course.completion for course in courses if course.completion is not None}
        ways = self.settings.travel.values()
        declined = {way.declined for way in ways if way.declined is not None}
        return (*sorted(effects | ended | declined), HALF_DOSE, HALF_LIFE)

    def scaled(self, scale: Fraction) -> Training:
        """Return the same training for a place *scale* times as large."""
        return Training(self.settings, self.scale * scale)

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter intakes, ends of courses and the fading of skills.

        Raises :exc:`~policy_sim.errors.ScenarioError` if the law does not know a course or a
        parameter, or people have no trait of the name that a course teaches.
        """
        if findings := self._findings(state):
            raise ScenarioError(findings)
        courses = self.settings.courses.values()
        calendar.every(Phase.TRAINING, partial(self._end, state))
        if not courses:
            return
        state.people.acquired.begin(str(course.teaches) for course in courses)
        self._resume(state)
        self._new_year(state)
        months = {month for course in courses for month in course.months}
        calendar.every(Phase.TRAINING, partial(self._begin, state), months, BEGINNING)
        calendar.every(Phase.EXPIRIES, partial(self._fade, state))
        calendar.every(Phase.EXPIRIES, partial(_forget_hours, state), [JANUARY])
        calendar.every(Phase.EXPIRIES, partial(self._new_year, state), [JANUARY])
        calendar.every(Phase.BEHAVIOUR, partial(self._close_year, state), [DECEMBER])

    def _findings(self, state: State) -> list[Diagnostic]:
        vocabulary, courses = state.people.vocabulary, self.settings.courses
        if not courses:
            return []
        if findings := unknown_attributes(["course"], vocabulary):
            return findings
        laws = state.laws_ahead
        findings = unknown_words_among(courses, _words(state)[1:])
        taught_here = [course.teaches for course in courses.values()]
        findings += unknown_traits(dict.fromkeys(taught_here), state.people.truth)
        for course in courses.values():
            findings += course.findings(laws)
        findings += amount_findings(self.settings.budget or 0, (Unit.MONEY,), laws)
        findings += amount_findings(self.settings.target, (Unit.NONE, Unit.JP), laws)
        findings += travel_findings(self.settings.travel, state.organisation.zones, laws)
        findings += fund_findings(self.settings.funding, laws)
        return findings

    def _begin(self, state: State) -> None:
        """Hold the intakes of this month; a course without duration also ends in it."""
        month = state.month % 12 + 1
        words = _words(state)
        intakes = [
            self._intake(state, word, words.index(word), course)
            for word, course in self.settings.courses.items()
            if month in course.months
        ]
        intakes.sort(key=lambda intake: intake.code)
        # All are held before anything changes: no rule sees what the same decision does.
        for intake, rows in [*hold_intakes(state, intakes, self._money(state))]:
            terms = intake.terms
            if terms.duration:
                state.people.record["course"][rows] = intake.code
                ids, due = state.people.ids[rows], state.month + terms.duration
                state.cohorts.append(Cohort(intake.word, due, ids, terms.hours))
            else:
                self._learn(state, intake.word, rows, terms.hours)

    def _intake(self, state: State, word: str, code: int, course: Course) -> Intake:
        """Return a course that begins this month."""
        way = NOWHERE
        if self.settings.travel and not course.distance:
            way = journey(state, self.settings.travel)
        return Intake(word, code, self._terms(course, state.vintage), way)

    def _end(self, state: State) -> None:
        """Let the courses that are due end, for those who are still in service."""
        due = [cohort for cohort in state.cohorts if cohort.due <= state.month]
        state.cohorts = [cohort for cohort in state.cohorts if cohort.due > state.month]
        for cohort in due:
            rows = state.people.rows_of(cohort.people)
            rows = rows[rows >= 0]
            state.people.record["course"][rows] = 0
            self._learn(state, cohort.course, rows, cohort.hours)

    def _learn(self, state: State, word: str, rows: Integers, hours: int) -> None:
        """Let the people at *rows* have attended a course: in truth and on record."""
        course, people = self.settings.courses[word], state.people
        rows = self._completing(state, course, rows)
        share = share_learned(hours, state.assumption(HALF_DOSE))
        before = people.acquired.at(course.teaches, rows)
        after = taught(before, state.assumption(course.effect), share)
        people.acquired.put(course.teaches, rows, after)
        every = np.full(len(rows), hours, np.int64)
        state.flows.add(HOURS, people.record, rows, every)
        if HOURS in people.record:
            state.files.add(people, HOURS, rows, every)
        state.happened("trained", rows, every)
        if course.certificate:
            code = _words(state).index(word)
            state.happened("certified", rows, np.full(len(rows), code, np.int64))

    def _completing(self, state: State, course: Course, rows: Integers) -> Integers:
        """Return who of the people at *rows* ends the course with success."""
        if course.completion is None:
            return rows
        luck = state.chance.uniform("course completed", state.people.keys[rows], state.month)
        ending = luck < state.assumption(course.completion)
        state.flows.count(DROPPED, state.people.record, rows[~ending])
        return rows[ending]

    def _resume(self, state: State) -> None:
        """Let those who attend a course on the first day end it within its duration.

        When they began is not known: the months are drawn, each as likely as the other.
        """
        attended = state.people.record["course"]
        for code, word in enumerate(_words(state)):
            rows = np.flatnonzero(attended == code) if code else np.empty(0, np.int64)
            course = self.settings.courses.get(word)
            terms = None if course is None else self._terms(course, state.vintage)
            if terms is None or not terms.duration:
                attended[rows] = 0
                continue
            luck = state.chance.uniform("course begun before", state.people.keys[rows])
            due = state.month + np.floor(luck * terms.duration).astype(np.int64)
            for month in np.unique(due):
                ids = state.people.ids[rows[due == month]]
                state.cohorts.append(Cohort(word, int(month), ids, terms.hours))

    def _fade(self, state: State) -> None:
        """Let a month pass over every acquired skill."""
        state.people.acquired.fade(kept(1, state.assumption(HALF_LIFE)))

    def _new_year(self, state: State) -> None:
        """Let this year's figures be told, even if they should come to nothing."""
        if self.settings.travel:
            state.flows.expect(DECLINED, TRAVEL_COST, TRAVEL_HOURS)
        if any(course.completion is not None for course in self.settings.courses.values()):
            state.flows.expect(DROPPED)

    def _close_year(self, state: State) -> None:
        """Count who has had the hours asked for, among those still in service, and who has paid."""
        self._note_sources(state)
        target = amount(self.settings.target, state.vintage)
        if target and HOURS in state.people.record:
            enough = np.flatnonzero(state.people.record[HOURS] >= target)
            state.flows.count(ENOUGH, state.people.record, enough)

    def _terms(self, course: Course, law: Vintage) -> Terms:
        terms = terms_of(course, law)
        if isinstance(terms.seats, Fraction):
            return terms
        return replace(terms, seats=scaled(terms.seats, self.scale))

    def _own(self, law: Vintage) -> int | None:
        stated = self.settings.budget
        return None if stated is None else round(amount(stated, law) * self.scale)

    def _raised(self, state: State) -> dict[str, int]:
        return raised(self.settings.funding, state.vintage, state.today, self.scale)

    def _money(self, state: State) -> int | None:
        """Return the year's money from all sources; None if there is no limit."""
        own = self._own(state.vintage)
        return None if own is None else own + sum(self._raised(state).values())

    def _note_sources(self, state: State) -> None:
        own = self._own(state.vintage)
        if own is not None and self.settings.funding:
            note_sources(state.flows, state.flows.total(COST), own, self._raised(state))


def _words(state: State) -> Sequence[str]:
    """Return the words of the attribute ``course``; the first is none."""
    scale = state.people.vocabulary.attributes["course"].type.scale
    return () if scale is None else scale.values


def _forget_hours(state: State) -> None:
    """Begin to count the year's hours anew."""
    if HOURS in state.people.record:
        state.people.record[HOURS][:] = 0
