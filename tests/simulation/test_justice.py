"""Justice: who is passed over by whom, what of it is felt, and that nobody pays for it twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages import ROOT
from policy_sim.policy.ast import Column, Sum
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Rule, Selection
from policy_sim.policy.vintage import Vintage
from policy_sim.simulation.behaviour import favoured
from policy_sim.simulation.contests.fairness import by_merit
from policy_sim.simulation.contests.settled import Settled
from policy_sim.simulation.justice import (
    COMPETED,
    LOST_FAIRLY,
    WRONGED,
    Justice,
    Settings,
)
from policy_sim.simulation.practices.practice import AS_WRITTEN, Order, Practice
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.simulation.state import State
from posts_world import HEAD, REGISTER, empty, port, port_law
from small_office import POINTS, started, state_of, workforce

COEFFICIENTS = {
    "fair_loss_motivation": 0.05,
    "habit_injustice": 0.25,
    "injustice_seen_from": 0.5,
    "justice_motivation": 0.4,
    "unrelated_law_injustice": 0.5,
}
MILLION = 1_000_000
FAVOUR = Practice(order=Order(share=Fraction(1), by="connection"))
HABIT = Practice(order=Order(share=Fraction(1), by="service"))


def ranked(*names: str) -> Rule:
    """Return a rule that ranks by attributes of the record."""
    terms = tuple((1, Column(POINTS, name)) for name in names)
    return Rule("chosen", "appointment", (), select=Selection(Sum(POINTS, terms)))


BY_MERIT, BY_AGE = ranked("performance"), ranked("service")


def judged(
    took: list[int],
    lawful: list[int],
    rule: Rule = BY_MERIT,
    practice: Practice = AS_WRITTEN,
    office: int | None = 1,
    **coefficients: float,
) -> State:
    """Return the small office after a year in which six people of leadership 0 to 5 competed."""
    people = workforce(6, truth={"leadership": range(6), "ability": range(5, -1, -1)})
    merits = {**people.vocabulary.attributes}
    merits["performance"] = replace(merits["performance"], merit="higher")
    people.vocabulary = replace(people.vocabulary, attributes=merits)
    state = state_of(people, practice=practice, register={**COEFFICIENTS, **coefficients})
    state.month += 11
    calendar = started(state, Justice(Settings()))
    state.signals.note(Settled(rule, np.arange(6), np.array(took), np.array(lawful), office))
    calendar.run(1)
    return state


def lost(state: State) -> list[float]:
    """Return what each person has lost of motivation."""
    return pytest.approx((-state.people.truth["motivation"]).tolist())  # type: ignore[no-any-return]


def test_a_better_colleague_wrongs_nobody() -> None:
    """The best is taken by a law of merit: whoever lost loses only what a fair loss costs."""
    assert lost(judged([5], [5])) == [0.05] * 5 + [0.0]


def test_passed_over_by_the_least_able_out_of_favour() -> None:
    """By favour the least able takes the place: everybody better is passed over, and minds."""
    state = judged([0], [5], practice=FAVOUR)
    assert lost(state) == [0.0] + [0.4] * 5


def test_the_favoured_in_the_middle_wrongs_only_the_better() -> None:
    """Who is worse than the one taken by favour has lost to a better colleague."""
    assert lost(judged([2], [5], practice=FAVOUR)) == [0.05, 0.05, 0.0, 0.4, 0.4, 0.4]


def test_whom_the_law_had_chosen_is_wronged_by_anybody() -> None:
    """A displaced winner has lost a right, even where the other one is better."""
    assert lost(judged([5], [1], practice=FAVOUR)) == [0.05, 0.4, 0.05, 0.05, 0.05, 0.0]


def test_a_difference_must_be_great_enough_to_be_seen() -> None:
    """From 2.5 SD on only those three or more above the favoured see that he is worse."""
    state = judged([0], [5], practice=FAVOUR, injustice_seen_from=2.5)
    assert lost(state) == [0.0, 0.05, 0.05, 0.4, 0.4, 0.4]


def test_staff_compare_abilities_where_no_office_is_at_stake() -> None:
    """In a contest for a rank ability counts: the ladder of leadership is the other way round."""
    state = judged([5], [0], practice=FAVOUR, office=None)
    assert lost(state) == [0.4] * 5 + [0.0]


@pytest.mark.parametrize(
    ("rule", "practice", "lawful", "share"),
    [
        (BY_MERIT, FAVOUR, [5], 1.0),
        (BY_MERIT, HABIT, [5], 0.25),
        (BY_AGE, AS_WRITTEN, [0], 0.5),
        (BY_MERIT, AS_WRITTEN, [0], 0.0),
    ],
)
def test_how_unfair_depends_on_the_order(
    rule: Rule, practice: Practice, lawful: list[int], share: float
) -> None:
    """Favour counts in full, a habit and a law of age in part, an error of a law of merit not."""
    state = judged([0], lawful, rule, practice, fair_loss_motivation=0.0)
    assert lost(state) == [0.0] + [0.4 * share] * 5


def test_waived_conditions_are_favour_even_under_a_habit() -> None:
    """Where conditions are set aside for some, an order by service is no plain habit."""
    practice = HABIT.model_copy(update={"waived": {"chosen": Fraction(1, 10)}})
    assert lost(judged([0], [5], practice=practice)) == [0.0] + [0.4] * 5


def test_who_holds_an_equal_post_competes_for_no_rise() -> None:
    """A lateral move that somebody else gets passes nobody over."""
    state = judged([0], [5], practice=FAVOUR)
    before = state.personal.of(COMPETED, state.people.ids).tolist()
    assert before == [0.0] * 6  # cleared at the year's end
    state.people.record["office"][:] = 1
    state.people.truth["motivation"][:] = 0.0
    state.signals.note(Settled(BY_MERIT, np.arange(6), np.array([0]), np.array([5]), 1))
    calendar = started(state, Justice(Settings()))
    state.signals.settled = [Settled(BY_MERIT, np.arange(6), np.array([0]), np.array([5]), 1)]
    calendar.run(1)
    assert not state.people.truth["motivation"].any()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.permutations(range(6)), min_size=1, max_size=6), st.integers(1, 4))
def test_a_year_costs_no_more_than_its_coefficient(orders: list[list[int]], places: int) -> None:
    """However many contests are lost, and to whomever, the loss is between none and all of it."""
    people = workforce(6, truth={"leadership": range(6)})
    state = state_of(people, practice=FAVOUR, register=COEFFICIENTS)
    state.month += 11
    calendar = started(state, Justice(Settings()))
    for order in orders:
        took = np.array(order[:places])
        state.signals.note(Settled(BY_MERIT, np.arange(6), took, np.array([5]), 1))
    calendar.run(1)
    felt = -state.people.truth["motivation"]
    assert (felt >= 0).all()
    assert (felt <= 0.4 + 1e-12).all()


def test_places_are_counted_exactly() -> None:
    """Two places, one of them by favour to the least able: half of what was lost is unfair."""
    people = workforce(6, truth={"leadership": range(6)})
    state = state_of(people, practice=FAVOUR, register=COEFFICIENTS)
    calendar = started(state, Justice(Settings()))
    state.signals.note(Settled(BY_MERIT, np.arange(6), np.array([5, 0]), np.array([5, 4]), 1))
    calendar.run(1)
    ids = people.ids
    assert state.personal.of(COMPETED, ids).tolist() == [0, 2, 2, 2, 2, 0]
    assert state.personal.of(WRONGED, ids).tolist() == [0, MILLION, MILLION, MILLION, MILLION, 0]
    assert state.personal.of(LOST_FAIRLY, ids).tolist() == [0, 1, 1, 1, 1, 0]


def test_merit_is_what_the_vocabulary_calls_so() -> None:
    """A law ranks by merit if any part of its score is one; a lot and an age are none."""
    words = state_of(workforce(1)).people.vocabulary
    attributes = {**words.attributes}
    attributes["competence"] = replace(attributes["competence"], merit="higher")
    words = replace(words, attributes=attributes)
    assert by_merit(ranked("competence"), words)
    assert by_merit(ranked("service", "competence"), words)
    assert not by_merit(ranked("service"), words)
    assert not by_merit(Rule("by-lot", "appointment", ()), words)


LAW = """
rules:
  chosen:
    area: appointment
    for_each: post
    applies_to: office < post.office
    then: {appoint: post}
    select: {per: post, rank_by: performance}
"""


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    """The law of a port whose heads are chosen by performance."""
    return port_law(tmp_path_factory.mktemp("port"), LAW)


def harbour(law: Law, *systems: str, **coefficients: float) -> World:
    """Return a port with an empty head's post, whose practice is closeness."""
    register = {
        **REGISTER,
        **COEFFICIENTS,
        "injustice_motivation": 0.5,
        "motivation_persistence": 0.7,
        "rise_motivation": 0.2,
        **coefficients,
    }
    names = ("appointment", "behaviour", "outcomes", *systems)
    world = port(law, *names, practice=FAVOUR, register=register, groups=("family",))
    rows = world.people.size
    world.people.truth["connection"] = np.linspace(1, -1, rows)
    world.people.truth["leadership"] = np.linspace(-2, 2, rows)
    return empty(world, 0, 2)


def told(record: Record) -> pd.Series:
    """Return the last year's outcomes of everybody by name, those with a value."""
    frame = record.outcomes.dropna().query("group == 'all' and date == date.max()")
    return frame.set_index("outcome")["value"]


def test_on_off_and_varied(law: Law) -> None:
    """Off, everybody bears closeness; on, those alone who were passed over; the size is free."""
    off, on = (simulate(harbour(law, *systems), 12) for systems in ((), ("justice",)))
    more = simulate(harbour(law, "justice", justice_motivation=0.8), 12)
    assert "passed_over" not in told(off)
    assert told(on)["passed_over"] > 0
    assert told(on)["competed_in_vain"] >= told(on)["passed_over"]
    change = on.state.people.truth["motivation"] - off.state.people.truth["motivation"]
    burden = 0.3 * 0.5
    free = np.isclose(change, burden)
    assert free.any()
    assert not free.all()
    further = more.state.people.truth["motivation"] - on.state.people.truth["motivation"]
    assert further.min() == pytest.approx(-0.4)
    assert (further <= 0).all()
    assert not further[free].any()


def test_without_effect_everything_is_as_without_the_system(law: Law) -> None:
    """With coefficients of 0 motivation is, to the last bit, that of a study without justice."""
    nothing = {"justice_motivation": 0.0, "fair_loss_motivation": 0.0}
    off, on = (simulate(harbour(law, *s, **nothing), 24) for s in ((), ("justice",)))
    for name, trait in off.state.people.truth.items():
        assert np.array_equal(trait, on.state.people.truth[name]), name
    assert told(off).equals(told(on)[told(off).index])


def test_nobody_pays_twice(law: Law) -> None:
    """Where justice is reckoned by person there is no burden on everybody besides."""
    world = harbour(law, "justice")
    record = simulate(world, 12)
    assert record.state.flows.total("out_of_order") > 0
    assert favoured(record.state) == 0.0
    assert favoured(simulate(harbour(law), 12).state) == 1.0


def test_the_ledger_and_the_engine_do_not_matter_to_what_is_felt(law: Law) -> None:
    """Contests are noted in the same way whether refusals are written down or not."""
    from policy_sim.simulation.books.ledger import Keeping

    found = [
        simulate(replace(harbour(law, "justice"), keeping=keeping), 12).state.people.truth
        for keeping in (Keeping.ALL, Keeping.NONE)
    ]
    assert np.array_equal(found[0]["motivation"], found[1]["motivation"])


def test_offices_are_what_is_competed_for(law: Law) -> None:
    """Whoever already is a head does not feel passed over when another becomes one."""
    world = harbour(law, "justice")
    record = simulate(world, 11)
    people = record.state.people
    heads = people.record["office"] == HEAD
    assert not record.state.personal.of(COMPETED, people.ids)[heads].any()


def test_the_vintage_of_the_small_office_needs_no_contests() -> None:
    """A year in which nobody competed leaves everybody's motivation as it was."""
    state = state_of(workforce(4), register=COEFFICIENTS)
    assert isinstance(state.law.on(date(2026, 1, 1)), Vintage)
    started(state, Justice(Settings())).run(12)
    assert not state.people.truth["motivation"].any()


def test_the_shipped_scenario_names_every_coefficient() -> None:
    """The register of justice holds what the system reads, each within its range."""
    from policy_sim.simulation.assumptions.register import load_register

    register = load_register(ROOT / "scenarios" / "assumptions" / "justice.yaml")
    assert set(register) == set(Justice.assumptions)
