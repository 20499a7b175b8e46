"""Where people work: leaders in posts, staff in the places of the establishment."""

from __future__ import annotations

import numpy as np

from policy_sim.chance import Chance
from policy_sim.rules.frame import Integers
from policy_sim.workforce.apportion import apportion
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.table import NO_POST, Workforce

__all__ = ["hold_posts", "place_staff", "put_in_units", "set_job_class"]


def hold_posts(
    people: Workforce, rows: Integers, posts: Integers, organisation: Organisation
) -> None:
    """Let the people in *rows* hold *posts*, one each; unit, zone and office follow the post."""
    people.post[rows] = posts
    if "office" in people.record:
        people.record["office"][rows] = organisation.post_office[posts]
    put_in_units(people, rows, organisation.post_unit[posts].astype(np.int64), organisation)


def place_staff(people: Workforce, organisation: Organisation, chance: Chance) -> None:
    """Give everyone without a post a unit, each family in proportion to its places.

    A shortage is thus spread evenly over the units, and so is what is above the establishment
    (supernumerary). Whoever already has a unit stays in it or near it: people in the order of
    their units are matched to places in the order of units, equal ones by lot.
    """
    staff = people.post == NO_POST
    family = people.record.get("family")
    unit = people.record.get("unit", np.zeros(people.size, dtype=np.int64))
    for code in range(len(organisation.families)):
        rows = np.flatnonzero(staff if family is None else staff & (family == code))
        if not len(rows):
            continue
        lot = chance.uniform("place of work", people.keys[rows])
        ordered = rows[np.lexsort((lot, unit[rows]))]
        places = organisation.establishment[:, code].tolist()
        shares = places if any(places) else [1] * organisation.units
        heads = apportion(shares, len(rows))
        put_in_units(people, ordered, np.repeat(np.arange(len(heads)), heads), organisation)


def set_job_class(people: Workforce, organisation: Organisation) -> None:
    """Set the job class by the office held, or else by the family."""
    if "job_class" not in people.record:
        return
    column = people.record["job_class"]
    family = people.record.get("family", np.zeros(people.size, dtype=np.int64))
    office = people.record.get("office", np.zeros(people.size, dtype=np.int64))
    classes = np.where(
        office > 0, organisation.office_class[office], organisation.staff_class[family]
    )
    stated = classes > 0
    column[stated] = classes[stated]


def put_in_units(
    people: Workforce, rows: Integers, units: Integers, organisation: Organisation
) -> None:
    """Let the people in *rows* work in *units*, one each; the zone follows the unit."""
    if "unit" in people.record:
        people.record["unit"][rows] = units
    if "zone" in people.record:
        people.record["zone"][rows] = organisation.zone[units]
