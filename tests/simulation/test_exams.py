"""Exams: who is admitted by law, who passes by ability and luck, and what it is good for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.simulation.exams import Exams
from policy_sim.simulation.simulate import simulate
from policy_sim.simulation.state import State
from policy_sim.workforce.table import Workforce
from promotion_world import EXACT, EXAMS, promotion_world, servants, spoken
from pyramid_world import system

MARCH = date(2026, 3, 1)


def school_leaver(**more: str | int) -> dict[str, str | int]:
    """Return somebody of II/d whose diploma asks for the first service examination."""
    return {"education": "sma", "grade": "ii_d", "time_in_grade": 60, **more}


def after_a_round(people: Workforce, **changed: object) -> State:
    """Return the state after the round of March."""
    world = promotion_world(people, {"exams": EXAMS}, start=MARCH, **changed)
    return simulate(world, 1).state


def test_those_whom_the_law_admits_sit_and_the_able_pass() -> None:
    """With a validity of one exactly those above the line pass, and that is their record."""
    people = servants([school_leaver() for _ in range(4)], {"ability": [-2.0, -1.01, -0.99, 1.0]})
    state = after_a_round(people, law=everybody_seated())
    assert spoken(state, "service_exam") == ["none", "none", "first", "first"]
    assert spoken(state, "examination") == ["service_first"] * 4


def everybody_seated() -> Law:
    """Return the law with a seat for all who are entitled."""
    return with_seats(10_000)


def with_seats(share: int) -> Law:
    """Return the law with seats in the service examinations for a *share*, in hundredths of 1 %."""
    law = promotion_world(servants([{}])).law
    vintages = []
    for vintage in law.vintages:
        rules = tuple(
            replace(r, select=replace(r.select, caps=(replace(r.select.caps[0], share=share),)))
            if r.area == "examination" and r.select is not None
            else r
            for r in vintage.rules
        )
        vintages.append(replace(vintage, rules=rules, key=f"{vintage.key} seats {share}"))
    return replace(law, vintages=tuple(vintages))


def test_seats_go_to_those_who_waited_longest() -> None:
    """Of ten entitled the half that has served longest in the grade sits; others are outranked."""
    people = servants([school_leaver(time_in_grade=30 + n) for n in range(10)])
    world = promotion_world(people, {"exams": EXAMS}, start=MARCH, law=with_seats(5000))
    record = simulate(world, 1)
    assert spoken(record.state, "service_exam") == ["none"] * 5 + ["first"] * 5
    lost = record.ledger.query("law == 'outranked'")
    assert sorted(lost["person"]) == [0, 1, 2, 3, 4]


def test_nothing_is_held_in_other_months() -> None:
    """In February nobody sits; in March somebody does."""
    people = servants([school_leaver()])
    world = promotion_world(people, {"exams": EXAMS}, start=date(2026, 2, 1))
    assert spoken(simulate(world, 1).state, "examination") == ["none"]
    assert spoken(simulate(world, 2).state, "examination") == ["service_first"]


@pytest.mark.parametrize(
    ("person", "sits"),
    [
        (school_leaver(), "service_first"),
        (school_leaver(education="s1"), "none"),
        (school_leaver(time_in_grade=23), "none"),
        (school_leaver(functional="skilled"), "none"),
        (school_leaver(service_exam="first"), "none"),
        (school_leaver(grade="ii_c"), "none"),
        ({"grade": "iii_d", "time_in_grade": 30}, "service_second"),
        ({"grade": "iii_d", "time_in_grade": 30, "office": "supervisor"}, "service_second"),
        ({"grade": "iii_d", "time_in_grade": 30, "education": "s2"}, "none"),
        ({"grade": "iii_d", "time_in_grade": 30, "education": "d3"}, "none"),
        (
            {"grade": "iii_b", "functional": "expert", "credit": 50_000, "time_in_grade": 30},
            "rise_in_level",
        ),
        ({"grade": "iii_a", "functional": "expert", "credit": 50_000}, "none"),
        ({"grade": "iii_b", "functional": "expert", "credit": 40_000, "time_in_grade": 1}, "none"),
        ({"grade": "iii_d", "functional": "skilled", "credit": 200_000}, "none"),
    ],
)
def test_the_law_says_who_may_sit(person: dict[str, str | int], sits: str) -> None:
    """Rank, diploma, months and post decide, as the rules of the area examination say."""
    assert spoken(after_a_round(servants([person])), "examination") == [sits]


def test_a_rise_waits_for_the_examination() -> None:
    """At II/d with a school diploma nobody rises before the round of March; then at once."""
    people = servants([school_leaver()])
    systems = {"exams": EXAMS, "promotion": "{}"}
    before = simulate(promotion_world(people, systems), 2)
    assert spoken(before.state, "grade") == ["ii_d"]
    assert before.ledger["reason"].tolist() == ["service_exam_cleared"]
    assert spoken(simulate(promotion_world(people, systems), 3).state, "grade") == ["iii_a"]


def test_without_the_system_nobody_sits_and_the_record_stays_empty() -> None:
    """Off: no row of the area, no examination in the record, and the rise is refused for ever."""
    people = servants([school_leaver()])
    record = simulate(promotion_world(people, {"promotion": "{}"}), 30)
    assert "examination" not in set(record.ledger["area"].astype(str))
    assert spoken(record.state, "examination") == ["none"]
    assert spoken(record.state, "grade") == ["ii_d"]


def test_the_document_alone_moves_the_rounds() -> None:
    """Rounds in November instead of March and September put off the rise to November."""
    people = servants([school_leaver()])
    systems = {"exams": EXAMS.replace("[3, 9]", "[11]"), "promotion": "{}"}
    record = simulate(promotion_world(people, systems), 12)
    rise = record.ledger.query("area == 'promotion' and law == 'granted'")
    assert [d.date() for d in rise["date"]] == [date(2026, 11, 1)]


def test_every_sitting_has_its_row_and_is_counted() -> None:
    """Passed and failed are reasons of granted rows, with the examination as their cause."""
    people = servants([school_leaver() for _ in range(5)], {"ability": [-2.0, -2.0, 0.0, 0.0, 0.0]})
    world = promotion_world(people, {"exams": EXAMS}, start=MARCH, law=everybody_seated())
    record = simulate(world, 1)
    rows = record.ledger.astype(object)
    assert rows["reason"].tolist() == ["failed"] * 2 + ["passed"] * 3
    assert set(rows["cause"]) == {"service_first"}
    assert record.state.flows.total("passed examination") == 3
    assert record.state.flows.total("failed examination") == 2
    assert record.state.flows.total("passed service_first") == 3


def test_who_fails_tries_again_with_new_luck() -> None:
    """With luck alone (validity 0) almost all have passed after six rounds, not after one."""
    people = servants([school_leaver() for _ in range(200)])
    luck = {**EXACT, "validity": 0.0, "line": 0.0}
    world = promotion_world(
        people, {"exams": EXAMS}, start=MARCH, law=everybody_seated(), register=luck
    )
    once = spoken(simulate(world, 1).state, "service_exam").count("first")
    often = spoken(simulate(world, 36).state, "service_exam").count("first")
    assert 70 < once < 130
    assert often > 190


@given(st.permutations(range(12)))
def test_luck_is_the_persons_not_the_rows(order: list[int]) -> None:
    """Whoever else is in service, a person's result is the same."""
    people = servants([school_leaver() for _ in range(12)])
    chosen = np.sort(np.array(order[:7]))
    luck = {**EXACT, "validity": 0.0, "line": 0.0}
    whole = after_a_round(people, law=everybody_seated(), register=luck)
    part = after_a_round(people.take(chosen), law=everybody_seated(), register=luck)
    expected = whole.people.record["service_exam"][chosen]
    assert part.people.record["service_exam"].tolist() == expected.tolist()


def test_names_that_nobody_has_are_found_at_once() -> None:
    """An examination, a trait, an attribute and a word that do not exist: four findings."""
    settings = """
    months: [3]
    examinations:
      swimming: {of: fins, validity: validity, line: line, records: {diving: first}}
      service_first: {validity: validity, line: line, records: {service_exam: third}}
    """
    world = promotion_world(servants([{}]), {"exams": settings})
    with pytest.raises(ScenarioError) as raised:
        simulate(world, 1)
    codes = sorted(finding.code for finding in raised.value.findings)
    assert codes == ["unknown-attribute", "unknown-trait", "unknown-word", "unknown-word"]


def test_the_register_must_hold_validity_and_line() -> None:
    """The assumptions that the system reads are those its examinations name."""
    made = system("exams", EXAMS)
    assert isinstance(made, Exams)
    assert set(made.assumptions) == {"validity", "line"}
