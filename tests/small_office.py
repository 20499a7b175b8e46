"""A tiny organisation for tests: three units in two zones, a few people, a law made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import numpy as np

from policy_sim.chance import Chance
from policy_sim.policy.ast import ALWAYS, Condition
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Effect, Rule
from policy_sim.policy.values import Kind, Scale, Unit, ValueType
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Attribute, Moves, Series, Vocabulary
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.simulation.books.flows import Flows
from policy_sim.simulation.books.ledger import Keeping, Ledger
from policy_sim.simulation.calendar import Calendar, Phase
from policy_sim.simulation.posts import Posts
from policy_sim.simulation.practices.practice import DatedPractice, Practice
from policy_sim.simulation.state import State
from policy_sim.simulation.systems import System
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.table import Workforce

START = date(2026, 1, 1)
MONTH = 2026 * 12

REGISTER: Mapping[str, float] = {
    "acting_penalty": 0.3,
    "competence_reliability": 0.25,
    "injustice_motivation": 0.5,
    "leader_weight": 0.5,
    "learning_gain": 0.0,
    "learning_half_life": 24.0,
    "motivation_persistence": 0.7,
    "office_learning_gain": 0.0,
    "office_learning_half_life": 9.0,
    "performance_motivation": 0.6,
    "potential_reliability": 0.17,
    "rating_cut_high": 0.75,
    "rating_cut_low": -1.75,
    "rating_halo": 0.5,
    "rating_reliability": 0.45,
    "rise_motivation": 0.2,
    "score_mean": 72.0,
    "score_spread": 8.0,
    "shortage_penalty": 2.5,
}


def ordered(name: str, *words: str) -> ValueType:
    """Return the type of an ordered scale of *words*."""
    scale = Scale(name, words, tuple(range(len(words))))
    return ValueType(Kind.ORDERED, 0, len(words) - 1, scale=scale)


def category(name: str, *words: str) -> ValueType:
    """Return the type of a category of *words*."""
    return ValueType(Kind.CATEGORY, 0, len(words) - 1, scale=ordered(name, *words).scale)


POINTS = ValueType(Kind.DECIMAL, 0, 1000, Unit.POINTS, Fraction(1, 10))
MONTHS = ValueType(Kind.WHOLE, 0, 720, Unit.MONTHS)
MONEY = ValueType(Kind.WHOLE, 0, 10**12, Unit.MONEY)
VERDICT = ordered("verdicts", "none", "poor", "good", "very_good")
EXPECTATION = ordered("expectations", "below", "at", "above")


def vocabulary() -> Vocabulary:
    """Return what can be said of the people of the small office."""
    attributes = [
        Attribute("family", category("families", "clerk", "teacher")),
        Attribute("zone", category("zones", "core", "outer")),
        Attribute("sex", category("sexes", "f", "m"), protected=True),
        Attribute("grade", ordered("grades", "low", "middle", "high")),
        Attribute("office", ordered("offices", "none", "head")),
        Attribute("unit", ValueType(Kind.WHOLE, 0, 99)),
        Attribute("service", MONTHS, moves=Moves(1)),
        Attribute("time_in_grade", MONTHS, moves=Moves(1, ("promote",))),
        Attribute("time_in_office", MONTHS, moves=Moves(1, ("appoint",))),
        Attribute("performance", POINTS, typical=750, before_first=700),
        Attribute("competence", POINTS, before_first=650),
        Attribute("potential", POINTS, before_first=650),
        Attribute("result_rating", EXPECTATION, before_first=1),
        Attribute("behaviour_rating", EXPECTATION, before_first=1),
    ]
    named = {attribute.name: attribute for attribute in attributes}
    scales = {a.type.scale.name: a.type.scale for a in attributes if a.type.scale}
    return Vocabulary(named, scales, {"verdict": Series("verdict", VERDICT)})


def organisation() -> Organisation:
    """Return three units of weights 2, 1, 1; the first two have a head, the third lies outside.

    Places: unit 0 two clerks, unit 1 one clerk and one teacher, unit 2 two teachers.
    """
    return Organisation(
        name="small",
        title="A small office",
        zones=("core", "outer"),
        offices=("none", "head"),
        families=("clerk", "teacher"),
        kinds=("unit",),
        unit_names=("a", "b", "c"),
        unit_kind=np.zeros(3, np.int16),
        parent=np.full(3, -1, np.int32),
        zone=np.array([0, 0, 1], np.int16),
        weight=np.array([2, 1, 1]),
        head_office=np.array([1, 1, 0], np.int16),
        head_post=np.array([0, 1, -1], np.int32),
        post_unit=np.array([0, 1], np.int32),
        post_office=np.array([1, 1], np.int16),
        establishment=np.array([[2, 0], [1, 1], [0, 2]]),
        office_class=np.array([0, 8]),
        staff_class=np.array([5, 5]),
    )


def workforce(
    size: int,
    record: Mapping[str, Sequence[int]] | None = None,
    truth: Mapping[str, Sequence[float]] | None = None,
    posts: Mapping[int, int] | None = None,
) -> Workforce:
    """Return *size* people, average in all that is not given; *posts* maps rows to posts."""
    traits = ("ability", "integrity", "leadership", "motivation", "connection")
    columns = {name: np.asarray(column) for name, column in (record or {}).items()}
    given = {name: np.asarray(values, float) for name, values in (truth or {}).items()}
    people = Workforce.enter(
        vocabulary(),
        np.arange(size),
        np.arange(size, dtype=np.uint64) * np.uint64(7919) + np.uint64(13),
        {"service": 120, **columns},
        {name: given.get(name, np.zeros(size)) for name in traits},
        np.full(size, date(2016, 1, 1).toordinal()),
    )
    for row, post in (posts or {}).items():
        people.post[row] = post
    return people


def rule(name: str, area: str, *effects: Effect, scope: Condition = ALWAYS) -> Rule:
    """Return a rule without conditions."""
    return Rule(name, area, (), effects, scope)


def law(*rules: Rule) -> Law:
    """Return a law that has always consisted of *rules*."""
    vintage = Vintage(date(1900, 1, 1), None, rules, {}, {}, {})
    return Law("small", "The law of the small office", vocabulary(), (vintage,))


def started(state: State, *systems: System) -> Calendar:
    """Return a calendar in which the months of *state* pass and *systems* have their business."""
    calendar = Calendar(state.month)
    driver = calendar.of("")

    def begin() -> None:
        state.month = calendar.month

    driver.every(Phase.LAW, begin)
    driver.every(Phase.LAW, state.flows.new_year, [1])
    driver.every(Phase.CLOSE, state.close_month)
    for system in systems:
        system.schedule(calendar.of(system.name), state)
    return calendar


def state_of(
    people: Workforce,
    *rules: Rule,
    practice: Practice | None = None,
    register: Mapping[str, float] | None = None,
    groups: Mapping[str, int] | None = None,
) -> State:
    """Return the state of the small office in January 2026."""
    places = organisation()
    posts = Posts.founded(places.post_office, places.post_unit, MONTH)
    held = np.flatnonzero(people.post >= 0)
    posts.fill(people.post[held].astype(np.int64), people.ids[held])
    stretches = ((date(1900, 1, 1), practice),) if practice else ()
    return State(
        people=people,
        posts=posts,
        organisation=places,
        law=law(*rules),
        practices=DatedPractice("test", stretches),
        engine=ColumnarEngine(),
        chance=Chance(1, 0),
        register={**REGISTER, **(register or {})},
        ledger=Ledger(Keeping.NONE),
        flows=Flows(groups or {"family": 2, "zone": 2, "sex": 2}),
        month=MONTH,
        next_id=people.size,
    )
