"""Organisations laid out: units, posts, places, and all three scaled together."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.workforce.apportion import scaled
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import NO_UNIT, Organisation, Plan, UnitKind
from strategies_workforce import plans, small_plan

ALL = (Fraction(1), Fraction(1))
NONE = (Fraction(0), Fraction(0))
SCALES = st.fractions(Fraction(1, 50), Fraction(4))


def _hall_and_bureaus() -> Plan:
    return small_plan(
        UnitKind("hall", (1, 0), "", 5, (0, 2, 1), (Fraction(1, 2), Fraction(1, 4))),
        UnitKind("bureau", (4, 2), "hall", 1, (0, 1, 0), (Fraction(1, 2), Fraction(3, 4))),
    )


def _full_posts(plan: Plan, office: int) -> int:
    return sum(kind.posts[office] * sum(kind.count) for kind in plan.kinds)


def test_a_plan_at_full_size() -> None:
    """Units in the order of the document, zone by zone, with their posts and places."""
    organisation = lay_out(_hall_and_bureaus())
    assert organisation.unit_names == ("hall", *(f"bureau_{n}" for n in range(1, 7)))
    assert organisation.zone.tolist() == [0, 0, 0, 0, 0, 1, 1]
    assert organisation.weight.tolist() == [5, 1, 1, 1, 1, 1, 1]
    assert organisation.parent.tolist() == [NO_UNIT, 0, 0, 0, 0, 0, 0]
    assert organisation.post_unit.tolist() == [0, 0, 0, 1, 2, 3, 4, 5, 6]
    assert organisation.post_office.tolist() == [2, 1, 1, 1, 1, 1, 1, 1, 1]
    assert organisation.establishment.tolist() == [
        [5, 10], [1, 5], [1, 5], [1, 5], [1, 5], [1, 5], [0, 5],
    ]  # fmt: skip


def test_the_head_of_a_unit_holds_its_highest_post() -> None:
    """Head office and head post agree with the list of posts; a unit without posts has none."""
    plan = small_plan(
        UnitKind("a", (1, 0), "", 1, (0, 2, 1), ALL), UnitKind("b", (1, 0), "a", 1, (0, 0, 0), NONE)
    )
    organisation = lay_out(plan)
    assert organisation.head_office.tolist() == [2, 0]
    assert organisation.head_post.tolist() == [0, -1]


def test_the_superior_unit_is_the_nearest_above_with_a_head() -> None:
    """A unit whose parent has no head answers to the one above it."""
    plan = small_plan(
        UnitKind("top", (1, 0), "", 1, (0, 0, 1), ALL),
        UnitKind("headless", (1, 0), "top", 1, (0, 0, 0), NONE),
        UnitKind("desk", (1, 0), "headless", 1, (0, 1, 0), NONE),
    )
    organisation = lay_out(plan)
    assert organisation.parent.tolist() == [NO_UNIT, 0, 1]
    assert organisation.superior_unit().tolist() == [NO_UNIT, 0, 0]


def test_units_stand_under_a_parent_of_their_zone_where_there_is_one() -> None:
    """Wards of the outer zone belong to an outer sub-district, spread evenly."""
    plan = small_plan(
        UnitKind("district", (2, 1), "", 1, (0, 1, 0), NONE),
        UnitKind("ward", (4, 2), "district", 1, (0, 0, 0), ALL),
    )
    assert lay_out(plan).parent.tolist()[3:] == [0, 0, 1, 1, 2, 2]


def _check_sound(organisation: Organisation) -> None:
    """What is true of every organisation, whatever its size."""
    assert (np.diff(organisation.post_unit) >= 0).all()
    assert (organisation.post_office > 0).all()
    heads = organisation.head_post
    with_head = heads >= 0
    assert (organisation.post_unit[heads[with_head]] == np.flatnonzero(with_head)).all()
    assert (organisation.post_office[heads[with_head]] == organisation.head_office[with_head]).all()
    for unit in range(organisation.units):
        seen, above = 0, int(organisation.parent[unit])
        while above != NO_UNIT:
            above, seen = int(organisation.parent[above]), seen + 1
            assert seen <= organisation.units
    assert len(set(organisation.unit_names)) == organisation.units


@given(plans())
def test_full_size_is_what_the_document_says(plan: Plan) -> None:
    """At scale one nothing is rounded."""
    organisation = lay_out(plan)
    _check_sound(organisation)
    counts = [kind.count for kind in plan.kinds]
    for number, count in enumerate(counts):
        zones = organisation.zone[organisation.unit_kind == number]
        assert np.bincount(zones, minlength=2).tolist() == list(count)
    for office in (1, 2):
        assert len(organisation.posts_of(office)) == _full_posts(plan, office)
    assert organisation.establishment.sum(axis=0).tolist() == list(plan.places)


@given(plans(), SCALES)
def test_posts_and_places_are_scaled_exactly(plan: Plan, scale: Fraction) -> None:
    """Every office and family has its full number times the scale, and at least one."""
    organisation = lay_out(plan, scale)
    _check_sound(organisation)
    for office in (1, 2):
        assert len(organisation.posts_of(office)) == scaled(_full_posts(plan, office), scale)
    expected = [scaled(places, scale) for places in plan.places]
    assert organisation.establishment.sum(axis=0).tolist() == expected


@given(plans(), SCALES)
def test_every_kind_and_every_zone_keeps_a_unit(plan: Plan, scale: Fraction) -> None:
    """A small study still has a school and an outer district."""
    organisation = lay_out(plan, scale)
    assert set(organisation.unit_kind.tolist()) == set(range(len(plan.kinds)))
    zones = {z for kind in plan.kinds for z, count in enumerate(kind.count) if count}
    assert set(organisation.zone.tolist()) == zones
