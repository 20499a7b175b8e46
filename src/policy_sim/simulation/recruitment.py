"""Recruitment: open places are proposed, approved, filled from applicants, and taken up later.

Need (establishment less staff) → approved → filled → selection among the applicants by the
law's score → arrival after the lead time, on probation.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import partial
from typing import Annotated

import numpy as np
from pydantic import Field

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Months, Name, Number, Whole
from policy_sim.documents.nodes import Node, place_of
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.frame import Integers
from policy_sim.simulation.amounts import Proportion, proportion, proportion_findings
from policy_sim.simulation.books.ledger import Entry
from policy_sim.simulation.calendar import ALL_MONTHS, Phase, Timetable, month_of
from policy_sim.simulation.contests.selection import select
from policy_sim.simulation.entry.applicants import (
    Applicants,
    Examination,
    Likeness,
    Trait,
    apply,
    matrix,
)
from policy_sim.simulation.entry.arrival import arrive, enter_ladder
from policy_sim.simulation.entry.contract import Contract
from policy_sim.simulation.entry.entrants import distributions
from policy_sim.simulation.entry.outside import (
    AREA,
    FAVOURED,
    OUTSIDE,
    OUTSIDE_ENTRY,
    Honorary,
    chosen_outside,
    outside_places,
    outsiders,
)
from policy_sim.simulation.entry.probation import Probation
from policy_sim.simulation.entry.staffing import granted_places, need
from policy_sim.simulation.naming import (
    unknown_attributes,
    unknown_traits,
    unknown_words,
    unknown_words_among,
)
from policy_sim.simulation.state import HIRED, Arrival, State
from policy_sim.workforce.apportion import apportion
from policy_sim.workforce.table import Workforce
from policy_sim.workforce.traits import cholesky

__all__ = ["Family", "Recruitment", "Settings"]


class Family(Shape):
    """What differs in the recruitment of one family: shares, and what applicants are like."""

    noun = "the recruitment of a family"

    approval: Proportion | None = None
    filled: Proportion | None = None
    entrants: dict[Name, Node] = {}


class Settings(Shape):
    """How places are opened and filled.

    *months* are the months of the year in which places are opened; *approval* is the share of
    the need that is approved, *filled* the share of approved places that somebody takes, *lead*
    the time until they do; so many *applicants* apply for each place. *entrants* gives, by
    attribute, what applicants are like on taking up the place: a value, a range, or a share for
    each; *traits* and *correlations* do so for what nobody sees; *families* states what differs
    for one family; *honorary* who is hired outside the test, *contract* who enters on other terms.
    *approval* and *filled* may be names of parameters of the law. With an *intake* so many places
    are proposed each time, whatever the need.
    """

    noun = "the settings of recruitment"

    months: tuple[Annotated[Whole, Field(ge=1, le=12)], ...] = (1,)
    approval: Proportion = Field(default="100%", validate_default=True)
    filled: Proportion = Field(default="100%", validate_default=True)
    lead: Annotated[Months, Field(ge=0)] = 0
    intake: Annotated[Whole, Field(ge=0)] | None = None
    applicants: Annotated[Whole, Field(ge=1)] = 1
    examination: Examination | None = None
    entrants: dict[Name, Node] = {}
    traits: dict[Name, Trait] = {}
    correlations: dict[Name, dict[Name, Annotated[Number, Field(gt=-1, lt=1)]]] = {}
    families: dict[Name, Family] = {}
    honorary: Honorary | None = None
    contract: Contract | None = None
    probation: Probation | None = None


class Recruitment:
    """Places are opened in the months stated, and taken up after the lead time."""

    name = "recruitment"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def scaled(self, factor: Fraction) -> Recruitment:
        """Return the same recruitment for a workforce *factor* times as large."""
        if self.settings.intake is None:
            return self
        intake = round(self.settings.intake * factor)
        return Recruitment(self.settings.model_copy(update={"intake": intake}))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The validity of the examination, if there is one."""
        examination = self.settings.examination
        return (examination.validity,) if examination else ()

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Let newcomers arrive and probations end every month, and places be opened."""
        likeness = self._likeness(state)
        self._earlier_rounds(state, likeness)
        opening = partial(self.open_places, state, likeness)
        calendar.every(Phase.RECRUITMENT, partial(arrive, state), ALL_MONTHS)
        calendar.every(Phase.RECRUITMENT, opening, self.settings.months)
        if self.settings.probation is not None:
            end = partial(self.settings.probation.end, state)
            calendar.every(Phase.EXPIRIES, end, ALL_MONTHS)

    def open_places(self, state: State, likeness: Likeness, asked: Integers | None = None) -> None:
        """Open places and select for them; the selected arrive after the lead time.

        *asked* ``int64[unit, family]`` are the places proposed: by default all that are needed, or
        the intake, in proportion to the establishment.
        """
        if asked is None:
            asked = need(state) if self.settings.intake is None else self._intake(state)
        approved = self._granted(state, asked, "approval")
        places = self._granted(state, approved, "filled")
        outside = outside_places(state, places)
        applicants = apply(state, likeness, places * self.settings.applicants)
        if applicants.people.size:
            self._select(state, applicants, (places - outside).ravel())
        if outside.any():
            self._hire_outside(state, likeness, outside)
        if not self.settings.lead:
            arrive(state)

    def _select(self, state: State, applicants: Applicants, places: Integers) -> None:
        """Let the law choose among *applicants* for *places*, and practice as far as it does."""
        people = applicants.people
        decided = state.decide(AREA, among=people)
        chosen = select(state, decided, "hire", people, applicants.cell, places)
        for some, entry in ((~chosen.favoured, HIRED), (chosen.favoured, FAVOURED)):
            selected = people.take(chosen.rows[some])
            enter_ladder(selected, chosen.values[some])
            if self.settings.contract is not None:
                self.settings.contract.carry_out(state, selected)
            self._expect(state, selected, chosen.rules[some], entry)

    def _hire_outside(self, state: State, likeness: Likeness, places: Integers) -> None:
        """Give *places* ``int64[unit, family]`` to whom practice prefers, whoever passes the test.

        They are the honorary staff, if there are any, or else applicants who sit no test.
        """
        stated = self.settings.honorary
        number = self.settings.applicants if stated is None else stated.applicants
        like = outsiders(stated, likeness, state.people.vocabulary)
        line = apply(state, like, places * number)
        chosen = chosen_outside(state, line, places.ravel())
        people = line.people.take(chosen)
        words = np.full(len(chosen), state.ledger.word(OUTSIDE), np.int64)
        self._expect(state, people, words, OUTSIDE_ENTRY)

    def _expect(self, state: State, people: Workforce, rules: Integers, entry: Entry) -> None:
        """Let *people* take up their places after the lead time."""
        if people.size:
            due = state.month + self.settings.lead
            state.arrivals.append(Arrival(due, state.month, people, rules, entry))

    def _earlier_rounds(self, state: State, likeness: Likeness) -> None:
        """Open the rounds before the start whose places are taken up after it.

        Without them nobody would enter during the first lead time. Each was opened while the
        rounds before it were under way: where a share k of the need is filled and n rounds are
        always under way, a round at rest meets the need less n k of it, so 1 / (1 + n k).
        """
        start = state.month
        first = month_of(state.law.vintages[0].begins)
        stretch = range(max(start - self.settings.lead, first), start)
        months = [month for month in stretch if self._opens(month, state)]
        shares = [self._filled_share(state, f) for f in state.organisation.families]
        parts = np.array([float(1 / (1 + len(months) * share)) for share in shares])
        wanted = need(state)
        for month in months:
            state.month = month
            asked = granted_places(wanted, parts, state.chance, "recruitment earlier", month)
            self.open_places(state, likeness, asked)
        state.month = start

    def _opens(self, month: int, state: State) -> bool:
        """Whether places are opened in *month*, before the month of *state*."""
        if state.step > 1:
            return (state.month - month) % state.step == 0
        return month % 12 + 1 in self.settings.months

    def _intake(self, state: State) -> Integers:
        """Return the places of the intake, spread by the establishment, ``int64[unit, family]``."""
        places = state.organisation.establishment
        parts = apportion(places.ravel().tolist(), self.settings.intake or 0)
        return np.array(parts, dtype=np.int64).reshape(places.shape)

    def _filled_share(self, state: State, family: str) -> Fraction:
        """Return the share of the need of *family* that is approved and filled today."""
        return self._share(state, family, "approval") * self._share(state, family, "filled")

    def _granted(self, state: State, asked: Integers, stage: str) -> Integers:
        families = state.organisation.families
        shares = np.array([float(self._share(state, family, stage)) for family in families])
        return granted_places(asked, shares, state.chance, f"recruitment {stage}", state.month)

    def _share(self, state: State, family: str, stage: str) -> Fraction:
        own = self.settings.families.get(family)
        stated = None if own is None else getattr(own, stage)
        common = getattr(self.settings, stage)
        return proportion(common if stated is None else stated, state.vintage)

    def _unknown_shares(self, state: State) -> list[Diagnostic]:
        """What is wrong with parameters of the law that give shares."""
        laws = state.laws_ahead
        stages = (self.settings, *self.settings.families.values())
        named = [getattr(part, stage) for part in stages for stage in ("approval", "filled")]
        told = [stated for stated in named if stated is not None]
        return [finding for stated in told for finding in proportion_findings(stated, laws)]

    def _misnamed(self, state: State) -> list[Diagnostic]:
        """What in the settings names no attribute, trait, family or word."""
        vocabulary, traits = state.people.vocabulary, state.people.truth
        test, probation = self.settings.examination, self.settings.probation
        findings = unknown_traits(self.settings.traits, traits)
        findings += self._unknown_shares(state)
        findings += self._impossible_together(traits)
        findings += unknown_words_among(self.settings.families, state.organisation.families)
        if test is not None:
            findings += unknown_attributes([test.score], vocabulary)
            findings += unknown_traits([test.of], traits)
        if self.settings.honorary is not None:
            findings += unknown_traits(self.settings.honorary.traits, traits)
            distributions(self.settings.honorary.entrants, vocabulary, findings)
        if self.settings.contract is not None:
            findings += self.settings.contract.findings(state)
        if probation is not None:
            names = [probation.attribute, probation.counted_by]
            findings += unknown_attributes(names, vocabulary)
            words = [probation.during, probation.after]
            findings += unknown_words(words, vocabulary, probation.attribute)
        return findings

    def _impossible_together(self, traits: Iterable[str]) -> list[Diagnostic]:
        """What is wrong with the correlations of the applicants' traits."""
        stated = self.settings.correlations
        names = [*stated, *(other for row in stated.values() for other in row)]
        findings = unknown_traits(names, traits)
        if stated and cholesky(matrix(tuple(traits), stated)) is None:
            findings.append(Diagnostic("impossible-correlations", place_of(names[0])))
        return findings

    def _likeness(self, state: State) -> Likeness:
        vocabulary = state.people.vocabulary
        findings = self._misnamed(state)
        common = distributions(self.settings.entrants, vocabulary, findings)
        attributes = []
        for family in state.organisation.families:
            own = self.settings.families.get(family, Family())
            attributes.append({**common, **distributions(own.entrants, vocabulary, findings)})
        if findings:
            raise ScenarioError(findings)
        told = self.settings
        return Likeness(attributes, told.traits, told.examination, told.correlations)
