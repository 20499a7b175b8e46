"""Service: how well each unit serves the public, as an index around 50.

The index of the people of one family in one unit is

    50 + 10 * (staff + w_leader * leader - w_acting * led_by_nobody - w_short * short + lift)

* *staff*: mean true performance of the staff (holders of office apart), in SD of the founding
  stock. Ten points are therefore the difference between staff of one SD more or less.
* *leader*: leadership shown in the unit's posts, in SD, averaged over the posts; a month in
  which a post stood empty counts as 0 (acting heads are average leaders).
* *led_by_nobody*: share of the year's post-months in which posts stood empty, 0 to 1; a month
  under an acting head counts for the part that an acting head does not make good.
* *short*: share of the family's places in the unit that nobody fills, 0 to 1; who is away from
  work for a course fills none.
* *lift*: what new ways of working add in the unit, in SD.

A unit counts by its responsibility weight, which its families share by their places.
The weights are assumptions of the register: ``leader_weight``, ``acting_penalty`` and
``shortage_penalty``; where acting heads are named, ``acting_relief``. Sums over people are taken
in whole millionths of an SD, so that they are exact in any order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim.documents.fields import Name
from policy_sim.documents.shape import Shape
from policy_sim.simulation.behaviour import WORK_ASSUMPTIONS, performance
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.measures.sums import MILLIONTHS, sums_by_part, whole
from policy_sim.simulation.state import State
from policy_sim.workforce.table import NO_POST

__all__ = [
    "ACTING_MONTHS",
    "LIFT",
    "SERVICE_ASSUMPTIONS",
    "VACANT_MONTHS",
    "Service",
    "Settings",
    "Strength",
    "index_of",
    "strength",
    "weights",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

JANUARY, YEAR = 1, 12
MIDDLE, POINTS_PER_SD = 50.0, 10.0
VACANT_MONTHS = "vacant_post_months"
"""The figure of a unit that counts its post-months without a holder since 1 January."""

ACTING_MONTHS = "acting_post_months"
"""The figure of a unit that counts those of them in which somebody acted in the post."""


LIFT = "innovation_lift"
"""The figure of a unit by how many SD new ways of working lift its service at present."""


SERVICE_ASSUMPTIONS = (
    "acting_penalty",
    "leader_weight",
    "shortage_penalty",
    *WORK_ASSUMPTIONS,
)
"""The assumptions that the service index reads from the register."""


class Settings(Shape):
    """*output* names the assumption by which output is told in per cent of an average person's."""

    noun = "the settings of service"

    output: Name | None = None


class Service:
    """The system that watches the posts every month and serves the public all year."""

    name = "service"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The weights, those of true performance, and that of output, if it is told."""
        output = self.settings.output
        return SERVICE_ASSUMPTIONS if output is None else (*SERVICE_ASSUMPTIONS, output)

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the monthly count of vacant posts."""
        if self.settings.output is not None:
            state.signals.output_spread = state.assumption(self.settings.output)
        calendar.every(Phase.BEHAVIOUR, lambda: self._month(state))

    def _month(self, state: State) -> None:
        units = state.organisation.units
        january = state.month % YEAR == JANUARY - 1
        if january or VACANT_MONTHS not in state.units:
            state.units[VACANT_MONTHS], state.units[ACTING_MONTHS] = np.zeros((2, units))
        posts = state.posts
        for figure, counted in ((VACANT_MONTHS, posts.vacant), (ACTING_MONTHS, posts.under_acting)):
            months = np.bincount(posts.unit[counted], minlength=units)
            state.units[figure] += state.step * months


@dataclass(frozen=True)
class Strength:
    """What a year's service is made of, by unit (and family), all exact sums.

    *staff* ``[unit, family]`` heads; *level* ``[unit, family]`` their performance in millionths;
    *places* ``[unit, family]``; of each unit *posts*, *vacant* post-months of the year, those of
    them under *acting* heads, *leading*, the leadership of those who hold its posts in
    millionths, and the *lift* of new ways of working in SD. Who is away from work is in neither.
    """

    staff: Integers
    level: Integers
    places: Integers
    posts: Integers
    vacant: Floats
    acting: Floats
    leading: Integers
    lift: Floats


def strength(state: State) -> Strength:
    """Return who staffs and leads each unit at this moment, and the vacancies of the year."""
    people, organisation = state.people, state.organisation
    shape = (organisation.units, len(organisation.families))
    level = whole(performance(people, state.register))
    unit = people.record["unit"].astype(np.int64)
    family = people.record.get("family", np.zeros(people.size, np.int8))
    leads = people.post != NO_POST
    serves = ~leads
    if state.signals.away_courses:
        here = ~state.away()
        leads, serves = leads & here, serves & here
    cell = (unit * shape[1] + family)[serves]
    served = sums_by_part(cell, level[serves], shape[0] * shape[1])
    return Strength(
        staff=np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape),
        level=served.reshape(shape),
        places=organisation.establishment,
        posts=np.bincount(state.posts.unit, minlength=shape[0]),
        vacant=state.units.get(VACANT_MONTHS, np.zeros(shape[0])),
        acting=state.units.get(ACTING_MONTHS, np.zeros(shape[0])),
        leading=sums_by_part(unit[leads], level[leads], shape[0]),
        lift=state.units.get(LIFT, np.zeros(shape[0])),
    )


def index_of(year: Strength, register: Mapping[str, float]) -> Floats:
    """Return the service index ``[unit, family]``; a cell without places says nothing."""
    served = year.level / np.maximum(year.staff, 1) / MILLIONTHS
    posts = np.maximum(year.posts, 1)
    vacant = year.vacant / (posts * YEAR)
    leader = year.leading / posts / MILLIONTHS * (1.0 - vacant)
    short = np.maximum(year.places - year.staff, 0) / np.maximum(year.places, 1)
    empty = vacant - _relieved(year, register) / (posts * YEAR)
    led = register["leader_weight"] * leader - register["acting_penalty"] * empty
    level = served + (led + year.lift)[:, np.newaxis] - register["shortage_penalty"] * short
    return np.asarray(MIDDLE + POINTS_PER_SD * level)


def _relieved(year: Strength, register: Mapping[str, float]) -> Floats:
    """Post-months that acting heads make good; without any the assumption is not read."""
    return register["acting_relief"] * year.acting if year.acting.any() else year.acting


def weights(responsibility: Integers, places: Integers) -> Floats:
    """Return the weight ``[unit, family]``: the unit's, shared by its families' places."""
    total = np.maximum(places.sum(axis=1), 1)
    return np.asarray((responsibility / total)[:, np.newaxis] * places)
