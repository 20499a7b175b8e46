"""Regularisation: people of a lesser kind of employment are given a regular one.

The law says to whom (area ``regularisation``, effect ``regularise`` with the new kind of
employment) and in which order; places decide how many in a year. They are open to everybody or,
under a rule whose pool is the unit, lie where regular staff are missing. Nobody enters or leaves:
what changes is the employment, and with it every rule that asks for it, those of pay first.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import floor
from typing import Annotated

import numpy as np
from pydantic import BeforeValidator, Field

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Whole, one_or_more
from policy_sim.documents.nodes import Text
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.policy.rule import Rule
from policy_sim.policy.values import Unit
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.amounts import Part, amount_findings, part
from policy_sim.simulation.books.ledger import Actual, Deviation, Entry, Ruling
from policy_sim.simulation.books.rulings import write_given, write_outranked, write_refusals
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.contests.competition import Eligible
from policy_sim.simulation.contests.selection import held_at_once
from policy_sim.simulation.entry.staffing import cells, staff
from policy_sim.simulation.measures.sums import MILLIONTHS
from policy_sim.simulation.naming import unknown_attributes, unknown_words
from policy_sim.simulation.practices.compliance import left_undone
from policy_sim.simulation.practices.seats import Line, reseated
from policy_sim.simulation.state import Decided, State
from policy_sim.workforce.apportion import apportion, scaled

__all__ = ["ABILITY", "LACKING", "REGULARISED", "Regularisation", "Settings"]

AREA, EFFECT = "regularisation", "regularise"

EMPLOYMENT = "employment"
"""The attribute whose value the effect gives."""

REGULARISED, ABILITY = "regularised", "regularised_ability"
"""The event and the flow of those who are given a regular employment; and how able they are."""

LACKING = "without_regular_staff"
"""The figure of units, by family, that counts places in which nobody of regular employment is."""

LIFT = "regularised_motivation"
"""The assumption that says what a regular employment does for motivation."""

DECEMBER = 12


class Settings(Shape):
    """Who of which employment (*of*) is given another, when, and how many in a year.

    In each of *months* there are so many *places*, or places for a share of those whom the law
    asks about. Under a rule whose pool is the unit they are spread over the units and families in
    which places lack regular staff, in proportion.
    """

    noun = "the settings of regularisation"

    of: Annotated[tuple[Text, ...], BeforeValidator(one_or_more)] = ()
    months: tuple[Annotated[Whole, Field(ge=1, le=12)], ...] = (1,)
    places: Part = Field(default="100%", validate_default=True)


class Regularisation:
    """The system that gives regular employment; places are those of the whole times *scale*."""

    name = "regularisation"
    assumptions = (LIFT,)

    def __init__(self, settings: Settings, scale: Fraction = Fraction(1)) -> None:
        self.settings = settings
        self.scale = scale

    def scaled(self, scale: Fraction) -> Regularisation:
        """Return the system for a place *scale* times as large."""
        return Regularisation(self.settings, self.scale * scale)

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the months in which it happens, and the count of what is lacking.

        Raises :exc:`~policy_sim.errors.ScenarioError` if a word is no employment, or the law has
        no such parameter.
        """
        if findings := self._findings(state):
            raise ScenarioError(findings)
        regularise = partial(self.regularise, state)
        calendar.every(Phase.RECRUITMENT, regularise, self.settings.months)
        if self.settings.of:
            calendar.every(Phase.BEHAVIOUR, partial(self._note_lacking, state), [DECEMBER])

    def _findings(self, state: State) -> list[Diagnostic]:
        vocabulary, laws = state.people.vocabulary, state.laws_ahead
        asking = [law for law in laws if law.area(AREA)]
        units = (Unit.NONE, Unit.PERSONS)
        findings = [*amount_findings(self.settings.places, units, asking, share=True)]
        if self.settings.of:
            missing = unknown_attributes([EMPLOYMENT], vocabulary)
            findings += missing or unknown_words(self.settings.of, vocabulary, EMPLOYMENT)
        return findings

    def regularise(self, state: State) -> None:
        """Let the law say who may be regularised, and regularise as many as there are places."""
        state.flows.expect(REGULARISED)
        if not state.vintage.area(AREA):
            return
        rows = np.flatnonzero(self._lesser(state))
        decided = state.decide(AREA, rows)
        write_refusals(state, decided, AREA)
        given = decided.decision.given.get(EFFECT)
        if given is None or not given.parts:
            return
        left, lacking = self._total(state, decided), self._lacking(state).ravel()
        free = np.ones(len(rows), np.bool_)
        for number in given.rules:
            eligible = np.flatnonzero(given.by(number) & free)
            taken = _under(state, decided, number, eligible, (left, lacking))
            free[taken] = False
            left -= len(taken)

    def _total(self, state: State, decided: Decided) -> int:
        """Return how many places there are this month."""
        stated = part(self.settings.places, state.vintage)
        if isinstance(stated, Fraction):
            return floor(stated * _asked(decided) + Fraction(1, 2))
        return scaled(stated, self.scale)

    def _lesser(self, state: State) -> Flags:
        """Return who has one of the employments that are to be replaced."""
        if not self.settings.of:
            return np.ones(state.people.size, np.bool_)
        scale = state.people.vocabulary.attributes[EMPLOYMENT].type.scale
        codes = [scale.code(str(word)) for word in self.settings.of] if scale else []
        return np.isin(state.people.record[EMPLOYMENT], codes)

    def _lacking(self, state: State) -> Integers:
        """Return the places without regular staff, ``int64[unit, family]``."""
        places = state.organisation.establishment
        shape = (places.shape[0], places.shape[1])
        regular = staff(state.people, shape, ~self._lesser(state))
        return np.asarray(np.maximum(places - regular, 0))

    def _note_lacking(self, state: State) -> None:
        state.units[LACKING] = self._lacking(state).astype(np.float64)


def _under(
    state: State,
    decided: Decided,
    number: int,
    eligible: Integers,
    places: tuple[int, Integers],
) -> Integers:
    """Regularise those *eligible* under one rule for whom there is room; return whom.

    *places* are how many in all, and how many lack regular staff in each unit and family.
    """
    rule, field = decided.decision.program.rules[number], Eligible.of(decided, eligible)
    contest, seats = _contests(state, rule, field.rows, places)
    won = np.zeros(len(eligible), np.bool_)
    won[held_at_once(state, field, rule, contest, seats)] = True
    line = Line.of(state.people, field, rule, contest, won)
    taken = reseated(state, AREA, line, len(seats))
    undone = np.zeros(len(eligible), np.bool_)
    undone[taken] = left_undone(state, AREA, field.rows[taken])
    _write(state, decided, number, eligible, (won, taken, undone))
    _employ(state, decided, eligible[taken & ~undone])
    return eligible[taken]


def _contests(
    state: State, rule: Rule, rows: Integers, places: tuple[int, Integers]
) -> tuple[Integers, Integers]:
    """Return the contest of each of the people at *rows*, and the seats of each contest."""
    total, lacking = places
    if rule.select is None or rule.select.pool != "unit":
        return np.zeros(len(rows), np.int64), np.array([total])
    cell = cells(state.people, len(state.organisation.families))[rows]
    wanted = np.minimum(lacking, np.bincount(cell, minlength=len(lacking)))
    seats = apportion(wanted.tolist(), min(total, int(wanted.sum())))
    return cell, np.array(seats, np.int64)


def _asked(decided: Decided) -> int:
    """Return about how many people the law asks whether they may be regularised."""
    asked = np.zeros(len(decided.rows), np.bool_)
    for rule in decided.decision.program.giving:
        asked |= decided.decision.scope[rule]
    return int(np.count_nonzero(asked))


def _employ(state: State, decided: Decided, which: Integers) -> None:
    """Give the new employment, and the grade that goes with it if the law names one."""
    people, rows = state.people, decided.rows[which]
    given = decided.decision.given[EFFECT]
    if not len(rows):
        return
    people.record[EMPLOYMENT][rows] = given.value[which]
    if "grade" in given.fields:
        people.record["grade"][rows] = given.fields["grade"][which]
    if "motivation" in people.truth:
        people.truth["motivation"][rows] += state.assumption(LIFT)
    state.reset(EFFECT, rows)
    state.happened(REGULARISED, rows)
    state.flows.count(REGULARISED, people.record, rows)
    if "ability" in people.truth:
        ability = np.rint(people.truth["ability"][rows] * MILLIONTHS).astype(np.int64)
        state.flows.add(ABILITY, people.record, rows, ability)


def _write(
    state: State,
    decided: Decided,
    number: int,
    eligible: Integers,
    result: tuple[Flags, Flags, Flags],
) -> None:
    """Write who is regularised by law, by favour, or not at all though the law says so."""
    if not state.ledger.kept:
        return
    won, taken, undone = result
    rules = np.full(len(decided.rows), number)
    for some, entry in (
        (won & taken & ~undone, Entry(AREA)),
        (taken & undone, Entry(AREA, actual=Actual.NOT_DONE, deviation=Deviation.COMPLIANCE)),
        (won & ~taken, Entry(AREA, actual=Actual.NOT_DONE, deviation=Deviation.ORDER)),
        (taken & ~won & ~undone, Entry(AREA, Ruling.OUTRANKED, deviation=Deviation.ORDER)),
    ):
        write_given(state, decided, rules, eligible[some], entry)
    lost = eligible[~won & ~taken]
    entry = Entry(AREA, Ruling.OUTRANKED, Actual.NOT_DONE)
    text = f"outranked for {int(taken.sum())} places"
    write_outranked(state, decided, number, lost, entry, lambda some: [text] * len(some))
