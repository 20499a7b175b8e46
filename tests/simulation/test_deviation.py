"""Where practice ranks the eligible itself: who rises, and who takes a post."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from policy_sim.simulation.contests.competition import Contest
from policy_sim.simulation.contests.selection import pools as parted
from policy_sim.simulation.practices.deviation import Running, appoint_in_order, risen_in_order
from policy_sim.simulation.practices.practice import Order, Practice
from policy_sim.simulation.state import State
from small_office import state_of, workforce

KEY = np.array([17], dtype=np.uint64)
RECORD = {"service": [10, 50, 30, 20, 40], "unit": [2, 0, 2, 1, 0]}
TRUTH = {"leadership": [0.1, 0.2, 0.5, 0.4, 0.3], "ability": [9.0, 0, 0, 0, 0]}
LOTS = np.array([0.5, 0.1, 0.2, 0.9, 0.4])
BY_LAW = np.array([True, True, False, False, False])


def state(**order: Any) -> State:
    """Return five people under a practice that ranks by *order*; none without."""
    practice = Practice(order=Order(**{"share": Fraction(1), **order})) if order else None
    return state_of(workforce(5, RECORD, TRUTH), practice=practice)


def field(*rank: int) -> Running:
    """Return all five in the running, in this rank by law (else in the order of their rows)."""
    merit = -np.array(rank or range(5), dtype=np.int64)
    return Running(np.arange(5), cast("Contest", Ranked(merit, np.arange(5), LOTS)))


@dataclass
class Ranked:
    """A contest of people with these scores and lots."""

    score: np.ndarray
    people: np.ndarray
    lots: np.ndarray

    def in_order(self, some: np.ndarray, first: np.ndarray) -> np.ndarray:
        """Return the order of some positions, by the figure and then the score alone."""
        return np.lexsort((-self.score[some], first))


def risen(of: State, *rank: int, won: np.ndarray = BY_LAW) -> list[int]:
    """Return the rows of those who rise."""
    return np.flatnonzero(risen_in_order(of, field(*rank), won, KEY)).tolist()


@pytest.mark.parametrize(
    ("order", "rows"),
    [
        ({"by": "service"}, [1, 4]),
        ({"by": "service", "first": "lowest"}, [0, 3]),
        ({"by": "leadership"}, [2, 3]),
        ({"by": "oracle"}, [2, 3]),
        ({"by": "lottery"}, [0, 3]),
        ({"by": "lottery", "first": "lowest"}, [1, 2]),
        ({"by": "service", "share": Fraction(0)}, [0, 1]),
        ({"by": "service", "offices": ("head",)}, [0, 1]),
        ({}, [0, 1]),
    ],
)
def test_as_many_rise_as_by_law_but_the_first_by_practice(
    order: dict[str, Any], rows: list[int]
) -> None:
    """Two rise: the longest or shortest served, the truly best, those with the highest lots; the
    law's own two without such a practice, in no share of contests, or if it concerns offices.
    """
    assert risen(state(**order)) == rows


def test_between_equals_the_law_decides() -> None:
    """Where all have the same figure the law's rank stands, whatever the rows."""
    assert risen(state(by="performance"), 4, 3, 2, 1, 0) == [3, 4]


def test_practice_changes_nothing_if_all_rise() -> None:
    """Where everybody rises there is no order to depart from; where nobody does, nobody."""
    everyone = np.ones(5, np.bool_)
    assert risen(state(by="service"), won=everyone) == [0, 1, 2, 3, 4]
    assert risen(state(by="service"), won=~everyone) == []


def test_a_share_of_contests_is_drawn_by_their_keys() -> None:
    """Of 400 contests some 30 % go by practice (within four standard errors, 36.7), the same
    ones whenever they are asked.
    """
    of = state(by="service", share=Fraction(3, 10))
    contests = [np.array([number], dtype=np.uint64) for number in range(400)]
    asked = [
        [not np.array_equal(risen_in_order(of, field(), BY_LAW, key), BY_LAW) for key in contests]
        for _ in range(2)
    ]
    assert asked[0] == asked[1]
    assert abs(sum(asked[0]) - 120) < 36.7


def appointed(of: State, lawful: list[int]) -> list[int]:
    """Return who takes the two posts of the small office."""
    found = appoint_in_order(of, field(), np.array(lawful, dtype=np.int64), np.array([0, 1]))
    assert found.posts.tolist() == [0, 1][: len(lawful)]
    return found.rows.tolist()


def test_posts_go_to_the_first_by_practice() -> None:
    """Where practice decides both posts the longest served take them, the longest first."""
    assert appointed(state(by="service"), [0, 2]) == [1, 4]
    assert appointed(state(by="service", offices=("head",)), [0, 2]) == [1, 4]


def test_posts_go_to_the_winners_by_law_where_practice_is_silent() -> None:
    """No practice, no share, or a practice confined to another office: the law's winners."""
    assert appointed(state(), [0, 2]) == [0, 2]
    assert appointed(state(by="service", share=Fraction(0)), [0, 2]) == [0, 2]
    assert appointed(state(by="service", offices=("none",)), [0, 2]) == [0, 2]
    assert appointed(state(by="service"), []) == []


def test_fewer_winners_than_posts_fill_the_first_posts() -> None:
    """One winner fills one post, by practice or by law."""
    assert appointed(state(by="service"), [0]) == [1]
    assert appointed(state(), [0]) == [0]


@pytest.mark.parametrize(
    ("pool", "pools"),
    [("unit", [(0, [1, 4]), (1, [3]), (2, [0])]), ("pool", [(0, [0, 1, 3, 4])])],
)
def test_pools_part_the_eligible(pool: str, pools: list[tuple[int, list[int]]]) -> None:
    """Within units each unit competes by itself, by its number; else all together."""
    rule: Any = SimpleNamespace(select=SimpleNamespace(pool=pool))
    found = parted(state(), rule, np.arange(5), np.array([0, 1, 3, 4]))
    assert [(number, which.tolist()) for number, which in found] == pools


def test_pools_follow_the_people_and_not_their_position() -> None:
    """Eligible positions of a decision are looked up among the people whom it is about."""
    rule: Any = SimpleNamespace(select=SimpleNamespace(pool="unit"))
    found = parted(state(), rule, np.array([3, 2, 0]), np.array([0, 1, 2]))
    assert [(number, which.tolist()) for number, which in found] == [(1, [0]), (2, [1, 2])]
