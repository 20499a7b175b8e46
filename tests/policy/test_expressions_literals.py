"""Fixed values of a declared type: cells, keys, bounds and parameters."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.expressions import parse_literal, parse_ranges
from policy_sim.policy.literals import merged, tied_with
from policy_sim.policy.values import FLAG, Kind, Scale, Unit, ValueType
from strategies_expressions import EDUCATION, TENTH, ZONE, codes, number, on

POINTS = number(0, 1000, Unit.POINTS, TENTH)
MONTHS = number(0, 600, Unit.MONTHS)
DEGREE = on(EDUCATION)
PLACE = on(ZONE, Kind.CATEGORY)
MONEY = number(0, 10**9, Unit.MONEY)
SHARE = number(0, 10000, Unit.NONE, Fraction(1, 10000))
SIGNED = number(-50, 50, Unit.POINTS)
DAY = ValueType(Kind.DATE, 1, date.max.toordinal())


@pytest.mark.parametrize(
    ("text", "kind", "integer"),
    [
        ("70", POINTS, 700),
        ("70.5", POINTS, 705),
        ("70.5 points", POINTS, 705),
        ("100 points", POINTS, 1000),
        ("48", MONTHS, 48),
        ("4 years", MONTHS, 48),
        ("0.25 years", MONTHS, 3),
        ("Rp 175000", MONEY, 175_000),
        ("175_000", MONEY, 175_000),
        ("12.5%", SHARE, 1250),
        ("0.125", SHARE, 1250),
        ("-3", SIGNED, -3),
        ("-3 points", SIGNED, -3),
        ("physician", DEGREE, 3),
        ("outer", PLACE, 1),
        ("yes", FLAG, 1),
        ("no", FLAG, 0),
        ("2026-01-31", DAY, date(2026, 1, 31).toordinal()),
        ("(70)", POINTS, 700),
    ],
)
def test_a_literal_is_an_integer_of_its_declared_type(
    text: str, kind: ValueType, integer: int
) -> None:
    """In a declared place a plain number takes the declared unit."""
    findings: list[Diagnostic] = []
    assert parse_literal(text, kind, findings) == integer
    assert findings == []


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("70 months", POINTS, "units-differ"),
        ("70%", POINTS, "units-differ"),
        ("3 days", MONTHS, "units-differ"),
        ("Rp 5", MONTHS, "units-differ"),
        ("70.55", POINTS, "finer-than-step"),
        ("0.1 years", MONTHS, "finer-than-step"),
        ("101", POINTS, "out-of-range"),
        ("-1", POINTS, "out-of-range"),
        ("51 years", MONTHS, "out-of-range"),
        ("good", POINTS, "wrong-value"),
        ("3", DEGREE, "wrong-value"),
        ("s4", DEGREE, "unknown-value"),
        ("inner_city", PLACE, "unknown-value"),
        ("maybe", FLAG, "wrong-value"),
        ("1", FLAG, "wrong-value"),
        ("2026", DAY, "wrong-value"),
        ("2026-13-01", DAY, "no-such-day"),
        ("1 + 1", POINTS, "wrong-value"),
        ("age", MONTHS, "wrong-value"),
        ("4..6", POINTS, "wrong-value"),
        ("any", POINTS, "wrong-value"),
        ("--3", SIGNED, "wrong-value"),
        ("", POINTS, "expression-empty"),
    ],
)
def test_what_is_no_literal_is_a_finding(text: str, kind: ValueType, code: str) -> None:
    """A cell is one value of its type and never an expression."""
    findings: list[Diagnostic] = []
    assert parse_literal(text, kind, findings) is None
    assert codes(findings) == [code]


@pytest.mark.parametrize(
    ("text", "kind", "ranges"),
    [
        ("4..6", MONTHS, ((4, 6),)),
        ("1 year..2 years", MONTHS, ((12, 24),)),
        ("1..2 years", MONTHS, ((1, 24),)),
        ("28..", MONTHS, ((28, 600),)),
        ("..3", MONTHS, ((0, 3),)),
        ("any", MONTHS, ((0, 600),)),
        ("any", DEGREE, ((0, 4),)),
        ("5", MONTHS, ((5, 5),)),
        ("(4 | 10)", MONTHS, ((4, 4), (10, 10))),
        ("(10 | 4 | 5 | 6..9)", MONTHS, ((4, 10),)),
        ("(4..8 | 6..12 | 20..)", MONTHS, ((4, 12), (20, 600))),
        ("70.5..80", POINTS, ((705, 800),)),
        ("-5..-3", SIGNED, ((-5, -3),)),
        ("s1..s2", DEGREE, ((1, 3),)),
        ("physician..", DEGREE, ((2, 4),)),
        ("s2", DEGREE, ((2, 2),)),
        ("(school | s3)", DEGREE, ((0, 0), (4, 4))),
        ("(inner | outer)", PLACE, ((0, 1),)),
        ("yes", FLAG, ((1, 1),)),
        ("any", FLAG, ((0, 1),)),
    ],
)
def test_ranges_are_closed_disjoint_and_ascending(
    text: str, kind: ValueType, ranges: tuple[tuple[int, int], ...]
) -> None:
    """Open ends reach to the ends of the type; ties belong to a range as a whole."""
    findings: list[Diagnostic] = []
    assert parse_ranges(text, kind, findings) == ranges
    assert findings == []


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("6..4", MONTHS, "range-reversed"),
        ("s3..s1", DEGREE, "range-reversed"),
        ("inner..outer", PLACE, "not-ordered"),
        ("..yes", FLAG, "not-ordered"),
        ("4..700", MONTHS, "out-of-range"),
        ("700..", MONTHS, "out-of-range"),
        ("(4 | 4 points)", MONTHS, "units-differ"),
        ("4..age", MONTHS, "wrong-value"),
        ("age > 4", MONTHS, "wrong-value"),
        ("(4 | )", MONTHS, "unexpected-word"),
        ("4..6..8", MONTHS, "wrong-value"),
    ],
)
def test_what_is_no_range_is_a_finding(text: str, kind: ValueType, code: str) -> None:
    """A key is a set of values of its type."""
    findings: list[Diagnostic] = []
    assert parse_ranges(text, kind, findings) is None
    assert codes(findings) == [code]


def test_all_faults_of_a_set_are_found() -> None:
    """Two wrong members of one set are two findings."""
    findings: list[Diagnostic] = []
    assert parse_ranges("(s1 | s4 | s5)", DEGREE, findings) is None
    assert codes(findings) == ["unknown-value", "unknown-value"]


SPANS = st.tuples(st.integers(0, 600), st.integers(0, 600)).map(sorted)


@given(st.lists(SPANS, min_size=1, max_size=6), st.integers(0, 600))
def test_a_set_holds_what_its_members_hold(spans: list[list[int]], month: int) -> None:
    """Merging members neither adds nor loses a value, and leaves gaps between ranges."""
    text = "(" + " | ".join(f"{low}..{high}" for low, high in spans) + ")"
    ranges = parse_ranges(text, MONTHS, [])
    assert ranges is not None
    assert any(low <= month <= high for low, high in ranges) == any(
        low <= month <= high for low, high in spans
    )
    assert all(a[1] + 1 < b[0] for a, b in pairwise(ranges))
    assert merged(ranges) == ranges


@given(st.integers(0, 1000))
def test_every_value_of_a_type_can_be_written(tenths: int) -> None:
    """What a score can be, a cell can say."""
    text = f"{tenths // 10}.{tenths % 10}"
    assert parse_literal(text, POINTS, []) == tenths


@pytest.mark.parametrize("code", range(len(EDUCATION.values)))
def test_ties_are_the_words_of_one_rank(code: int) -> None:
    """Physician and s2 are tied, every other word stands alone."""
    assert tied_with(EDUCATION, code) == ((2, 3) if code in (2, 3) else (code, code))


@pytest.mark.parametrize(("text", "word"), [("I/a", "low"), ("sangat baik", ""), ("baik", "high")])
def test_a_label_is_answered_with_its_word(text: str, word: str) -> None:
    """Who writes what is displayed is told the word that stands for it."""
    scale = Scale("marks", ("low", "high"), (0, 1), {"low": "I/a", "high": "Baik"})
    findings: list[Diagnostic] = []
    assert parse_literal(text, on(scale), findings) is None
    assert findings[0].values.get("near", "") == word
