"""Units, steps and ranges: what may stand beside what, and what becomes of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from policy_sim.policy.ast import Quotient
from policy_sim.policy.values import EXACT, Kind, Unit
from strategies_expressions import (
    TENTH,
    codes,
    integer_of,
    number,
    refused,
    refused_term,
    term,
    typed,
)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("service >= 4 years", "service >= 48"),
        ("service >= 1 month", "service >= 1"),
        ("4 years <= service", "service >= 48"),
        ("4 years < service", "service > 48"),
        ("service >= 0.5 years", "service >= 6"),
        ("competence >= 70 points", "competence >= 700"),
        ("competence >= 70.5 points", "competence >= 705"),
        ("competence >= 70.55 points", "competence >= 706"),
        ("competence > 70.55 points", "competence > 705"),
        ("competence <= 70.55 points", "competence <= 705"),
        ("competence < 70.55 points", "competence < 706"),
        ("competence == 70.55 points", "never"),
        ("competence != 70.55 points", "always"),
        ("penalty > -0.25 points", "penalty > -3"),
        ("penalty >= -0.25 points", "penalty >= -2"),
        ("share < 20%", "share < 20"),
        ("share < 0.2", "share < 20"),
        ("pay >= Rp 175000", "pay >= 175000"),
        ("2 * service >= 4 years", "service >= 24"),
        ("service / 2 >= 4 years", "service >= 96"),
        ("service / 1 year >= 2.5", "service >= 30"),
        ("share * 100 > 20", "share > 20"),
        ("-service < -4 years", "service > 48"),
        ("0 months >= -2 * service + 0 months", "service >= 0"),
        ("-competence <= -70.55 points", "competence >= 706"),
        ("-0.5 * competence == -35 points", "competence == 700"),
        ("floor(service / 1 year) > 3", "floor(1 * service / 12) > 3"),
        (
            "round(competence / (age / 1 year) to 0.5) > 3 points",
            "round(12 * competence / (5 * age)) > 6",
        ),
        ("age >= service + 18 years", "age >= (1 * service + 1 * 216)"),
        ("age - service >= 18 years", "(1 * age + -1 * service) >= 216"),
        (
            "0.5 * competence + 0.5 * potential > 80 points",
            "(1 * competence + 10 * potential) > 1600",
        ),
        ("competence > potential", "competence > (10 * potential)"),
        ("competence == min_competence", "competence == 705"),
        ("1 < 2", "always"),
        ("70% > 1", "never"),
        ("today.month == 4", "today.month == 4"),
    ],
)
def test_comparisons_of_numbers_become_integers(text: str, meaning: str) -> None:
    """Denominators are cleared, a fixed side stands on the right, a threshold between two steps
    moves to the step that decides the same.
    """
    assert str(typed(text)) == meaning


def test_a_quotient_is_multiplied_out() -> None:
    """Both divisors are known to be above zero, so the comparison keeps its direction."""
    condition = typed("competence / (service + 1 month) >= potential / (age + 1 month)")
    assert str(condition) == (
        "(competence * (1 * age + 1 * 1)) >= (10 * (potential * (1 * service + 1 * 1)))"
    )


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("service >= 24", "'24 months' or '24 years'"),
        ("24 <= service", "'24 months' or '24 years'"),
        ("competence >= 70", "70 points"),
        ("pay >= 175000", "175000 money"),
        ("service + 12 > 2 years", "'12 months' or '12 years'"),
        ("min(service, 12) > 2 years", "'12 months' or '12 years'"),
        ("service in (12 | 24 months)", "'12 months' or '12 years'"),
        ("service in 12..24 months", "'12 months' or '12 years'"),
        ("service > 0", "0 months"),
    ],
)
def test_a_number_without_its_unit_is_refused(text: str, mend: str) -> None:
    """A plain number stands only beside plain numbers; the finding writes the unit."""
    (finding,) = refused(text)
    assert finding.code == "unit-missing"
    assert finding.values["near"] == mend


@pytest.mark.parametrize(
    "text",
    [
        "service > 4 points",
        "service > 30 days",
        "service + competence > 4 years",
        "service - Rp 5 > 4 years",
        "max(service, competence) > 4 years",
        "service * service > 4 years",
        "service / age > 4 years",
        "share > 4 persons",
        "service in (4 jp | 5 months)",
        "competence >= look_back",
        "(if married then service else competence) > 3 months",
        "round(competence to 1 month) > 3 points",
        "ladder(service) == oral",
        "ladder(11 days) == oral",
    ],
)
def test_units_never_convert(text: str) -> None:
    """Months, days, workdays, points, money, persons and training hours stay apart."""
    assert codes(refused(text)) == ["units-differ"]


@pytest.mark.parametrize(
    ("text", "low", "high", "step", "unit"),
    [
        ("service", 0, 600, 1, Unit.MONTHS),
        ("competence", 0, 1000, "1/10", Unit.POINTS),
        ("0.5 * competence", 0, 1000, "1/20", Unit.POINTS),
        ("0.5 * competence + 0.3 * potential", 0, 1600, "1/20", Unit.POINTS),
        ("-service", -600, 0, 1, Unit.MONTHS),
        ("competence + penalty", -500, 1000, "1/10", Unit.POINTS),
        ("share * pay", 0, 10**10, "1/100", Unit.MONEY),
        ("share * share", 0, 10**4, "1/10000", Unit.NONE),
        ("change * share", -6000, 6000, "1/100", Unit.MONTHS),
        ("max(service, 1 year)", 12, 600, 1, Unit.MONTHS),
        ("min(competence, 70.25 points)", 0, 1405, "1/20", Unit.POINTS),
        ("if married then 1 year else service", 0, 600, 1, Unit.MONTHS),
        ("round(service / 7 to 1)", 0, 86, 1, Unit.MONTHS),
        ("floor(service / 7)", 0, 85, 1, Unit.MONTHS),
        ("ceil(penalty / 3 to 0.5)", -33, 0, "1/2", Unit.POINTS),
        ("floor(service / 1 year)", 0, 50, 1, Unit.NONE),
        ("base(education) * 80%", 4_000_000, 12_000_000, "1/5", Unit.MONEY),
        ("round(pay / 3 to Rp 100)", 0, 333_333, 100, Unit.MONEY),
        ("Rp 175000", 175_000, 175_000, 1, Unit.MONEY),
        ("round(5 / 3 to 0.25)", 7, 7, "1/4", Unit.NONE),
    ],
)
def test_a_term_has_the_range_and_step_of_what_it_computes(
    text: str, low: int, high: int, step: str | int, unit: Unit
) -> None:
    """Ranges follow from those of the attributes, steps from the weights."""
    found = term(text).type
    assert (found.low, found.high, found.step, found.unit) == (low, high, Fraction(step), unit)
    assert found.kind is (Kind.WHOLE if found.step.denominator == 1 else Kind.DECIMAL)


@pytest.mark.parametrize("word", ["round", "floor", "ceil"])
@pytest.mark.parametrize("months", [-60, -7, -6, -5, -1, 0, 1, 5, 6, 7, 60])
def test_halves_are_rounded_away_from_zero(word: str, months: int) -> None:
    """A quarter of an odd pair of months: round away from zero, floor down, ceil up."""
    found = term(f"{word}(change / 4)")
    assert isinstance(found, Quotient)
    expected = {
        "round": abs(months) // 4 + (abs(months) % 4 >= 2),
        "floor": months // 4,
        "ceil": -(-months // 4),
    }[word]
    if word == "round" and months < 0:
        expected = -expected
    assert integer_of(found, {"change": months}) == expected


def test_a_term_takes_the_step_that_is_expected() -> None:
    """What is paid is whole rupiah though it was rounded to hundreds."""
    money = number(0, EXACT - 1, Unit.MONEY)
    found = term("round(pay / 3 to Rp 100)", money)
    assert found.type.step == 1
    assert integer_of(found, {"pay": 1000}) == 300


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("service", "units-differ"),
        ("70", "unit-missing"),
        ("competence / 2", "division-outside"),
        ("0.5 * competence", "finer-than-step"),
        ("101 points", "out-of-range"),
        ("penalty - 1 points", "out-of-range"),
        ("good", "wrong-value"),
        ("education", "kinds-differ"),
        ("married", "kinds-differ"),
    ],
)
def test_a_term_must_fit_what_is_expected(text: str, code: str) -> None:
    """A score from 0 to 100 in tenths takes no other unit, step, range or kind."""
    assert codes(refused_term(text, number(0, 1000, Unit.POINTS, TENTH))) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "pay * pay > Rp 5 * Rp 5",
        "pay * 1000000000 > pay + Rp 1",
        "0.00000000000000001 * pay + share * Rp 1 > Rp 1",
        "share * share * share * share * share * share * share * share > 1",
        "Rp 99999999999999999999 > pay",
        "round(pay / 3 to 0.00000001) > Rp 1",
        "round(pay * 50000000 / 3) > Rp 1",
        "pay > Rp 9007199254740992",
        "-9007199254740992 < share + share",
    ],
)
def test_what_could_reach_two_to_the_53_is_refused(text: str) -> None:
    """Above 2^53 a double no longer holds every integer, so no step may get there."""
    assert codes(refused(text)) == ["too-large"]


def test_the_limit_is_exact() -> None:
    """The greatest multiple of the column that stays below 2^53 passes; the next does not."""
    most = (EXACT - 1) // 10**8
    assert term(f"{most} * pay").type.high == most * 10**8 < EXACT
    assert codes(refused_term(f"{most + 1} * pay")) == ["too-large"]
    assert term(str(EXACT - 1)).type.high == EXACT - 1
    assert codes(refused_term(str(EXACT))) == ["too-large"]


@pytest.mark.parametrize(
    "text",
    [
        "pay / service > Rp 1 / 1 month",
        "pay / 0 > Rp 1",
        "pay / (1 - 1) > Rp 1",
        "pay / -2 > Rp 1",
        "competence / change > 3 points / 1 month",
        "competence / (age - 18 years) > 1 points / 1 month",
        "round(competence / service) > 1 points / 1 month",
    ],
)
def test_a_divisor_must_be_above_zero_for_everyone(text: str) -> None:
    """The range of the divisor decides, not the people at hand."""
    assert codes(refused(text)) == ["divisor-not-positive"]


@pytest.mark.parametrize(
    "text",
    [
        "min(competence / 2, potential) > 3 points",
        "(if married then competence / 3 else potential) > 3 points",
        "ladder(3 workdays / 2) == oral",
        "competence / 2 in 3 points..",
    ],
)
def test_a_division_stands_in_a_comparison_or_a_rounding(text: str) -> None:
    """Anywhere else its fraction would have to be cut off silently."""
    assert codes(refused(text)) == ["division-outside"]


@pytest.mark.parametrize(
    "text",
    [
        "competence / 2",
        "service / (age + 1 month)",
        "competence / 2 * 2",
        "2 * (competence / 2)",
        "competence / 2 + potential",
        "potential - competence / 2",
        "-(competence / 2)",
    ],
)
def test_a_score_is_no_quotient(text: str) -> None:
    """A score that is divided must say how it is rounded."""
    assert codes(refused_term(text)) == ["division-outside"]


def test_a_score_has_one_unit() -> None:
    """Points times months is no unit that anything is declared in."""
    (finding,) = refused_term("competence * service")
    assert finding.code == "compound-unit"
    assert finding.values["seen"] == "months*points"


def test_compound_units_cancel() -> None:
    """Points per month times months are points again."""
    text = "competence / (service + 1 month) * 12 months >= 5 points"
    assert str(typed(text)) == "(6 * competence) >= (25 * service + 1 * 25)"


def test_every_fault_of_one_text_is_found() -> None:
    """Two wrong names and a missing unit are three findings, in the order they stand."""
    found = refused("grde > 3 and service > 24 and agee < 60 years")
    assert codes(found) == ["unknown-name", "unit-missing", "unknown-name"]
    assert [finding.where.column for finding in found] == [1, 24, 31]
