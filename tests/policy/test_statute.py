"""A regulation over time: versions of items, the dates on which something changes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.diagnostics import Place
from policy_sim.documents import Scalar
from policy_sim.policy.statute import Heading, Item, Section, Statute, ValueForm, Version

DAY = date(2020, 1, 1)
HERE = Place("law.yaml")


def on(days: int) -> date:
    """Return the day so many days after the first."""
    return DAY + timedelta(days=days)


def version(begins: int, ends: int | None, text: str = "1") -> Version:
    """Return a version between two days."""
    last = None if ends is None else on(ends)
    return Version(on(begins), last, ValueForm(Scalar(text)), Heading(), HERE)


def item(name: str, *versions: Version, section: Section = Section.PARAMETER) -> Item:
    """Return an item with versions."""
    return Item(section, Scalar(name), versions)


def statute(*items: Item) -> Statute:
    """Return a statute of items."""
    return Statute("base", "Base", {}).with_items(items)


@pytest.mark.parametrize(
    ("day", "holds"), [(-1, False), (0, True), (9, True), (10, False), (11, False)]
)
def test_a_version_holds_from_its_first_day_until_the_day_before_its_end(
    day: int, holds: bool
) -> None:
    """The first day is inside, the end is not; without an end it holds for ever."""
    assert version(0, 10).holds(on(day)) == holds
    assert version(0, None).holds(on(day)) == (day >= 0)
    assert version(0, None).holds(date.max)


cuts = st.lists(st.integers(0, 60), min_size=2, max_size=6, unique=True).map(sorted)


@settings(max_examples=50)
@given(cuts, st.integers(-5, 65))
def test_at_most_one_version_is_in_force(days: list[int], day: int) -> None:
    """Of versions that follow one another the one between whose dates a day lies is meant."""
    versions = [version(a, b, str(a)) for a, b in pairwise(days)]
    found = item("x", *versions).on(on(day))
    assert (found is None) == (not days[0] <= day < days[-1])
    if found is not None:
        assert isinstance(found.body, ValueForm)
        assert int(found.body.text) == max(start for start in days if start <= day)


@settings(max_examples=50)
@given(st.lists(cuts, max_size=4))
def test_between_two_changes_nothing_changes(all_days: list[list[int]]) -> None:
    """The change dates are all begins and ends, and every item is the same between two of them."""
    items = [
        item(f"x{i}", *(version(a, b) for a, b in pairwise(days)))
        for i, days in enumerate(all_days)
    ]
    law = statute(*items)
    dates = law.change_dates()
    assert dates == sorted({on(day) for days in all_days for day in days})
    for first, last in pairwise(dates):
        for each in items:
            assert each.on(first) == each.on(last - timedelta(days=1))


def test_an_open_version_has_one_change_date() -> None:
    """Without an end only the first day changes anything."""
    assert statute(item("x", version(3, None))).change_dates() == [on(3)]
    assert statute().change_dates() == []


def test_items_of_one_name_in_two_sections() -> None:
    """A table and a rule may share a name; names are listed by section."""
    law = statute(
        item("a", version(0, None)),
        item("a", version(1, None), section=Section.RULE),
        item("b", version(2, None), section=Section.RULE),
    )
    assert law.names(Section.RULE) == ["a", "b"]
    assert law.names(Section.PARAMETER) == ["a"]
    assert law.names(Section.TABLE) == []


def test_new_items_take_the_place_of_old_ones() -> None:
    """Only the item of the same section and name is replaced, and the old statute stays."""
    old = statute(item("a", version(0, None, "1")), item("b", version(0, None, "1")))
    new = old.with_items([item("a", version(0, None, "2"))])
    assert [i.versions[0].body for i in new.items.values()] == [
        ValueForm(Scalar("2")),
        ValueForm(Scalar("1")),
    ]
    assert old.items[Section.PARAMETER, "a"].versions[0].body == ValueForm(Scalar("1"))
    assert (new.id, new.title) == ("base", "Base")


def test_places_and_folders_are_no_content() -> None:
    """Two versions that differ only in where they stand are equal."""
    one, other = version(0, None), version(0, None)
    moved = Version(other.begins, None, other.body, other.heading, Place("b.yaml", 9))
    assert one == moved
    assert one != version(1, None)
