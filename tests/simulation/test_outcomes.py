"""Outcomes: declared with their formulas, entered once a year, and adding up over groups."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from policy_sim.policy.ast import Const
from policy_sim.policy.rule import Effect
from policy_sim.simulation.books.yearbook import Yearbook
from policy_sim.simulation.departures import leave
from policy_sim.simulation.measures.groups import Grouping, grouping
from policy_sim.simulation.measures.outcome import Better, Tally
from policy_sim.simulation.measures.unit_service import unfilled_places
from policy_sim.simulation.measures.year_end import YearEnd, ratio
from policy_sim.simulation.outcomes import OUTCOMES, Outcomes, Settings
from policy_sim.simulation.pay import Pay
from policy_sim.simulation.pay import Settings as PaySettings
from policy_sim.simulation.service import Service
from policy_sim.simulation.service import Settings as ServiceSettings
from policy_sim.simulation.state import State
from small_office import MONEY, rule, started, state_of, workforce

SIZE = 600
COUNTS = ("headcount", "hires", "exits", "promotions", "appointments", "pay_bill")
BASIC = rule("basic", "pay", Effect("pay", Const(MONEY, 100)))


def many(size: int = SIZE) -> State:
    """Return a random office in which half of the people lead (nobody asks how)."""
    source = np.random.default_rng(10)
    record = {
        "unit": source.integers(0, 3, size),
        "family": source.integers(0, 2, size),
        "zone": source.integers(0, 2, size),
        "sex": source.integers(0, 2, size),
        "grade": source.integers(0, 3, size),
    }
    truth = {name: source.standard_normal(size) for name in ("ability", "leadership")}
    return state_of(workforce(size, record, truth), BASIC)


def a_year(state: State) -> pd.DataFrame:
    """Let a year pass with service, pay and outcomes, some movements, and return the yearbook."""
    calendar = started(
        state, Outcomes(Settings()), Service(ServiceSettings()), Pay(PaySettings(budget=10**7))
    )
    calendar.run(6)
    people = state.people
    state.flows.count("hired", people.record, np.arange(0, 50))
    state.flows.count("promoted", people.record, np.arange(20, 90))
    state.flows.count("appointed", people.record, np.arange(10, 60))
    leave(state, {"retired": np.arange(SIZE) < 20, "died": np.arange(SIZE) >= SIZE - 5})
    calendar.run(6)
    return state.yearbook.frame()


@pytest.fixture(scope="module")
def book() -> pd.DataFrame:
    """The yearbook of one year."""
    return a_year(many())


def value(book: pd.DataFrame, outcome: str, group: str = "all") -> float:
    """Return one value of the yearbook."""
    rows = book[(book["outcome"] == outcome) & (book["group"] == group)]
    return float(rows["value"].iloc[0])


@pytest.mark.parametrize("outcome", COUNTS)
@pytest.mark.parametrize("by", ["family", "zone", "sex"])
def test_groups_add_up(book: pd.DataFrame, outcome: str, by: str) -> None:
    """What is counted, and what is paid, is the sum over the values of every grouping."""
    parts = book[(book["outcome"] == outcome) & book["group"].str.startswith(f"{by}=")]
    assert len(parts) == 2
    assert parts["value"].sum() == value(book, outcome)


def test_counts_are_right(book: pd.DataFrame) -> None:
    """Twenty retired and five died of six hundred; the reasons add up to the exits."""
    assert value(book, "exits") == 25
    assert value(book, "exits", "reason=retired") == 20
    assert value(book, "exits", "reason=died") == 5
    assert value(book, "headcount") == SIZE - 25
    assert value(book, "hires") == 50
    assert value(book, "promotions") == 70
    assert value(book, "pay_bill") == 100 * (SIZE * 6 + (SIZE - 25) * 6)


def test_where_nobody_writes_down_ages_there_are_none(book: pd.DataFrame) -> None:
    """A vocabulary without ages has neither their mean nor people by decade."""
    assert not (book["outcome"] == "mean_age").any()
    assert not book["group"].str.startswith("age=").any()


def test_posts_and_places_are_counted_by_unit(book: pd.DataFrame) -> None:
    """Two posts stood empty all year, both in the core zone."""
    assert value(book, "vacancies") == 2
    assert value(book, "leaderless_months") == 24
    assert value(book, "leaderless_months", "zone=core") == 24
    assert value(book, "leaderless_months", "zone=outer") == 0
    assert "family=clerk" not in set(book[book["outcome"] == "vacancies"]["group"])


def test_the_book_is_dated_and_in_canonical_order(book: pd.DataFrame) -> None:
    """One date, 31 December; rows ascend by outcome and group; nothing is given twice."""
    assert set(book["date"]) == {date(2026, 12, 31)}
    keys = list(zip(book["outcome"], book["group"], strict=True))
    assert keys == sorted(set(keys))
    assert book["value"].notna().all()


def test_unfilled_places_do_not_net_supernumeraries_elsewhere() -> None:
    """Five clerks in unit 0 fill its two places; unit 2 still lacks both teachers."""
    year = YearEnd(state_of(workforce(5)))
    by_family = unfilled_places(year, grouping(year.people, "family"))
    assert by_family.tolist() == [1, 3]
    assert unfilled_places(year, grouping(year.people, "")).tolist() == [4]


def leading(leadership: list[float], grade: list[int], holders: int) -> YearEnd:
    """Return a year's end at which the first *holders* people hold a post."""
    size = len(leadership)
    people = workforce(
        size,
        {"grade": grade, "sex": [i % 2 for i in range(size)]},
        {"leadership": leadership},
    )
    state = state_of(people)
    people.post[:holders] = 0
    return YearEnd(state)


def test_the_right_person_leads_better_than_the_median_of_equals() -> None:
    """Forty holders among eighty equals: the better forty are right, the worse are not."""
    levels = [float(i) for i in range(80)]
    best = leading(levels[::-1], [0] * 80, 40)
    worst = leading(levels, [0] * 80, 40)
    assert everybody(best, "right_person_in_post") == [100.0]
    assert everybody(worst, "right_person_in_post") == [0.0]


def test_equals_are_people_of_the_same_grade() -> None:
    """Holders of a high grade are compared with each other, not with the whole office."""
    levels = [float(i) for i in range(40)] + [-100.0] * 40
    year = leading(levels, [1] * 40 + [0] * 40, 40)
    assert everybody(year, "right_person_in_post") == [50.0]


def everybody(year: YearEnd, outcome: str) -> list[float]:
    """Return an outcome for everybody."""
    return OUTCOMES[outcome].measure(year, grouping(year.people, "")).tolist()


def shares(year: YearEnd, by: str) -> list[float]:
    """Return the share of the holders of office in each part, in per cent."""
    return OUTCOMES["share_of_offices"].measure(year, grouping(year.people, by)).tolist()


def test_offices_are_shared_out_by_group() -> None:
    """Every other one of forty holders is a woman; of everybody there is no share."""
    year = leading([0.0] * 60, [0] * 60, 40)
    assert shares(year, "sex") == [50.0, 50.0]
    assert np.isnan(everybody(year, "share_of_offices")[0])


def test_no_ratio_of_too_few_cases() -> None:
    """With 29 holders no share is given, with 30 it is."""
    assert np.isnan(shares(leading([0.0] * 60, [0] * 60, 29), "sex")).all()
    assert shares(leading([0.0] * 60, [0] * 60, 30), "sex") == [50.0, 50.0]
    assert np.isnan(ratio(np.array([3]), np.array([29]))[0])


def test_means_are_of_the_people_asked_about() -> None:
    """Leadership in office is that of holders; ability is everyone's."""
    year = leading([2.0] * 40 + [-1.0] * 40, [0] * 80, 40)
    assert everybody(year, "leadership_in_office") == pytest.approx([2.0])
    assert everybody(year, "mean_ability") == pytest.approx([0.0])


def test_the_spread_of_promotion_times() -> None:
    """Twenty after 24 months and twenty after 48: an SD of 12 months."""
    state = state_of(workforce(40))
    rows, months = np.arange(40), np.array([24, 48] * 20)
    state.flows.count("promoted", state.people.record, rows)
    state.flows.add("promotion_months", state.people.record, rows, months)
    state.flows.add("promotion_months_squared", state.people.record, rows, months**2)
    assert everybody(YearEnd(state), "promotion_time_spread") == pytest.approx([12.0])


def test_deviation_is_a_share_of_appointments() -> None:
    """Nine of thirty-six appointments out of order are a quarter."""
    state = state_of(workforce(36))
    state.flows.count("appointed", state.people.record, np.arange(36))
    state.flows.count("out_of_order", state.people.record, np.arange(9))
    assert everybody(YearEnd(state), "deviation_share") == [25.0]


def test_every_outcome_says_what_it_is() -> None:
    """Name, unit, direction, tally and formula are declared; money and posts add up as flows."""
    for name, outcome in OUTCOMES.items():
        assert outcome.name == name
        assert outcome.unit
        assert len(outcome.formula) > 20
        assert outcome.better in Better
        assert outcome.kind in Tally
    flows = {name for name, outcome in OUTCOMES.items() if outcome.kind is Tally.FLOW}
    assert {"pay_bill", "leaderless_months", "exits"} <= flows
    assert not OUTCOMES["right_person_in_post"].end


def test_groups_are_named_by_attribute_and_word() -> None:
    """A label in a report says both what people are parted by and the part."""
    people = workforce(2, {"sex": [0, 1]})
    assert grouping(people, "sex").labels == ("sex=f", "sex=m")
    assert grouping(people, "").labels == ("all",)
    assert isinstance(grouping(people, "zone"), Grouping)


def test_the_yearbook_leaves_out_what_has_no_value() -> None:
    """Not a number is not entered; an empty book is an empty table."""
    book = Yearbook()
    assert book.frame().empty
    book.enter(date(2026, 12, 31), "x", "all", float("nan"))
    book.enter(date(2026, 12, 31), "x", "all", 1)
    assert book.frame()["value"].tolist() == [1.0]
