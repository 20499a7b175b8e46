"""Pay: the law's elements add up, month by month, to the money of the spells."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.policy.ast import Column, Compare, Comparison, Const, Product
from policy_sim.policy.law import Effect, Rule
from policy_sim.policy.values import Kind, ValueType
from policy_sim.simulation.measures.groups import grouping
from policy_sim.simulation.measures.money import pay_bill, personnel_share
from policy_sim.simulation.measures.year_end import YearEnd
from policy_sim.simulation.pay import Pay, Settings, elements
from policy_sim.simulation.state import State
from small_office import MONEY, MONTH, MONTHS, rule, started, state_of, workforce

GRADE = ValueType(Kind.ORDERED, 0, 2)

BASIC = rule("basic", "pay", Effect("pay", Const(MONEY, 100)))
BY_GRADE = rule(
    "by-grade", "pay", Effect("pay", Product(MONEY, Column(GRADE, "grade"), Const(MONEY, 7)))
)
EXPERIENCED = rule(
    "experienced",
    "pay",
    Effect("pay", Const(MONEY, 5)),
    scope=Compare(Comparison.GE, Column(MONTHS, "service"), Const(MONTHS, 6)),
)
LAW = (BASIC, BY_GRADE, EXPERIENCED)


def paid(state: State, months: int) -> State:
    """Let *months* months be paid and return the state."""
    started(state, Pay(Settings())).run(months)
    return state


def yearly(state: State, by: str = "") -> list[float]:
    """Return the year's pay bill of each part."""
    return pay_bill(YearEnd(state), grouping(state.people, by)).tolist()


def test_elements_are_rules_and_add_up() -> None:
    """Three rules, three elements; who is out of scope gets nothing of that one."""
    state = state_of(workforce(2, {"grade": [0, 2], "service": [0, 60]}), *LAW)
    amounts = elements(state.decide("pay").decision)
    assert {name: column.tolist() for name, column in amounts.items()} == {
        "basic": [100, 100],
        "by-grade": [0, 14],
        "experienced": [0, 5],
    }
    assert sum(amounts.values()).tolist() == [100, 119]


def test_a_bar_on_pay_stops_all_of_it() -> None:
    """Barred people are paid nothing, and have no spell."""
    bar = Rule(
        "suspended",
        "discipline",
        (),
        scope=Compare(Comparison.EQ, Column(GRADE, "grade"), Const(GRADE, 0)),
        bars=("pay",),
    )
    state = paid(state_of(workforce(2, {"grade": [0, 1]}), *LAW, bar), 1)
    assert set(state.spells.spells(MONTH + 1).person.tolist()) == {1}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12)), min_size=1, max_size=6),
    st.integers(1, 11),
    st.integers(0, 5),
)
def test_the_bill_is_the_money_of_the_spells(
    people: list[tuple[int, int]], months: int, leaver: int
) -> None:
    """Whoever rises in pay, or leaves, in whichever month: bill and spells agree exactly."""
    grades, service = zip(*people, strict=True)
    state = state_of(workforce(len(people), {"grade": grades, "service": service}), *LAW)
    calendar = started(state, Pay(Settings()))
    calendar.run(months)
    state.people.drop(np.arange(state.people.size) == leaver)
    calendar.run(12 - months)
    assert yearly(state) == [state.spells.spells(MONTH + 12).money]


def test_the_bill_by_hand() -> None:
    """A year of 100, and 5 more for the seven months after the first half-year of service."""
    state = paid(state_of(workforce(1, {"service": [1]}), *LAW), 12)
    assert yearly(state) == [12 * 100 + 7 * 5]
    spells = state.spells.spells(MONTH + 12)
    assert len(spells.amount) == 2


def test_groups_share_the_bill() -> None:
    """What is paid to women and to men is what is paid."""
    state = paid(state_of(workforce(3, {"sex": [0, 1, 1], "grade": [0, 1, 2]}), *LAW), 12)
    assert sum(yearly(state, "sex")) == yearly(state)[0]
    assert yearly(state, "sex")[0] == 12 * 105


def test_the_personnel_share_is_the_bill_over_the_budget() -> None:
    """1,260 of 10,000 are 12.6 per cent; without a budget there is no share."""
    state = state_of(workforce(1), *LAW)
    started(state, Pay(Settings(budget=10_000))).run(12)
    whole = grouping(state.people, "")
    assert personnel_share(YearEnd(state), whole).tolist() == pytest.approx([12.6])
    state.budget = 0
    assert np.isnan(personnel_share(YearEnd(state), whole)).all()


def test_the_budget_of_the_study_stands() -> None:
    """A budget that the study has scaled with the people is not overwritten by the setting."""
    state = state_of(workforce(1), *LAW)
    state.budget = 500
    started(state, Pay(Settings(budget=10_000)))
    assert state.budget == 500


def test_without_rules_of_pay_nothing_is_paid() -> None:
    """No element, no spell, and no bill that would look like zero cost."""
    state = paid(state_of(workforce(2)), 12)
    assert state.spells.spells(MONTH + 12).money == 0
    assert np.isnan(yearly(state)).all()
