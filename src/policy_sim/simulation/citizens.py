"""Citizens: what the people served think of the service, and what they say about it.

Once a year, on 31 December, the service that each unit gives to the public becomes satisfaction
(:mod:`~policy_sim.simulation.public.satisfaction`); a survey of some respondents measures it, with
the error of its sample. Citizens with a grievance complain where they find a channel, and the
unit deals with some of the complaints in time. More channels therefore mean more complaints
about the same service.

Where citizens' marks are shown to the staff of a unit (a *scorecard*), these work a little
better, by ``scorecard_effort``.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import partial

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from policy_sim import elementary
from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents.fields import Name, Number, Whole
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.frame import Integers
from policy_sim.simulation import service
from policy_sim.simulation.amounts import Proportion, proportion, proportion_findings
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.naming import unknown_words_among
from policy_sim.simulation.public.satisfaction import POINTS_PER_SD, Curve, log_odds, share_of_odds
from policy_sim.simulation.public.voices import poisson, rounded_by_lot
from policy_sim.simulation.state import State

__all__ = [
    "CITIZEN_INDEX",
    "CLIENTELE",
    "COMPLAINTS",
    "GRIEVANCES",
    "PRAISE",
    "RESOLVED",
    "SATISFACTION",
    "Citizens",
    "Settings",
]

Floats = NDArray[np.float64]

JANUARY, DECEMBER, YEAR = 1, 12, 12

SATISFACTION = "satisfaction"
"""The figure of a unit that holds the satisfaction with its service, by family of its places."""

CITIZEN_INDEX = "citizen_index"
"""The figure of a unit that holds what the last survey measured."""

CLIENTELE = "clientele"
"""The figure of a unit that tells how hard to please its citizens are, in SD of units."""

GRIEVANCES, COMPLAINTS, RESOLVED, PRAISE = "grievances", "complaints", "resolved", "praise"
"""The figures of a unit that count the year's cases."""

SCORECARD = "scorecard"
"""The circumstance under which people work whose unit is shown its citizens' marks."""


class Settings(Shape):
    """How citizens are asked and heard.

    The survey has a scale from *lowest* to *highest* points, and so many *respondents* a unit.
    *channels* is the share of grievances for which there is a
    channel, *scorecards* the share of units whose staff are shown what citizens think; either
    may be the name of a parameter of the law. *clientele* tells by kind of unit how hard to please
    its citizens are, in SD of units.
    """

    noun = "the settings of citizens"

    lowest: Number = 0.0
    highest: Number = 100.0
    respondents: Whole = Field(default=100, ge=1)
    channels: Proportion = Fraction(1, 5)
    scorecards: Proportion = Fraction(0)
    clientele: dict[Name, Number] = {}


class Citizens:
    """The system in which the public is served, asked and heard."""

    name = "citizens"
    assumptions = (
        "clientele_effect",
        "complaint_resolution",
        "complaint_resolution_slope",
        "grievance_rate",
        "grievance_ratio",
        "praise_rate",
        "praise_ratio",
        "satisfaction_anchor",
        "satisfaction_measured",
        "satisfaction_slope",
        "scorecard_effort",
        "survey_spread",
        *service.SERVICE_ASSUMPTIONS,
    )

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the yearly survey and the showing of its marks.

        Raises :exc:`~policy_sim.errors.ScenarioError` if the law has no such parameter, the
        organisation no such kind of unit, or the satisfaction measured is not on the scale.
        """
        if findings := self._findings(state):
            raise ScenarioError(findings)
        kinds = state.organisation.kinds
        by_kind = np.array([self.settings.clientele.get(kind, 0.0) for kind in kinds])
        state.units[CLIENTELE] = by_kind[state.organisation.unit_kind]
        calendar.every(Phase.BEHAVIOUR, partial(self._show, state), [JANUARY])
        calendar.every(Phase.OUTCOMES, partial(self._year, state), [DECEMBER])

    def _findings(self, state: State) -> list[Diagnostic]:
        laws = state.laws_ahead
        findings = unknown_words_among(self.settings.clientele, state.organisation.kinds)
        for stated in (self.settings.channels, self.settings.scorecards):
            findings += proportion_findings(stated, laws)
        measured = state.assumption("satisfaction_measured")
        if not self.settings.lowest < measured < self.settings.highest:
            values = {
                "seen": f"{measured:g}",
                "allowed": phrase(
                    "{low} to {high}",
                    low=f"{self.settings.lowest:g}",
                    high=f"{self.settings.highest:g}",
                ),
            }
            findings.append(Diagnostic("satisfaction-off-scale", Place(""), values))
        return findings

    def _show(self, state: State) -> None:
        """Let the staff of some units know what citizens think of them, and work by it."""
        people, share = state.people, float(proportion(self.settings.scorecards, state.vintage))
        people.standing.begin([SCORECARD])
        units = np.arange(state.organisation.units)
        shown = state.chance.uniform("shown a scorecard", units) < share
        effort = np.where(shown, state.assumption("scorecard_effort"), 0.0)
        everybody = np.arange(people.size)
        people.standing.put(SCORECARD, everybody, effort[people.record["unit"]])

    def _year(self, state: State) -> None:
        """Let the year's service be felt, measured and spoken of."""
        index = service.index_of(service.strength(state), state.register)
        hard = state.assumption("clientele_effect") * state.units[CLIENTELE][:, np.newaxis]
        satisfaction = self._curve(state).at(index, hard)
        state.units[SATISFACTION] = satisfaction
        state.units[CITIZEN_INDEX] = self._measured(state, _of_units(state, satisfaction))
        self._hear(state, _of_units(state, index))

    def _curve(self, state: State) -> Curve:
        return Curve(
            self.settings.lowest,
            self.settings.highest,
            state.assumption("satisfaction_measured"),
            state.assumption("satisfaction_anchor"),
            state.assumption("satisfaction_slope"),
        )

    def _measured(self, state: State, satisfaction: Floats) -> Floats:
        """Return what the survey shows of each unit: its mean, with the error of the sample."""
        year, units = state.month // YEAR, np.arange(len(satisfaction))
        error = state.assumption("survey_spread") / math.sqrt(self.settings.respondents)
        seen = satisfaction + error * state.chance.normal("survey of citizens", units, year)
        return np.clip(seen, self.settings.lowest, self.settings.highest)

    def _hear(self, state: State, index: Floats) -> None:
        """Count the year's grievances, complaints and praise where the *index* of units is so."""
        better = (index - state.assumption("satisfaction_anchor")) / POINTS_PER_SD
        staff = state.organisation.establishment.sum(axis=1)
        channels = float(proportion(self.settings.channels, state.vintage))
        grieved = _expected(state, "grievance", staff, better)
        complaints = self._count(state, "complaints", channels * grieved)
        quiet = self._count(state, "quiet grievances", (1.0 - channels) * grieved)
        odds = log_odds(state.assumption("complaint_resolution")) + better * state.assumption(
            "complaint_resolution_slope"
        )
        state.units[COMPLAINTS] = complaints.astype(np.float64)
        state.units[GRIEVANCES] = (complaints + quiet).astype(np.float64)
        luck = self._luck(state, "complaints resolved", len(staff))
        resolved = rounded_by_lot(complaints * share_of_odds(odds), luck)
        state.units[RESOLVED] = np.minimum(resolved, complaints).astype(np.float64)
        praised = _expected(state, "praise", staff, better)
        state.units[PRAISE] = self._count(state, "praise", praised).astype(np.float64)

    def _count(self, state: State, purpose: str, mean: Floats) -> Integers:
        return poisson(self._luck(state, purpose, len(mean)), mean)

    def _luck(self, state: State, purpose: str, units: int) -> Floats:
        return state.chance.uniform(purpose, np.arange(units), state.month // YEAR)


def _expected(state: State, kind: str, staff: Integers, better: Floats) -> Floats:
    """Return how many cases of *kind* a year brings on average where service is *better* (SD)."""
    slope = float(elementary.log(state.assumption(f"{kind}_ratio")))
    return np.asarray(state.assumption(f"{kind}_rate") * staff * elementary.exp(better * slope))


def _of_units(state: State, cells: Floats) -> Floats:
    """Return the mean of *cells* ``[unit, family]`` over the places of each unit."""
    places = state.organisation.establishment
    return np.asarray((cells * places).sum(axis=1) / np.maximum(places.sum(axis=1), 1))
