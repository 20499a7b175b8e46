"""A town whose staff are regular or casual, under a law that a test writes in YAML.

Three units: the first and the second lie in the core zone, the third in the outer one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from policy_sim.chance import Chance
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.simulation.practices.practice import AS_WRITTEN, DatedPractice, Practice
from policy_sim.simulation.simulate import World
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.table import Workforce
from pyramid_world import system

__all__ = ["CASUAL", "REGISTER", "REGULAR", "town", "town_law", "town_of"]

VOCABULARY = """
vocabulary: town
scales: {grades: [none, low, high]}
attributes:
  employment: {values: [regular, casual]}
  family: {values: [clerk, guard]}
  grade: {type: ordered, scale: grades}
  unit: {type: whole, range: 0..99}
  zone: {values: [core, outer]}
  sex: {values: [f, m], protected: yes}
  service: {type: whole, unit: months, range: 0..900, moves: {each_month: 1}}
  time_in_office: {type: whole, unit: months, range: 0..900,
                   moves: {each_month: 1, reset_by: [regularise, hire]}}
  test_score: {type: decimal, step: 0.1, unit: points, range: 0..100, merit: higher}
events: {regularised: {}}
"""

REGULAR, CASUAL = 0, 1

REGISTER: Mapping[str, float] = {
    "learning_gain": 0.0,
    "learning_half_life": 24.0,
    "office_learning_gain": 0.0,
    "office_learning_half_life": 9.0,
    "performance_motivation": 0.6,
    "regularised_motivation": 0.2,
    "test_validity": 0.5,
}


@cache
def town_law(text: str, amendment: str = "") -> Law:
    """Return the law written in *text*: parameters and rules, without the opening."""
    opening = "policy: rules\nfrom: 1900-01-01\nstatus: assumption\nsource: x\nuses: [town]\n"
    with TemporaryDirectory() as folder:
        texts = {"town": VOCABULARY, "rules": opening + text, "amendment": amendment}
        paths = {name: Path(folder) / f"{name}.yaml" for name in texts}
        for name, written in texts.items():
            paths[name].write_text(written, encoding="utf-8")
        law = load_law(paths["rules"], [paths["amendment"]] if amendment else [])
    assert law.findings == ()
    return law


def town_of(places: Sequence[Sequence[int]]) -> Organisation:
    """Return three units without posts of office, with *places* by unit and family."""
    return Organisation(
        name="town",
        title="A town",
        zones=("core", "outer"),
        offices=("none",),
        families=("clerk", "guard"),
        kinds=("house",),
        unit_names=("a", "b", "c"),
        unit_kind=np.zeros(3, np.int16),
        parent=np.full(3, -1, np.int32),
        zone=np.array([0, 0, 1], np.int16),
        weight=np.ones(3, np.int64),
        head_office=np.zeros(3, np.int16),
        head_post=np.full(3, -1, np.int32),
        post_unit=np.empty(0, np.int32),
        post_office=np.empty(0, np.int16),
        establishment=np.array(places, np.int64),
        office_class=np.array([0]),
        staff_class=np.array([0, 0]),
    )


def town(
    law: Law,
    settings: Mapping[str, str],
    units: Sequence[int] = (0, 0, 0, 1, 1, 2),
    employment: Sequence[int] | None = None,
    places: Sequence[Sequence[int]] = ((3, 1), (2, 1), (2, 1)),
    practice: Practice = AS_WRITTEN,
    record: Mapping[str, Sequence[int]] | None = None,
    truth: Mapping[str, Sequence[float]] | None = None,
    **changed: object,
) -> World:
    """Return a town in which one person works at each entry of *units*, a clerk.

    All are casual unless *employment* says otherwise; the later they stand in the list, the
    shorter they have served.
    """
    size = len(units)
    where = np.array(units, np.int64)
    places_of = town_of(places)
    columns = {
        "employment": np.full(size, CASUAL) if employment is None else np.array(employment),
        "unit": where,
        "zone": places_of.zone[where],
        "sex": np.arange(size) % 2,
        "service": 200 - np.arange(size),
        "time_in_office": 200 - np.arange(size),
    }
    given = {name: np.asarray(column) for name, column in (record or {}).items()}
    traits = {name: np.zeros(size) for name in ("ability", "motivation", "connection")}
    felt = {name: np.asarray(values, float) for name, values in (truth or {}).items()}
    world = World(
        people=Workforce.enter(
            law.vocabulary,
            np.arange(size),
            Chance(5, 0).key("founder", np.arange(size)),
            {**columns, **given},
            {**traits, **felt},
            np.full(size, date(2005, 1, 1).toordinal()),
        ),
        organisation=places_of,
        law=law,
        practice=DatedPractice("test", ((date.min, practice),)),
        systems=tuple(system(name, text) for name, text in settings.items()),
        engine=ColumnarEngine(),
        chance=Chance(5, 0),
        register=REGISTER,
        start=date(2026, 1, 1),
        groups=("family", "zone", "sex"),
    )
    return replace(world, **changed)  # type: ignore[arg-type]
