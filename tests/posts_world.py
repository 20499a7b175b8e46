"""A port of three units with a head and a deputy each, under a law that a test writes in YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.simulation.practices.practice import AS_WRITTEN, DatedPractice, Practice
from policy_sim.simulation.simulate import World
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.table import NO_POST, Workforce
from pyramid_world import START, system

__all__ = ["DEPUTY", "HEAD", "REGISTER", "empty", "joined", "port", "port_law", "port_of"]

VOCABULARY = """
vocabulary: port
scales: {offices: [none, deputy, head]}
attributes:
  office: {type: ordered, scale: offices}
  family: {values: [clerk, guard]}
  unit: {type: whole, range: 0..99}
  zone: {values: [core, outer]}
  service: {type: whole, unit: months, range: 0..900, moves: {each_month: 1}}
  time_in_office: {type: whole, unit: months, range: 0..900,
                   moves: {each_month: 1, reset_by: [appoint, transfer, hire]}}
  time_in_level: {type: whole, unit: months, range: 0..900,
                  moves: {each_month: 1, reset_by: [hire]}}
  time_acting: {type: whole, unit: months, range: 0..90}
  performance: {type: decimal, step: 0.1, unit: points, range: 0..100, merit: higher}
  field: {values: [none, ropes, ledgers]}
  field_of_work: {values: [none, ropes, ledgers]}
  time_in_field: {type: whole, unit: months, range: 0..900, typical: 100, moves: {each_month: 1}}
  vacant_months: {type: whole, unit: months, range: 0..900, subject: post}
events: {appointed: {}, transferred: {}}
always: [time_in_office <= service]
"""

DEPUTY, HEAD = 1, 2
"""The offices by code; unit *u* has its head at post ``2 * u`` and its deputy at ``2 * u + 1``."""

REGISTER: Mapping[str, float] = {
    "acting_penalty": 0.3,
    "acting_relief": 0.4,
    "leader_weight": 0.5,
    "learning_gain": 0.0,
    "learning_half_life": 24.0,
    "office_learning_gain": 0.0,
    "office_learning_half_life": 9.0,
    "performance_motivation": 0.6,
    "shortage_penalty": 2.5,
    "transfer_motivation": 0.25,
}


def port_law(folder: Path, text: str) -> Law:
    """Return the law written in *text*: parameters and rules, without the opening."""
    (folder / "port.yaml").write_text(VOCABULARY, encoding="utf-8")
    opening = "policy: rules\nfrom: 1900-01-01\nuses: [port]\n"
    (folder / "rules.yaml").write_text(opening + text, encoding="utf-8")
    law = load_law(folder / "rules.yaml")
    assert law.findings == ()
    return law


def port_of(places: Sequence[Sequence[int]] = ((4, 2), (4, 2), (4, 2))) -> Organisation:
    """Return three units, the third in the outer zone, with *places* by unit and family."""
    units = len(places)
    return Organisation(
        name="port",
        title="A port",
        zones=("core", "outer"),
        offices=("none", "deputy", "head"),
        families=("clerk", "guard"),
        kinds=("quay",),
        unit_names=tuple(f"quay {unit}" for unit in range(units)),
        unit_kind=np.zeros(units, np.int16),
        parent=np.full(units, -1, np.int32),
        zone=np.array([0] * (units - 1) + [1], np.int16),
        weight=np.ones(units, np.int64),
        head_office=np.full(units, HEAD, np.int16),
        head_post=np.arange(0, 2 * units, 2, dtype=np.int32),
        post_unit=np.repeat(np.arange(units), 2).astype(np.int32),
        post_office=np.tile([HEAD, DEPUTY], units).astype(np.int16),
        establishment=np.array(places, np.int64),
        office_class=np.array([0, 0, 0]),
        staff_class=np.array([0, 0]),
    )


def port(
    law: Law,
    *systems: str,
    heads: Sequence[Sequence[int]] = ((4, 2), (4, 2), (4, 2)),
    organisation: Organisation | None = None,
    practice: Practice = AS_WRITTEN,
    seed: int = 7,
    settings: Mapping[str, str] | None = None,
    **changed: object,
) -> World:
    """Return a port in which every post is held and *heads* by unit and family are staff.

    Person *p* holds post *p*; after the holders come the staff, unit by unit. Everybody has
    served for ten years and longer, the earlier the longer.
    """
    places = organisation or port_of()
    staffed = np.array(heads)
    unit = np.repeat(np.arange(places.units), staffed.sum(axis=1))
    family = np.concatenate([np.repeat([0, 1], row) for row in staffed])
    size = places.posts + len(unit)
    draw = np.random.default_rng(seed)
    everywhere = np.concatenate([places.post_unit, unit]).astype(np.int64)
    nobody = np.zeros(len(unit), np.int64)
    people = Workforce.enter(
        law.vocabulary,
        np.arange(size),
        Chance(seed, 0).key("founder", np.arange(size)),
        {
            "office": np.concatenate([places.post_office, nobody]),
            "family": np.concatenate([np.zeros(places.posts, np.int64), family]),
            "unit": everywhere,
            "zone": places.zone[everywhere],
            "service": 120 + 2 * np.arange(size)[::-1],
            "time_in_office": 60 + np.arange(size)[::-1] // 2,
            "time_in_level": 60 + np.arange(size)[::-1] // 2,
            "performance": draw.permutation(size) + 500,
        },
        {name: draw.standard_normal(size) for name in ("ability", "leadership", "motivation")},
        np.full(size, date(2010, 1, 1).toordinal()),
    )
    people.post[: places.posts] = np.arange(places.posts)
    stated = settings or {}
    world = World(
        people=people,
        organisation=places,
        law=law,
        practice=DatedPractice("test", ((date.min, practice),)),
        systems=tuple(system(name, stated.get(name, "{}")) for name in systems),
        engine=ColumnarEngine(),
        chance=Chance(seed, 0),
        register=REGISTER,
        start=START,
    )
    return replace(world, **changed)  # type: ignore[arg-type]


def empty(world: World, *posts: int) -> World:
    """Return *world* with *posts* vacant; those who held them are staff of their units."""
    holders = np.flatnonzero(np.isin(world.people.post, posts))
    world.people.post[holders] = NO_POST
    world.people.record["office"][holders] = 0
    return world


def joined(comparisons: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    """Return conditions of at most so many *comparisons*, joined and negated, as a law has them."""
    return st.recursive(
        comparisons,
        lambda inner: (
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
                lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
            )
            | inner.map("(not {})".format)
        ),
        max_leaves=most,
    )
