"""The state: what moves by itself, what an event resets, and who leaves what behind."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from policy_sim.errors import ScenarioError
from policy_sim.simulation.books.archive import Archive
from policy_sim.simulation.books.flows import Flows
from policy_sim.simulation.departures import leave
from policy_sim.simulation.posts import EMPTY, Posts
from small_office import MONTH, state_of, workforce

PEOPLE = {"unit": [0, 0, 1], "family": [0, 1, 0], "time_in_grade": [719, 5, 720]}


def test_a_month_moves_what_moves_and_stops_at_the_end_of_the_range() -> None:
    """Time in grade grows by a month, but not beyond the range of the attribute."""
    state = state_of(workforce(3, PEOPLE))
    state.close_month()
    assert state.people.record["time_in_grade"].tolist() == [720, 6, 720]
    assert state.people.record["service"].tolist() == [121] * 3
    assert state.people.record["grade"].tolist() == [0] * 3


def test_an_effect_resets_what_declares_it() -> None:
    """A promotion resets the time in grade of the promoted, and nothing else of anybody."""
    state = state_of(workforce(3, PEOPLE))
    state.reset("promote", np.array([1]))
    assert state.people.record["time_in_grade"].tolist() == [719, 0, 720]
    assert state.people.record["service"].tolist() == [120] * 3


def test_only_declared_events_are_remembered() -> None:
    """A vocabulary without the event of promotion keeps no memory of it, and is no error."""
    state = state_of(workforce(3, PEOPLE))
    state.happened("promoted", np.array([0]))
    assert "promoted" not in state.people.history.trails


def test_who_leaves_is_counted_archived_and_gone() -> None:
    """A leaver has one reason even if two masks hold the person, and vacates the post."""
    state = state_of(workforce(3, PEOPLE, posts={0: 0, 2: 1}))
    first, all_ = np.array([True, False, False]), np.ones(3, np.bool_)
    leave(state, {"died": first, "retired": all_ & [True, True, False]})
    assert state.people.ids.tolist() == [2]
    assert state.archive.frame()["reason"].tolist() == ["died", "retired"]
    assert state.flows.total("died") == state.flows.total("retired") == 1
    assert state.flows.by_group("retired", "family").tolist() == [0, 1]
    assert state.posts.holder.tolist() == [EMPTY, 2]


def test_nobody_leaving_changes_nothing() -> None:
    """Empty masks leave people, archive and posts as they are."""
    state = state_of(workforce(3, PEOPLE))
    leave(state, {"died": np.zeros(3, np.bool_)})
    assert state.people.size == 3
    assert len(state.archive) == 0


def test_newcomers_get_ids_that_were_never_used() -> None:
    """An id is not given twice, even after the last person has left."""
    state = state_of(workforce(3, PEOPLE))
    leave(state, {"died": np.array([False, False, True])})
    state.enter(workforce(2, {"unit": [0, 1]}))
    assert state.people.ids.tolist() == [0, 1, 3, 4]
    assert state.next_id == 5


def test_figures_are_traits_or_attributes() -> None:
    """A figure is a trait of the truth, or else an attribute; another name is refused."""
    state = state_of(workforce(3, PEOPLE, {"ability": [0.5, -1.0, 2.0]}))
    assert state.figure("ability").tolist() == [0.5, -1.0, 2.0]
    assert state.figure("time_in_grade").tolist() == [719.0, 5.0, 720.0]
    with pytest.raises(ScenarioError, match="abilty"):
        state.figure("abilty")


def test_today_is_the_first_of_the_month() -> None:
    """Decisions are taken on the first day of the month."""
    assert state_of(workforce(1)).today == date(2026, 1, 1)


def test_posts_are_filled_and_vacated() -> None:
    """A post knows its holder, or since when it has none."""
    posts = Posts.founded(np.array([1, 2, 1]), np.array([0, 0, 1]), MONTH)
    posts.fill(np.array([0, 2]), np.array([17, 4]))
    assert posts.holder.tolist() == [17, EMPTY, 4]
    assert posts.vacant.tolist() == [False, True, False]
    posts.vacate(np.array([2]), MONTH + 5)
    assert posts.vacant_since.tolist() == [EMPTY, MONTH, MONTH + 5]
    assert posts.size == 3


def test_flows_count_and_add_by_group_until_the_year_is_over() -> None:
    """Counts and amounts are kept in all and by group, and forgotten at New Year."""
    flows = Flows({"sex": 2})
    record = {"sex": np.array([0, 1, 1, 0])}
    flows.count("hired", record, np.array([0, 1]))
    flows.count("hired", record, np.array([2]))
    assert flows.by_group("hired", "sex").tolist() == [1, 2]
    flows.count("hired", record, np.array([3]))
    record["sex"] = 1 - record["sex"]
    flows.add("paid", record, np.array([0, 3]), np.array([10, 5]))
    assert flows.total("hired") == 4
    assert flows.by_group("hired", "sex").tolist() == [2, 2]
    assert flows.total("paid") == 15
    assert flows.by_group("paid", "sex").tolist() == [0, 15]
    assert sorted(flows.kinds) == ["hired", "paid"]
    flows.new_year()
    assert flows.total("hired") == 0
    assert flows.by_group("hired", "sex").tolist() == [0, 0]


def test_the_archive_lists_leavers_by_date() -> None:
    """Leavers are listed by date and id, whatever the order in which they were entered."""
    archive = Archive()
    archive.add(np.array([9, 3]), "retired", MONTH + 1)
    archive.add(np.array([7]), "died", MONTH)
    archive.add(np.array([], np.int64), "resigned", MONTH)
    frame = archive.frame()
    assert frame["person"].tolist() == [7, 3, 9]
    assert frame["date"].dt.month.tolist() == [1, 2, 2]
    assert archive.reasons == ("died", "retired")
    assert len(archive) == 3
