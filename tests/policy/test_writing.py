"""How values are written for a reader, and read back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.expressions import parse_literal, parse_ranges
from policy_sim.policy.measures import DATES, on_scale, quantity
from policy_sim.policy.values import EXACT, FLAG, Kind, Scale, Unit, ValueType
from policy_sim.policy.writing import written, written_ranges

SCALE = Scale("box", ("low", "middle", "high"), (0, 1, 2))


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1, FLAG, "yes"),
        (0, FLAG, "no"),
        (2, on_scale(SCALE), "high"),
        (7, on_scale(SCALE), "7"),
        (date(2027, 1, 31).toordinal(), DATES, "2027-01-31"),
        (48, quantity(Unit.MONTHS), "48 months"),
        (715, quantity(Unit.POINTS, Fraction(1, 10)), "71.5 points"),
        (175_000, quantity(Unit.MONEY), "175000 money"),
        (3, quantity(Unit.NONE), "3"),
        (-5, quantity(Unit.NONE, signed=True), "-5"),
        (1, quantity(Unit.NONE, Fraction(1, 1000)), "0.001"),
        (123_456_789_012_345, quantity(Unit.MONEY, Fraction(1, 100)), "1234567890123.45 money"),
        (1, DATES, "0001-01-01"),
        (0, DATES, "0"),
        (date.max.toordinal(), DATES, "9999-12-31"),
        (date.max.toordinal() + 1, DATES, "3652060"),
        (-1, on_scale(SCALE), "-1"),
        (3, on_scale(SCALE), "3"),
    ],
)
def test_a_value_is_written_as_a_policy_writes_it(value: int, kind: ValueType, text: str) -> None:
    """Words, dates, flags and quantities appear in the form in which they are declared."""
    assert written(value, kind) == text


kinds = st.sampled_from(
    [
        FLAG,
        DATES,
        on_scale(SCALE),
        on_scale(SCALE, Kind.CATEGORY),
        *(
            ValueType(Kind.DECIMAL, -(10**14), 10**14, unit, Fraction(1, 100))
            for unit in (Unit.NONE, Unit.POINTS)
        ),
        *(ValueType(Kind.WHOLE, 0, 10**9, unit) for unit in Unit),
    ]
)


@st.composite
def values(draw: st.DrawFn) -> tuple[int, ValueType]:
    """Return a type and one of its values."""
    kind = draw(kinds)
    return draw(st.integers(kind.low, kind.high)), kind


@given(values())
def test_what_is_written_reads_back(typed: tuple[int, ValueType]) -> None:
    """Writing a value and reading the text as a literal of its type gives the value."""
    value, kind = typed
    findings: list[Diagnostic] = []
    assert parse_literal(Scalar(written(value, kind)), kind, findings) == value
    assert findings == []


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_ranges_read_back(ends: list[int]) -> None:
    """A set of disjoint ranges is written so that it is read as the same set."""
    points = sorted(set(ends))
    ranges = tuple((low * 3, low * 3 + (1 if index % 2 else 0)) for index, low in enumerate(points))
    kind = quantity(Unit.MONTHS)
    text = written_ranges(ranges, kind)
    assert parse_ranges(Scalar(text), kind, []) == ranges


def test_a_range_without_an_end_is_written_open() -> None:
    """What goes on as far as can be computed has no upper end that means anything."""
    kind = quantity(Unit.WORKDAYS)
    assert written_ranges([(30, EXACT - 1)], kind) == "30 workdays.."
    assert written_ranges([(0, 2), (30, EXACT)], kind) == "(0 workdays..2 workdays | 30 workdays..)"
