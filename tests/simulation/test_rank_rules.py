"""The shipped rules of rank promotion, each on both sides of its thresholds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from five_grades_world import five_grades_world
from policy_sim.policy.loading import load_law
from policy_sim.simulation.measures.groups import grouping
from policy_sim.simulation.measures.year_end import YearEnd
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.simulation.simulate import Record, simulate
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import Organisation, Plan, UnitKind
from policy_sim.workforce.table import Workforce
from promotion_world import promotion_world, servants, spoken, word
from pyramid_world import POLICIES

Person = dict[str, str | int]

GENERAL: Person = {"grade": "iii_b", "time_in_grade": 48}
HEAD: Person = {"office": "administrator", "grade": "iii_d", "time_in_grade": 48, "education": "s2"}
LAST_MONTH = 58 * 12 - 1


def decided(people: Workforce, **changed: object) -> Record:
    """Return the record of one month of promotion."""
    return simulate(promotion_world(people, {"promotion": "{}"}, **changed), 1)


def granted(person: Person, predikat: str = "good") -> str:
    """Return the rule under which *person* rises in January 2026, or why not."""
    people = servants([person])
    people.history.record_period("predikat", np.array([0]), np.array([word("predikat", predikat)]))
    rows = decided(people).ledger
    assert len(rows) == 1
    row = rows.iloc[0]
    return str(row["rule"] if row["law"] == "granted" else row["reason"])


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "regular-promotion"),
        ({"time_in_grade": 47}, "time_in_grade >= years_in_rank"),
        ({"grade": "iii_d"}, "grade < education_ceiling(education)"),
        ({"grade": "iii_d", "education": "s2"}, "regular-promotion"),
        ({"grade": "iv_a", "education": "s2"}, "grade < education_ceiling(education)"),
        ({"grade": "ii_d", "education": "sma"}, "service_exam_cleared"),
        ({"grade": "ii_d", "education": "sma", "service_exam": "first"}, "regular-promotion"),
        ({"grade": "iii_b", "education": "sma"}, "grade < education_ceiling(education)"),
    ],
)
def test_regular_promotion(changed: Person, expected: str) -> None:
    """Four years in rank, below the ceiling of one's education, the examination passed."""
    assert granted({**GENERAL, **changed}) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "structural-promotion"),
        ({"grade": "iv_b"}, "grade < office_ceiling(office)"),
        ({"education": "s1"}, "service_exam_cleared"),
        ({"education": "s1", "service_exam": "second"}, "structural-promotion"),
        ({"grade": "iii_c", "time_in_grade": 12, "time_in_office": 12}, "structural-promotion"),
        ({"grade": "iii_c", "time_in_grade": 12, "time_in_office": 11}, "{any: "),
        ({"grade": "iii_c", "time_in_grade": 11, "time_in_office": 12}, "{any: "),
        ({"grade": "iii_d", "time_in_grade": 47, "time_in_office": 90}, "{any: "),
    ],
)
def test_promotion_in_an_office(changed: Person, expected: str) -> None:
    """Four years in rank, or one in rank and office below the office's lowest rank."""
    assert granted({**HEAD, **changed}).startswith(expected)


@pytest.mark.parametrize(
    ("changed", "rises"),
    [
        ({"service": 360, "time_in_grade": 1}, True),
        ({"service": 360, "time_in_grade": 0}, False),
        ({"service": 359, "time_in_grade": 12}, True),
        ({"service": 359, "time_in_grade": 11}, False),
        ({"service": 239, "time_in_grade": 24}, True),
        ({"service": 119, "time_in_grade": 47}, False),
        ({"service": 360, "time_in_grade": 1, "age": LAST_MONTH - 1}, False),
        ({"service": 360, "time_in_grade": 1, "grade": "iv_e"}, False),
        ({"service": 360, "time_in_grade": 1, "functional": "expert", "grade": "iii_b"}, True),
    ],
)
def test_one_rank_for_the_last_month(changed: Person, rises: bool) -> None:
    """Thirty, twenty and ten years of service ask for a month, a year and two in the rank."""
    person: Person = {"age": LAST_MONTH, "grade": "iii_d", "education": "s1", **changed}
    assert (granted(person) == "service-promotion") == rises


def test_a_poor_last_year_refuses_the_rank_of_the_last_month() -> None:
    """The rank at the end of service asks for a good last year."""
    person: Person = {"age": LAST_MONTH, "grade": "iii_d", "service": 360, "time_in_grade": 9}
    assert granted(person, "good") == "service-promotion"
    assert granted(person, "poor") == "last(predikat) >= good"


def test_two_rules_that_raise_somebody_are_one_rank() -> None:
    """Who is due regularly in the last month rises one rank, not two."""
    people = servants([{**GENERAL, "age": LAST_MONTH, "service": 360}])
    assert spoken(decided(people).state, "grade") == ["iii_c"]


def test_a_new_diploma_lifts_to_its_grade_after_its_examination() -> None:
    """Who takes a degree at II/b is lifted to III/a once the examination is passed."""
    person: Person = {"grade": "ii_b", "education": "s1", "time_in_grade": 12}
    assert granted(person) == "diploma_exam == passed"
    people = servants([{**person, "diploma_exam": "passed"}])
    state = decided(people).state
    assert spoken(state, "grade") == ["iii_a"]
    assert spoken(state, "diploma_exam") == ["none"]


def under_a_head(head: str, staff: str) -> Record:
    """Return a month of promotion for a head and a member of staff who is due for a rise."""
    people = servants([{**HEAD, "grade": head, "time_in_grade": 0}, {**GENERAL, "grade": staff}])
    people.post[0] = 0
    return decided(people, organisation=office_with_a_head())


def office_with_a_head() -> Organisation:
    """Return one unit, led by an administrator."""
    posts = (0, 0, 1, 0)
    kind = UnitKind("office", (1,), "", 1, posts, tuple(np.ones(4, int).tolist()))  # type: ignore[arg-type]
    words = ("none", "supervisor", "administrator", "high_leadership")
    families = ("teacher", "health", "technical", "administrative")
    plan = Plan("o", "", ("core",), words, families, (kind,), (1,) * 4, (0,) * 4, (0,) * 4)
    return lay_out(plan)


@pytest.mark.parametrize(
    ("head", "staff", "result"),
    [
        ("iii_d", "iii_b", "iii_c"),
        ("iii_c", "iii_b", "iii_c"),
        ("iii_b", "iii_b", "iii_b"),
        ("iii_a", "iii_b", "iii_b"),
    ],
)
def test_nobody_rises_above_the_superior(head: str, staff: str, result: str) -> None:
    """A regular rise ends at the rank of the head of the unit."""
    record = under_a_head(head, staff)
    assert spoken(record.state, "grade")[1] == result
    refused = record.ledger.query("person == 1 and law == 'refused'")["reason"].tolist()
    assert refused == ([] if result != staff else ["stays_below_superior"])


def test_windows_hold_before_october_2025() -> None:
    """In May 2024 nobody rises: windows were the even months."""
    people = servants([GENERAL])
    first = simulate(promotion_world(people, {"promotion": "{}"}, start=date(2024, 5, 1)), 1)
    assert spoken(first.state, "grade") == ["iii_b"]
    june = simulate(promotion_world(people, {"promotion": "{}"}, start=date(2024, 5, 1)), 2)
    assert spoken(june.state, "grade") == ["iii_c"]


def year_end(people: Workforce) -> YearEnd:
    """Return the year's end of one month of promotion."""
    return YearEnd(decided(people).state)


def answered(year: YearEnd, outcome: str) -> list[float]:
    """Return an outcome for everybody."""
    return OUTCOMES[outcome].measure(year, grouping(year.people, "")).tolist()


def test_the_ladder_ends_where_the_law_says() -> None:
    """Of six, those at the ceiling of diploma, functional ladder and office are counted."""
    year = year_end(
        servants(
            [
                {"grade": "iii_d"},
                {"grade": "iii_c"},
                {"grade": "iv_c", "functional": "expert"},
                {"grade": "iii_d", "functional": "expert"},
                {"grade": "iv_b", "office": "administrator"},
                {"employment": "pppk", "grade": "none"},
            ]
        )
    )
    assert answered(year, "at_the_ceiling") == [3.0]


def test_a_law_that_does_not_say_where_the_ladder_ends_has_no_answer() -> None:
    """Five grades has no such definition: no number is made up."""
    year = YearEnd(simulate(five_grades_world(), 1).state)
    assert np.isnan(answered(year, "at_the_ceiling")).all()


def test_promotions_are_told_by_rule() -> None:
    """One regular rise and one at the end of service, each under its rule."""
    year = year_end(servants([GENERAL, {"age": LAST_MONTH, "service": 360, "time_in_grade": 5}]))
    parts = OUTCOMES["promotions"].parts
    assert parts is not None
    told = parts(year)
    assert {rule: n for rule, n in told.items() if n} == {
        "rule=regular-promotion": 1.0,
        "rule=service-promotion": 1.0,
    }
    assert sum(told.values()) == answered(year, "promotions")[0]


def test_no_round_no_answer() -> None:
    """Without examinations the outcomes about them have no value."""
    year = year_end(servants([GENERAL]))
    for outcome in ("exams_taken", "exams_passed", "exam_pass_rate"):
        assert np.isnan(answered(year, outcome)).all()


REFORM = """
policy: shorter
amends: promotion
effective: 2026-03-01
source: "a draft"
replace:
  parameters:
    years_in_rank: {value: 2 years}
"""


def test_another_term_is_another_career(tmp_path: Path) -> None:
    """An amendment alone: from its first day two years in rank suffice, before it four."""
    for name in ("vocabulary", "promotion_vocabulary", "in-force", "promotion"):
        text = (POLICIES / "asn" / f"{name}.yaml").read_text()
        (tmp_path / f"{name}.yaml").write_text(text)
    (tmp_path / "basic_pay.csv").write_bytes((POLICIES / "asn" / "basic_pay.csv").read_bytes())
    (tmp_path / "shorter.yaml").write_text(REFORM)
    law = load_law(tmp_path / "promotion.yaml", [tmp_path / "shorter.yaml"])
    people = servants([{**GENERAL, "time_in_grade": 24}])
    world = promotion_world(people, {"promotion": "{}"}, law=law)
    assert spoken(simulate(world, 2).state, "grade") == ["iii_b"]
    assert spoken(simulate(world, 3).state, "grade") == ["iii_c"]
