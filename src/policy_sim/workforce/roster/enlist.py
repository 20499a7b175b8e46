"""People of a file take up their service: new numbers, a truth drawn, places of work."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from policy_sim.chance import Chance
from policy_sim.rules.frame import Integers
from policy_sim.workforce.draw import seat_leaders
from policy_sim.workforce.placement import hold_posts, place_staff, put_in_units, set_job_class
from policy_sim.workforce.profile import Profile
from policy_sim.workforce.roster.judging import drawn_truth
from policy_sim.workforce.roster.people_on_file import Roster
from policy_sim.workforce.table import NO_POST, Workforce

__all__ = ["enlist", "others"]


def enlist(roster: Roster, order: Chance, chance: Chance) -> Workforce:
    """Return the people of *roster* on the first day of the study.

    Their ids are 0, 1 … in an order that *order* draws once for all replications, so that a number
    tells nothing of the file; *chance* draws what nobody has recorded. Those whose unit is given
    stay in it; the others go where there are places for them.
    """
    ids = np.arange(roster.people, dtype=np.int64)
    drawn = np.argsort(order.uniform("new number", ids), kind="stable")
    keys = chance.key("founder", ids)
    record = {name: column[drawn] for name, column in roster.record.items()}
    stated = {name: flags[drawn] for name, flags in roster.stated.items()}
    mapping = roster.mapping
    truth = drawn_truth(mapping.profile, record, stated, keys, chance)
    history = roster.history().take(drawn)
    entered = history.entered.astype(np.int64)
    people = Workforce.enter(mapping.vocabulary, ids, keys, record, truth, entered)
    people.history = history
    _place(people, roster, chance, roster.post[drawn].astype(np.int64))
    return people


def _place(people: Workforce, roster: Roster, chance: Chance, post: Integers) -> None:
    """Seat the holders of offices and give everybody a unit; a job class of their own is kept."""
    organisation = roster.mapping.organisation
    own = {n: people.record[n].copy() for n in ("job_class",) if n in roster.record}
    if roster.has_units:
        units = people.record["unit"].astype(np.int64)
        put_in_units(people, np.arange(people.size), units, organisation)
        holders = np.flatnonzero(post != NO_POST)
        hold_posts(people, holders, post[holders], organisation)
    else:
        seat_leaders(people, organisation, chance)
        place_staff(people, organisation, chance)
    set_job_class(people, organisation)
    people.record.update(own)


def others(roster: Roster) -> Profile | None:
    """Return the profile of the kinds of employment that the mapping leaves to it, if any."""
    profile, mapping = roster.mapping.profile, roster.mapping
    names = set(map(str, mapping.form.from_profile))
    if not names:
        return None
    whole = profile.scaled(max(round(profile.people * mapping.scale), len(profile.kinds)))
    leads = profile.leaders is not None and profile.leaders.kind in names
    return replace(
        whole,
        kinds=tuple(kind for kind in whole.kinds if kind.name in names),
        leaders=profile.leaders if leads else None,
    )
