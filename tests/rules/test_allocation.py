"""Scarce places: order, ties, lots, reserves, caps, and the withdrawal of winners."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.policy.ast import ALWAYS
from policy_sim.policy.rule import Quota
from policy_sim.rules.allocation import (
    Allocation,
    Cap,
    Competition,
    Reserve,
    allocate,
    places,
)
from policy_sim.rules.frame import Flags


def contest(
    seats: int,
    score: list[int],
    ties: tuple[list[int], ...] = (),
    lot: list[float] | None = None,
    people: list[int] | None = None,
) -> Competition:
    """Return a competition without quotas; without lots the earlier candidate goes first."""
    size = len(score)
    return Competition(
        seats,
        np.array(people if people is not None else range(size), dtype=np.int64),
        np.array(score, dtype=np.int64),
        np.array(lot if lot is not None else [(n + 1) / (size + 1) for n in range(size)]),
        tuple(np.array(tie, dtype=np.int64) for tie in ties),
    )


def flags(*values: int) -> Flags:
    """Return a mask."""
    return np.array(values, dtype=np.bool_)


def test_the_highest_scores_win_and_the_others_are_outranked() -> None:
    """Seats are filled in order; losers keep their rank."""
    result = allocate(contest(2, [50, 90, 70, 60]))
    assert result.winner.tolist() == [1, 2]
    assert result.rank.tolist() == [4, 1, 2, 3]
    assert result.outranked.tolist() == [True, False, False, True]
    assert result.lots_used == 0


def test_ties_are_broken_in_turn_by_the_greater_value() -> None:
    """Equal scores go to the longer time in grade, then to the longer service."""
    result = allocate(contest(1, [80, 80, 80], ([5, 9, 9], [30, 10, 20])))
    assert result.winner.tolist() == [2]
    assert result.lots_used == 0


SMALL, LARGE = st.integers(-2, 2), st.integers(-(2**53), 2**53)


@given(
    st.lists(
        st.tuples(SMALL | LARGE, SMALL | LARGE, SMALL | LARGE, st.sampled_from([0.2, 0.5])),
        max_size=12,
    )
)
def test_the_order_is_that_of_score_ties_lot_and_person(
    candidates: list[tuple[int, int, int, float]],
) -> None:
    """Whatever the size of scores and ties, ranks are those of sorting what is compared in turn."""
    score, first, second, lot = map(list, zip(*candidates, strict=True)) if candidates else [[]] * 4
    ranks = allocate(contest(1, score, (first, second), lot)).rank.tolist()
    keys = [(-s, -f, -t, luck) for s, f, t, luck in candidates]
    in_order = sorted(range(len(keys)), key=keys.__getitem__)
    assert [ranks[n] for n in in_order] == list(range(1, len(keys) + 1))


def test_the_lot_decides_only_among_equals_and_its_use_is_counted() -> None:
    """Three equals for the last two seats: two places were decided by lot, the first was not."""
    result = allocate(contest(3, [90, 80, 80, 80], lot=[0.9, 0.8, 0.1, 0.2]))
    assert result.winner.tolist() == [0, 2, 3]
    assert result.by_lot.tolist() == [False, False, True, True]
    assert result.lots_used == 2


def test_equals_who_all_win_need_no_lot() -> None:
    """The order among winners of equal seats decides nothing."""
    assert allocate(contest(2, [80, 80, 70])).lots_used == 0


def test_a_reserve_filled_first_leaves_the_open_places_to_everyone() -> None:
    """One of two seats is for outer staff: the best of them, then the best of all left."""
    reserve = Reserve(flags(0, 0, 1, 1), 1)
    competition = replace(contest(2, [90, 80, 70, 60]), reserves=(reserve,))
    assert sorted(allocate(competition).winner.tolist()) == [0, 2]


def test_a_reserve_filled_last_comes_on_top_of_open_wins() -> None:
    """Filled last, the reserved place goes to the next member even if one won an open place."""
    whom = flags(1, 0, 1, 0)
    last = replace(contest(2, [90, 80, 70, 60]), reserves=(Reserve(whom, 1, filled_first=False),))
    first = replace(contest(2, [90, 80, 70, 60]), reserves=(Reserve(whom, 1),))
    assert sorted(allocate(last).winner.tolist()) == [0, 2]
    assert sorted(allocate(first).winner.tolist()) == [0, 1]


@pytest.mark.parametrize("filled_first", [True, False])
@pytest.mark.parametrize(("release", "winners"), [(True, [0, 1]), (False, [0, -1])])
def test_unused_reserved_places_are_released_or_kept(
    filled_first: bool, release: bool, winners: list[int]
) -> None:
    """Nobody is in the reserve: its place goes to the next in order, or stays empty."""
    reserve = Reserve(flags(0, 0), 1, filled_first, release)
    result = allocate(replace(contest(2, [90, 80]), reserves=(reserve,)))
    assert result.winner.tolist() == winners


def test_a_cap_passes_over_those_beyond_it() -> None:
    """Of three clerks at the top only one may win; the others are outranked all the same."""
    capped = replace(contest(2, [90, 85, 80, 10]), caps=(Cap(flags(1, 1, 1, 0), 1),))
    result = allocate(capped)
    assert result.winner.tolist() == [0, 3]
    assert result.outranked.tolist() == [False, True, True, False]


def test_reserves_never_hand_out_more_than_the_seats() -> None:
    """Two reserves of two places each share three seats, the first served first."""
    reserves = (Reserve(flags(0, 0, 1, 1), 2), Reserve(flags(1, 1, 0, 0), 2))
    result = allocate(replace(contest(3, [9, 8, 7, 6]), reserves=reserves))
    assert sorted(result.winner.tolist()) == [0, 2, 3]


def test_a_first_win_withdraws_from_the_competitions_that_follow() -> None:
    """The winner of the higher office is no candidate for the lower one, and not outranked."""
    higher = contest(1, [90, 80], people=[7, 8])
    lower = contest(1, [70, 95, 60], people=[8, 7, 9])
    first = allocate(higher)
    winners = higher.people[first.won]
    second = allocate(lower, np.isin(lower.people, winners))
    assert first.won.tolist() == [True, False]
    assert second.winner.tolist() == [0]
    assert second.rank.tolist() == [1, 0, 2]
    assert second.outranked.tolist() == [False, False, True]


def test_a_competition_without_candidates_or_seats_gives_nothing() -> None:
    """Empty competitions are no special case."""
    empty = allocate(contest(2, []))
    assert empty.winner.tolist() == [-1, -1]
    assert not allocate(contest(0, [5])).won.any()


@pytest.mark.parametrize(
    ("share", "rounding", "seats", "expected"),
    [
        (2000, "down", 1, 0),
        (2000, "up", 1, 1),
        (2000, "nearest", 2, 0),
        (2500, "nearest", 2, 1),
        (2000, "down", 9, 1),
        (10_000, "down", 3, 3),
        (0, "up", 3, 0),
    ],
)
def test_a_share_of_the_seats_is_rounded_as_stated(
    share: int, rounding: str, seats: int, expected: int
) -> None:
    """20 % of one seat, rounded down, is always nobody."""
    assert places(Quota(ALWAYS, share, None, rounding), seats) == expected


def test_a_yearly_quota_counts_all_seats_of_the_year() -> None:
    """20 % rounded down of one seat a month: nobody four times, then one in the fifth."""
    quota = Quota(ALWAYS, 2000, None, span="year")
    filled, history = 0, []
    for month in range(10):
        history.append(places(quota, 1, month, filled))
        filled += history[-1]
    assert history == [0, 0, 0, 0, 1, 0, 0, 0, 0, 1]


def test_a_count_is_taken_as_it_is_up_to_the_seats() -> None:
    """Three reserved places of two seats are two; of a year's three, one already filled, two."""
    quota = Quota(ALWAYS, None, 3)
    assert (places(quota, 2), places(quota, 5), places(quota, 5, 4, 1)) == (2, 3, 2)


@st.composite
def competitions(draw: st.DrawFn) -> Competition:
    """Return a competition with many equals, reserves and caps."""
    size = draw(st.integers(0, 9))

    def few(high: int) -> st.SearchStrategy[list[int]]:
        return st.lists(st.integers(0, high), min_size=size, max_size=size)

    lot = draw(st.permutations([(n + 1) / 11 for n in range(size)]))
    whom = few(1).map(lambda values: np.array(values, dtype=np.bool_))
    reserve = st.builds(Reserve, whom, st.integers(0, 4), st.booleans(), st.booleans())
    return replace(
        contest(draw(st.integers(0, 5)), draw(few(3)), (draw(few(2)),), lot),
        reserves=tuple(draw(st.lists(reserve, max_size=2))),
        caps=tuple(draw(st.lists(st.builds(Cap, whom, st.integers(0, 3)), max_size=2))),
    )


def _reordered(competition: Competition, order: list[int]) -> Competition:
    return replace(
        competition,
        people=competition.people[order],
        score=competition.score[order],
        lot=competition.lot[order],
        ties=tuple(tie[order] for tie in competition.ties),
        reserves=tuple(replace(r, whom=r.whom[order]) for r in competition.reserves),
        caps=tuple(replace(c, whom=c.whom[order]) for c in competition.caps),
    )


def _winners(competition: Competition, result: Allocation) -> list[int]:
    return [int(competition.people[n]) if n >= 0 else -1 for n in result.winner]


@given(competitions(), st.data())
def test_the_order_of_rows_decides_nothing(competition: Competition, data: st.DataObject) -> None:
    """The same candidates in another order win the same seats."""
    order = data.draw(st.permutations(range(len(competition.people))))
    other = _reordered(competition, order)
    first, second = allocate(competition), allocate(other)
    assert _winners(competition, first) == _winners(other, second)
    assert first.lots_used == second.lots_used
    assert first.rank[order].tolist() == second.rank.tolist()


@given(competitions())
def test_seats_caps_and_candidates_are_never_exceeded(competition: Competition) -> None:
    """Nobody wins twice, no seat is given twice, no cap is broken, and all are accounted for."""
    result = allocate(competition)
    winners = [n for n in result.winner.tolist() if n >= 0]
    assert len(winners) == len(set(winners)) == int(result.won.sum()) <= competition.seats
    assert all(cap.whom[result.won].sum() <= cap.places for cap in competition.caps)
    assert (result.won ^ result.outranked).all()
    assert not (result.by_lot & ~result.won).any()


@given(competitions())
def test_without_quotas_no_loser_is_ahead_of_a_winner(competition: Competition) -> None:
    """Every winner's rank is before every loser's, and no seat stays empty while some wait."""
    plain = replace(competition, reserves=(), caps=())
    result = allocate(plain)
    won = int(result.won.sum())
    assert won == min(plain.seats, len(plain.people))
    assert sorted(result.rank[result.won].tolist()) == list(range(1, won + 1))


@given(competitions())
def test_the_lot_decides_exactly_where_other_lots_would_change_the_winners(
    competition: Competition,
) -> None:
    """Without quotas: reversing the lots changes who wins only where by_lot says so."""
    plain = replace(competition, reserves=(), caps=())
    reversed_lots = replace(plain, lot=1 - plain.lot)
    one, other = allocate(plain), allocate(reversed_lots)
    sure = one.won & ~one.by_lot
    assert (other.won[sure]).all()
    assert one.lots_used == other.lots_used
