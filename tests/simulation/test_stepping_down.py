"""Stepping down: one grade, never below the lowest; a post given up; a notice that is kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from conduct_world import conduct_people, conduct_world
from policy_sim.rules.combination import BARE
from policy_sim.simulation.departures import give_notice, leave, under_notice
from policy_sim.simulation.invariants import check
from policy_sim.simulation.state import State
from policy_sim.simulation.stepping_down import demote, release
from pyramid_world import pyramid_world

NONE, C, B, A = range(4)


def state_of(grades: Sequence[int], heads: int = 0) -> State:
    """Return the hamlet with people of these grades."""
    people = conduct_people(len(grades), record={"grade": grades}, heads=heads)
    return conduct_world(people).state()


@pytest.mark.parametrize(
    ("held", "stated", "left"),
    [
        (A, BARE, B),
        (B, BARE, C),
        (C, BARE, C),
        (NONE, BARE, NONE),
        (A, C, C),
        (C, A, C),
        (B, B, B),
    ],
)
def test_a_demotion_leads_down_and_never_up(held: int, stated: int, left: int) -> None:
    """One step for a bare effect, else to the grade stated; the lowest grade and none stay."""
    state = state_of([held, A])
    demote(state, np.array([0]), np.array([stated]))
    assert state.people.record["grade"].tolist() == [left, A]
    assert state.people.record["time_in_grade"].tolist() == [0, 30]
    assert state.flows.total("demoted") == 1


def test_without_grades_a_demotion_costs_the_post() -> None:
    """In a pyramid of offices the demoted holder becomes staff, and the post falls vacant."""
    state = pyramid_world().state()
    rows = np.array([2, 5])
    demote(state, rows, np.full(2, BARE))
    assert (state.people.post[rows] == -1).all()
    assert (state.people.record["office"][rows] == 0).all()
    assert np.flatnonzero(state.posts.vacant).tolist() == [2, 5]
    check(state)


def test_only_holders_are_released() -> None:
    """Of a head and a clerk one post falls vacant, and one release is counted."""
    state = state_of([A, A, A], heads=1)
    release(state, np.array([0, 1]))
    assert state.posts.vacant.tolist() == [True, True]
    assert state.flows.total("released") == 1
    assert state.people.record["time_in_office"].tolist() == [0, 0, 0]
    assert len(state.people.history.trails["released"].entries.row) == 1
    check(state)


def test_a_notice_follows_the_person_and_not_the_row() -> None:
    """When rows have moved the notice still names the same people; who left since is no concern."""
    state = state_of([A] * 6)
    give_notice(state, "dismissed", np.array([1, 4]))
    assert under_notice(state).tolist() == [False, True, False, False, True, False]
    assert under_notice(state, "dismissed").sum() == 2
    state.people.drop(np.array([True, True, False, False, False, False]))
    assert under_notice(state).tolist() == [True, False, False, False]
    leave(state, {"retired": np.array([True, False, True, False])})
    frame = state.archive.frame()
    assert dict(zip(frame["person"], frame["reason"], strict=True)) == {
        2: "retired",
        4: "dismissed",
    }
    assert not state.notices
    assert state.people.ids.tolist() == [3, 5]


def test_nobody_is_under_notice_at_first() -> None:
    """Without a notice leaving is what it was, and an empty notice is none."""
    state = state_of([A, B])
    give_notice(state, "dismissed", np.empty(0, np.int64))
    assert not state.notices
    assert not under_notice(state).any()
    leave(state, {})
    assert state.people.size == 2
