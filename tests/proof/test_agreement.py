"""The proof means what the engines and the exact evaluator mean, on and beside every threshold."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import policy_sim.proof.meaning as meaning_of
import policy_sim.proof.past_events as events_of
import policy_sim.proof.past_series as series_of
from fixed_people import fixed, monthly_worlds, unknown
from policy_documents import Folder
from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.past import Window
from policy_sim.proof.decided import Decided
from policy_sim.proof.solver import Answer
from policy_sim.rules.engine import engine_available, engine_named, stand
from policy_sim.rules.features import Features
from policy_sim.rules.programs import compile_area
from slow_evaluator import ContradictionError, Dated, Person, SlowEvaluator
from strategies_rules import World, terms

EXAMPLES = settings(max_examples=12, suppress_health_check=list(HealthCheck))


def agrees(world: World, engine: str = "columnar") -> None:
    """Check that the solver, told everything of each person, decides as the exact evaluator and
    the *engine* do.
    """
    program = compile_area(world.vintage, world.area)
    slow = SlowEvaluator(world.vocabulary, world.vintage, world.today)
    someone = unknown(world)
    decided = Decided(program, someone)
    _ = decided.stands, decided.shares
    solver = someone.solver
    features = Features(world.frame, program.terms, program.grids)
    fast = stand(program.logic, features, engine_named(engine)).stands
    for row, person in enumerate(world.people):
        assert solver.ask(*fixed(someone, person, world.today)) is Answer.YES
        stands = [solver.holds(one) for one in decided.stands]
        assert stands == fast[:, row].tolist()
        try:
            verdict = slow.decide(world.area, person)
        except ContradictionError:
            continue
        names = [rule.id for rule in program.rules]
        assert {n for n, one in zip(names, stands, strict=True) if one} == (
            verdict.stands & set(names)
        )
        given_here = {
            name: solver.value(decided.amount(name))
            for name in decided.shares
            if solver.holds(decided.given(name))
        }
        wanted = {n: (-1 if v is None else v) for n, (v, _) in verdict.given.items()}
        assert given_here == wanted


@given(monthly_worlds())
@EXAMPLES
def test_generated_laws_are_decided_alike(world: World) -> None:
    """Who meets what, which rule stands, what is given and how much: the same in every reading."""
    agrees(world)


@st.composite
def judged(draw: st.DrawFn) -> tuple[World, ast.Term]:
    """Return a term of any kind with people on and beside where it changes."""
    world = draw(monthly_worlds())
    return world, draw(terms(world.vocabulary))


def term_agrees(world: World, term: ast.Term) -> None:
    """Check that a term is for the solver what it is in exact fractions and as a column."""
    slow = SlowEvaluator(world.vocabulary, world.vintage, world.today)
    someone = unknown(world)
    meant = someone.meaning.term(term)
    column = Features(world.frame).column(term)
    for row, person in enumerate(world.people):
        assert someone.solver.ask(*fixed(someone, person, world.today)) is Answer.YES
        found = someone.solver.value(meant)
        assert found == slow.term(term, person) == column[row]


@given(judged())
@settings(EXAMPLES, max_examples=25)
def test_terms_of_every_kind_are_reckoned_alike(case: tuple[World, ast.Term]) -> None:
    """Look-ups, choices, ranks, moves, products, extremes, quotients and the past."""
    term_agrees(*case)


LAW = """\
rules:
  waited: {when: time_in_grade >= 4 years, then: promote}
  absent: {when: total(absence over this_year) >= 10 workdays, then: promote}
  often: {when: count(absence over 12 months) >= 2, then: promote}
  once: {when: ever(sanction >= cut_6m over service), then: promote}
  sanctioned: {when: in_force(sanction) >= cut_6m, then: promote}
  upheld: {area: promotion, when: appeal == upheld, then: nothing, overrides: [sanctioned, waited]}
  settled: {when: months_since(promoted) >= 2 years, then: promote}
  in-a-row: {when: streak(predikat >= good) >= 2, then: promote}
  two-years: {when: lowest(predikat over 2 years) >= good, then: promote}
  halves: {when: round(time_in_grade / 2) >= 25 months, then: promote}
  over: {when: ceil(time_in_grade / 7) >= 7 months, then: promote}
  beside: {when: one_above(grade) >= ii_a, then: promote}
"""
TODAY = date(2026, 10, 1)
ABSENT = [
    [(date(2026, 3, 1), 10)],
    [(date(2026, 9, 1), 9), (date(2025, 12, 1), 5)],
    [(date(2026, 1, 1), 0), (date(2025, 10, 1), 3)],
    [(date(2025, 11, 1), 1), (date(2025, 11, 1), 1)],
]


@pytest.fixture
def world(folder: Folder) -> World:
    """A law that reads the past in every way, and people on and one step beside its thresholds."""
    law = folder.base(LAW).law()
    people = []
    for number, (months, absences) in enumerate(product((42, 47, 48, 49), ABSENT)):
        record = dict.fromkeys(law.vocabulary.attributes, 0)
        record |= {"time_in_grade": months, "grade": number % 6, "service": 117, "age": 400}
        record["appeal"] = number % 3
        ends = (date(2026, 10, 1), date(2026, 11, 1), None)[number % 3]
        events = {
            "absence": [Dated(day, value) for day, value in absences],
            "sanction": [Dated(date(2025, 1, 1), 3, ends)],
            "promoted": [Dated(date(2024, 9 + number % 3, 1))],
        }
        ratings = [3, 3, 2] if number % 2 else [3, 2, 4]
        people.append(Person(record, {"predikat": ratings}, events, date(2017, 1, 1)))
    return World(law.vocabulary, law.vintages[0], "promotion", tuple(people), TODAY)


def test_a_law_that_reads_the_past_is_decided_alike(world: World) -> None:
    """On and beside the thresholds of windows, terms and expiry all readings agree."""
    agrees(world)


@pytest.mark.durable
@pytest.mark.skipif(not engine_available("durable"), reason="durable-rules is not importable")
def test_the_second_engine_agrees_too(world: World) -> None:
    """What the solver says of the people, forward chaining says as well."""
    agrees(world, "durable")


def _without_overrides(decided: Decided) -> object:
    return decided.holds


def _one_period_less(window: Window | None) -> int | None:
    return None if window is None else max(1, window.length - 1)


@pytest.mark.parametrize(
    ("where", "name", "fault"),
    [
        (
            meaning_of,
            "COMPARE",
            {**meaning_of.COMPARE, Comparison.GE: lambda left, right: left > right},
        ),
        (
            meaning_of,
            "COMPARE",
            {**meaning_of.COMPARE, Comparison.GE: lambda left, right: left >= right - 1},
        ),
        (Decided, "stands", property(_without_overrides)),
        (meaning_of, "_quotient", lambda number, divisor, rounding: number / divisor),
        (events_of, "_within", lambda solver, entry, *rest: entry.ago <= 12),
        (events_of, "_within", lambda solver, entry, *rest: entry.ago < 10),
        (series_of, "periods_in", _one_period_less),
        (meaning_of, "moved_positions", lambda kind, by: np.arange(kind.high + 1)),
    ],
    ids=["ge-gt", "ge-less", "override", "rounding", "months", "year", "periods", "moved"],
)
def test_a_planted_fault_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, where: object, name: str, fault: object
) -> None:
    """The comparison of readings fails once one of them is wrong by a step."""
    monkeypatch.setattr(where, name, fault)
    with pytest.raises(AssertionError):
        agrees(world)


@pytest.mark.parametrize("operator", ["in_force", "months_since", "count", "total", "ever"])
def test_a_wrong_operator_of_events_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, operator: str
) -> None:
    """Each operator that is replaced by one that forgets the past is found out."""
    forgetful = {**events_of._OPERATORS, operator: lambda asked: asked.solver.number(-1)}
    monkeypatch.setattr(events_of, "_OPERATORS", forgetful)
    with pytest.raises(AssertionError):
        agrees(world)
