"""Exact arithmetic of quantities: dimensions, weighted sums, and the steps that fit them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.policy.ast import Column, Const
from policy_sim.policy.quantity import (
    PURE,
    Dimension,
    Linear,
    Quantity,
    common_step,
    dimension_of,
)
from policy_sim.policy.values import Kind, Unit, ValueType

TENTH = Fraction(1, 10)
POINTS = dimension_of(Unit.POINTS)
MONTHS = dimension_of(Unit.MONTHS)


def column(name: str, low: int, high: int, step: Fraction = Fraction(1)) -> Column:
    """Return a column of integers from *low* to *high*, each worth *step*."""
    kind = Kind.WHOLE if step == 1 else Kind.DECIMAL
    return Column(ValueType(kind, low, high, Unit.POINTS, step), name)


def linear(constant: Fraction, *weights: Fraction) -> Linear:
    """Return a sum of columns ``a b c`` (each from -2 to 3) with *weights*."""
    parts = zip(weights, "abc", strict=False)
    return Linear(tuple((weight, column(name, -2, 3)) for weight, name in parts), constant)


def value(one: Linear, record: dict[str, int]) -> Fraction:
    """Return a sum for one record, by its definition."""
    total = one.constant
    for weight, term in one.parts:
        assert isinstance(term, Column)
        total += weight * record[term.name]
    return total


fractions = st.fractions(-20, 20, max_denominator=12)
units = st.sampled_from(list(Unit))
dimensions = st.builds(
    lambda above, below: dimension_of(above).times(dimension_of(below), -1), units, units
)
sums = st.builds(lambda c, w: linear(c, *w), fractions, st.lists(fractions, max_size=3))
records = st.fixed_dictionaries({name: st.integers(-2, 3) for name in "abc"})


@settings(max_examples=30)
@given(dimensions, dimensions)
def test_what_is_multiplied_is_divided_away(one: Dimension, other: Dimension) -> None:
    """Times and then over the same dimension gives the first again; over itself a plain number."""
    assert one.times(other).times(other, -1) == one
    assert one.times(other) == other.times(one)
    assert one.times(one, -1) == PURE


@pytest.mark.parametrize(
    ("dimension", "unit", "text"),
    [
        (PURE, Unit.NONE, "a plain number"),
        (POINTS, Unit.POINTS, "points"),
        (POINTS.times(POINTS), None, "points^2"),
        (POINTS.times(MONTHS, -1), None, "points / months"),
        (PURE.times(MONTHS, -1), None, "1 / months"),
        (POINTS.times(MONTHS), None, "months*points"),
        (PURE.times(MONTHS.times(MONTHS), -1), None, "1 / months^2"),
    ],
)
def test_dimensions_in_words(dimension: Dimension, unit: Unit | None, text: str) -> None:
    """A dimension is a unit only if it is one unit once; its words say what is above and below."""
    assert dimension.unit == unit
    assert str(dimension) == text


@settings(max_examples=30)
@given(sums, sums, fractions, records)
def test_sums_and_multiples_mean_what_they_say(
    one: Linear, other: Linear, factor: Fraction, record: dict[str, int]
) -> None:
    """Plus, minus and times a number agree with the numbers of every record."""
    assert value(one.plus(other), record) == value(one, record) + value(other, record)
    assert value(one.plus(other, -1), record) == value(one, record) - value(other, record)
    assert value(one.scaled(factor), record) == factor * value(one, record)


@settings(max_examples=30)
@given(sums)
def test_bounds_are_reached_and_never_passed(one: Linear) -> None:
    """The bounds of a sum of independent columns are the least and greatest of its corners."""
    corners = [
        value(one, dict(zip("abc", corner, strict=True))) for corner in product((-2, 3), repeat=3)
    ]
    assert one.bounds() == (min(corners), max(corners))


@settings(max_examples=30)
@given(sums, records)
def test_a_sum_is_whole_in_its_step(one: Linear, record: dict[str, int]) -> None:
    """Every value that a sum can take is a whole number of its steps."""
    assert (value(one, record) / one.step).denominator == 1


def test_times_zero_reads_no_column() -> None:
    """Nothing of a column is left in a sum times nought, so that it is the same for everyone."""
    none_left = linear(Fraction(5), Fraction(2)).scaled(Fraction(0))
    assert none_left == Linear((), Fraction(0))
    assert none_left.fixed


def test_a_lone_column_keeps_its_own_step() -> None:
    """A column in tenths stays in tenths; twice the column, or the column plus one, does not."""
    tenths = Linear(((TENTH, column("a", 0, 10, TENTH)),))
    assert tenths.step == TENTH
    assert tenths.plus(Linear((), Fraction(1, 4))).step == Fraction(1, 20)
    assert tenths.scaled(Fraction(5)).step == Fraction(1, 2)
    fives = Linear(((Fraction(5), column("a", 0, 10, Fraction(5))),))
    assert fives.step == 5


steps = st.lists(st.fractions(0, 8, max_denominator=30), max_size=5)


@settings(max_examples=30)
@given(steps)
def test_a_common_step_divides_all_and_is_the_greatest(values: list[Fraction]) -> None:
    """Each value is a whole number of common steps, and these numbers share no divisor."""
    step = common_step(values)
    counts = [each / step for each in values]
    assert step > 0
    assert all(count.denominator == 1 for count in counts)
    if any(values):
        assert common_step(counts) == 1


@pytest.mark.parametrize(
    ("values", "step"),
    [
        ((), Fraction(1)),
        ((0, 0), Fraction(1)),
        ((Fraction(1, 2), Fraction(1, 3)), Fraction(1, 6)),
        ((6, 4, 0), Fraction(2)),
        ((Fraction(3, 10), Fraction(-9, 20)), Fraction(3, 20)),
    ],
)
def test_common_steps_by_hand(values: tuple[int | Fraction, ...], step: Fraction) -> None:
    """A half and a third share sixths; nothing at all is counted in ones."""
    assert common_step(map(Fraction, values)) == step


def test_a_number_as_a_quantity() -> None:
    """A literal without a unit is a plain number; one with a unit, or a column, is not."""
    assert Quantity.number(Fraction(3), None).plain_number
    assert Quantity.number(Fraction(3), Unit.NONE) == Quantity.number(Fraction(3), None)
    assert not Quantity.number(Fraction(3), Unit.MONTHS).plain_number
    assert not Quantity.of(column("a", 0, 5)).plain_number


def test_a_fixed_term_is_a_number_of_its_unit() -> None:
    """705 tenths of a point are 70.5 points: the same for everyone, with nothing to read."""
    kind = ValueType(Kind.DECIMAL, 0, 1000, Unit.POINTS, TENTH)
    quantity = Quantity.of(Const(kind, 705))
    assert quantity == Quantity(Linear((), Fraction(141, 2)), POINTS)
    assert Quantity.of(Const(kind, 705), PURE).dimension == PURE
