"""Appraisal: once a year what people are like becomes, imperfectly, a record.

The appraisal of a year enters the record in a month of the next one; until then rules read the
year before. Three things enter: scores in points (performance every year; competence and
potential by an assessment every few years, a part of the staff each year), ratings of result and
behaviour, and the yearly grade that the law makes of them (area ``appraisal``, effect ``rate``).
Practice acts here: leniency lifts ratings, and bias lifts those of the favoured.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from policy_sim.documents.fields import Flag, Name, Number, Whole
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.combination import Given
from policy_sim.simulation.behaviour import WORK_ASSUMPTIONS, performance, skill
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.careers.credit import enter_credit
from policy_sim.simulation.collectives.limits import enter_grades
from policy_sim.simulation.measurement import PointScale, banded, observed, recorded
from policy_sim.simulation.naming import unknown_series
from policy_sim.simulation.raters import Rater, assumptions_of, judge, rater_findings
from policy_sim.simulation.state import State

__all__ = ["Appraisal", "Score", "Settings"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

YEAR = 12

PERFORMANCE = "performance"
"""What a score is of if it tells how people work, rather than one of their traits."""

OF_WORK = "appraised-performance"
"""The purpose for which the luck of being seen at work is drawn."""

RATING_ASSUMPTIONS = (
    "rating_cut_high",
    "rating_cut_low",
    "rating_halo",
    "rating_reliability",
    "score_mean",
    "score_spread",
)
"""The assumptions that every appraisal reads from the register."""


class Score(Shape):
    """A score of the record that an assessment gives.

    *of* is the trait that is assessed (``performance`` is work as it really is), *reliability*
    an assumption of the register, *years* the years between two assessments. What superiors
    judge is *rated*: there practice has its leniency and bias.
    """

    noun = "an assessed score"

    of: Name
    reliability: Name
    years: Annotated[Whole, Field(ge=1)] = 1
    rated: Flag = False


class Settings(Shape):
    """How appraisal is organised.

    *month* is the month (1 to 12) in which last year's appraisal enters the record. *scores*
    are written where the vocabulary declares an attribute of that name, as are the ratings
    *result* and *behaviour*. *series* receives the yearly grade; the first one declared if it is
    not stated. If the law has no rule of appraisal, *cuts* (ascending, in SD of what is seen) part
    the scale of the series from its second word up; without cuts no grade is given. Whoever is
    rated is judged by the *raters*; if none is stated, by one superior.
    """

    noun = "the settings of appraisal"

    month: Annotated[Whole, Field(ge=1, le=12)] = 2
    scores: dict[Name, Score] = {
        "performance": Score(of=PERFORMANCE, reliability="rating_reliability", rated=True),
        "competence": Score(of="ability", reliability="competence_reliability", years=3),
        "potential": Score(of="leadership", reliability="potential_reliability", years=3),
    }
    result: Name = "result_rating"
    behaviour: Name = "behaviour_rating"
    series: Name | None = None
    cuts: tuple[Number, ...] = ()
    raters: dict[Name, Rater] = {}


@dataclass(frozen=True)
class _Year:
    """What the appraisal of one *year* sees: people in *rows*, and their ratings' shift (SD).

    *panel* is what several raters together see of their work.
    """

    state: State
    rows: Integers
    keys: NDArray[np.uint64]
    year: int
    shift: Floats | float
    panel: Floats | None = None

    def seen(
        self, truth: Floats, reliability: float, purpose: str, which: Integers | None = None
    ) -> Floats:
        """Return what is seen of the *truth* of those at *which* positions (None: of all)."""
        rows, keys = (
            (self.rows, self.keys) if which is None else (self.rows[which], self.keys[which])
        )
        noise = self.state.chance.normal(purpose, keys, self.year)
        return observed(truth[rows], reliability, noise)

    def clear(self, reliability: float) -> float:
        """Return the *reliability* of a rating that the practice's noise leaves."""
        return reliability * (1.0 - float(self.state.practice.ratings.noise))

    def turn(self, years: int) -> Integers:
        """Return the positions of those who are assessed this year, if one is every *years*."""
        if years == 1:
            return np.arange(len(self.rows))
        return np.flatnonzero(self.keys % np.uint64(years) == self.year % years)


class Appraisal:
    """The system that writes appraisals into the record, once a year."""

    name = "appraisal"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The assumptions that this appraisal reads, each score's reliability among them."""
        scores = tuple(score.reliability for score in self.settings.scores.values())
        raters = assumptions_of(self.settings.raters)
        return (*RATING_ASSUMPTIONS, *WORK_ASSUMPTIONS, *scores, *raters)

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the yearly appraisal: in a month of the next year, or at the end of a step.

        Raises :exc:`~policy_sim.errors.ScenarioError` if a score is of a trait nobody has, or
        if there is no such series.
        """
        series = [] if self.settings.series is None else [self.settings.series]
        raters, laws = self.settings.raters, state.laws_ahead
        findings = unknown_series(series, state.people.vocabulary)
        if findings := [*findings, *rater_findings(raters, state, laws)]:
            raise ScenarioError(findings)
        for name, score in sorted(self.settings.scores.items()):
            if name in state.people.record and score.of != PERFORMANCE:
                state.figure(score.of)
        if state.step < YEAR:
            calendar.every(Phase.RECORDS, lambda: self._appraise(state), [self.settings.month])
        else:
            calendar.every(Phase.BEHAVIOUR, lambda: self._appraise(state))

    def _appraise(self, state: State) -> None:
        number = state.month // YEAR
        rows = np.arange(state.people.size)
        if state.step < YEAR:
            number, rows = number - 1, _served_last_year(state, self.settings.month)
        keys = state.people.keys[rows]
        shift = _shift(state, rows)
        works = performance(state.people, state.register)
        if self.settings.raters:
            panel = judge(self.settings.raters, state, works, rows, number)
            year = _Year(state, rows, keys, number, shift * panel.inside, panel.seen)
            seen = panel.seen
        else:
            year = _Year(state, rows, keys, number, shift)
            seen = year.seen(works, year.clear(state.register["rating_reliability"]), OF_WORK)
        for name, score in sorted(self.settings.scores.items()):
            if name in state.people.record:
                _write_score(year, name, score, works, seen)
        self._write_ratings(year, seen)
        self._grade(year, seen)

    def _write_ratings(self, year: _Year, seen: Floats) -> None:
        """Write the ratings of result and behaviour; the one colours the other (halo)."""
        register = year.state.register
        cuts = (register["rating_cut_low"], register["rating_cut_high"])
        halo = register["rating_halo"]
        conduct = skill(year.state.people, "integrity")
        reliability = year.clear(register["rating_reliability"])
        apart = year.seen(conduct, reliability, "appraised-behaviour")
        coloured = halo * seen + math.sqrt(1.0 - halo**2) * apart
        for name, value in ((self.settings.result, seen), (self.settings.behaviour, coloured)):
            column = year.state.people.record.get(name)
            if column is not None:
                column[year.rows] = banded(value, cuts, year.shift)

    def _grade(self, year: _Year, seen: Floats) -> None:
        """Enter the yearly grade and the credit of the law, or a grade by the scenario's cuts."""
        state, people = year.state, year.state.people
        series = self.settings.series or next(iter(people.vocabulary.series_of("person")), None)
        if series is None:
            return
        if state.vintage.area("appraisal"):
            decided = state.decide("appraisal", year.rows)
            given = decided.decision.given.get("rate")
            if given is not None:
                _record(state, given, year.rows, series)
            enter_credit(state, decided, np.arange(len(year.rows)))
        elif self.settings.cuts:
            grades = 1 + banded(seen, self.settings.cuts, year.shift).astype(np.int64)
            enter_grades(state, series, year.rows, grades)


def _record(state: State, given: Given, rows: Integers, series: str) -> None:
    """Enter the grades that the law gives in the series that it names, or else in *series*."""
    named = given.fields.get("series")
    if named is None:
        enter_grades(state, series, rows[given.mask], given.value[given.mask])
        return
    for position, name in enumerate(state.people.vocabulary.series_of("person")):
        rated = given.mask & (named == position)
        enter_grades(state, name, rows[rated], given.value[rated])


def _served_last_year(state: State, month: int) -> Integers:
    """Return the rows of those who were in service on the last day of the year appraised."""
    service = state.people.record.get("service")
    if service is None:
        return np.arange(state.people.size)
    return np.flatnonzero(service >= month)


def _shift(state: State, rows: Integers) -> Floats | float:
    """Return what practice adds to each person's ratings, in SD of ratings; one number if alike."""
    ratings, spread = state.practice.ratings, state.register["score_spread"]
    if not ratings.bias:
        return float(ratings.leniency) / spread
    return (ratings.leniency + ratings.bias * state.figure(ratings.favours, rows)) / spread


def _write_score(year: _Year, name: str, score: Score, works: Floats, of_works: Floats) -> None:
    """Write one score for those whose turn it is; *works* is everyone's true performance.

    A score of performance and the ratings see the same work with the same eyes: *of_works* is
    what the ratings see.
    """
    people, register = year.state.people, year.state.register
    turn, reliability = year.turn(score.years), register[score.reliability]
    if score.of != PERFORMANCE:
        seen = year.seen(year.state.figure(score.of), reliability, f"assessed-{name}", turn)
    elif reliability == register["rating_reliability"] or (score.rated and year.panel is not None):
        seen = of_works[turn]
    else:
        seen = year.seen(
            works, year.clear(reliability) if score.rated else reliability, OF_WORK, turn
        )
    if score.rated:
        seen = seen + (year.shift if isinstance(year.shift, float) else year.shift[turn])
    attribute = people.vocabulary.attributes[name]
    step = Fraction(attribute.type.step)
    middle = register["score_mean"]
    if attribute.typical is not None:
        middle = float(attribute.typical * step)
    scale = PointScale(
        middle,
        register["score_spread"],
        float(attribute.type.low * step),
        float(attribute.type.high * step),
    )
    points = recorded(seen, scale, step)
    year.state.files.score(people, name, year.rows[turn], points)
