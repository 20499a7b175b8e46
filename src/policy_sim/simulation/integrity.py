"""Integrity: who misuses a position, what is lost by it, and what of it is found.

Misconduct needs an *opportunity*: money or discretion that an office, a family or a kind of unit
brings along. Whether somebody gives in is a hazard that hangs on integrity. Audits are drawn by
unit and year; that they are to be expected keeps some from it, before anything is found. What is
found enters the record as an event, some months after the act, for the law to read: sanctions
are :mod:`policy_sim.simulation.discipline`'s. What nobody finds is lost and unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import numpy as np
from pydantic import Field

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Money, Months, Name
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.amounts import Proportion, proportion, proportion_findings
from policy_sim.simulation.calendar import Phase, Timetable, day_of
from policy_sim.simulation.hazards import (
    Hazard,
    Numbers,
    Ratio,
    deterred_share,
    hazard_findings,
    struck,
)
from policy_sim.simulation.naming import unknown_events, unknown_words, unknown_words_among
from policy_sim.simulation.state import State

__all__ = [
    "DETECTED",
    "INCIDENTS",
    "LOST",
    "PASSED",
    "Integrity",
    "Opportunity",
    "Settings",
]

INCIDENTS, DETECTED = "integrity_incidents", "incidents_detected"
"""The flows that count the incidents of the year, and those that came to light in it."""

LOST, PASSED = "money_lost", "money_passed"
"""The flows of money: what incidents took, and twelve times what passed through hands."""

YEAR = 12

AUDIT_DETECTION, COMPLAINT_DETECTION = "audit_detection", "complaint_detection"
AUDIT_DETERRENCE, MEETING_DETERRENCE = "audit_deterrence", "meeting_deterrence"


class Opportunity(Shape):
    """An opportunity for misconduct, and who has it: whoever meets all that is stated.

    *offices* and *families* are words of these attributes, *kinds* kinds of unit of the
    organisation. *passes* is the money that goes through one such person's hands in a year; an
    incident takes the share of it that the assumption *loss* gives.
    """

    noun = "an opportunity for misconduct"

    hazard: Hazard = Hazard(
        assumption="misconduct_rate",
        ratios=(Ratio(of="integrity", assumption="misconduct_integrity_ratio"),),
    )
    offices: tuple[Name, ...] = ()
    families: tuple[Name, ...] = ()
    kinds: tuple[Name, ...] = ()
    passes: Money = 0
    loss: Name = "misconduct_loss"


class Settings(Shape):
    """Where the opportunities are, and how it comes to light.

    *audits* is the share of units audited in a year, *meetings* the share that accounts to
    citizens in open meetings, *complaints* the share of incidents for which citizens have a channel
    to complain; each may be a parameter of the law. What is found is the event *event*, *delay*
    after the act; an event of words has the name of the opportunity among them.
    """

    noun = "the settings of integrity"

    opportunities: dict[Name, Opportunity] = {}
    audits: Proportion = Field(default="0%", validate_default=True)
    meetings: Proportion = Field(default="0%", validate_default=True)
    complaints: Proportion = Field(default="0%", validate_default=True)
    event: Name = "misconduct"
    delay: Annotated[Months, Field(ge=0)] = 3


class Integrity:
    """The system by which some misuse their position, and some of them are found out."""

    name = "integrity"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Those of detection and deterrence, and of every opportunity."""
        own = [AUDIT_DETECTION, AUDIT_DETERRENCE, COMPLAINT_DETECTION, MEETING_DETERRENCE]
        for opportunity in self.settings.opportunities.values():
            own += [*opportunity.hazard.assumptions, *([opportunity.loss] * _handles(opportunity))]
        return tuple(dict.fromkeys(own))

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the incidents of every month, at its end.

        Raises :exc:`~policy_sim.errors.ScenarioError` if the event, an office, a family, a kind
        of unit, a parameter of the law or a figure of a hazard does not exist.
        """
        if findings := list(self._findings(state)):
            raise ScenarioError(findings)
        calendar.every(Phase.BEHAVIOUR, partial(self.tempt, state))

    def tempt(self, state: State) -> None:
        """Let this month's incidents happen, and count those that come to light in it."""
        state.flows.expect(INCIDENTS, DETECTED)
        factor = self._withstood(state)
        for name, opportunity in sorted(self.settings.opportunities.items()):
            rows = _exposed(state, opportunity)
            rows = rows[~state.away(rows)]
            if _handles(opportunity):
                state.flows.tally(PASSED, len(rows) * opportunity.passes)
            rows = struck(opportunity.hazard, state, f"misconduct {name}", rows)
            rows = rows[_not_deterred(state, name, rows, factor)]
            self._count(state, opportunity, rows)
            self._find(state, name, rows)
        _count_detected(state, self.settings.event)

    def _withstood(self, state: State) -> Numbers:
        """Return, for each unit, the part of the temptations that still leads to misconduct."""
        audits = deterred_share(state.assumption(AUDIT_DETERRENCE), self._audits(state))
        meetings = float(proportion(self.settings.meetings, state.vintage))
        held = _drawn(state, "open meetings", meetings)
        return np.where(held, state.assumption(MEETING_DETERRENCE), 1.0) * audits

    def _audits(self, state: State) -> float:
        return float(proportion(self.settings.audits, state.vintage))

    def _count(self, state: State, opportunity: Opportunity, rows: Integers) -> None:
        state.flows.count(INCIDENTS, state.people.record, rows)
        if _handles(opportunity):
            each = round(opportunity.passes * state.assumption(opportunity.loss))
            state.flows.add(LOST, state.people.record, rows, np.full(len(rows), each, np.int64))

    def _find(self, state: State, name: str, rows: Integers) -> None:
        """Enter in the record, for a later day, what of it an audit or a complaint brings up."""
        people = state.people
        audited = _drawn(state, "audit", self._audits(state))[people.record["unit"][rows]]
        keys = people.keys[rows]
        luck = state.chance.uniform(f"audit of {name}", keys, state.month)
        found = audited & (luck < state.assumption(AUDIT_DETECTION))
        heard = float(proportion(self.settings.complaints, state.vintage))
        if heard:
            luck = state.chance.uniform(f"complaint about {name}", keys, state.month)
            found |= luck < heard * state.assumption(COMPLAINT_DETECTION)
        found_out = rows[found]
        day = day_of(state.month + self.settings.delay + 1).toordinal() - 1
        value = np.full(len(found_out), _word(state, self.settings.event, name), np.int64)
        days = np.full(len(found_out), day, np.int64)
        people.history.record_event(self.settings.event, found_out, days, value)

    def _findings(self, state: State) -> Iterator[Diagnostic]:
        vocabulary, settings = state.people.vocabulary, self.settings
        if not settings.opportunities:
            return
        yield from unknown_events([settings.event], vocabulary)
        laws = state.laws_ahead
        for stated in (settings.audits, settings.meetings, settings.complaints):
            yield from proportion_findings(stated, laws)
        event = vocabulary.events.get(settings.event)
        if event is not None and event.type is not None and event.type.scale is not None:
            yield from unknown_words_among(settings.opportunities, event.type.scale.values)
        for opportunity in settings.opportunities.values():
            if opportunity.offices:
                yield from unknown_words(opportunity.offices, vocabulary, "office")
            if opportunity.families:
                yield from unknown_words(opportunity.families, vocabulary, "family")
            yield from unknown_words_among(opportunity.kinds, state.organisation.kinds)
            yield from hazard_findings(opportunity.hazard, state)
            for ratio in opportunity.hazard.ratios:
                state.figure(ratio.of)


def _handles(opportunity: Opportunity) -> bool:
    """Whether money passes through the hands of those who have the opportunity."""
    return opportunity.passes > 0


def _exposed(state: State, opportunity: Opportunity) -> Integers:
    """Return the rows of those who have the opportunity."""
    record, scales = state.people.record, state.people.vocabulary.attributes
    exposed: Flags | None = None
    for attribute, names in (("office", opportunity.offices), ("family", opportunity.families)):
        scale = scales[attribute].type.scale if names else None
        if scale is None:
            continue
        among = np.isin(np.arange(len(scale.values)), [scale.code(name) for name in names])
        exposed = _both(exposed, among[record[attribute]])
    if opportunity.kinds:
        organisation = state.organisation
        codes = [organisation.kinds.index(kind) for kind in opportunity.kinds]
        exposed = _both(exposed, np.isin(organisation.unit_kind, codes)[record["unit"]])
    return np.arange(state.people.size) if exposed is None else exposed.nonzero()[0]


def _both(one: Flags | None, other: Flags) -> Flags:
    return other if one is None else one & other


def _not_deterred(state: State, name: str, rows: Integers, factor: Numbers) -> Flags:
    """Return whom the prospect of being found out does not keep from it; *factor* is by unit.

    The luck is the person's own, so that more audits only ever take incidents away.
    """
    luck = state.chance.uniform(f"deterred from {name}", state.people.keys[rows], state.month)
    return np.asarray(luck < factor[state.people.record["unit"][rows]])


def _drawn(state: State, purpose: str, share: float) -> Flags:
    """Return which units are drawn this year, each with the chance *share*."""
    units = np.arange(state.organisation.units)
    return np.asarray(state.chance.uniform(purpose, units, state.month // YEAR) < share)


def _word(state: State, event: str, name: str) -> int:
    """Return the value under which the opportunity *name* enters the record."""
    kind = state.people.vocabulary.events[event].type
    return 1 if kind is None or kind.scale is None else kind.scale.code(name)


def _count_detected(state: State, event: str) -> None:
    """Count who was found out this month."""
    if event in state.people.vocabulary.events:
        begins, ends = day_of(state.month).toordinal(), day_of(state.month + 1).toordinal()
        entries = state.people.history.trails.dated(event, begins - 1, ends - 1)
        state.flows.count(DETECTED, state.people.record, entries.row.astype(np.int64))
