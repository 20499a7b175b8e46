"""A small world made of the pyramid's documents: six levels of office, no grade, no family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np

from policy_sim.chance import Chance
from policy_sim.diagnostics import Place
from policy_sim.documents import read_text, shape
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.simulation.practices.practice import AS_WRITTEN, DatedPractice, Practice
from policy_sim.simulation.simulate import World
from policy_sim.simulation.systems import System, kind_named
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import Organisation, Plan, UnitKind
from policy_sim.workforce.table import Workforce

POLICIES = Path(__file__).parents[1] / "policies"
START = date(2026, 1, 1)
LEVELS = (8, 6, 4, 2, 1)
"""Posts of levels 5, 4, 3, 2 and 1 in a pyramid of full size; level 6 is the staff."""

RECRUITMENT = """
months: [1, 7]
applicants: 3
lead: 6 months
examination: {validity: examination_validity, mean: 60, spread: 12}
entrants: {age: 216..420}
"""
EXITS = "hazards: {resigned: {assumption: resignation_rate}}"
REGISTER = {"examination_validity": 0.5, "resignation_rate": 0.04}


@cache
def pyramid_law() -> Law:
    """Return the law of the pyramid, from its documents: here units may take from each other."""
    law = load_law(POLICIES / "published" / "pyramid" / "screening.yaml")
    (vintage,) = law.vintages
    rules = tuple(
        replace(rule, select=replace(rule.select, pool="city")) if rule.select else rule
        for rule in vintage.rules
    )
    return replace(law, vintages=(replace(vintage, rules=rules, key=f"{vintage.key} city"),))


@cache
def pyramid_organisation(units: int = 3, places: int = 20) -> Organisation:
    """Return *units* units with one post each of every level, and *places* of staff in all."""
    kind = UnitKind("branch", (units,), "", 1, (0, 1, 1, 1, 1, 1), (Fraction(1),))
    offices = ("level_6", "level_5", "level_4", "level_3", "level_2", "level_1")
    plan = Plan("pyramid", "", ("all",), offices, ("staff",), (kind,), (places,), (0,) * 6, (0,))
    return lay_out(plan)


def settled(organisation: Organisation, law: Law, seed: int = 5, spare: int = 0) -> Workforce:
    """Return people who hold every post and every place of staff but *spare* of each."""
    staffed = np.repeat(np.arange(organisation.units), organisation.establishment[:, 0])
    unit = np.concatenate([organisation.post_unit, staffed[spare:]]).astype(np.int64)
    office = np.zeros(len(unit), np.int64)
    office[: organisation.posts] = organisation.post_office
    size = len(unit)
    draw = np.random.default_rng(seed)
    service = draw.integers(12, 300, size)
    people = Workforce.enter(
        law.vocabulary,
        np.arange(size),
        Chance(seed, 0).key("founder", np.arange(size)),
        {
            "office": office,
            "unit": unit,
            "service": service,
            "age": service + draw.integers(216, 300, size),
            "performance": draw.integers(400, 900, size),
        },
        {"ability": draw.standard_normal(size), "connection": draw.standard_normal(size)},
        np.full(size, date(2010, 1, 1).toordinal()),
    )
    people.post[: organisation.posts] = np.arange(organisation.posts)
    return people


def system(name: str, settings: str = "{}") -> System:
    """Return the system *name* with the settings of a document."""
    kind = kind_named(name, Place("test"))
    return kind.make(shape(read_text(settings, "test").root, kind.settings))


def all_systems() -> tuple[System, ...]:
    """Return the systems by which people enter, rise and leave."""
    return (
        system("appointment"),
        system("exits", EXITS),
        system("recruitment", RECRUITMENT),
    )


def pyramid_world(
    practice: Practice | DatedPractice = AS_WRITTEN,
    systems: Sequence[System] | None = None,
    law: Law | None = None,
    register: Mapping[str, float] = REGISTER,
    **changed: object,
) -> World:
    """Return a small pyramid that starts on 1 January 2026; *changed* replaces any field."""
    used = law or pyramid_law()
    if isinstance(practice, Practice):
        practice = DatedPractice("test", ((date.min, practice),))
    organisation = pyramid_organisation()
    world = World(
        people=settled(organisation, used),
        organisation=organisation,
        law=used,
        practice=practice,
        systems=all_systems() if systems is None else systems,
        engine=ColumnarEngine(),
        chance=Chance(11, 0),
        register=register,
        start=START,
    )
    return replace(world, **changed)  # type: ignore[arg-type]
