"""Outcomes: what a policy is judged by, entered in the yearbook each year.

An *end* is what the public or the treasury gets; a *means* is who holds which post and how.
Headlines use ends, so that merit does not win by construction. Each field of outcomes is one
module of :mod:`policy_sim.simulation.measures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from policy_sim.documents.shape import Shape
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.measures import (
    careers,
    conduct,
    effort,
    entry,
    filing,
    fit,
    growth,
    improvement,
    integrity,
    justice,
    levels,
    money,
    offices,
    prospects,
    public,
    reforms,
    rewards,
    staff,
    steering,
    training,
    unit_service,
    welfare,
)
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, grouping
from policy_sim.simulation.measures.outcome import Outcome
from policy_sim.simulation.measures.year_end import YearEnd
from policy_sim.simulation.state import State

__all__ = ["OUTCOMES", "Outcomes", "Settings"]

DECEMBER = 12

FIELDS = (
    careers,
    conduct,
    effort,
    entry,
    filing,
    fit,
    growth,
    improvement,
    integrity,
    justice,
    levels,
    money,
    offices,
    prospects,
    reforms,
    public,
    rewards,
    staff,
    steering,
    training,
    unit_service,
    welfare,
)
"""The modules that declare outcomes, each in its tuple ``OUTCOMES``."""

_EVERY = sorted(
    (outcome for field in FIELDS for outcome in field.OUTCOMES),
    key=lambda outcome: (not outcome.end, outcome.name),
)

OUTCOMES: Mapping[str, Outcome] = {outcome.name: outcome for outcome in _EVERY}
"""Every outcome by its name: ends first, then means."""


class Settings(Shape):
    """The outcomes have no settings: groups are the study's."""

    noun = "the settings of outcomes"


class Outcomes:
    """The system that enters every outcome in the yearbook at the end of each year."""

    name = "outcomes"
    assumptions = ()

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the yearly reckoning."""
        calendar.every(Phase.OUTCOMES, lambda: _reckon(state), [DECEMBER])


def _reckon(state: State) -> None:
    """Enter all outcomes of the year that ends, in all and for each declared grouping."""
    year, day = YearEnd(state), date(state.today.year, DECEMBER, 31)
    parts = [grouping(state.people, name) for name in (EVERYBODY_TOGETHER, *state.flows.groups)]
    for outcome in OUTCOMES.values():
        for by in parts:
            values = outcome.measure(year, by).tolist()
            state.yearbook.enter_all(day, outcome.name, by.labels, values)
        further = outcome.parts(year) if outcome.parts else {}
        state.yearbook.enter_all(day, outcome.name, further.keys(), further.values())
