"""The posts of office, and the places of staff that stand open."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.simulation.entry.staffing import granted_places, need, staff
from policy_sim.simulation.posts import EMPTY, Posts
from small_office import MONTH, organisation, state_of, workforce


def posts() -> Posts:
    """Return three posts, vacant since January 2026."""
    return Posts.founded(np.array([1, 2, 1], np.int16), np.array([0, 0, 5], np.int32), MONTH)


def test_posts_are_founded_vacant() -> None:
    """Nobody holds a new post, and each is vacant since its founding."""
    founded = posts()
    assert founded.size == 3
    assert founded.vacant.tolist() == [True] * 3
    assert founded.vacant_since.tolist() == [MONTH] * 3
    assert {column.dtype for column in (founded.office, founded.unit, founded.holder)} == {
        np.dtype(np.int64)
    }


def test_filling_and_vacating() -> None:
    """A filled post has a holder and no vacancy; a vacated one remembers since when."""
    held = posts()
    held.fill(np.array([2, 0]), np.array([70, 30]))
    assert held.holder.tolist() == [30, EMPTY, 70]
    assert held.vacant_since.tolist() == [EMPTY, MONTH, EMPTY]
    assert held.vacant.tolist() == [False, True, False]
    held.vacate(np.array([0]), MONTH + 7)
    assert held.holder.tolist() == [EMPTY, EMPTY, 70]
    assert held.vacant_since.tolist() == [MONTH + 7, MONTH, EMPTY]


def test_staff_are_those_without_a_post() -> None:
    """Five people in two units: the head of unit 0 is no staff; families are told apart."""
    record = {"unit": [0, 0, 1, 1, 1], "family": [0, 0, 0, 1, 1]}
    people = workforce(5, record, posts={0: 0})
    assert staff(people, (3, 2)).tolist() == [[1, 0], [1, 2], [0, 0]]


def test_need_is_what_is_missing_and_never_less_than_nought() -> None:
    """Places 2+0, 1+1, 0+2: one of two clerks in unit 0, two of one teacher in unit 1, nobody
    in unit 2. The teacher too many fills no other unit's place.
    """
    record = {"unit": [0, 1, 1], "family": [0, 1, 1]}
    state = state_of(workforce(3, record))
    assert organisation().establishment.tolist() == [[2, 0], [1, 1], [0, 2]]
    assert need(state).tolist() == [[1, 0], [1, 0], [0, 2]]


def granted(asked: int, share: float, seed: int = 1, month: int = MONTH) -> np.ndarray:
    """Return what is granted of so many places in each of 400 units."""
    places = np.full((400, 1), asked)
    return granted_places(places, np.array([share]), Chance(seed, 0), "approval", month)


@pytest.mark.parametrize("asked", [0, 1, 7])
def test_all_or_nothing(asked: int) -> None:
    """A share of one grants every place, a share of nought none."""
    assert (granted(asked, 1.0) == asked).all()
    assert (granted(asked, 0.0) == 0).all()


@settings(max_examples=30)
@given(st.integers(0, 50), st.floats(0, 1), st.integers(0, 1000))
def test_a_share_is_met_to_one_place(asked: int, share: float, seed: int) -> None:
    """Each cell gets the share of its places rounded down or up, and never more than it asked."""
    found = granted(asked, share, seed)
    assert (found >= np.floor(asked * share)).all()
    assert (found <= np.minimum(np.floor(asked * share) + 1, asked)).all()


def test_a_share_is_met_on_average() -> None:
    """0.4 of one place in 400 units is 160; four standard errors are 4·√(400·0.24) ≈ 39."""
    assert abs(int(granted(1, 0.4).sum()) - 160) < 39.2


def test_what_is_granted_depends_on_the_month_alone() -> None:
    """The same month and luck grant the same places; the next month others."""
    assert np.array_equal(granted(1, 0.4), granted(1, 0.4))
    assert not np.array_equal(granted(1, 0.4), granted(1, 0.4, month=MONTH + 1))


def test_families_have_shares_of_their_own() -> None:
    """A share of one for clerks and nought for teachers grants all clerks and no teacher."""
    asked = np.array([[3, 3], [0, 5]])
    found = granted_places(asked, np.array([1.0, 0.0]), Chance(1, 0), "approval", MONTH)
    assert found.tolist() == [[3, 0], [0, 0]]
