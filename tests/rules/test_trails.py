"""Entries stay under the place of their subject: whatever happens to rows, each reads its own."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.rules.staying import Staying
from policy_sim.rules.trail import FOREVER, Entries, Trail
from policy_sim.rules.trails import Trails

EVENT = "promoted"
KINDS = ["record", "leave", "come", "double", "copy", "take", "look", "read"]
"""What may happen to the people, or to what is recorded of them, before they are asked about."""


@dataclass
class Told:
    """What each person in service has on record: days and values, in the order of recording."""

    people: list[list[tuple[int, int]]] = field(default_factory=list)

    def of(self, rows: list[int], after: int = -1, to: int = FOREVER) -> list[list[int]]:
        """Return row, day and value of all entries of *rows*, by day, then as recorded."""
        found = [
            (day, number, place, value)
            for place, row in enumerate(rows)
            for number, (day, value) in enumerate(self.people[row])
            if after < day <= to
        ]
        return sorted([place, day, value] for day, _, place, value in found)


def none(size: int) -> Trails:
    """Return the trails of so many people to whom nothing has happened."""
    return Trails({EVENT: Trail(Entries.none())}, size)


def record(trails: Trails, told: Told, rows: list[int], days: list[int], value: int) -> None:
    """Enter the event for each of *rows*, on its own day, in both."""
    at = np.array(rows, np.int64)
    day, forever = np.array(days, np.int64), np.full(len(rows), FOREVER)
    trails.add(EVENT, at, day, np.full(len(rows), value), forever)
    for row, each in zip(rows, days, strict=True):
        told.people[row].append((each, value))


def listed(entries: Entries) -> list[list[int]]:
    """Return row, day and value of each entry, in a fixed order; the days must ascend."""
    assert (np.diff(entries.day) >= 0).all()
    return sorted(np.stack([entries.row, entries.day, entries.value]).T.tolist())


def drawn_rows(data: st.DataObject, size: int) -> list[int]:
    """Return some different rows, in any order."""
    return data.draw(st.lists(st.integers(0, size - 1), unique=True)) if size else []


def lives(data: st.DataObject) -> tuple[Trails, Told]:
    """Return people to some of whom things have happened, who have come and left in turn.

    They may have been copied, or drawn with replacement, on the way; all of them may have left.
    """
    trails, told = none(5), Told([[] for _ in range(5)])
    for value in range(data.draw(st.integers(1, 6))):
        rows = drawn_rows(data, len(told.people))
        days = data.draw(st.lists(st.integers(1, 9), min_size=len(rows), max_size=len(rows)))
        match data.draw(st.sampled_from(KINDS)):
            case "record":
                record(trails, told, rows, [10 * value + day for day in days], value)
            case "leave":
                leaving = np.zeros(len(told.people), np.bool_)
                leaving[rows] = True
                staying = Staying(leaving)
                trails.drop(staying)
                left = staying.of(np.arange(len(leaving)))
                told.people = [told.people[row] for row in left.tolist()]
            case "come":
                new, theirs = none(2), Told([[], []])
                record(new, theirs, [1], [data.draw(st.integers(1, 60))], value)
                trails.append(new)
                told.people += theirs.people
            case "double":
                trails.append(trails)
                told.people += [list(entries) for entries in told.people]
            case "copy":
                trails = trails.copy()
            case "take":
                drawn = data.draw(st.lists(st.sampled_from(rows), max_size=8)) if rows else []
                trails = trails.take(np.array(drawn, np.int64))
                told.people = [list(told.people[row]) for row in drawn]
            case "look":
                assert listed(trails.dated(EVENT)) == told.of(list(range(len(told.people))))
            case _:
                assert listed(trails[EVENT].entries) == told.of(list(range(len(told.people))))
    return trails, told


@given(st.data())
def test_each_reads_what_happened_to_him(data: st.DataObject) -> None:
    """Of everybody and of some, in any order, over any time, the entries are their own."""
    trails, told = lives(data)
    everybody = list(range(len(told.people)))
    rows, after = drawn_rows(data, len(everybody)), data.draw(st.integers(-1, 60))
    at, to = np.array(rows, np.int64), data.draw(st.integers(after, 70))
    assert listed(trails.of(EVENT, at)) == told.of(rows)
    assert listed(trails.of(EVENT, np.tile(at, 2))) == told.of(rows * 2)
    assert listed(trails.of(EVENT, at, after, to)) == told.of(rows, after, to)
    assert listed(trails.dated(EVENT, after, to)) == told.of(everybody, after, to)
    assert listed(trails.of(EVENT, slice(None), after, to)) == told.of(everybody, after, to)
    assert listed(trails.take(at)[EVENT].entries) == told.of(rows)
    assert listed(trails[EVENT].entries) == told.of(everybody)


@given(st.data())
def test_the_last_day_is_that_of_the_last_entry(data: st.DataObject) -> None:
    """The last day of each is the latest on record, and 0 of whom there is none."""
    trails, told = lives(data)
    rows = sorted(drawn_rows(data, len(told.people)))
    last = [max((day for day, _ in told.people[row]), default=0) for row in rows]
    assert trails.last_days(EVENT, np.array(rows, np.int64)).tolist() == last


def test_places_hold_when_all_have_left_and_others_come() -> None:
    """Nobody is left, others come, one of them leaves, and more come: each reads the own entries.

    In between someone is recorded anew, and all, or rows in any order, are asked for.
    """
    trails, told = none(2), Told([[], []])
    record(trails, told, [0, 1], [5, 6], 1)
    trails.drop(Staying(np.ones(2, np.bool_)))
    assert listed(trails.dated(EVENT)) == []
    trails.drop(Staying(np.ones(0, np.bool_)))
    assert listed(trails.of(EVENT, np.empty(0, np.int64))) == []
    newcomers, told = none(30), Told([[] for _ in range(30)])
    record(newcomers, told, list(range(30)), list(range(30)), 2)
    trails.append(newcomers)
    trails.drop(Staying(np.arange(30) == 3))
    told.people[3] = told.people.pop()
    assert trails._place is not None
    record(trails, told, [3, 28], [40, 1], 3)
    late, theirs = none(1), Told([[]])
    record(late, theirs, [0], [2], 4)
    trails.append(late)
    told.people += theirs.people
    everybody = list(range(30))
    for rows in ([29], [3, 29], [29, 3], [3, 3, 29], [0, 28], everybody):
        assert listed(trails.of(EVENT, np.array(rows, np.int64))) == told.of(rows)
    assert listed(trails.take(np.array([29, 3, 3])).dated(EVENT)) == told.of([29, 3, 3])
    assert trails.last_days(EVENT, np.array([0, 3, 28, 29])).tolist() == [0, 40, 28, 2]
    assert listed(trails.dated(EVENT)) == told.of(everybody)
    trails.drop(Staying(np.arange(30) == 10))
    told.people[10] = told.people.pop()
    assert listed(trails.dated(EVENT)) == told.of(everybody[:29])
    trails.append(late)
    told.people += theirs.people
    assert listed(trails.dated(EVENT)) == told.of(everybody)


@given(st.data())
def test_a_copy_grows_apart(data: st.DataObject) -> None:
    """What is recorded afterwards is known to those alone to whom it happened."""
    trails, told = lives(data)
    copied, size = trails.copy(), len(told.people)
    before = listed(copied.dated(EVENT))
    record(trails, Told([[] for _ in range(size)]), list(range(size)), [99] * size, 9)
    assert len(listed(trails.dated(EVENT))) == len(before) + size
    record(copied, told, list(range(size)), [80] * size, 8)
    assert listed(copied.dated(EVENT)) == told.of(list(range(size)))


def test_what_leavers_left_behind_goes_when_a_quarter_of_all_have_left() -> None:
    """Seventy of a hundred keep the only entries, though nobody asked for a whole trail."""
    trails, told = none(100), Told([[] for _ in range(100)])
    record(trails, told, list(range(100)), [1] * 100, 1)
    kept = trails.copy()
    for number in (20, 10):
        trails.drop(Staying(np.arange(len(trails.dated(EVENT).row)) < number))
    assert len(trails._trails[EVENT].entries.row) == 70
    kept.drop(Staying(np.arange(100) < 20))
    assert len(kept._trails[EVENT].entries.row) == 100
    assert len(kept.dated(EVENT).row) == 80


def test_an_event_that_nobody_declared_is_unknown() -> None:
    """Asking whether an event is known is no question about its entries."""
    trails = none(3)
    assert EVENT in trails
    assert "sanction" not in trails
    assert (list(trails), len(trails)) == ([EVENT], 1)
    with pytest.raises(KeyError):
        trails["sanction"]
