"""A small world under the shipped law of rank promotion: careers that can be reckoned by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np

from five_grades_world import office_of
from policy_sim.chance import Chance
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Integers
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.simulation.practices.practice import AS_WRITTEN, DatedPractice
from policy_sim.simulation.simulate import World
from policy_sim.simulation.state import State
from policy_sim.workforce.table import Workforce
from pyramid_world import POLICIES, system
from small_office import REGISTER

EXACT: Mapping[str, float] = {
    **REGISTER,
    "rating_reliability": 1.0,
    "rating_halo": 0.0,
    "performance_motivation": 0.0,
    "validity": 1.0,
    "line": -1.0,
}
"""Work is seen as it is, and an examination shows ability without error."""

APPRAISAL = "{month: 2, scores: {}}"

EXAMS = """
months: [3, 9]
examinations:
  service_first: {validity: validity, line: line, records: {service_exam: first}}
  service_second: {validity: validity, line: line, records: {service_exam: second}}
  rise_in_level: {validity: validity, line: line, records: {competence_test: passed}}
"""


@cache
def promotion_law() -> Law:
    """Return the law of rank promotion, from its documents."""
    return load_law(POLICIES / "asn" / "promotion.yaml")


def word(attribute: str, value: str) -> int:
    """Return the code of a word of an attribute or series."""
    vocabulary = promotion_law().vocabulary
    named = {**vocabulary.series, **vocabulary.attributes}[attribute].type
    assert named is not None
    assert named.scale is not None
    return named.scale.code(value)


def spoken(state: State, attribute: str) -> list[str]:
    """Return *attribute* of everybody, in words."""
    scale = state.people.vocabulary.attributes[attribute].type.scale
    assert scale is not None
    return [scale.values[code] for code in state.people.record[attribute].tolist()]


def servants(
    words: Sequence[Mapping[str, str | int]], truth: Mapping[str, Sequence[float]] | None = None
) -> Workforce:
    """Return civil servants with ten years of service and good ratings, each as *words* say."""
    law, size = promotion_law(), len(words)
    usual: dict[str, str | int] = {
        "employment": "pns",
        "family": "administrative",
        "office": "none",
        "functional": "none",
        "education": "s1",
        "grade": "iii_a",
        "sex": "f",
        "age": 400,
        "service": 120,
    }
    columns = {
        name: [word(name, v) if isinstance(v, str) else v for v in values]
        for name in {**usual, **{k: 0 for each in words for k in each}}
        for values in [[{**usual, **each}.get(name, 0) for each in words]]
    }
    given = {"ability": [0.0] * size, "integrity": [0.0] * size, **(truth or {})}
    people = Workforce.enter(
        law.vocabulary,
        np.arange(size),
        Chance(3, 0).key("founder", np.arange(size)),
        {name: np.asarray(column) for name, column in columns.items()},
        {name: np.asarray(values, float) for name, values in given.items()},
        np.full(size, date(2016, 1, 1).toordinal()),
    )
    for _ in range(2):
        rows = np.arange(size)
        people.history.record_period("predikat", rows, np.full(size, word("predikat", "good")))
    return people


def promotion_world(
    people: Workforce,
    systems: Mapping[str, str] | None = None,
    **changed: object,
) -> World:
    """Return *people* in January 2026, with appraisal and promotion or the *systems* given."""
    chosen = {"appraisal": APPRAISAL, "promotion": "{}"} if systems is None else systems
    world = World(
        people=people,
        organisation=replace(office_of(people.size), offices=("none",)),
        law=promotion_law(),
        practice=DatedPractice("test", ((date.min, AS_WRITTEN),)),
        systems=tuple(system(name, settings) for name, settings in chosen.items()),
        engine=ColumnarEngine(),
        chance=Chance(3, 0),
        register=EXACT,
        start=date(2026, 1, 1),
        keeping=Keeping.ALL,
    )
    return replace(world, **changed)  # type: ignore[arg-type]


def defined(state: State, name: str) -> Integers:
    """Return the definition *name* of the law of today for everybody, in steps."""
    term = state.vintage.definitions[name]
    return Features(state.frame()).column(term)  # type: ignore[arg-type]


def crowd(size: int = 120, seed: int = 1) -> Workforce:
    """Return people of all kinds, in every stage of waiting."""
    draw = np.random.default_rng(seed)
    grades = ["ii_a", "ii_c", "ii_d", "iii_a", "iii_b", "iii_d", "iv_a", "iv_c"]
    people = [
        {
            "grade": str(draw.choice(grades)),
            "education": str(draw.choice(["sma", "d3", "s1", "s2"])),
            "functional": str(draw.choice(["none", "skilled", "expert"])),
            "office": str(draw.choice(["none", "none", "none", "supervisor", "administrator"])),
            "credit": int(draw.integers(0, 120_000)),
            "age": int(draw.integers(360, 695)),
            "time_in_grade": int(draw.integers(0, 100)),
            "time_in_office": int(draw.integers(0, 30)),
        }
        for _ in range(size)
    ]
    for each in people:
        if each["office"] != "none":
            each["functional"] = "none"
    truth = {name: draw.standard_normal(size).tolist() for name in ("ability", "integrity")}
    return servants(people, truth)
