"""Who stands above whom, and what is said of a post: the columns with a dot in their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np

from policy_sim.rules.frame import Integers
from policy_sim.simulation.collectives.collective import ORGANISATION, UNIT
from policy_sim.simulation.posts import EMPTY, Posts
from policy_sim.workforce.organisation import NO_UNIT, Organisation
from policy_sim.workforce.table import Column, Workforce

__all__ = ["TAKEN_OVER", "Relations", "post_columns"]

TAKEN_OVER = ("office", "unit", "zone", "job_class")
"""What of a post its holder takes over; what one has studied stays as it is."""

OfGroup = Callable[[str, str], Column]
"""Gives, for a subject and a name, a column of all units, or of the organisation."""


def post_columns(organisation: Organisation) -> Mapping[str, Integers]:
    """Return what is known of each post, by attribute.

    These are office, unit, zone and job class, and the field of study that it asks for.
    """
    office = organisation.post_office.astype(np.int64, copy=False)
    unit = organisation.post_unit.astype(np.int64, copy=False)
    return {
        "office": office,
        "unit": unit,
        "zone": organisation.zone[unit].astype(np.int64, copy=False),
        "job_class": organisation.office_class[office],
        "field": organisation.fields.of_posts(unit),
    }


class Relations:
    """Answers ``superior.x`` and ``unit.x`` for the people of one phase.

    The superior is the head of one's unit; of a head, the head of the unit above. Where that
    post is vacant it is the next head above; who has nobody above reads each attribute's
    ``before_first``. *of_group* gives what is known of units or of the organisation, else only
    the ``zone`` and ``weight`` of a unit can be read.

    If *applicants* are given, the answers are about them, who have nobody above yet; their unit
    is the one that they apply for.
    """

    def __init__(
        self,
        people: Workforce,
        posts: Posts,
        organisation: Organisation,
        applicants: Workforce | None = None,
        of_group: OfGroup | None = None,
    ) -> None:
        self._people = people
        self._posts = posts
        self._organisation = organisation
        self._applicants = applicants
        self._of_group = of_group or self._of_unit

    def __call__(self, name: str, rows: Integers) -> Column:
        """Return the column *name* for the people at *rows*; :exc:`KeyError` if undeclared."""
        relation, _, attribute = name.partition(".")
        if relation == "superior":
            return self._of_superior(attribute, rows)
        if relation == UNIT:
            asked = self._people if self._applicants is None else self._applicants
            return self._of_group(UNIT, attribute)[asked.record["unit"][rows]]
        if relation == ORGANISATION:
            return np.repeat(self._of_group(ORGANISATION, attribute), len(rows))
        raise KeyError(name)

    @cached_property
    def _head(self) -> Integers:
        return _heads(self._people, self._posts, self._organisation)

    def superior(self, rows: Integers) -> Integers:
        """Return the row of each person's superior, or -1."""
        if self._applicants is not None:
            return np.full(len(rows), -1, np.int64)
        unit = self._people.record["unit"][rows]
        own = self._head[unit]
        above = self._organisation.superior_unit()[unit]
        higher = np.where(above == NO_UNIT, -1, self._head[above])
        return np.where(own == rows, higher, own)

    def _of_superior(self, attribute: str, rows: Integers) -> Column:
        superior = self.superior(rows)
        nobody = self._people.vocabulary.attributes[attribute].before_first
        values = np.full(len(rows), nobody, np.int64)
        led = superior >= 0
        values[led] = self._people.record[attribute][superior[led]]
        return values

    def _of_unit(self, _: str, attribute: str) -> Column:
        known: Mapping[str, Column] = {
            "weight": self._organisation.weight,
            "zone": self._organisation.zone,
        }
        return known[attribute]


def _heads(people: Workforce, posts: Posts, organisation: Organisation) -> Integers:
    """The row of each unit's head; where there is none, of the nearest head above; or -1."""
    post = organisation.head_post
    holder = np.where(post < 0, EMPTY, posts.holder[post]) if posts.size else np.full_like(post, -1)
    head = np.where(holder == EMPTY, -1, people.rows_of(holder.astype(np.int64)))
    parent = organisation.parent
    for _ in range(organisation.units):
        filled = np.where((head < 0) & (parent != NO_UNIT), head[parent], head)
        if (filled == head).all():
            break
        head = filled
    return head.astype(np.int64)
