"""A small world made of the documents of the five grades: promotion by examination."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import numpy as np

from policy_sim.chance import Chance
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.policy.rule import Rule
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.simulation.practices.practice import AS_WRITTEN, DatedPractice, Practice
from policy_sim.simulation.simulate import World
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import Organisation, Plan, UnitKind
from policy_sim.workforce.table import Workforce
from pyramid_world import POLICIES, system

SEPTEMBER = 9


@cache
def five_grades_law() -> Law:
    """Return the law of the five grades, from its documents."""
    return load_law(POLICIES / "five_grades" / "rules.yaml")


def office_of(places: int) -> Organisation:
    """Return one unit without posts, with *places* of staff."""
    kind = UnitKind("office", (1,), "", 1, (0,), (Fraction(1),))
    plan = Plan("five", "", ("all",), ("none",), ("staff",), (kind,), (places,), (0,), (0,))
    return lay_out(plan)


def five_grades_world(
    size: int = 23, practice: Practice = AS_WRITTEN, names: tuple[str, ...] = ("promotion",)
) -> World:
    """Return *size* people of the lowest grade, all eligible, with scores 10, 20, 30 and so on."""
    law = five_grades_law()
    people = Workforce.enter(
        law.vocabulary,
        np.arange(size),
        Chance(3, 0).key("founder", np.arange(size)),
        {
            "age": 400,
            "service": 100 + np.arange(size),
            "time_in_grade": 40,
            "test_score": 10 * np.arange(1, size + 1),
        },
        {"ability": np.zeros(size)},
        np.full(size, date(2016, 1, 1).toordinal()),
    )
    people.history.record_period("verdict", np.arange(size), np.full(size, 2))
    return World(
        people=people,
        organisation=office_of(size),
        law=law,
        practice=DatedPractice("test", ((date.min, practice),)),
        systems=tuple(system(name) for name in names),
        engine=ColumnarEngine(),
        chance=Chance(3, 0),
        register={},
        start=date(2026, SEPTEMBER, 1),
    )


def with_share(law: Law, basis_points: int, rounding: str = "down") -> Law:
    """Return the law with another cap on the share that rises."""
    vintage = law.vintages[0]
    rules = tuple(_capped(rule, basis_points, rounding) for rule in vintage.rules)
    key = f"share {basis_points} {rounding}"
    return replace(law, vintages=(replace(vintage, rules=rules, key=key),))


def _capped(rule: Rule, basis_points: int, rounding: str) -> Rule:
    if rule.area != "promotion" or rule.select is None:
        return rule
    caps = tuple(replace(c, share=basis_points, rounding=rounding) for c in rule.select.caps)
    return replace(rule, select=replace(rule.select, caps=caps))
