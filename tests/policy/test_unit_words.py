"""The words for units and exact numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.policy.parser import parse
from policy_sim.policy.syntax import Number
from policy_sim.policy.unit_words import UNIT_WORDS, decimal, meant, unit_word, written
from policy_sim.policy.values import Unit


@settings(max_examples=50)
@given(st.integers(-(10**15), 10**15), st.integers(0, 12))
def test_a_number_of_twelve_places_is_written_exactly(digits: int, places: int) -> None:
    """A decimal number reads back as itself, with no more places than it needs."""
    value = Fraction(digits, 10**places)
    text = decimal(value)
    assert Fraction(text) == value
    assert "." not in text or not text.endswith("0")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(1, 20), "0.05"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(-705, 10), "-70.5"),
        (Fraction(1200), "1200"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 10**12), "0.000000000001"),
        (Fraction(1, 10**13), "1/10000000000000"),
    ],
)
def test_numbers_by_hand(value: Fraction, text: str) -> None:
    """Leading noughts stay, and what has no end, or too many places, is written as a fraction."""
    assert decimal(value) == text


@pytest.mark.parametrize(
    ("unit", "text"),
    [(Unit.NONE, "5"), (Unit.MONEY, "5 money"), (Unit.MONTHS, "5 months"), (Unit.JP, "5 jp")],
)
def test_a_number_with_its_unit(unit: Unit, text: str) -> None:
    """Money stands before its number, every other unit after it."""
    assert written("5", unit) == text


@pytest.mark.parametrize("unit", list(Unit))
def test_each_unit_is_read_as_it_is_written(unit: Unit) -> None:
    """What a finding proposes (``5 months``) can be typed as it stands."""
    syntax = parse(written("5", unit), [])
    assert isinstance(syntax, Number)
    assert syntax.value == 5
    assert syntax.unit == (None if unit is Unit.NONE else unit)


@pytest.mark.parametrize(
    ("number", "unit", "proposed"),
    [
        ("50", Unit.MONTHS, "'50 months' or '50 years'"),
        ("1", Unit.MONTHS, "'1 month' or '1 year'"),
        ("70%", Unit.POINTS, "70 points"),
        ("500000", Unit.MONEY, "500000 money"),
        ("if yes then 1 else 2", Unit.MONTHS, "if yes then 1 else 2 months"),
    ],
)
def test_what_a_bare_number_was_meant_for(number: str, unit: Unit, proposed: str) -> None:
    """Fifty of age are hardly months: both are proposed, since the two are different law."""
    assert meant(number, unit) == proposed


def test_one_of_a_unit_is_written_as_one() -> None:
    """One workday is no workdays; what has one word for all keeps it."""
    told = {unit: written("1", unit) for unit in Unit}
    assert told[Unit.WORKDAYS] == "1 workday"
    assert told[Unit.PERSONS] == "1 person"
    assert (told[Unit.JP], told[Unit.MONEY], told[Unit.NONE]) == ("1 jp", "1 money", "1")
    assert written("-1", Unit.POINTS) == "-1 points"


@pytest.mark.parametrize("word", sorted(UNIT_WORDS))
def test_each_word_counts_base_units(word: str) -> None:
    """Three of a word are three times what the word stands for."""
    syntax = parse(f"3 {word}", [])
    count, unit = UNIT_WORDS[word]
    assert isinstance(syntax, Number)
    assert (syntax.value, syntax.unit) == (3 * count, unit)


def test_years_and_weeks() -> None:
    """A year is twelve months and a week seven days; months and days never mix."""
    assert UNIT_WORDS["year"] == UNIT_WORDS["years"] == (12, Unit.MONTHS)
    assert UNIT_WORDS["week"] == UNIT_WORDS["weeks"] == (7, Unit.DAYS)


def test_how_a_finding_speaks_of_units() -> None:
    """A number without a unit has a name too."""
    assert [unit_word(Unit.NONE), unit_word(Unit.MONTHS)] == ["a plain number", "months"]
