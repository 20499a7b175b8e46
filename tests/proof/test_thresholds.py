"""What the solver says of people who are known, on and one step beside each limit of a law."""

from __future__ import annotations

import operator
from datetime import date

import pytest

from policy_documents import Folder
from policy_sim.proof.logic import Truth, negated
from policy_sim.proof.matter import Matter

SINCE = date(2026, 1, 1)
SIGNS = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def matter_of(folder: Folder, rules: str, on: date = SINCE) -> Matter:
    """Return what these rules decide about promotion, in the version in force on a day."""
    if rules:
        folder.base(f"rules: {{{rules}}}\n")
    law = folder.law()
    return Matter(law.on(on), law.vocabulary, "promotion", "person", on)


def given(matter: Matter, *known: Truth) -> bool:
    """Return whether somebody of whom this is known is promoted; nobody is left open."""
    promoted = matter.possible(*known, matter.decided.given("promote"))
    assert promoted != matter.possible(*known, negated(matter.decided.given("promote")))
    return promoted


@pytest.mark.parametrize("sign", SIGNS)
def test_a_comparison_on_and_beside_its_threshold(folder: Folder, sign: str) -> None:
    """Each of the six comparisons means what it says."""
    matter = matter_of(folder, f"r: {{when: service {sign} 20 months, then: promote}}")
    months = matter.decided.person.attributes["service"].number
    for value in (19, 20, 21):
        assert given(matter, months == value) == SIGNS[sign](value, 20)


def test_ranges_include_both_ends(folder: Folder) -> None:
    """A range and its opposite part at the ends."""
    matter = matter_of(folder, "r: {when: service in 20 months..30 months, then: promote}")
    months = matter.decided.person.attributes["service"].number
    assert [given(matter, months == value) for value in (19, 20, 30, 31)] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("condition", "part", "last"),
    [
        ("ever(promoted over 6 months)", "ago", 5),
        ("months_since(promoted) <= 6 months", "ago", 6),
        ("ever(promoted over this_year)", "ago", 2),
        ("in_force(sanction) == none", "left", 0),
    ],
)
def test_an_entry_counts_to_the_last_month_of_its_window(
    folder: Folder, condition: str, part: str, last: int
) -> None:
    """In March: within its last month an entry counts, a month further it does not."""
    matter = matter_of(folder, f"r: {{when: [today.month == 3, {condition}], then: promote}}")
    person = matter.decided.person
    (past,) = person.events.values()
    newest, *older = past.entries
    known = [
        matter.day.columns["today.month"] == 3,
        newest.there == 1,
        newest.value >= 1,
        person.service == 100,
        *(one.there == 0 for one in older),
    ]
    limit = getattr(newest, part)
    assert [given(matter, *known, limit == month) for month in (last, last + 1)] == [True, False]


def test_a_period_counts_to_the_end_of_its_window(folder: Folder) -> None:
    """Of three years of ratings the newest two are looked at."""
    matter = matter_of(
        folder, "r: {when: count(predikat >= good over 2 years) >= 1, then: promote}"
    )
    past = matter.decided.person.series["predikat"]
    good = past.series.type.scale.values.index("good") if past.series.type.scale else 0

    def rated(year: int) -> bool:
        values = [value == (good if at == year else 0) for at, value in enumerate(past.values)]
        return given(matter, past.known == 3, *values)

    assert [rated(year) for year in range(3)] == [True, True, False]


def test_what_overrides_and_what_bars_takes_away(folder: Folder) -> None:
    """An exception revives what it excepts from, and only where it holds."""
    matter = matter_of(
        folder,
        "r: {when: service >= 0 months, then: promote}, out: {when: zone == outer, then: nothing, "
        "overrides: [r]}, bar: {when: sex == f, then: {bar: [promote]}}, "
        "pardon: {when: appeal == upheld, then: nothing, overrides: [bar]}",
    )
    known = {name: one.number for name, one in matter.decided.person.attributes.items()}
    people = [(0, 1, 0), (1, 1, 0), (0, 0, 0), (0, 0, 2), (1, 0, 2)]
    asked = [
        given(matter, known["zone"] == z, known["sex"] == s, known["appeal"] == a)
        for z, s, a in people
    ]
    assert asked == [True, False, False, True, False]


def test_a_version_holds_from_its_first_month_to_its_last(folder: Folder) -> None:
    """The first of the month of an amendment is the amendment's, the month before is not."""
    folder.base("rules: {r: {when: today.month >= 1, then: promote}}\n")
    folder.amend("2027-05-01", "replace: {rules: {r: {when: today.month >= 2, then: promote}}}\n")
    for on, inside, outside in (
        (date(2026, 3, 1), [(2026, 3), (2027, 4)], [(2026, 2), (2027, 5)]),
        (date(2027, 5, 1), [(2027, 5), (2030, 1)], [(2027, 4)]),
    ):
        matter = matter_of(folder, "", on)
        year, month = (matter.day.columns[f"today.{part}"] for part in ("year", "month"))
        for y, m in inside + outside:
            assert matter.possible(year == y, month == m) == ((y, m) in inside)
