"""An organisation laid out: from kinds of unit to single units with their posts and places.

A smaller or larger workforce gets fewer or more units of each kind, posts and places in the same
proportion.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from policy_sim.diagnostics import Diagnostic
from policy_sim.errors import ScenarioError
from policy_sim.rules.frame import Integers
from policy_sim.workforce.apportion import apportion, scaled
from policy_sim.workforce.organisation import NO_UNIT, Fields, Organisation, Plan

__all__ = ["lay_out"]


def lay_out(plan: Plan, scale: Fraction = Fraction(1)) -> Organisation:
    """Return *plan* laid out into units at *scale* (1 is full size).

    Every kind and zone keeps one unit, every office one post and every family one place. The
    number of units of each kind and zone, the posts of each office and the places of each family
    follow the method of largest remainders.

    Raises :exc:`~policy_sim.errors.ScenarioError` if people's records cannot tell so many units
    apart.
    """
    counts = _unit_counts(plan, scale)
    kind, zone = _rows_of_units(counts)
    _check_numbers(plan, len(kind))
    posts = _posts_per_unit(plan, kind, scale)
    post_unit, post_office = _list_of_posts(posts)
    head_office, head_post = _heads(posts, post_unit)
    return Organisation(
        name=plan.name,
        title=plan.title,
        zones=plan.zones,
        offices=plan.offices,
        families=plan.families,
        kinds=tuple(k.name for k in plan.kinds),
        unit_names=_names(plan, kind),
        unit_kind=kind,
        parent=_parents(plan, kind, zone),
        zone=zone,
        weight=np.array([plan.kinds[k].weight for k in kind], dtype=np.int64),
        head_office=head_office,
        head_post=head_post,
        post_unit=post_unit,
        post_office=post_office,
        establishment=_places(plan, kind, scale),
        office_class=np.array(plan.office_class, dtype=np.int64),
        staff_class=np.array(plan.staff_class, dtype=np.int64),
        fields=_fields(plan, kind),
        levels=plan.levels,
    )


def _fields(plan: Plan, kind: NDArray[np.int16]) -> Fields:
    by_kind = np.array([stated.field for stated in plan.kinds], dtype=np.int64)
    return Fields(by_kind[kind], np.array(plan.family_fields, dtype=np.int64))


def _unit_counts(plan: Plan, scale: Fraction) -> list[list[int]]:
    """Units of each kind and zone; each kind keeps one, and so does each zone that has any."""
    counts = [kind.count for kind in plan.kinds]
    least = [[0] * len(plan.zones) for _ in counts]
    for kind, by_zone in enumerate(counts):
        least[kind][by_zone.index(max(by_zone))] = 1
    for zone in range(len(plan.zones)):
        most = max(range(len(counts)), key=lambda kind: counts[kind][zone])
        least[most][zone] = min(counts[most][zone], 1)
    flat = [count for by_zone in counts for count in by_zone]
    flat_least = [count for by_zone in least for count in by_zone]
    parts = iter(apportion(flat, scaled(sum(flat), scale), flat_least))
    return [[next(parts) for _ in by_zone] for by_zone in counts]


def _check_numbers(plan: Plan, units: int) -> None:
    """Refuse more units than the attribute ``unit`` can tell apart; they count from 0."""
    if plan.numbers is None or plan.numbers[0] <= 0 <= units - 1 <= plan.numbers[1]:
        return
    low, high = plan.numbers
    values = {"seen": str(units), "allowed": f"{low}..{high}"}
    raise ScenarioError([Diagnostic("units-beyond-range", plan.where, values)])


def _rows_of_units(counts: list[list[int]]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    kinds = [k for k, by_zone in enumerate(counts) for count in by_zone for _ in range(count)]
    zones = [z for by_zone in counts for z, count in enumerate(by_zone) for _ in range(count)]
    return np.array(kinds, dtype=np.int16), np.array(zones, dtype=np.int16)


def _names(plan: Plan, kind: NDArray[np.int16]) -> tuple[str, ...]:
    """Name units after their kind, numbered where there is more than one."""
    units_of = np.bincount(kind, minlength=len(plan.kinds)).tolist()
    numbers = [0] * len(plan.kinds)
    names = []
    for k in kind.tolist():
        numbers[k] += 1
        name = plan.kinds[k].name
        names.append(name if units_of[k] == 1 else f"{name}_{numbers[k]}")
    return tuple(names)


def _parents(plan: Plan, kind: NDArray[np.int16], zone: NDArray[np.int16]) -> NDArray[np.int32]:
    """Spread the units of a kind evenly over its parents, within the zone where it has some."""
    parent = np.full(len(kind), NO_UNIT, dtype=np.int32)
    position = {k.name: i for i, k in enumerate(plan.kinds)}
    for k, stated in enumerate(plan.kinds):
        if not stated.under:
            continue
        above = np.flatnonzero(kind == position[stated.under])
        for z in range(len(plan.zones)):
            mine = np.flatnonzero((kind == k) & (zone == z))
            local = above[zone[above] == z]
            pool = local if len(local) else above
            parent[mine] = pool[np.arange(len(mine)) * len(pool) // max(len(mine), 1)]
    return parent


def _posts_per_unit(plan: Plan, kind: NDArray[np.int16], scale: Fraction) -> Integers:
    """Posts ``int64[unit, office]``; the total of an office is its full number times *scale*."""
    posts = np.zeros((len(kind), len(plan.offices)), dtype=np.int64)
    for office in range(len(plan.offices)):
        full = sum(k.posts[office] * sum(k.count) for k in plan.kinds)
        weights = [plan.kinds[k].posts[office] for k in kind.tolist()]
        posts[:, office] = apportion(weights, scaled(full, scale))
    return posts


def _list_of_posts(posts: Integers) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    highest_first = posts[:, ::-1]
    units, offices = np.indices(highest_first.shape)
    repeats = highest_first.ravel()
    return (
        np.repeat(units.ravel(), repeats).astype(np.int32),
        np.repeat(posts.shape[1] - 1 - offices.ravel(), repeats).astype(np.int16),
    )


def _heads(
    posts: Integers, post_unit: NDArray[np.int32]
) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
    """The head of a unit holds its first post, which is one of its highest office."""
    has_posts = posts.sum(axis=1) > 0
    highest = posts.shape[1] - 1 - np.argmax(posts[:, ::-1] > 0, axis=1)
    first = np.searchsorted(post_unit, np.arange(len(posts)))
    return (
        np.where(has_posts, highest, 0).astype(np.int16),
        np.where(has_posts, first, -1).astype(np.int32),
    )


def _places(plan: Plan, kind: NDArray[np.int16], scale: Fraction) -> Integers:
    """Staff places ``int64[unit, family]``: a kind's share is split evenly over its units."""
    units_of = np.bincount(kind, minlength=len(plan.kinds)).tolist()
    places = np.zeros((len(kind), len(plan.families)), dtype=np.int64)
    for family, full in enumerate(plan.places):
        by_kind = apportion([k.staff[family] for k in plan.kinds], scaled(full, scale))
        split = [apportion([1] * units_of[k], by_kind[k]) for k in range(len(plan.kinds))]
        starts = [0, *accumulate(units_of)]
        for k, parts in enumerate(split):
            places[starts[k] : starts[k + 1], family] = parts
    return places
