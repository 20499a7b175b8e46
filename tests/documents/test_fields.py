"""The leaves of scenarios and profiles: numbers, shares, dates, durations, money, names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.catalogue import sentence
from policy_sim.diagnostics import Place
from policy_sim.documents import MappingNode, Scalar, fields
from policy_sim.errors import DocumentError

READ = [
    (fields.read_whole, "0", 0),
    (fields.read_whole, "-12", -12),
    (fields.read_whole, "010", 10),
    (fields.read_exact, "0.35", Fraction(7, 20)),
    (fields.read_exact, "12.5%", Fraction(1, 8)),
    (fields.read_exact, "-3 %", Fraction(-3, 100)),
    (fields.read_number, "0.1", 0.1),
    (fields.read_number, "81%", 0.81),
    (fields.read_share, "60%", Fraction(3, 5)),
    (fields.read_share, "0", Fraction(0)),
    (fields.read_share, "100%", Fraction(1)),
    (fields.read_flag, "yes", True),
    (fields.read_flag, "no", False),
    (fields.read_date, "2028-02-29", date(2028, 2, 29)),
    (fields.read_months, "1 month", 1),
    (fields.read_months, "2 years", 24),
    (fields.read_money, "Rp 6795000000000", 6_795_000_000_000),
    (fields.read_money, "Rp0", 0),
    (fields.read_name, "in-force", "in-force"),
    (fields.read_name, "span_low2", "span_low2"),
]

REFUSED = [
    (fields.read_whole, "1,500", "not-whole"),
    (fields.read_whole, "1.0", "not-whole"),
    (fields.read_whole, "1_000", "not-whole"),
    (fields.read_whole, "٣", "not-whole"),
    (fields.read_whole, "9" * 5_000, "not-whole"),
    (fields.read_exact, "1e3", "not-a-number"),
    (fields.read_exact, "1/3", "not-a-number"),
    (fields.read_exact, ".5", "not-a-number"),
    (fields.read_exact, "", "not-a-number"),
    (fields.read_number, "nan", "not-a-number"),
    (fields.read_number, "inf", "not-a-number"),
    (fields.read_share, "101%", "not-a-share"),
    (fields.read_share, "-1%", "not-a-share"),
    (fields.read_share, "half", "not-a-share"),
    (fields.read_flag, "true", "not-a-flag"),
    (fields.read_flag, "Yes", "not-a-flag"),
    (fields.read_date, "1/2/2027", "not-a-date"),
    (fields.read_date, "2027-1-1", "not-a-date"),
    (fields.read_date, "2027-02-29", "no-such-day"),
    (fields.read_date, "0000-01-01", "no-such-day"),
    (fields.read_months, "3", "not-a-duration"),
    (fields.read_months, "1.5 years", "not-a-duration"),
    (fields.read_months, "4 weeks", "not-a-duration"),
    (fields.read_money, "175000", "not-money"),
    (fields.read_money, "Rp 175.000", "not-money"),
    (fields.read_name, "Grade", "not-a-name"),
    (fields.read_name, "a b", "not-a-name"),
    (fields.read_name, "_a", "not-a-name"),
    (fields.read_name, "a\n", "not-a-name"),
]

Read = Callable[[object], object]


@pytest.mark.parametrize(("read", "text", "value"), READ)
def test_a_text_is_read_as_its_value(read: Read, text: str, value: object) -> None:
    """Each way of writing a value gives that value, exactly and of its type."""
    found = read(Scalar(text))
    assert found == value
    assert isinstance(found, type(value))


@pytest.mark.parametrize(("read", "text", "code"), REFUSED)
def test_what_could_be_read_in_two_ways_is_refused(read: Read, text: str, code: str) -> None:
    """Nothing is guessed; the finding stands at the text."""
    with pytest.raises(DocumentError) as caught:
        read(Scalar(text, Place("s.yaml", 4, 9)))
    (finding,) = caught.value.findings
    assert (finding.code, finding.where) == (code, Place("s.yaml", 4, 9))


@pytest.mark.parametrize(
    "read",
    [
        fields.read_whole, fields.read_exact, fields.read_number, fields.read_share,
        fields.read_flag, fields.read_date, fields.read_months, fields.read_money,
        fields.read_name,
    ],
)  # fmt: skip
def test_a_mapping_is_no_value(read: Read) -> None:
    """Where a value must stand, a mapping is a finding and not a failure."""
    with pytest.raises(DocumentError) as caught:
        read(MappingNode(place=Place("s.yaml", 2, 2)))
    assert "a mapping is n" in sentence(caught.value.findings[0])


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (fields.read_whole, 3),
        (fields.read_exact, Fraction(1, 3)),
        (fields.read_number, 0.25),
        (fields.read_flag, True),
        (fields.read_date, date(2027, 1, 1)),
        (fields.read_months, 3),
        (fields.read_money, 5),
    ],
)
def test_a_value_made_by_code_stays_as_it_is(read: Read, value: object) -> None:
    """A default, or a model made by a program, need not be written as text first."""
    assert read(value) == value


def test_a_title_that_was_read_keeps_its_languages() -> None:
    """What a document says of itself is handed on to its items."""
    told = fields.Worded("Rules", {"en": "Rules", "id": "Aturan"})
    assert fields.read_title(told) is told


@given(st.dates())
def test_every_day_is_read_back(day: date) -> None:
    """A date written year-month-day is that date."""
    assert fields.read_date(Scalar(day.isoformat())) == day


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-1e6, max_value=1e6))
def test_decimals_are_exact(number: object) -> None:
    """A decimal number is the fraction that it says, not the nearest double."""
    assert fields.read_exact(Scalar(f"{number:f}")) == Fraction(str(number))


@given(st.text(max_size=12))
def test_no_text_fails_otherwise_than_by_a_finding(text: str) -> None:
    """Any text is either a value or a finding, whatever it is read as."""
    for read in {read for read, *_ in READ}:
        try:
            read(Scalar(text))
        except DocumentError as error:
            codes = {finding.code for finding in error.findings}
            assert len(codes) == 1
