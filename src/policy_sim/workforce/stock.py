"""The raw stock: crude but lawful people from whom a history can start.

Their careers are guesses (a step every few years). Thirty simulated years under the law of the
start date replace them by careers that the rules could have made.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from policy_sim.chance import Chance
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.frame import Integers
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.people import nobody, staff
from policy_sim.workforce.placement import hold_posts, place_staff, set_job_class
from policy_sim.workforce.profile import Leaders, Profile
from policy_sim.workforce.table import NO_POST, Workforce

__all__ = ["raw_stock"]


def raw_stock(
    profile: Profile,
    organisation: Organisation,
    vocabulary: Vocabulary,
    chance: Chance,
    on: date | None = None,
) -> Workforce:
    """Return the people of the kinds that have a history, placed in *organisation*.

    Ids count from 0; keys come from the ids. *on* is the day on which they serve (by default
    the profile's): their service counts back from it. Offices go to those who stand highest on
    the ladder and have served longest.
    """
    day = on or profile.as_of
    people = nobody(profile, vocabulary)
    for kind in profile.kinds:
        if kind.from_history:
            ids = np.arange(people.size, people.size + kind.people)
            keys = chance.key("stock", ids)
            people.append(staff(kind, profile, vocabulary, ids, keys, chance, day))
    if profile.leaders is not None:
        employment = profile.kind(profile.leaders.kind).code
        able = _may_lead(people, profile.leaders, employment)
        _lead(people, profile.leaders, able, organisation, chance)
    place_staff(people, organisation, chance)
    set_job_class(people, organisation)
    return people


def _may_lead(people: Workforce, leaders: Leaders, employment: int | None) -> Integers:
    able = np.ones(people.size, dtype=np.bool_)
    if employment is not None:
        able &= people.record["employment"] == employment
    if leaders.families and "family" in people.record:
        able &= np.isin(people.record["family"], leaders.families)
    return np.flatnonzero(able)


def _lead(
    people: Workforce, leaders: Leaders, able: Integers, organisation: Organisation, chance: Chance
) -> None:
    """Give the posts, from the highest office down, to the most senior of those in *able*."""
    nothing = np.zeros(people.size, dtype=np.int64)
    ladder = people.record.get("grade", nothing).astype(np.int64)
    service = people.record.get("service", nothing).astype(np.int64)
    lot = chance.uniform("first leaders", people.keys)
    order = able[np.lexsort((lot[able], -service[able], -ladder[able]))]
    for office in range(len(organisation.offices) - 1, 0, -1):
        posts = organisation.posts_of(office)[: len(order)]
        hold_posts(people, order[: len(posts)], posts, organisation)
        order = order[len(posts) :]
    held = np.flatnonzero(people.post != NO_POST)
    for name, code in leaders.sets.items():
        people.record[name][held] = code
    luck = chance.uniform("first months in office", people.keys[held])
    months = np.floor(luck * (leaders.held + 1)).astype(np.int64)
    for name in ("time_in_level", "time_in_office"):
        if name in people.record:
            people.record[name][held] = np.minimum(months, service[held])
