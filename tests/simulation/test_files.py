"""Files: an entry is in the record at once, later, never, or in somebody else's file."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conduct_world import conduct_people
from policy_sim.chance import Chance
from policy_sim.simulation.books.flows import Flows
from policy_sim.simulation.filing.desk import LATE, LOST, MISFILED, Desk, reviews_until_found
from policy_sim.simulation.filing.files import Files
from policy_sim.workforce.table import Workforce

JANUARY = 2026 * 12
EVERY = ("retest_score", "coached", "verdict", "sanction")


def desk(month: int = JANUARY, online: bool = False, **shares: float) -> Desk:
    """Return a desk at which everything goes as it should, but for what is stated."""
    risks = {"late": 0.0, "lost": 0.0, "misfiled": 0.0, "delay": 6.0, "found": 0.5, "left": 0.1}
    reviews = shares.pop("reviews", ())
    return Desk(
        entries=frozenset(EVERY),
        month=month,
        chance=Chance(1, 0),
        flows=Flows({}),
        online=np.array([online]),
        reviews=reviews,  # type: ignore[arg-type]
        **{**risks, **shares},
    )


def filed(files: Files, people: Workforce) -> None:
    """Let an entry of each way be made for everybody, with the number of the row as its value."""
    rows, numbers = np.arange(people.size), np.arange(people.size)
    files.score(people, "retest_score", rows, numbers)
    files.add(people, "coached", rows, np.full(people.size, 2))
    files.period(people, "verdict", rows, np.full(people.size, 2))
    until = date(2026, 7, 1)
    files.event(people, "sanction", rows, date(2026, 1, 1), np.full(people.size, 3), until)


def columns(people: Workforce) -> list[list[int]]:
    """Return what each of the entries has come to, by person."""
    last = people.history.periods["verdict"].ring[0]
    count = np.bincount(people.history.trails["sanction"].entries.row, minlength=people.size)
    score, months = people.record["retest_score"], people.record["coached"]
    return [score.tolist(), months.tolist(), last.tolist(), count.tolist()]


def in_full(size: int = 6) -> list[list[int]]:
    """Return the same where everything has been entered."""
    return [list(range(size)), [2] * size, [2] * size, [1] * size]


def test_without_a_desk_everything_is_on_record_at_once() -> None:
    """The way of all studies that do not name the system."""
    people, files = conduct_people(6), Files()
    filed(files, people)
    assert columns(people) == in_full()
    assert not files.waiting


def test_at_a_desk_where_nothing_goes_astray_it_is_the_same() -> None:
    """With all shares at 0 the record is what it is without a desk."""
    people, files = conduct_people(6), Files(desk())
    filed(files, people)
    assert columns(people) == in_full()


def test_what_is_late_is_entered_as_of_its_own_day() -> None:
    """Six months later in the mean: nothing is on record before, and the event keeps its dates."""
    people, files = conduct_people(400), Files(desk(late=1.0))
    filed(files, people)
    assert columns(people) == [[0] * 400, [0] * 400, [0] * 400, [0] * 400]
    dues = [slip.due - JANUARY for slip in files.waiting for _ in slip.people]
    assert np.mean(dues) == pytest.approx(6.0, abs=0.4)
    assert (min(dues), max(dues)) == (1, 11)
    for month in range(JANUARY, JANUARY + 12):
        files.enter_due(people, month)
    assert columns(people) == [list(range(400)), [2] * 400, [2] * 400, [1] * 400]
    entries = people.history.trails["sanction"].entries
    assert set(entries.day.tolist()) == {date(2026, 1, 1).toordinal()}
    assert set(entries.until.tolist()) == {date(2026, 7, 1).toordinal()}


def test_who_has_left_is_not_looked_for() -> None:
    """A slip waits by id: rows move, and what is due to leavers is forgotten."""
    people, files = conduct_people(6), Files(desk(late=1.0))
    filed(files, people)
    people.drop(np.array([True, False, True, False, False, False]))
    for month in range(JANUARY, JANUARY + 12):
        files.enter_due(people, month)
    assert people.record["retest_score"].tolist() == [4, 1, 5, 3]
    assert columns(people)[3] == [1, 1, 1, 1]


def test_what_is_lost_is_lost_unless_a_review_finds_it() -> None:
    """Without reviews never; by a sure one in March in March; by one in January in a year."""
    people, files = conduct_people(6), Files(desk(lost=1.0))
    filed(files, people)
    assert not files.waiting
    assert columns(people)[0] == [0] * 6
    files.desk = desk(lost=1.0, found=1.0, reviews=(3,))  # type: ignore[arg-type]
    filed(files, people)
    assert {slip.due for slip in files.waiting} == {JANUARY + 2}
    files.waiting.clear()
    files.desk = desk(lost=1.0, found=1.0, reviews=(1,))  # type: ignore[arg-type]
    filed(files, people)
    # What would be overtaken by the next of its kind is not entered any more.
    assert {(slip.name, slip.due) for slip in files.waiting} == {
        ("coached", JANUARY + 12),
        ("sanction", JANUARY + 12),
    }


def test_what_is_misfiled_lands_in_another_of_these_files() -> None:
    """All values are there, and none where it belongs."""
    people, files = conduct_people(50), Files(desk(misfiled=1.0))
    filed(files, people)
    scores = columns(people)[0]
    assert sorted(scores) == list(range(50))
    assert all(score != row for row, score in enumerate(scores))


@settings(max_examples=25, deadline=None)
@given(st.floats(0.0, 0.5), st.floats(0.0, 0.3), st.floats(0.0, 0.2), st.integers(0, 60), st.data())
def test_nothing_is_entered_twice(
    late: float, lost: float, misfiled: float, size: int, data: st.DataObject
) -> None:
    """Every entry is made once, or waits, or is lost; luck is a person's own, whoever else is
    there; and as many are counted as have gone astray.
    """
    people, book = conduct_people(size), desk(late=late, lost=lost, misfiled=misfiled)
    rows = np.arange(size)
    target, due = book.sort(people, "sanction", rows, within_year=False)
    assert sorted(target.tolist()) == rows.tolist()
    assert book.flows.total(LATE) == (due >= 0).sum()
    assert book.flows.total(LOST) == (due == -2).sum()
    assert book.flows.total(MISFILED) >= (target != rows).sum()
    some = np.array(sorted(data.draw(st.sets(st.integers(0, size - 1)))) if size else [], np.int64)
    _, alone = desk(late=late, lost=lost, misfiled=misfiled).sort(people, "sanction", some, False)
    assert alone.tolist() == due[some].tolist()


def test_shares_are_as_stated_and_lower_where_files_are_online() -> None:
    """Of 4,000 entries, within four standard errors; online a tenth of it is left."""
    people, rows = conduct_people(4000), np.arange(4000)
    shares = {"late": 0.2, "lost": 0.1, "misfiled": 0.05}
    for online, left in ((False, 1.0), (True, 0.1)):
        book = desk(online=online, **shares)
        book.sort(people, "sanction", rows, within_year=False)
        for kind, share in zip((LATE, LOST, MISFILED), shares.values(), strict=True):
            error = 4 * np.sqrt(4000 * share * left)
            assert book.flows.total(kind) == pytest.approx(4000 * share * left, abs=error)


def test_reviews_find_by_and_by() -> None:
    """Each finds the stated share of what the ones before have left."""
    number = reviews_until_found((np.arange(100_000) + 0.5) / 100_000, 0.3)
    assert [(number == n).mean() for n in (1, 2, 3)] == pytest.approx([0.3, 0.21, 0.147], abs=1e-3)
    assert reviews_until_found(np.array([0.01, 0.99]), 1.0).tolist() == [1, 1]
