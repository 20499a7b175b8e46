"""A small world of courses: a school of staff in two zones, with a law in words of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
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
from policy_sim.simulation.systems import System
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import Plan, UnitKind
from policy_sim.workforce.table import Workforce
from pyramid_world import system

VOCABULARY = """
vocabulary: school
scales:
  offices: [none, head]
attributes:
  unit: {type: whole, range: 0..99}
  office: {scale: offices}
  zone: {type: category, values: [near, far]}
  service: {type: whole, unit: months, range: 0..720, moves: {each_month: 1}}
  course: {type: category, values: [none, sewing, steering]}
  training_hours: {type: whole, unit: jp, range: 0..100}
events:
  trained: {of: jp}
  certified: {values: [none, sewing, steering]}
"""

POLICY = """
policy: rules
from: 1990-01-01
source: "invented example"
status: assumption
uses: [vocabulary]
parameters:
  sewing_seats: {value: 3 persons}
  sewing_cost: {value: Rp 10}
  far_share: {value: 50%}
rules:
"""

SEWING = """
  sewing-for-all:
    when: training_hours < 20 jp
    then: {enrol: sewing}
    select: {per: course, rank_by: service}
"""
"""Whoever has served longest comes first."""

STEERING = """
  steering-for-heads:
    applies_to: office == head
    when: not ever(certified == steering over service)
    then: {enrol: steering}
    select: {per: course, rank_by: service}
"""

SEWING_COURSE = "sewing: {months: [3], seats: 3, hours: 20, effect: sewing_effect}"
STEERING_COURSE = (
    "steering: {months: [2], seats: 1, hours: 60, duration: 4 months, cost: Rp 7,"
    " certificate: yes, teaches: leadership, effect: steering_effect}"
)

REGISTER: Mapping[str, float] = {
    "sewing_effect": 0.4,
    "skill_half_life": 12.0,
    "steering_effect": 0.5,
    "training_half_dose": 20.0,
}
JANUARY = date(2026, 1, 1)


@cache
def school_law(rules: str = SEWING + STEERING, amendment: str = "") -> Law:
    """Return the school's vocabulary with *rules*, and with *amendment* laid on them if any."""
    with TemporaryDirectory() as folder:
        texts = {"vocabulary": VOCABULARY, "rules": POLICY + rules, "amendment": amendment}
        paths = {name: Path(folder) / f"{name}.yaml" for name in texts}
        for name, text in texts.items():
            paths[name].write_text(text, encoding="utf-8")
        return load_law(paths["rules"], [paths["amendment"]] if amendment else [])


def courses(*texts: str, budget: str = "", target: str = "") -> System:
    """Return the system of training with the courses in *texts*."""
    others = [f"budget: {budget}"] * bool(budget) + [f"target: {target}"] * bool(target)
    return system("training", "{" + ", ".join([f"courses: {{{', '.join(texts)}}}", *others]) + "}")


def school(
    size: int = 8,
    systems: Sequence[System] = (),
    law: Law | None = None,
    record: Mapping[str, Sequence[int]] | None = None,
    practice: Practice = AS_WRITTEN,
    register: Mapping[str, float] = REGISTER,
    groups: Sequence[str] = ("zone",),
) -> World:
    """Return *size* people of whom the first has served shortest; the last is the head.

    Even rows lie near, odd ones far; nobody holds a post, but the record may name an office.
    """
    law = law or school_law()
    kind = UnitKind("house", (1, 1), "", 1, (0, 0), (Fraction(1),))
    plan = Plan(
        "school", "", ("near", "far"), ("none", "head"), ("staff",), (kind,), (size,), (0, 0), (0,)
    )
    columns = {
        "zone": np.arange(size) % 2,
        "unit": np.arange(size) % 2,
        "office": (np.arange(size) == size - 1).astype(np.int64),
        "service": 24 + np.arange(size),
    }
    given = {name: np.asarray(column) for name, column in (record or {}).items()}
    people = Workforce.enter(
        law.vocabulary,
        np.arange(size),
        Chance(3, 0).key("founder", np.arange(size)),
        {**columns, **given},
        {name: np.zeros(size) for name in ("ability", "leadership")},
        np.full(size, date(2020, 1, 1).toordinal()),
    )
    return World(
        people=people,
        organisation=lay_out(plan),
        law=law,
        practice=DatedPractice("test", ((date.min, practice),)),
        systems=tuple(systems),
        engine=ColumnarEngine(),
        chance=Chance(3, 0),
        register=register,
        start=JANUARY,
        groups=groups,
    )
