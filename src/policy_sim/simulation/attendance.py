"""Attendance: absences without leave, as people make them, and as they are noted down.

An absence is a spell of workdays, dated on its last day. Whether somebody stays away hangs on what
they are like (motivation, integrity) by a hazard; how long is geometric, so that most spells are
short and a few are very long. A share of the spells is overlooked: what is not noted never
happened, as far as the law can see. Who was sanctioned within a year stays away less.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache, partial

import numpy as np

from policy_sim import elementary
from policy_sim.documents.fields import Name
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.elapsed import months_before
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.calendar import Phase, Timetable, day_of
from policy_sim.simulation.hazards import Hazard, Numbers, Ratio, struck
from policy_sim.simulation.naming import unknown_events
from policy_sim.simulation.state import State

__all__ = ["ABSENT", "NOTED", "Attendance", "Settings", "lengths", "workdays_in"]

ABSENT, NOTED = "absence_days", "absence_days_noted"
"""The flows that count the workdays lost, and those of them that are on record."""

YEAR = 12
"""Months for which a sanction deters."""

_EPOCH = date(1970, 1, 1).toordinal()
_FRIDAY = 4


class Settings(Shape):
    """Who stays away: the hazard *absences* of a spell.

    A spell is noted as the event *event*; the event *deterrent* keeps people from the next one.
    """

    noun = "the settings of attendance"

    absences: Hazard = Hazard(
        assumption="absence_rate",
        ratios=(
            Ratio(of="motivation", assumption="absence_motivation_ratio"),
            Ratio(of="integrity", assumption="absence_integrity_ratio"),
        ),
    )
    event: Name = "absence"
    deterrent: Name = "sanction"


class Attendance:
    """The system by which people stay away without leave."""

    name = "attendance"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Those of the hazard, of the length of spells, of noting them and of deterrence."""
        own = ("absence_days", "absence_noted", "sanction_deterrence")
        return (*self.settings.absences.assumptions, *own)

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the absences of every month, at its end.

        Raises :exc:`~policy_sim.errors.ScenarioError` if an event that is stated, or a figure
        of the hazard, does not exist.
        """
        stated = self.settings.model_fields_set & {"event", "deterrent"}
        names = [getattr(self.settings, field) for field in sorted(stated)]
        if findings := unknown_events(names, state.people.vocabulary):
            raise ScenarioError(findings)
        for ratio in self.settings.absences.ratios:
            state.figure(ratio.of)
        calendar.every(Phase.BEHAVIOUR, partial(self.stay_away, state))

    def stay_away(self, state: State) -> None:
        """Let this month's spells end, count the days lost, and note what is noticed."""
        people = state.people
        rows = struck(self.settings.absences, state, "absence")
        rows = rows[~state.away(rows)]
        rows = rows[~_deterred(state, self.settings.deterrent, rows)]
        keys = people.keys[rows]
        workdays = workdays_in(state.month)
        place = state.chance.uniform("last day of an absence", keys, state.month)
        last = workdays[np.floor(place * len(workdays)).astype(np.int64)]
        length = lengths(
            state.chance.uniform("length of an absence", keys, state.month),
            state.assumption("absence_days"),
        )
        days = np.minimum(length, _since(state, self.settings.event, rows, last))
        noticed = state.chance.uniform("absence noted", keys, state.month)
        noted = noticed < max(state.assumption("absence_noted"), state.signals.verified)
        state.flows.add(ABSENT, people.record, rows, days)
        state.flows.add(NOTED, people.record, rows[noted], days[noted])
        if self.settings.event in people.vocabulary.events:
            people.history.record_event(self.settings.event, rows[noted], last[noted], days[noted])


def lengths(luck: Numbers, mean: float) -> Integers:
    """Return workdays, at least 1, of geometric distribution with the given *mean*.

    *luck* is uniform in (0, 1). The chance of k days or more is (1 - 1 / mean)^(k - 1).
    """
    if mean <= 1.0:
        return np.ones(len(luck), np.int64)
    scale = float(elementary.log(1.0 - 1.0 / mean))
    return 1 + np.floor(elementary.log(luck) / scale).astype(np.int64)


@lru_cache(maxsize=1024)
def workdays_in(month: int) -> Integers:
    """Return the Mondays to Fridays of the month with index *month*, as ordinals."""
    days = np.arange(day_of(month).toordinal(), day_of(month + 1).toordinal())
    # Day 1 of the proleptic calendar was a Monday.
    workdays = days[(days - 1) % 7 <= _FRIDAY]
    workdays.flags.writeable = False
    return workdays


def _deterred(state: State, event: str, rows: Integers) -> Flags:
    """Return who of the people at *rows* comes after all, for a sanction of the past year."""
    if event not in state.people.vocabulary.events:
        return np.zeros(len(rows), np.bool_)
    today, trails = state.today, state.people.history.trails
    recent = trails.dated(event, months_before(today, YEAR), today.toordinal())
    sanctioned = np.zeros(state.people.size, np.bool_)
    sanctioned[recent.row] = True
    deterred = sanctioned[rows]
    few = deterred.nonzero()[0]
    luck = state.chance.uniform("deterred", state.people.keys[rows[few]], state.month)
    deterred[few] = luck >= state.assumption("sanction_deterrence")
    return deterred


def _since(state: State, event: str, rows: Integers, last: Integers) -> Integers:
    """Return the workdays up to *last* since each person entered, or since the spell before."""
    history = state.people.history
    begins = history.entered[rows]
    if event in history.trails:
        before = history.trails.last_days(event, rows)
        begins = np.where(before > 0, before + 1, begins)
    first, after = ((day - _EPOCH).astype("datetime64[D]") for day in (begins, last + 1))
    return np.maximum(np.busday_count(first, after), 1).astype(np.int64)
