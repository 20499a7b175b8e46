"""Outcomes: what a policy is judged by, declared once, and entered in the yearbook each year.

An *end* is what the public or the treasury gets; a *means* is who holds which post and how.
Headlines use ends, so that merit does not win by construction.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from policy_sim.documents.shape import Shape
from policy_sim.simulation import measures
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.groups import EVERYBODY_TOGETHER, Grouping, grouping
from policy_sim.simulation.state import State
from policy_sim.simulation.year_end import YearEnd

__all__ = ["OUTCOMES", "Better", "Outcome", "Outcomes", "Settings", "Tally"]

Measure = Callable[[YearEnd, Grouping], NDArray[np.float64]]

JANUARY, DECEMBER = 1, 12


class Better(StrEnum):
    """Which way an outcome should go; a neutral one is only reported."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Tally(StrEnum):
    """Whether a value stands for 31 December or for the whole year; only flows add up."""

    STOCK = "stock"
    FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A declared outcome: its unit, its better direction, how it counts, and its measure.

    *parts* gives values for groups that are not attributes of people, by their labels.
    """

    name: str
    unit: str
    better: Better
    kind: Tally
    measure: Measure
    end: bool = False
    parts: Callable[[YearEnd], Mapping[str, float]] | None = None

    @property
    def formula(self) -> str:
        """How the outcome is worked out: the docstring of its measure."""
        return inspect.getdoc(self.measure) or ""


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
            values = outcome.measure(year, by)
            for label, value in zip(by.labels, values.tolist(), strict=True):
                state.yearbook.enter(day, outcome.name, label, value)
        further = outcome.parts(year) if outcome.parts else {}
        for label, value in further.items():
            state.yearbook.enter(day, outcome.name, label, value)


_HIGHER, _LOWER, _NEUTRAL = Better.HIGHER, Better.LOWER, Better.NEUTRAL
_STOCK, _FLOW = Tally.STOCK, Tally.FLOW

_ENDS = (
    Outcome("service_quality", "points", _HIGHER, _STOCK, measures.service_quality, end=True),
    Outcome("leaderless_months", "months", _LOWER, _FLOW, measures.leaderless_months, end=True),
    Outcome("personnel_share", "per cent", _LOWER, _STOCK, measures.personnel_share, end=True),
    Outcome("pay_bill", "rupiah", _LOWER, _FLOW, measures.pay_bill, end=True),
    Outcome("unfilled_places", "places", _LOWER, _STOCK, measures.unfilled_places, end=True),
    Outcome("vacancies", "posts", _LOWER, _STOCK, measures.vacancies, end=True),
    Outcome(
        "exits",
        "persons",
        _NEUTRAL,
        _FLOW,
        measures.exits,
        end=True,
        parts=measures.exits_by_reason,
    ),
)
_MEANS = (
    Outcome("appointments", "persons", _NEUTRAL, _FLOW, measures.appointments),
    Outcome("deviation_share", "per cent", _LOWER, _STOCK, measures.deviation_share),
    Outcome("headcount", "persons", _NEUTRAL, _STOCK, measures.headcount),
    Outcome("hires", "persons", _NEUTRAL, _FLOW, measures.hires),
    Outcome("leadership_in_office", "SD", _HIGHER, _STOCK, measures.leadership_in_office),
    Outcome("mean_ability", "SD", _HIGHER, _STOCK, measures.mean_ability),
    Outcome("mean_motivation", "SD", _HIGHER, _STOCK, measures.mean_motivation),
    Outcome("places_by_lot", "places", _NEUTRAL, _FLOW, measures.places_by_lot),
    Outcome("promotion_time_spread", "months", _LOWER, _STOCK, measures.promotion_time_spread),
    Outcome("promotions", "persons", _NEUTRAL, _FLOW, measures.promotions),
    Outcome("right_person_in_post", "per cent", _HIGHER, _STOCK, measures.right_person_in_post),
    Outcome("women_in_office", "per cent", _NEUTRAL, _STOCK, measures.women_in_office),
)

OUTCOMES: Mapping[str, Outcome] = {outcome.name: outcome for outcome in (*_ENDS, *_MEANS)}
"""Every outcome by its name: ends first, then means."""
