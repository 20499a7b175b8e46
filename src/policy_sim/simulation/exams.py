"""Exams: in stated months those whom the law admits sit an examination, and some pass.

Who may sit, and who finds a seat, is the law's (area ``examination``, effect ``admit``). Whether
somebody passes hangs on a trait and on luck; a pass enters the record, where promotion reads it.
Who fails may try again in a later round, with new luck.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Annotated

import numpy as np
from pydantic import Field

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Name, Whole
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.combination import Given
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.behaviour import trait
from policy_sim.simulation.books.ledger import Entry
from policy_sim.simulation.books.rulings import write_given, write_refusals
from policy_sim.simulation.calendar import ALL_MONTHS, Phase, Timetable
from policy_sim.simulation.careers.concerned import granted
from policy_sim.simulation.contests.selection import promoted
from policy_sim.simulation.measurement import observed
from policy_sim.simulation.naming import unknown_attributes, unknown_traits, unknown_words
from policy_sim.simulation.state import Decided, State

__all__ = ["FAILED", "PASSED", "Examination", "Exams", "Settings"]

AREA, EFFECT = "examination", "admit"

SAT = "examination"
"""The attribute whose words are the examinations; it holds the one that a person sat last."""

PASSED, FAILED = "passed", "failed"
"""The reasons of the ledger."""


class Examination(Shape):
    """One examination: what it measures, how well, how high its bar is, and what a pass enters.

    *validity* names the assumption that is its correlation with the trait *of*, *line* the one
    that is the least result, in SD of the founding stock. *records* gives, by attribute, the
    word that enters the record of who passes.
    """

    noun = "an examination"

    of: Name = "ability"
    validity: Name
    line: Name
    records: dict[Name, Name]


class Settings(Shape):
    """The *months* of the year in which rounds are held, and the examinations by their words."""

    noun = "the settings of exams"

    months: tuple[Annotated[Whole, Field(ge=1, le=12)], ...] = tuple(ALL_MONTHS)
    examinations: dict[Name, Examination] = {}


class Exams:
    """The system that holds the rounds of examinations."""

    name = "exams"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The validity and the line of every examination."""
        stated = self.settings.examinations.values()
        return tuple(name for each in stated for name in (each.validity, each.line))

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the rounds, after the records of their month.

        Raises :exc:`~policy_sim.errors.ScenarioError` with every name that the vocabulary or
        the people do not have.
        """
        if findings := list(_unknown(self.settings.examinations, state)):
            raise ScenarioError(findings)
        calendar.every(Phase.RECORDS, partial(self._round, state), self.settings.months)

    def _round(self, state: State) -> None:
        decided = granted(state, AREA)
        given = decided.decision.given.get(EFFECT)
        if given is None:
            return
        write_refusals(state, decided, AREA)
        choice = promoted(state, decided, EFFECT)
        papers = _papers(given, choice.rule)
        scale = state.people.vocabulary.attributes[SAT].type.scale
        for word, examination in sorted(self.settings.examinations.items()):
            paper = -1 if scale is None else scale.code(word)
            sitting = choice.risen[papers[choice.risen] == paper]
            passed = _passed(state, word, examination, decided.rows[sitting])
            state.people.record[SAT][decided.rows[sitting]] = paper
            _enter(state, examination, decided.rows[sitting[passed]])
            _write(state, decided, choice.rule, (word, sitting, passed))


def _papers(given: Given, rules: Integers) -> Integers:
    """Return the examination to which each subject is admitted under its rule of *rules*."""
    papers = given.value.copy()
    for part in given.parts:
        np.copyto(papers, part.values, where=rules == part.rule)
    return papers


def _passed(state: State, word: str, examination: Examination, rows: Integers) -> Flags:
    """Return who of the people at *rows* reaches the line."""
    if not len(rows):
        return np.empty(0, np.bool_)
    validity = state.assumption(examination.validity)
    luck = state.chance.normal(f"examination {word}", state.people.keys[rows], state.month)
    seen = observed(trait(state.people, examination.of)[rows], validity**2, luck)
    return np.asarray(seen >= state.assumption(examination.line))


def _enter(state: State, examination: Examination, rows: Integers) -> None:
    for name, word in examination.records.items():
        scale = state.people.vocabulary.attributes[name].type.scale
        if scale is not None:
            state.people.record[name][rows] = scale.code(word)


def _write(
    state: State, decided: Decided, rules: Integers, sat: tuple[str, Integers, Flags]
) -> None:
    """Count who sat and who passed, and write a row for each of them."""
    word, sitting, passed = sat
    record, entry = state.people.record, Entry(AREA, cause=word)
    for reason, which in ((PASSED, sitting[passed]), (FAILED, sitting[~passed])):
        write_given(state, decided, rules, which, entry, reason)
        state.flows.count(f"{reason} {AREA}", record, decided.rows[which])
        state.flows.tally(f"{reason} {word}", len(which))


def _unknown(examinations: Mapping[str, Examination], state: State) -> Iterator[Diagnostic]:
    vocabulary, truth = state.people.vocabulary, state.people.truth
    yield from unknown_attributes([SAT] if examinations else [], vocabulary)
    for word, examination in examinations.items():
        if SAT in vocabulary.attributes:
            yield from unknown_words([word], vocabulary, SAT)
        yield from unknown_traits([examination.of], truth)
        for name, result in examination.records.items():
            missing = unknown_attributes([name], vocabulary)
            yield from missing or unknown_words([result], vocabulary, name)
