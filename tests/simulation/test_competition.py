"""Competitions: many held at once equal each held alone, and quotas count over the year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import policy_sim.simulation.contests.competition as module
from five_grades_world import five_grades_law, five_grades_world, with_share
from policy_sim.policy.ast import ALWAYS, Column, Compare, Const
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Quota
from policy_sim.rules.allocation import Competition, allocate
from policy_sim.rules.features import Features
from policy_sim.simulation.contests.competition import Contest, held, line_up
from policy_sim.simulation.state import State

SIZE = 23
cases = st.integers(0, 25).flatmap(
    lambda size: st.tuples(
        *(
            st.lists(st.integers(0, most), min_size=size, max_size=size)
            for most in (3, 4, 2, 10_000)
        ),
        st.lists(st.integers(0, 5), min_size=4, max_size=4),
    )
)


@given(cases)
def test_many_contests_at_once_are_each_held_alone(case: tuple[list[int], ...]) -> None:
    """The vectorised line-up has the winners of the pure allocation, contest by contest, and
    as many places that the lot decided.
    """
    group, score, tie, lot, seats = (np.array(part, dtype=np.int64) for part in case)
    # Lots of different people are different: a little of the position makes them so.
    lots = (lot + np.arange(len(lot)) / 100.0) / 10_001.0
    won, by_lot = line_up(group, seats, score, (tie,), lots.__getitem__)
    decided_by_lot = 0
    for number in range(4):
        which = np.flatnonzero(group == number)
        alone = allocate(
            Competition(int(seats[number]), which, score[which], lots[which], (tie[which],))
        )
        assert won[which].tolist() == alone.won.tolist()
        decided_by_lot += alone.lots_used
    assert by_lot == decided_by_lot


def contest(state: State, quota: Quota, seats: int, month: int = 0) -> Contest:
    """Return a contest of everybody for *seats* by examination score, under one reserve."""
    select = next(rule.select for rule in state.vintage.rules if rule.id == "examination")
    return Contest(
        chance=state.chance,
        area="promotion",
        rule="examination",
        select=replace(select, reserves=(quota,), caps=()),
        features=Features(state.people.frame(None, state.today)),
        people=state.people.ids,
        keys=state.people.keys,
        seats=seats,
        name=(month,),
    )


@pytest.mark.parametrize("figured", [False, True])
def test_few_are_put_in_the_order_of_many(monkeypatch: pytest.MonkeyPatch, figured: bool) -> None:
    """By figure, score, ties and lot, whether everybody draws a lot or only who is tied."""
    whole = contest(five_grades_world().state(), Quota(ALWAYS, None, 1), 1)
    alike = replace(whole, people=whole.people[:20], keys=whole.keys[:20])
    alike.score, alike.ties = np.arange(20) // 10, (np.arange(20) // 4,)
    first = (np.arange(20) % 3).astype(np.float64) if figured else None
    few = alike.in_order(np.arange(20)[::-1], first)
    monkeypatch.setattr(module, "FEW", 0)
    assert alike.in_order(np.arange(20)[::-1], first).tolist() == few.tolist()


def women(state: State) -> Compare:
    """Return the condition of being a woman."""
    column = Column(state.people.vocabulary.attributes["sex"].type, "sex")
    return Compare(Comparison.EQ, column, Const(column.type, 0))


def test_a_reserve_of_one_competition_is_never_anybody_at_a_fifth() -> None:
    """Twenty per cent of one seat, rounded down, reserves nothing; rounded up, the seat."""
    state = five_grades_world().state()
    state.people.record["sex"][:] = 1
    state.people.record["sex"][0] = 0
    down = Quota(women(state), 2000, None)
    assert held(state, contest(state, down, 1)).winner.tolist() == [SIZE - 1]
    up = replace(down, rounding="up")
    assert held(state, contest(state, up, 1)).winner.tolist() == [0]


def test_a_reserve_counted_over_the_year_comes_due() -> None:
    """Counted over the year, a fifth of single seats is due at the fifth, and then is met."""
    state = five_grades_world().state()
    state.people.record["sex"][:] = 1
    state.people.record["sex"][0] = 0
    quota = Quota(women(state), 2000, None, span="year")
    winners = [held(state, contest(state, quota, 1, month)).winner[0] for month in range(6)]
    assert winners == [SIZE - 1] * 4 + [0] + [SIZE - 1]
    state.begin_year()
    assert held(state, contest(state, quota, 1)).winner.tolist() == [SIZE - 1]


def test_met_reads_columns_that_no_rule_reads() -> None:
    """A condition outside the program is met by those whose record fulfils it."""
    state = five_grades_world().state()
    state.people.record["sex"][:7] = 0
    state.people.record["sex"][7:] = 1
    features = Features(state.people.frame(None, state.today))
    assert features.meets(women(state)).sum() == 7


def test_lots_belong_to_person_and_contest() -> None:
    """The lot of a person is the same whoever competes, and another in another contest."""
    state = five_grades_world().state()
    quota = Quota(women(state), None, 0)
    first, second = (contest(state, quota, 1, month) for month in (1, 2))
    fewer = replace(first, keys=first.keys[5:9])
    assert fewer.lots.tolist() == first.lots[5:9].tolist()
    assert not np.isin(first.lots, second.lots).any()


def test_reasons_name_rank_score_and_last_winner() -> None:
    """A loser is told the rank, the own score in points, and the score of the last winner."""
    state = five_grades_world().state()
    one = contest(state, Quota(women(state), None, 0), 2)
    allocation = held(state, one)
    lost = np.flatnonzero(allocation.outranked)
    words = one.reasons(np.flatnonzero(allocation.won), lost, np.array([0, len(lost) - 1]))
    assert words == [
        "rank 23 of 23, score 1, last winner 22",
        "rank 3 of 23, score 21, last winner 22",
    ]


def test_a_law_with_another_share_is_another_law() -> None:
    """The laws compared in these tests do not share one compiled program."""
    assert with_share(five_grades_law(), 1000).vintages[0].key != five_grades_law().vintages[0].key
