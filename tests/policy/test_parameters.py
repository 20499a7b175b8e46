"""Parameters: the type that a value implies, and the value that holds on a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from policy_documents import Folder, codes
from policy_sim.policy.values import Kind, Unit
from policy_sim.policy.vintage import Parameter


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder for small regulations."""
    return Folder(tmp_path)


def parameter(folder: Folder, text: str) -> Parameter:
    """Return the parameter ``p`` that *text* writes, as it stands in 2026."""
    return folder.base(f"parameters:\n  p: {text}\n").law().on(date(2026, 1, 1)).parameters["p"]


@pytest.mark.parametrize(
    ("text", "ranges", "unit", "step"),
    [
        ("4 years", ((48, 48),), Unit.MONTHS, 1),
        ("2 weeks", ((14, 14),), Unit.DAYS, 1),
        ("11 workdays", ((11, 11),), Unit.WORKDAYS, 1),
        ("20 jp", ((20, 20),), Unit.JP, 1),
        ("Rp 175000", ((175_000, 175_000),), Unit.MONEY, 1),
        ("150%", ((15, 15),), Unit.NONE, Fraction(1, 10)),
        ("12.5%", ((125, 125),), Unit.NONE, Fraction(1, 1000)),
        ("71.25 points", ((7125, 7125),), Unit.POINTS, Fraction(1, 100)),
        ("-3", ((-3, -3),), Unit.NONE, 1),
        ("(4 | 10)", ((4, 4), (10, 10)), Unit.NONE, 1),
        ("(1 | 2 | 3..5)", ((1, 5),), Unit.NONE, 1),
        ("1..12", ((1, 12),), Unit.NONE, 1),
        ("(6 months | 1 year..2 years)", ((6, 6), (12, 24)), Unit.MONTHS, 1),
    ],
)
def test_a_number_implies_unit_and_step(
    folder: Folder, text: str, ranges: tuple[tuple[int, int], ...], unit: Unit, step: Fraction
) -> None:
    """Units come from the literal, the step from its finest decimal, percent included."""
    found = parameter(folder, f"{{value: {text}}}")
    assert found.ranges == ranges
    assert (found.unit, found.type.step) == (unit, step)
    assert (found.type.low, found.type.high) == (ranges[0][0], ranges[-1][1])


def test_words_flags_and_dates(folder: Folder) -> None:
    """A word belongs to the only scale that has it, or to the one that ``of`` names."""
    good = parameter(folder, "{value: good}")
    assert good.type.scale is not None
    assert (good.type.scale.name, good.single) == ("predikat_scale", 3)
    none = parameter(folder, "{value: none, of: office}")
    assert none.type.scale is not None
    assert (none.type.scale.name, none.single) == ("office", 0)
    outer = parameter(folder, "{value: outer}")
    assert outer.type.kind is Kind.CATEGORY
    assert parameter(folder, "{value: yes}").type.kind is Kind.FLAG
    assert parameter(folder, "{value: 2027-01-31}").single == date(2027, 1, 31).toordinal()


def test_a_set_has_no_single_value(folder: Folder) -> None:
    """A range or a set is read with ``in``; only a plain value is one integer."""
    assert parameter(folder, "{value: 4..6}").single is None
    assert parameter(folder, "{value: (4 | 6)}").single is None
    assert parameter(folder, "{value: 4}").single == 4


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{value: none}", "which-scale"),
        ("{value: (good | outer)}", "undeclared"),
        ("{value: goood}", "undeclared"),
        ("{value: 3 months + 1 month}", "wrong-value"),
        ("{value: (3 months | 3 points)}", "mixed-units"),
        ("{value: (3 | good)}", "mixed-values"),
        ("{value: 6..4}", "range-reversed"),
        ("{value: 101 points, of: competence}", "out-of-range"),
        ("{value: 60.55 points, of: competence}", "finer-than-step"),
        ("{value: 3 months, of: competence}", "units-differ"),
        ("{value: x, of: nothing}", "undeclared"),
        ("{value: }", "empty-value"),
        ("{values: {}}", "one-of-value-values"),
        ("{values: {2020-01-01: 1, 2020-01-01: 2}}", "duplicate-key"),
        ("{values: {2022-01-01: 1, 2021-01-01: 2}}", "dates-out-of-order"),
        ("{values: {soon: 1}}", "not-a-date"),
        ("{values: {2022-01-01: 1}, until: 2021-01-01}", "dates-out-of-order"),
        ("{value: 1, until: 2020-01-01}", "dates-out-of-order"),
        ("{value: 1, status: certain}", "unknown-word"),
        ("{value: 1, lever: {range: 2..3}}", "lever-value"),
    ],
)
def test_parameters_that_cannot_be_meant(folder: Folder, text: str, code: str) -> None:
    """Each is found where it stands."""
    folder.base(f"parameters:\n  p: {text}\n")
    try:
        found = folder.findings()
    except ValueError as error:  # a document that is no document at all
        found = list(getattr(error, "findings", []))
    assert codes(found) == [code]


def test_a_value_holds_from_its_day(folder: Folder) -> None:
    """Each dated value holds up to the day before the next; ``until`` ends the last one."""
    law = folder.base(
        "parameters:\n"
        "  p: {values: {2010-01-01: 1, 2015-07-01: 2, 2021-01-01: 3}, until: 2025-01-01}\n"
    ).law()
    days = {
        date(2010, 1, 1): 1,
        date(2015, 6, 30): 1,
        date(2015, 7, 1): 2,
        date(2024, 12, 31): 3,
    }
    for day, value in days.items():
        assert law.on(day).parameters["p"].single == value
    assert "p" not in law.on(date(2025, 1, 1)).parameters


def test_reading_outside_of_the_dates_of_a_value(folder: Folder) -> None:
    """A value read before its first date, or after its last, is one finding each."""
    folder.base(
        "parameters:\n"
        "  early: {value: 4 years, until: 2024-01-01}\n"
        "  late: {values: {2022-01-01: 4 years}}\n"
        "rules:\n"
        "  a: {when: time_in_grade >= early, then: promote}\n"
        "  b: {when: time_in_grade >= late, then: promote}\n"
        "  c: {when: time_in_grade >= late, then: promote, from: 2023-01-01}\n"
    )
    findings = folder.findings()
    assert [(f.code, f.where.line, f.values["day"]) for f in findings] == [
        ("dangling", 8, "2024-01-01"),
        ("read-before-first-date", 9, "2020-01-01"),
    ]
