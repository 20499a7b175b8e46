"""The organisation: units, posts and the establishment that the people fill.

An organisation is stated by kinds of unit (a sub-district office, a school cluster), and laid out
into single units with their posts and staff places (:mod:`policy_sim.workforce.layout`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from policy_sim.diagnostics import Place
from policy_sim.rules.frame import Column, Integers
from policy_sim.workforce.levels import PLAIN_LEVELS, Levels

__all__ = ["NO_FIELDS", "NO_UNIT", "Fields", "Organisation", "Plan", "UnitKind"]

NO_UNIT = -1
"""The parent of a unit that stands under none."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of study that the work asks for, by code: 0 where any field will do.

    *units* gives that of the posts of each unit (empty: none asks for one), *families* that of
    the staff of each family.
    """

    units: Integers
    families: Integers

    def of_posts(self, post_unit: Column) -> Integers:
        """Return the field that each post asks for, given the unit it lies in."""
        return self.units[post_unit] if len(self.units) else np.zeros(len(post_unit), np.int64)

    def of_staff(self, family: Column) -> Integers:
        """Return the field that the places of each family's staff ask for."""
        return self.families[family] if len(self.families) else np.zeros(len(family), np.int64)


NOWHERE = Place("")
"""Where a plan is made by hand."""

NO_FIELDS = Fields(np.empty(0, np.int64), np.empty(0, np.int64))
"""Where nothing is asked for."""


@dataclass(frozen=True, slots=True)
class UnitKind:
    """One kind of unit as the document states it, at full size.

    *count* gives the number of units in each zone; *under* names the kind of the parent, or
    nothing; *posts* the leading posts of one unit by office code; *staff* the share of each
    family's places that all units of this kind hold together; *field* the code of the field of
    study that its posts ask for.
    """

    name: str
    count: tuple[int, ...]
    under: str
    weight: int
    posts: tuple[int, ...]
    staff: tuple[Fraction, ...]
    field: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """An organisation before it is laid out: its kinds of unit and its places by family.

    *numbers* are the lowest and the highest number that a person's attribute ``unit`` can hold,
    None if people have none; *where* is the document.
    """

    name: str
    title: str
    zones: tuple[str, ...]
    offices: tuple[str, ...]
    families: tuple[str, ...]
    kinds: tuple[UnitKind, ...]
    places: tuple[int, ...]
    office_class: tuple[int, ...]
    staff_class: tuple[int, ...]
    family_fields: tuple[int, ...] = ()
    levels: Levels = PLAIN_LEVELS
    numbers: tuple[int, int] | None = None
    where: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Organisation:
    """Units, posts and staff places, laid out.

    Of the units, in document order: *unit_names*, *unit_kind* (position in *kinds*), *parent*
    (a unit or :data:`NO_UNIT`), *zone* (position in *zones*), *weight* (responsibility, a whole
    number), *head_office* (office code of the highest post, 0 if there is none), *head_post* (a
    post id or -1). Of the posts, whose ids are 0..p-1 ordered by unit and then from the highest
    office down: *post_unit*, *post_office*. *establishment* ``int64[unit, family]`` counts the
    places of staff, leaders not included. *office_class* and *staff_class* give the job class by
    office code and by family, *fields* the fields of study asked for; *levels* say how people
    leave, rise and count level by level.
    """

    name: str
    title: str
    zones: tuple[str, ...]
    offices: tuple[str, ...]
    families: tuple[str, ...]
    kinds: tuple[str, ...]
    unit_names: tuple[str, ...]
    unit_kind: NDArray[np.int16]
    parent: NDArray[np.int32]
    zone: NDArray[np.int16]
    weight: Integers
    head_office: NDArray[np.int16]
    head_post: NDArray[np.int32]
    post_unit: NDArray[np.int32]
    post_office: NDArray[np.int16]
    establishment: Integers
    office_class: Integers
    staff_class: Integers
    fields: Fields = NO_FIELDS
    levels: Levels = PLAIN_LEVELS

    @property
    def places(self) -> int:
        """How many people there is work for: posts and places of staff."""
        return len(self.post_unit) + int(self.establishment.sum())

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.unit_names)

    @property
    def posts(self) -> int:
        """How many leading posts there are."""
        return len(self.post_unit)

    def posts_of(self, office: int) -> Integers:
        """Return the ids of the posts of one office code."""
        return np.flatnonzero(self.post_office == office).astype(np.int64)

    def superior_unit(self) -> NDArray[np.int32]:
        """Return for each unit the unit whose head commands its head, or :data:`NO_UNIT`.

        It is the nearest unit above that has a head at all.
        """
        above = self.parent.copy()
        for _ in range(self.units):
            headless = (above != NO_UNIT) & (self.head_post[above] < 0)
            if not headless.any():
                break
            above[headless] = self.parent[above[headless]]
        return above
