"""Placement: leaders in posts, staff in the places of the establishment."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import Organisation, UnitKind
from policy_sim.workforce.placement import hold_posts, place_staff, set_job_class
from policy_sim.workforce.table import Workforce
from strategies_workforce import small_plan, tiny

CHANCE = Chance(3, 0)


def _organisation(places: tuple[int, int] = (10, 40)) -> Organisation:
    whole = (Fraction(1), Fraction(1))
    kind = UnitKind("bureau", (3, 1), "", 1, (0, 1, 0), whole)
    return lay_out(small_plan(kind, places=places))


def _heads(people: Workforce, family: int, units: int = 4) -> list[int]:
    rows = (people.record["family"] == family) & (people.post < 0)
    return np.bincount(people.record["unit"][rows], minlength=units).tolist()


def test_a_post_brings_its_unit_zone_and_office() -> None:
    """Whoever holds the post of the outer bureau works there, as its head."""
    people = tiny([1, 2, 3])
    hold_posts(people, np.array([1]), np.array([3]), _organisation())
    assert people.post.tolist() == [-1, 3, -1]
    assert people.record["office"].tolist() == [0, 1, 0]
    assert (people.record["unit"][1], people.record["zone"][1]) == (3, 1)


@given(st.integers(0, 30), st.integers(0, 90))
def test_shortage_and_surplus_are_spread_evenly(teachers: int, clerks: int) -> None:
    """Each unit has its share of a family to one head, whether there are too few or too many."""
    size = teachers + clerks
    people = tiny(list(range(size)), family=np.repeat([0, 1], [teachers, clerks]))
    organisation = _organisation()
    place_staff(people, organisation, CHANCE)
    for family, number in enumerate((teachers, clerks)):
        heads = _heads(people, family)
        places = organisation.establishment[:, family]
        assert sum(heads) == number
        quotas = places * number / places.sum()
        assert (np.abs(np.array(heads) - quotas) < 1).all()


def test_the_zone_is_that_of_the_unit() -> None:
    """Nobody works in the core and is counted in the outer zone."""
    people = tiny(list(range(50)), family=1)
    organisation = _organisation()
    place_staff(people, organisation, CHANCE)
    np.testing.assert_array_equal(
        people.record["zone"], organisation.zone[people.record["unit"].astype(np.int64)]
    )


def test_whoever_has_a_place_in_a_unit_stays() -> None:
    """If every unit already has its heads, nobody moves."""
    unit = np.repeat(np.arange(4), 10)
    people = tiny(list(range(40)), family=1, unit=unit)
    place_staff(people, _organisation(), CHANCE)
    np.testing.assert_array_equal(people.record["unit"], unit)


def test_holders_of_posts_are_not_placed_as_staff() -> None:
    """A head keeps the unit of the post."""
    people = tiny(list(range(41)), family=1, unit=0)
    hold_posts(people, np.array([0]), np.array([3]), _organisation())
    place_staff(people, _organisation(), CHANCE)
    assert people.record["unit"][0] == 3
    assert sum(_heads(people, 1)) == 40


def test_a_family_without_places_is_spread_over_all_units() -> None:
    """People for whom nothing is established still work somewhere."""
    people = tiny(list(range(8)), family=1)
    place_staff(people, _organisation((10, 0)), CHANCE)
    assert _heads(people, 1) == [2, 2, 2, 2]


def test_the_job_class_follows_office_then_family() -> None:
    """A head has the class of heads, a teacher that of teachers; others keep their own."""
    family = np.array([0, 0, 1, 1])
    people = tiny([0, 1, 2, 3], family=family, office=np.array([0, 1, 0, 2]), job_class=3)
    set_job_class(people, _organisation())
    assert people.record["job_class"].tolist() == [8, 9, 3, 12]
