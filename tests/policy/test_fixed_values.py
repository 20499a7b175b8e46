"""Fixed values and sets of a declared type: what they are as integers, and what is refused."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.policy.literals import (
    Literals,
    Ranges,
    merged,
    parse_literal,
    parse_ranges,
    tied_with,
    wanted,
)
from policy_sim.policy.measures import DATES, on_scale, quantity
from policy_sim.policy.parser import parse
from policy_sim.policy.values import FLAG, Kind, Scale, Unit, ValueType
from strategies_expressions import EDUCATION, TENTH, ZONE, parameter

SERVICE = ValueType(Kind.WHOLE, 0, 600, Unit.MONTHS)
COMPETENCE = ValueType(Kind.DECIMAL, 0, 1000, Unit.POINTS, TENTH)
BALANCE = ValueType(Kind.WHOLE, -50, 50)
SCHOOL = on_scale(EDUCATION)
PLACE = on_scale(ZONE, Kind.CATEGORY)

spans = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda p: (min(p), max(p))), max_size=8
)


@settings(max_examples=100)
@given(spans)
def test_a_union_has_the_same_numbers_in_the_fewest_ranges(ranges: list[tuple[int, int]]) -> None:
    """Merged ranges hold exactly the numbers of all, ascend, and leave a gap between two."""
    union = merged(ranges)
    assert {x for low, high in union for x in range(low, high + 1)} == {
        x for low, high in ranges for x in range(low, high + 1)
    }
    for (_, end), (start, _) in pairwise(union):
        assert start > end + 1


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("4 years", SERVICE, 48),
        ("600", SERVICE, 600),
        ("0.25 years", SERVICE, 3),
        ("70.5", COMPETENCE, 705),
        ("100 points", COMPETENCE, 1000),
        ("-50", BALANCE, -50),
        ("s2", SCHOOL, 2),
        ("outer", PLACE, 1),
        ("yes", FLAG, 1),
        ("no", FLAG, 0),
        ("2026-01-31", DATES, date(2026, 1, 31).toordinal()),
        ("20%", quantity(Unit.NONE, Fraction(1, 100)), 20),
    ],
)
def test_values_as_integers(text: str, kind: ValueType, value: int) -> None:
    """A value is counted in the step of its type; a plain number takes the declared unit."""
    findings: list[Diagnostic] = []
    assert parse_literal(Scalar(text), kind, findings) == value
    assert findings == []


@pytest.mark.parametrize(
    ("text", "kind", "code", "allowed"),
    [
        ("601", SERVICE, "out-of-range", "0..600 months"),
        ("-1", SERVICE, "out-of-range", "0..600 months"),
        ("51 years", SERVICE, "out-of-range", "0..600 months"),
        ("100.1", COMPETENCE, "out-of-range", "0..100 points"),
        ("70.55", COMPETENCE, "finer-than-step", "0.1"),
        ("0.5 months", SERVICE, "finer-than-step", "1"),
        ("4 points", SERVICE, "units-differ", "months"),
        ("4 days", SERVICE, "units-differ", "months"),
        ("20%", SERVICE, "units-differ", "months"),
        ("4 months", BALANCE, "units-differ", "a plain number"),
        ("s1", SERVICE, "wrong-value", "0..600 months"),
        ("2026-01-31", SERVICE, "wrong-value", "0..600 months"),
        ("1", SCHOOL, "wrong-value", "school, s1, s2, physician, s3"),
        ("s4", SCHOOL, "unknown-value", "school, s1, s2, physician, s3"),
        ("maybe", FLAG, "wrong-value", "yes, no"),
        ("1", FLAG, "wrong-value", "yes, no"),
        ("5", DATES, "wrong-value", "2026-01-31"),
    ],
)
def test_what_is_no_value_of_the_type(text: str, kind: ValueType, code: str, allowed: str) -> None:
    """The finding names what may stand there, in the words of the type."""
    findings: list[Diagnostic] = []
    assert parse_literal(Scalar(text, Place("law.yaml", 4, 9)), kind, findings) is None
    (finding,) = findings
    assert (finding.code, finding.values["allowed"]) == (code, allowed)
    assert finding.where == Place("law.yaml", 4, 9)


@pytest.mark.parametrize(
    ("text", "kind", "ranges"),
    [
        ("1 year..2 years", SERVICE, ((12, 24),)),
        ("..12", SERVICE, ((0, 12),)),
        ("12..", SERVICE, ((12, 600),)),
        ("any", SERVICE, ((0, 600),)),
        ("7", SERVICE, ((7, 7),)),
        ("(1 | 3 | 2)", SERVICE, ((1, 3),)),
        ("(1 | 3 | 5..)", SERVICE, ((1, 1), (3, 3), (5, 600))),
        ("70..80.5", COMPETENCE, ((700, 805),)),
        ("..-1", BALANCE, ((-50, -1),)),
        ("any", FLAG, ((0, 1),)),
        ("(yes | no)", FLAG, ((0, 1),)),
        ("(inner | outer)", PLACE, ((0, 1),)),
        ("s1..s2", SCHOOL, ((1, 3),)),
        ("s1..physician", SCHOOL, ((1, 3),)),
        ("physician..", SCHOOL, ((2, 4),)),
        ("..s2", SCHOOL, ((0, 3),)),
        ("physician", SCHOOL, ((3, 3),)),
    ],
)
def test_sets_as_ranges(text: str, kind: ValueType, ranges: Ranges) -> None:
    """Open ends reach to the ends of the type, ranges of ranks take in tied words, and
    neighbours become one range.
    """
    findings: list[Diagnostic] = []
    assert parse_ranges(Scalar(text), kind, findings) == ranges
    assert findings == []


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        ("2..1", SERVICE, ["range-reversed"]),
        ("s3..s1", SCHOOL, ["range-reversed"]),
        ("inner..outer", PLACE, ["not-ordered"]),
        ("..outer", PLACE, ["not-ordered"]),
        ("no..yes", FLAG, ["not-ordered"]),
        ("601..", SERVICE, ["out-of-range"]),
        ("(1 | often)", SERVICE, ["wrong-value"]),
        ("(s9 | 4 | s8)", SCHOOL, ["unknown-value", "wrong-value", "unknown-value"]),
        ("-1..601", SERVICE, ["out-of-range", "out-of-range"]),
    ],
)
def test_sets_with_something_wrong(text: str, kind: ValueType, codes: list[str]) -> None:
    """Every wrong part is told at once, and no set is handed on."""
    findings: list[Diagnostic] = []
    assert parse_ranges(Scalar(text), kind, findings) is None
    assert [finding.code for finding in findings] == codes


def test_each_wrong_part_has_its_column() -> None:
    """The second choice of a set is told where it stands, not where the set begins."""
    findings: list[Diagnostic] = []
    parse_ranges(Scalar("(1 | often)", Place("law.yaml", 4, 9)), SERVICE, findings)
    assert [finding.where for finding in findings] == [Place("law.yaml", 4, 14)]


@given(st.integers(0, 4), st.integers(0, 4))
def test_a_range_of_ranks_holds_what_lies_between(low: int, high: int) -> None:
    """A range of words is every word whose rank lies between theirs, tied ones included."""
    words, ranks = EDUCATION.values, EDUCATION.ranks
    findings: list[Diagnostic] = []
    found = parse_ranges(Scalar(f"{words[low]}..{words[high]}"), SCHOOL, findings)
    between = {code for code, rank in enumerate(ranks) if ranks[low] <= rank <= ranks[high]}
    assert (found is None) == (ranks[low] > ranks[high])
    if found is not None:
        assert {code for a, b in found for code in range(a, b + 1)} == between


def test_words_of_one_rank() -> None:
    """s2 and physician share a rank: each reaches from the first to the last of them."""
    assert [tied_with(EDUCATION, code) for code in range(5)] == [
        (0, 0),
        (1, 1),
        (2, 3),
        (2, 3),
        (4, 4),
    ]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FLAG, ("yes", "no")),
        (DATES, ("2026-01-31",)),
        (COMPETENCE, ("0..100 points",)),
        (ValueType(Kind.WHOLE, 0, 5, Unit.MONEY), ("0..5 money",)),
        (BALANCE, ("-50..50",)),
        (PLACE, ("inner", "outer")),
    ],
)
def test_what_a_finding_asks_for(kind: ValueType, words: tuple[str, ...]) -> None:
    """Words of the scale, yes or no, a day as it is written, or the range with its unit."""
    assert wanted(kind) == words


def read(text: str, kind: ValueType, declared: bool = False) -> tuple[Ranges | None, list[str]]:
    """Return a set that may name the parameters ``few``, ``some``, ``half`` and ``degree``."""
    months = quantity(Unit.MONTHS)
    tenths = quantity(Unit.MONTHS, TENTH)
    parameters = [
        parameter("few", "2 years", months),
        parameter("some", "(1 | 10..12)", months),
        parameter("half", "0.5 months", tenths),
        parameter("wide", "0.5..3.9 months", tenths),
        parameter("degree", "s3", SCHOOL),
    ]
    findings: list[Diagnostic] = []
    syntax = parse(text, findings)
    assert syntax is not None
    literals = Literals(findings, declared, {each.name: each for each in parameters})
    return literals.ranges(syntax, kind), [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("text", "kind", "ranges"),
    [
        ("few", SERVICE, ((24, 24),)),
        ("some", SERVICE, ((1, 1), (10, 12))),
        ("few..", SERVICE, ((24, 600),)),
        ("(some | few | 2 months)", SERVICE, ((1, 2), (10, 12), (24, 24))),
        ("few", ValueType(Kind.DECIMAL, 0, 6000, Unit.MONTHS, TENTH), ((240, 240),)),
        ("wide", SERVICE, ((1, 3),)),
        ("degree", SCHOOL, ((4, 4),)),
        ("..degree", SCHOOL, ((0, 4),)),
    ],
)
def test_parameters_in_sets(text: str, kind: ValueType, ranges: Ranges) -> None:
    """A parameter is counted in the step of the other side; of a range the whole steps inside."""
    assert read(text, kind) == (ranges, [])


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("some..", SERVICE, "set-not-value"),
        ("half", SERVICE, "finer-than-step"),
        ("few", quantity(Unit.DAYS), "units-differ"),
        ("few", SCHOOL, "kinds-differ"),
        ("degree", on_scale(Scale("other", ("s3",), (0,))), "scales-differ"),
    ],
)
def test_parameters_that_do_not_fit(text: str, kind: ValueType, code: str) -> None:
    """A set is no end of a range, and a parameter of another step, unit, kind or scale no value."""
    assert read(text, kind) == (None, [code])


def test_a_number_without_unit_beside_months() -> None:
    """In a comparison a plain number is no months, as a declared key it is."""
    assert read("4", SERVICE) == (None, ["unit-missing"])
    assert read("4", SERVICE, declared=True) == (((4, 4),), [])
