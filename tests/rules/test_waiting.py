"""A case as time alone makes it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_documents import TOWN
from policy_sim.policy import load_vocabulary
from policy_sim.policy.ast import History
from policy_sim.policy.values import FLAG
from policy_sim.rules.case import Case, load_case
from policy_sim.rules.elapsed import later
from policy_sim.rules.waiting import advanced

CASE = """\
case: somebody who waits
on: 2026-05-31
appraisal_month: 3
record: {grade: i_b, age: 40 years, service: 10 years, time_in_grade: 30 months, competence: 61.5}
series: {predikat: [good, poor]}
events: {sanction: [{on: 2026-02-01, value: cut_6m, until: 2026-08-01}]}
post: {grade: i_c, service: 5 months}
superior: {grade: ii_a, service: 595 months}
"""


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Somebody in a small town."""
    path: Path = tmp_path_factory.mktemp("waiting") / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return load_case(path, load_vocabulary(TOWN))


def test_what_time_moves_is_moved_and_nothing_else(waiting: Case) -> None:
    """Age and the time in grade go on; the grade and a score stay; nothing passes its range."""
    then = advanced(waiting, 7)
    moved = {name: value for name, value in then.columns.items() if value != waiting.columns[name]}
    assert moved == {"age": 487, "service": 127, "time_in_grade": 37, "superior.service": 600}
    assert waiting.columns["age"] == 480


def test_what_is_entered_every_month_is_entered_in_each(tmp_path: Path) -> None:
    """A monthly series grows by a record a month, a yearly one only in the month of appraisal."""
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    town = TOWN.read_text(encoding="utf-8")
    monthly = "series:\n  presence: {of: predikat_scale, every: month, keep: 5}\n"
    (tmp_path / "town.yaml").write_text(town.replace("series:\n", monthly, 1), encoding="utf-8")
    case = load_case(tmp_path / "case.yaml", load_vocabulary(tmp_path / "town.yaml"))
    then = advanced(case, 3, {"presence": 2, "predikat": 4})
    assert [int(then.past.periods[name].known[0]) for name in ("presence", "predikat")] == [3, 2]
    assert int(case.past.periods["presence"].known[0]) == 0


def test_the_post_does_not_grow_older(waiting: Case) -> None:
    """The post is taken to be vacant then as well, as it is today."""
    assert advanced(waiting, 60).columns["post.service"] == 5


@pytest.mark.parametrize(
    ("months", "day"),
    [
        (0, date(2026, 5, 31)),
        (1, date(2026, 6, 30)),
        (9, date(2027, 2, 28)),
        (24, date(2028, 5, 31)),
    ],
)
def test_a_short_month_ends_earlier(months: int, day: date) -> None:
    """From the 31st one comes to the last day of a shorter month, and back to the 31st."""
    assert later(date(2026, 5, 31), months) == day


def test_a_sanction_runs_out(waiting: Case) -> None:
    """What was in force until a day is no longer so on it."""
    use = History(FLAG, "in_force", "sanction")
    found = [
        int(one.frame().past.column(use, one.on)[0])
        for one in (advanced(waiting, months) for months in (0, 2, 3))
    ]
    assert found == [3, 3, 0]


@pytest.mark.parametrize(("months", "ratings"), [(9, [3, 1]), (10, [4, 3, 1]), (22, [4, 4, 3, 1])])
def test_ratings_come_in_their_month(waiting: Case, months: int, ratings: list[int]) -> None:
    """Each March a rating is entered, the newest in front; the case itself keeps its own."""
    then = advanced(waiting, months, {"predikat": 4})
    assert then.past.periods["predikat"].ring[: len(ratings), 0].tolist() == ratings
    assert then.past.periods["predikat"].known[0] == len(ratings)
    assert waiting.past.periods["predikat"].known[0] == 2


@settings(max_examples=30, deadline=None)
@given(first=st.integers(0, 60), second=st.integers(0, 60))
def test_waiting_twice_is_waiting_once(waiting: Case, first: int, second: int) -> None:
    """To wait and wait again is to wait for both together (from a day that every month has)."""
    start = advanced(waiting, 0)
    early = Case(**{**vars(start), "on": start.on - timedelta(days=3)})
    once = advanced(early, first + second, {"predikat": 4})
    twice = advanced(advanced(early, first, {"predikat": 4}), second, {"predikat": 4})
    assert (once.on, once.columns) == (twice.on, twice.columns)
    ring = [one.past.periods["predikat"].ring.tolist() for one in (once, twice)]
    assert ring[0] == ring[1]
