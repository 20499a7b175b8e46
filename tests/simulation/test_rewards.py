"""Rewards: who is given an award, what it costs, and what it does to those who have it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.policy.ast import ALWAYS, Column, Compare, Condition, Const
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Effect, Quota, Rule, Selection
from policy_sim.policy.values import Kind, Scale, ValueType
from policy_sim.policy.vocabulary import Event
from policy_sim.simulation.books.ledger import Keeping, Ledger
from policy_sim.simulation.measures.groups import grouping
from policy_sim.simulation.measures.rewards import awards, medals, reward_cost
from policy_sim.simulation.measures.year_end import YearEnd
from policy_sim.simulation.rewards import Rewards, Settings, _affordable
from policy_sim.simulation.state import State
from small_office import MONEY, MONTH, MONTHS, POINTS, started, state_of, vocabulary, workforce

AWARD = ValueType(Kind.ORDERED, 0, 2, scale=Scale("awards", ("none", "praise", "medal"), (0, 1, 2)))
PRAISE, MEDAL = Const(AWARD, 1), Const(AWARD, 2)
REGISTER = {"award_motivation": 0.2, "medal_motivation": 0.05}
AUGUST = 8


def selection(count: int) -> Selection:
    """Return a competition for so many places, won by performance."""
    return Selection(
        rank_by=Column(POINTS, "performance"), caps=(Quota(ALWAYS, share=None, count=count),)
    )


def praise(count: int, money: int = 0) -> Rule:
    """Return a rule that gives the best *count* an award, with *money* if there is any."""
    effects = [Effect("award", PRAISE)]
    if money:
        effects.append(Effect("pay", Const(MONEY, money)))
    return Rule("praise", "rewards", (), tuple(effects), select=selection(count))


def long_service(months: int) -> Rule:
    """Return a rule that gives a medal to everybody with so many months of service."""
    served: Condition = Compare(Comparison.GE, Column(MONTHS, "service"), Const(MONTHS, months))
    return Rule("long-service", "rewards", (), (Effect("award", MEDAL),), scope=served)


def rewarded(
    *rules: Rule,
    people: int = 4,
    budget: int | None = None,
    months: int = 12,
    rounds: tuple[int, ...] = (AUGUST,),
    **record: list[int],
) -> State:
    """Return a small office after *months* months, with *rounds* of rewards every year."""
    staff = workforce(people, record)
    words = vocabulary()
    staff.vocabulary = type(words)(
        words.attributes, words.scales, words.series, {"award": Event("award", AWARD)}
    )
    staff.history = type(staff.history).empty(staff.vocabulary, people, staff.history.entered)
    state = state_of(staff, *rules, register=REGISTER)
    state.ledger = Ledger(Keeping.ALL)
    started(state, Rewards(Settings(months=rounds, budget=budget))).run(months)
    return state


def outcome(state: State, measure: object) -> float:
    """Return the year's value of a measure, of everybody."""
    value: float = measure(YearEnd(state), grouping(state.people, ""))[0]  # type: ignore[operator]
    return value


def rows(state: State) -> list[tuple[int, str, str, str]]:
    """Return person, rule, law and actual of each row of the ledger."""
    frame = state.ledger.frame()[["person", "rule", "law", "actual"]]
    return [tuple(row) for row in frame.itertuples(index=False)]


def test_the_best_are_awarded_and_the_others_outranked() -> None:
    """Of four, the two who perform best win; the others' rows say so."""
    state = rewarded(praise(2), performance=[700, 900, 800, 600])
    assert outcome(state, awards) == 2
    assert rows(state) == [
        (0, "praise", "outranked", "not_done"),
        (1, "praise", "granted", "done"),
        (2, "praise", "granted", "done"),
        (3, "praise", "outranked", "not_done"),
    ]


def test_a_medal_is_for_everybody_who_qualifies() -> None:
    """Without a competition nobody loses; medals and awards are counted apart."""
    state = rewarded(long_service(120), praise(1), service=[0, 120, 200, 10])
    assert (outcome(state, medals), outcome(state, awards)) == (2, 1)


def test_whoever_has_the_medal_does_not_compete() -> None:
    """The best performer receives the medal, and the award goes to the next."""
    state = rewarded(
        long_service(120), praise(1), service=[150, 0, 0, 0], performance=[900, 800, 700, 600]
    )
    given = [(person, rule) for person, rule, law, _ in rows(state) if law == "granted"]
    assert given == [(0, "long-service"), (1, "praise")]


def test_motivation_rises_for_those_awarded_and_for_nobody_else() -> None:
    """0.2 SD for an award, 0.05 for a medal, nothing for the two who have neither."""
    state = rewarded(
        long_service(120), praise(1), service=[150, 0, 0, 0], performance=[900, 800, 700, 600]
    )
    assert state.people.truth["motivation"].tolist() == pytest.approx([0.05, 0.2, 0.0, 0.0])


def test_an_award_enters_the_record() -> None:
    """What was given can be read by a law afterwards, with its value."""
    state = rewarded(praise(1), performance=[700, 900, 800, 600])
    entries = state.people.history.trails["award"].entries
    assert entries.row.tolist() == [1]
    assert entries.value.tolist() == [1]


def test_the_bonus_is_paid_to_the_winners_only() -> None:
    """Two winners at 50: 100 in the year, however many were eligible."""
    assert outcome(rewarded(praise(2, money=50)), reward_cost) == 100


def test_a_budget_pays_the_best_and_refuses_the_rest() -> None:
    """120 pays two of three bonuses of 50; the third best is refused for want of money."""
    state = rewarded(praise(3, money=50), budget=120, performance=[700, 900, 800, 600])
    assert outcome(state, reward_cost) == 100
    assert [row for row in rows(state) if row[2] in ("granted", "no_budget")] == [
        (0, "praise", "no_budget", "not_done"),
        (1, "praise", "granted", "done"),
        (2, "praise", "granted", "done"),
    ]
    assert state.people.truth["motivation"].tolist() == pytest.approx([0.0, 0.2, 0.2, 0.0])


def test_the_budget_is_the_years() -> None:
    """A second round in the year has what the first has left; the next year begins anew."""
    rule, rounds = praise(1, money=50), (AUGUST, AUGUST + 1)
    assert outcome(rewarded(rule, budget=60, rounds=rounds), reward_cost) == 50
    assert outcome(rewarded(rule, budget=110, rounds=rounds), reward_cost) == 100
    assert outcome(rewarded(rule, budget=60, rounds=rounds, months=24), reward_cost) == 50


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(0, 40))
def test_no_more_is_granted_than_is_left(amounts: list[int], left: int) -> None:
    """Grants are within the budget, free ones always made, and none stands after a refused one."""
    granted = _affordable(np.array(amounts, dtype=np.int64), left)
    paid = np.array(amounts, dtype=np.int64)
    assert int(paid[granted].sum()) <= left
    assert granted[paid == 0].all()
    costly = granted[paid > 0]
    assert not (np.diff(costly.astype(int)) > 0).any()


def test_without_a_budget_all_is_paid() -> None:
    """A scenario that states none grants what the law gives."""
    assert _affordable(np.array([5, 7]), None).all()


def test_rewards_that_are_off_or_not_in_the_law_leave_no_trace() -> None:
    """No rule of rewards: no count, no row, no motivation; outcomes are left out, not zero."""
    state = rewarded()
    assert np.isnan(outcome(state, awards))
    assert np.isnan(outcome(state, reward_cost))
    assert rows(state) == []
    assert not state.people.truth["motivation"].any()


def test_a_month_without_rewards_gives_none() -> None:
    """By July nobody has been awarded yet."""
    assert rows(rewarded(praise(1), months=MONTH % 12 + 7)) == []
