"""Other funding: it raises a programme's budget from a day on, and is told by source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.errors import ScenarioError
from policy_sim.simulation.books.funding import Fund, raised, sources
from policy_sim.simulation.simulate import Record, simulate
from policy_sim.simulation.systems import System
from pyramid_world import system
from training_world import REGISTER, SEWING, school, school_law

COURSE = "sewing: {months: [3], seats: 8, hours: 20, cost: Rp 10, effect: sewing_effect}"


def taught(funding: str, budget: str = "budget: Rp 30, ") -> System:
    """Return the system of training with a budget of three seats and the *funding* stated."""
    return system("training", f"{{courses: {{{COURSE}}}, {budget}funding: {funding}}}")


def lived(
    funding: str, months: int = 12, scale: int = 1, budget: str = "budget: Rp 30, "
) -> Record:
    """Return what a school of eight does with the money."""
    made = taught(funding, budget).scaled(Fraction(scale))  # type: ignore[attr-defined]
    world = school(8, [made, system("outcomes")], school_law(SEWING), register=REGISTER)
    return simulate(world, months)


def values(record: Record) -> Mapping[tuple[int, str, str], float]:
    """Return the outcomes by year, name and group."""
    kept = record.outcomes.dropna()
    return {(row.date.year, row.outcome, row.group): row.value for row in kept.itertuples()}


def test_more_money_pays_for_more_seats() -> None:
    """Three seats of ten rupiah by the own budget, two more by a grant of twenty."""
    assert lived("{}").state.flows.total("training_seats") == 3
    record = lived("{grant: {amount: Rp 20}}")
    assert record.state.flows.total("training_seats") == 5
    rows = record.ledger.query("law == 'no_budget'")
    assert len(rows) == 3
    found = values(record)
    assert found[2026, "funded_elsewhere", "all"] == 20
    assert found[2026, "funded_elsewhere", "source=grant"] == 20


def test_money_comes_from_its_day_on() -> None:
    """A grant from 2027 changes nothing in 2026."""
    found = values(lived("{grant: {amount: Rp 20, begins: 2027-01-01}}", months=24))
    assert found[2026, "training_seats", "all"] == 3
    assert found[2026, "funded_elsewhere", "all"] == 0
    assert found[2027, "training_seats", "all"] == 5
    assert found[2027, "funded_elsewhere", "source=grant"] == 20


def test_the_amount_may_be_a_parameter_of_the_law() -> None:
    """The law's ten rupiah pay for a seat more."""
    assert lived("{grant: {amount: sewing_cost}}").state.flows.total("training_seats") == 4


def test_the_own_budget_is_spent_first_then_one_source_after_the_other() -> None:
    """Of 80 rupiah 30 are the city's, 20 the first source's, and 30 of 100 the second's."""
    found = values(lived("{province: {amount: Rp 20}, donors: {amount: Rp 100}}"))
    assert found[2026, "training_cost", "all"] == 80
    assert found[2026, "funded_elsewhere", "source=province"] == 20
    assert found[2026, "funded_elsewhere", "source=donors"] == 30


def test_without_funding_nothing_is_told_of_sources() -> None:
    """The outcome has no value where no programme has other funding."""
    assert not [key for key in values(lived("{}")) if key[1] == "funded_elsewhere"]


def test_a_fund_of_nothing_changes_nothing() -> None:
    """Zero rupiah more are exactly no money more."""
    without, nothing = lived("{}"), lived("{grant: {amount: Rp 0}}")
    assert nothing.ledger.equals(without.ledger)
    told = {key: v for key, v in values(nothing).items() if key[1] != "funded_elsewhere"}
    assert told == values(without)


def test_money_scales_with_the_place() -> None:
    """A place twice as large has twice the money of each source."""
    assert lived("{grant: {amount: Rp 10}}", scale=2).state.flows.total("training_seats") == 8


def test_without_a_limit_no_other_money_is_needed() -> None:
    """Where every seat is paid for anyway, all is the own money."""
    found = values(lived("{grant: {amount: Rp 20}}", budget=""))
    assert found[2026, "training_seats", "all"] == 8
    assert (2026, "funded_elsewhere", "all") not in found


def test_a_parameter_that_there_is_not_is_a_finding() -> None:
    """It is told with the nearest one, for training and for rewards."""
    with pytest.raises(ScenarioError) as refused:
        lived("{grant: {amount: sewing_cots}}")
    assert [finding.code for finding in refused.value.findings] == ["unknown-parameter"]
    assert "or write the amount itself" in refused.value.findings[0].values["mend"]
    rewards = system("rewards", "{funding: {grant: {amount: sewing_cots}}}")
    with pytest.raises(ScenarioError):
        simulate(school(4, [rewards], school_law(SEWING)), 1)


@given(
    spent=st.integers(0, 500),
    own=st.integers(0, 200),
    others=st.lists(st.integers(0, 200), max_size=4),
)
def test_sources_pay_what_the_own_budget_does_not(spent: int, own: int, others: list[int]) -> None:
    """Together they pay the excess as far as they reach, none more than it gives."""
    given_by = {f"source {number}": amount for number, amount in enumerate(others)}
    paid = dict(sources(spent, own, given_by))
    assert sum(paid.values()) == min(max(spent - own, 0), sum(others))
    assert all(0 <= paid[name] <= given_by[name] for name in given_by)


def test_what_a_source_gives_follows_its_day() -> None:
    """By hand, on the day before, the day itself and at another scale."""
    funds = {"grant": Fund.model_construct(amount=7, begins=date(2027, 7, 1))}
    (law,) = school_law(SEWING).vintages
    assert raised(funds, law, date(2027, 6, 30), Fraction(1)) == {"grant": 0}
    assert raised(funds, law, date(2027, 7, 1), Fraction(1)) == {"grant": 7}
    assert raised(funds, law, date(2028, 1, 1), Fraction(1, 2)) == {"grant": 4}
