"""Pay: the law's elements add up, month by month, to the money of the spells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.errors import ScenarioError
from policy_sim.policy.ast import Column, Compare, Const, Product, Sum
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Effect, Rule
from policy_sim.policy.values import Kind, ValueType
from policy_sim.policy.vintage import Parameter, Vintage
from policy_sim.policy.vocabulary import Attribute
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.simulation.departures import leave
from policy_sim.simulation.measures.groups import grouping
from policy_sim.simulation.measures.money import pay_bill, personnel_share, personnel_share_gap
from policy_sim.simulation.measures.year_end import YearEnd
from policy_sim.simulation.pay import Pay, Settings, elements
from policy_sim.simulation.state import State
from small_office import (
    MONEY,
    MONTH,
    MONTHS,
    rule,
    started,
    state_of,
    vocabulary,
    workforce,
)

HUNDREDTH = Fraction(1, 100)
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
    leave(state, {"left": np.arange(state.people.size) == leaver})
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


def test_the_gap_to_the_ceiling_of_the_law() -> None:
    """12.6 % of the budget under a ceiling of 10 %: 2.6 points too much; the law may have none."""
    state = state_of(workforce(1), *LAW)
    ceiling = Parameter("most", ((10, 10),), ValueType(Kind.DECIMAL, 0, 100, step=HUNDREDTH), "10%")
    vintage = replace(state.law.vintages[0], parameters={"most": ceiling})
    state.law = replace(state.law, vintages=(vintage,))
    started(state, Pay(Settings(budget=10_000, ceiling="most"))).run(12)
    whole = grouping(state.people, "")
    assert personnel_share_gap(YearEnd(state), whole).tolist() == pytest.approx([2.6])
    assert np.isnan(personnel_share_gap(YearEnd(paid(state_of(workforce(1), *LAW), 12)), whole))


def test_elements_set_apart_do_not_count() -> None:
    """The bill stays 1,260; of the share the 60 for experience are left out."""
    state = state_of(workforce(1), *LAW)
    started(state, Pay(Settings(budget=10_000, apart=("experienced",)))).run(12)
    assert yearly(state) == [1260]
    whole = grouping(state.people, "")
    assert personnel_share(YearEnd(state), whole).tolist() == pytest.approx([12.0])


def test_settings_that_name_nothing_are_answered_with_what_there_is() -> None:
    """A misspelt element and a ceiling that is no share of the law: both at once."""
    state = state_of(workforce(1), *LAW)
    with pytest.raises(ScenarioError) as caught:
        started(state, Pay(Settings(apart=("basics",), ceiling="limit")))
    assert [(f.code, f.values["near"]) for f in caught.value.findings] == [
        ("unknown-element", "basic"),
        ("unknown-share", ""),
    ]


def test_who_moves_to_another_group_takes_the_pay_along() -> None:
    """Half a year as a man and half as a woman: each group has six months of the pay."""
    state = state_of(workforce(2, {"sex": [0, 1]}), BASIC)
    calendar = started(state, Pay(Settings()))
    calendar.run(6)
    state.people.record["sex"][0] = 1
    calendar.run(6)
    assert yearly(state, "sex") == [600, 1800]


def test_a_new_law_is_asked_of_everybody() -> None:
    """From July on the law pays 150 instead of 100, to people to whom nothing has happened."""
    state = state_of(workforce(2), BASIC)
    dearer = rule("basic", "pay", Effect("pay", Const(MONEY, 150)))
    old = state.law.vintages[0]
    new = Vintage(date(2026, 7, 1), None, (dearer,), {}, {}, {})
    state.law = replace(state.law, vintages=(replace(old, ends=new.begins), new))
    assert yearly(paid(state, 12)) == [2 * (6 * 100 + 6 * 150)]


def test_an_increment_that_is_always_due_is_given_every_month() -> None:
    """A law without a waiting time is asked each month, though nothing else has changed."""
    words = vocabulary()
    step = Attribute("pay_step", MONTHS)
    words = replace(words, attributes={**words.attributes, "pay_step": step})
    people = workforce(1)
    people.vocabulary = words
    people.record["pay_step"] = np.zeros(1, np.int16)
    current = Column(MONTHS, "pay_step")
    always = rule(
        "always", "pay", Effect("increment", Sum(MONTHS, ((1, current), (1, Const(MONTHS, 1)))))
    )
    by_step = rule("by-step", "pay", Effect("pay", Product(MONEY, current, Const(MONEY, 1))))
    state = paid(state_of(people, always, by_step), 12)
    assert state.people.record["pay_step"].tolist() == [12]
    assert yearly(state) == [sum(range(1, 13))]


class _ByItself:
    """The columnar engine under another name, so that every person is decided."""

    name = "by itself"
    truths = ColumnarEngine.truths
    survivors = ColumnarEngine.survivors


happening = st.tuples(
    st.integers(0, 11), st.sampled_from(["grade", "service", "sex"]), st.integers(0, 4)
)


@settings(max_examples=25, deadline=None)
@given(st.lists(happening, max_size=12), st.integers(0, 11))
def test_paying_by_tariff_is_deciding_everybody(
    happenings: list[tuple[int, str, int]], leaving: int
) -> None:
    """Whatever happens to whom in which month: the same bill, by group, and the same spells."""
    bills = []
    for engine, forgets in ((ColumnarEngine(), False), (_ByItself(), True)):
        state = state_of(workforce(5, {"grade": [0, 1, 2, 0, 1], "service": range(5)}), *LAW)
        state.engine = engine
        calendar = started(state, Pay(Settings()))
        for month in range(12):
            for when, name, who in happenings:
                if when == month and who < state.people.size:
                    state.people.record[name][who] = (when + who) % 2
            if month == leaving:
                leave(state, {"left": np.arange(state.people.size) == 2})
            if forgets:
                state.payroll.law = None
            calendar.run(1)
        spells = state.spells.spells(MONTH + 12)
        columns = (spells.person, spells.element, spells.since, spells.until, spells.amount)
        rows = sorted(zip(*(column.tolist() for column in columns), strict=True))
        bills.append((yearly(state), yearly(state, "sex"), rows))
    assert bills[0] == bills[1]
