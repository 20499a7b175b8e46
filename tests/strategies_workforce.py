"""A small vocabulary, profile and organisation, and workforces over them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from policy_sim.policy.values import Kind, Scale, Unit, ValueType
from policy_sim.policy.vocabulary import Attribute, Event, Series, Vocabulary
from policy_sim.workforce.organisation import Plan, UnitKind
from policy_sim.workforce.table import Workforce

__all__ = [
    "ORGANISATION",
    "PROFILE",
    "VOCABULARY",
    "people",
    "plans",
    "shares",
    "small_plan",
    "tiny",
]


def _words(name: str, *words: str, ordered: bool = False) -> Attribute:
    scale = Scale(name, words, tuple(range(len(words))))
    kind = Kind.ORDERED if ordered else Kind.CATEGORY
    return Attribute(name, ValueType(kind, 0, len(words) - 1, scale=scale))


def _months(name: str) -> Attribute:
    return Attribute(name, ValueType(Kind.WHOLE, 0, 1000, Unit.MONTHS))


def _points(name: str) -> Attribute:
    kind = ValueType(Kind.DECIMAL, 0, 1000, Unit.POINTS, Fraction(1, 10))
    return Attribute(name, kind, before_first=700)


_ATTRIBUTES = (
    _words("employment", "permanent", "contract"),
    _words("family", "teacher", "clerk"),
    _words("grade", "none", "low", "middle", "high", ordered=True),
    _words("office", "none", "head", "chief", ordered=True),
    _words("education", "school", "college", ordered=True),
    _words("sex", "f", "m"),
    _words("zone", "core", "outer"),
    Attribute("unit", ValueType(Kind.WHOLE, 0, 99_999)),
    Attribute("job_class", ValueType(Kind.WHOLE, 1, 17), before_first=1),
    Attribute("budget", ValueType(Kind.WHOLE, 0, 10**12, Unit.MONEY), subject="unit"),
    _months("age"),
    _months("service"),
    _months("time_in_grade"),
    _months("time_in_office"),
    _points("performance"),
)
_MARKS = Scale("marks", ("none", "poor", "good"), (0, 1, 2))

VOCABULARY = Vocabulary(
    attributes={attribute.name: attribute for attribute in _ATTRIBUTES},
    scales={"marks": _MARKS},
    series={"mark": Series("mark", ValueType(Kind.ORDERED, 0, 2, scale=_MARKS), keep=3)},
    events={"promoted": Event("promoted")},
)

PROFILE = """\
profile: town
title: A town
as_of: 2025-12-31
kinds:
  permanent:
    people: 300
    source: Yearbook of the town
    mark: secondary
    margins:
      sex: {cells: {f: 60%, m: 40%}}
      family: {cells: {teacher: 70, clerk: 230}}
      age: {unit: years, cells: {20..39: 50%, 40..59: 50%}, assumption: half are under 40}
      grade: {cells: {low: 50%, middle..high: 50%}, assumption: half have risen}
    tables:
      education:
        by: family
        cells: {teacher: {college: 100%}, clerk: {school: 80%, college: 20%}}
    entry_age: {unit: years, cells: {19..24: 100%}}
    career:
      ladder: grade
      by: education
      entry: {school: low, college: low}
      ceiling: {school: middle, college: high}
      every: 6 years
  contract:
    people: 100
    assumption: about a hundred
    made_from: margins
    margins:
      family: {cells: {teacher: 1, clerk: 99}}
      sex: {cells: {m: 25%, f: 75%}}
      age: {unit: years, cells: {24..57: 100%}}
    values:
      job_class: {by: family, cells: {teacher: 8, clerk: 5}}
    tenure: {unit: months, cells: {0..11: 50%, 12..59: 50%}}
leaders:
  kind: permanent
  families: [clerk]
  vacant: {head: 25%}
  assumption: a quarter of the heads are missing
traits:
  names: [ability, motivation]
  correlations: {ability: {motivation: 0.5}}
  assumption: they go together
scores:
  performance: {of: ability, reliability: 0.64, mean: 70, sd: 10, assumption: noisy}
"""

ORGANISATION = """\
organisation: town
title: A town hall and its schools
assumption: invented
establishment:
  teacher: {places: 80}
  clerk: {places: 300}
job_classes: {offices: {head: 9, chief: 12}, staff: {teacher: 8}}
units:
  hall:
    count: 1
    weight: 5
    posts: {chief: 1, head: 2}
    staff: {clerk: 40%}
  bureau:
    count: {core: 6, outer: 2}
    under: hall
    posts: {head: 1}
    staff: {clerk: 60%}
  school:
    count: {core: 3, outer: 1}
    under: bureau
    staff: {teacher: 100%}
"""


def tiny(ids: list[int], **record: NDArray[np.integer] | int) -> Workforce:
    """Return people with these ids; grade and unit tell them apart unless *record* says else."""
    number = np.array(ids, dtype=np.int64)
    columns: Mapping[str, NDArray[np.integer] | int] = {
        "grade": number % 4,
        "unit": number,
        **record,
    }
    truth = {"ability": number / 7.0}
    keys = number.astype(np.uint64) * np.uint64(3)
    return Workforce.enter(VOCABULARY, number, keys, columns, truth, np.full(len(ids), 730_000))


@st.composite
def people(draw: st.DrawFn) -> Workforce:
    """Return up to twenty people, with some of whom something has happened."""
    ids = sorted(draw(st.sets(st.integers(0, 60), max_size=20)))
    workforce = tiny(ids)
    happened = np.array([i for i, n in enumerate(ids) if n % 2], dtype=np.int64)
    if len(happened):
        days = 735_000 + workforce.ids[happened]
        workforce.history.record_event("promoted", happened, days)
        workforce.history.record_period("mark", happened, workforce.ids[happened] % 3)
    return workforce


@st.composite
def shares(draw: st.DrawFn, size: int) -> list[Fraction]:
    """Return *size* positive shares that make 1."""
    parts = draw(st.lists(st.integers(1, 20), min_size=size, max_size=size))
    return [Fraction(part, sum(parts)) for part in parts]


def small_plan(*kinds: UnitKind, places: tuple[int, ...] = (10, 40)) -> Plan:
    """Return a plan of *kinds* with the words of the small vocabulary."""
    return Plan(
        name="small",
        title="Small",
        zones=("core", "outer"),
        offices=("none", "head", "chief"),
        families=("teacher", "clerk"),
        kinds=kinds,
        places=places,
        office_class=(0, 9, 12),
        staff_class=(8, 0),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Return a plan of one to four kinds, each under one before it or under none."""
    size = draw(st.integers(1, 4))
    by_family = [draw(shares(size)) for _ in range(2)]
    kinds = []
    for n in range(size):
        count = draw(st.tuples(st.integers(1, 9), st.integers(0, 9)))
        under = draw(st.sampled_from(["", *(f"kind_{m}" for m in range(n))]))
        posts = (0, draw(st.integers(0, 3)), draw(st.integers(0, 2)))
        staff = (by_family[0][n], by_family[1][n])
        kinds.append(UnitKind(f"kind_{n}", count, under, n + 1, posts, staff))
    places = draw(st.tuples(st.integers(1, 90), st.integers(0, 90)))
    return small_plan(*kinds, places=places)
