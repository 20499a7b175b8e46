"""Fit: whether people work where their field of study and their experience are of use.

What a post asks for stands in the organisation; what somebody has studied, in which field the
present work lies and for how long stands on record, where rules may read it. In truth a field
that does not fit costs part of the performance, and experience in the field of the work adds a
little of it; both last as long as the work does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from policy_sim.documents.fields import Name
from policy_sim.documents.nodes import Node
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.frame import Integers
from policy_sim.simulation.assumptions.conversion import slope_from_correlation
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.entry.entrants import Likely, distributions
from policy_sim.simulation.naming import unknown_attributes, unknown_words_among
from policy_sim.simulation.state import State
from policy_sim.workforce.table import NO_POST

__all__ = ["EXPERIENCE", "FIELD", "MISMATCH", "Fit", "Settings", "asked_of"]

FIELD, WORK, MONTHS = "field", "field_of_work", "time_in_field"
"""The attributes: the field studied, the field that the present work asks for, months in it."""

BEGUN = "time_in_office"
"""The attribute that is 0 in the month in which somebody begins to work somewhere."""

MISMATCH, EXPERIENCE = "field that does not fit", "experience in the field"
"""The circumstances by which people work worse, or better."""

LOSS, VALIDITY, SPREAD = "field_mismatch", "experience_validity", "experience_spread"

JANUARY = 1


class Settings(Shape):
    """What people have *studied*, by family, where their record says nothing of it.

    Each is a field or a share for each field, drawn person by person.
    """

    noun = "the settings of fit"

    studied: dict[Name, Node] = {}


class Fit:
    """The system that keeps up what somebody's field and experience are worth at the work."""

    name = "fit"
    assumptions = (LOSS, SPREAD, VALIDITY)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Look at everybody each January, and each month at those who have begun somewhere.

        Raises :exc:`~policy_sim.errors.ScenarioError` if people have no field on record, or the
        settings name no family or field.
        """
        studied = self._studied(state)
        people = state.people
        people.standing.begin([MISMATCH, EXPERIENCE])
        everybody = np.arange(people.size)
        _learn_of(state, studied, everybody)
        if WORK in people.record:
            people.record[WORK][:] = asked_of(state, everybody)
        _settle(state, everybody)
        calendar.every(Phase.BEHAVIOUR, partial(self._month, state, studied))

    def _studied(self, state: State) -> Mapping[int, Likely]:
        vocabulary, families = state.people.vocabulary, state.organisation.families
        if findings := unknown_attributes([FIELD], vocabulary):
            raise ScenarioError(findings)
        findings = unknown_words_among(self.settings.studied, families)
        told: dict[int, Likely] = {}
        for family, node in self.settings.studied.items():
            read = distributions({FIELD: node}, vocabulary, findings)
            if FIELD in read and family in families:
                told[families.index(family)] = read[FIELD]
        if findings:
            raise ScenarioError(findings)
        return told

    def _month(self, state: State, studied: Mapping[int, Likely]) -> None:
        record, january = state.people.record, state.month % 12 + 1 == JANUARY
        rows = np.arange(state.people.size)
        if BEGUN in record and not january:
            rows = np.flatnonzero(record[BEGUN] == 0)
        _learn_of(state, studied, rows)
        _begin_work(state, rows)
        _settle(state, rows)


def asked_of(state: State, rows: Integers) -> Integers:
    """Return the field that the work of each of the people at *rows* asks for: 0 for none."""
    people, fields = state.people, state.organisation.fields
    post = people.post[rows]
    asked = fields.of_staff(people.record.get("family", np.zeros(people.size, np.int8))[rows])
    leads = np.flatnonzero(post != NO_POST)
    asked[leads] = fields.of_posts(state.posts.unit[post[leads]])
    return asked


def _learn_of(state: State, studied: Mapping[int, Likely], rows: Integers) -> None:
    """Enter the field of those at *rows* of whom it is not known yet: the first word is none."""
    people = state.people
    field = people.record[FIELD]
    unknown = rows[field[rows] == 0]
    if not len(unknown):
        return
    family = people.record.get("family", np.zeros(people.size, np.int8))[unknown]
    for code, likely in studied.items():
        some = unknown[family == code]
        field[some] = likely.draw(state.chance, "field studied", people.keys[some])


def _begin_work(state: State, rows: Integers) -> None:
    """Let the time in the field begin anew for those whose work lies in another one now."""
    record = state.people.record
    if WORK not in record or not len(rows):
        return
    asked = asked_of(state, rows)
    other = record[WORK][rows] != asked
    record[WORK][rows[other]] = asked[other]
    if MONTHS in record:
        record[MONTHS][rows[other]] = 0


def _settle(state: State, rows: Integers) -> None:
    """Let field and experience count, for the people at *rows*, as they are today."""
    people = state.people
    if not len(rows):
        return
    asked = asked_of(state, rows)
    misfit = (asked > 0) & (people.record[FIELD][rows] != asked)
    people.standing.put(MISMATCH, rows, misfit * -state.assumption(LOSS))
    people.standing.put(EXPERIENCE, rows, _experience(state, rows))


def _experience(state: State, rows: Integers) -> NDArray[np.float64]:
    """Return what experience adds, in SD: the validity for each SD of months above the typical."""
    attribute = state.people.vocabulary.attributes.get(MONTHS)
    if attribute is None:
        return np.zeros(len(rows))
    months = state.people.record[MONTHS][rows] - float(attribute.typical or 0)
    slope = slope_from_correlation(state.assumption(VALIDITY)) / state.assumption(SPREAD)
    return np.asarray(months * slope, np.float64)
