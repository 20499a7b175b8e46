"""Three years of a small Medan: money and heads are conserved through every system together."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from policy_sim.chance import Chance
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.study.loading import load_scenario
from policy_sim.study.start import start_of
from policy_sim.study.terms import settle
from small_study import SMALL

COUNTS = ("appointments", "exits", "headcount", "hires", "pay_bill", "promotions")
GROUPS = ("employment", "family", "sex", "zone")


@pytest.fixture(scope="module")
def lived() -> Record:
    """The baseline arm of the small study, three years long."""
    scenario = load_scenario(SMALL)
    start = start_of(scenario, settle(scenario, {}), 0)
    world = World(
        people=start.people,
        organisation=start.organisation,
        law=scenario.laws["in-force"],
        practice=scenario.practices["seniority"],
        systems=start.systems,
        engine=ColumnarEngine(),
        chance=Chance(1, 0),
        register=scenario.register,
        start=scenario.stated.start,
        groups=GROUPS,
    )
    return simulate(world, 36)


def values(lived: Record, outcome: str, group: str = "all") -> pd.Series:
    """Return an outcome of a group, by date."""
    rows = lived.outcomes[lived.outcomes["outcome"] == outcome]
    return rows[rows["group"] == group].set_index("date")["value"]


@pytest.mark.whole_run
def test_money_paid_is_the_sum_of_spells(lived: Record) -> None:
    """Three years of bills are the money of all spells, to the rupiah."""
    assert sum(map(int, values(lived, "pay_bill"))) == lived.spells.money > 0


@pytest.mark.whole_run
def test_nobody_is_paid_twice_for_one_element_at_one_time(lived: Record) -> None:
    """Spells of one person and element follow each other and never overlap."""
    spells = lived.spells
    frame = pd.DataFrame(
        {name: getattr(spells, name) for name in ("person", "element", "since", "until")}
    ).sort_values(["person", "element", "since"])
    before = frame.groupby(["person", "element"])["until"].shift()
    assert (frame["since"] < frame["until"]).all()
    assert not (frame["since"] < before).any()


@pytest.mark.whole_run
@pytest.mark.parametrize("outcome", COUNTS)
@pytest.mark.parametrize("by", GROUPS)
def test_groups_add_up(lived: Record, outcome: str, by: str) -> None:
    """What is counted is the sum over the values of every grouping, every year."""
    rows = lived.outcomes[lived.outcomes["outcome"] == outcome]
    parts = rows[rows["group"].str.startswith(f"{by}=")].groupby("date")["value"].sum()
    assert parts.tolist() == values(lived, outcome).tolist()


@pytest.mark.whole_run
def test_heads_of_one_year_are_those_of_the_last_with_hires_less_exits(lived: Record) -> None:
    """The headcount moves by exactly those who came and went."""
    heads, hires, exits = (values(lived, name) for name in ("headcount", "hires", "exits"))
    moved = heads.diff().dropna()
    assert moved.tolist() == (hires - exits)[1:].tolist()


@pytest.mark.whole_run
def test_the_book_holds_only_declared_outcomes_at_year_ends(lived: Record) -> None:
    """Three dates, known names, and the study's primary outcomes among them."""
    assert set(lived.outcomes["date"]) == {date(year, 12, 31) for year in (2026, 2027, 2028)}
    assert set(lived.outcomes["outcome"]) <= set(OUTCOMES)
    for primary in ("service_quality", "leaderless_months", "personnel_share"):
        assert len(values(lived, primary)) == 3


@pytest.mark.whole_run
def test_service_of_the_whole_lies_between_that_of_its_parts(lived: Record) -> None:
    """A weighted mean of the zones, and of the families."""
    whole = values(lived, "service_quality")
    for by in ("zone", "family"):
        rows = lived.outcomes[lived.outcomes["outcome"] == "service_quality"]
        parts = rows[rows["group"].str.startswith(f"{by}=")].groupby("date")["value"]
        assert ((parts.min() <= whole) & (whole <= parts.max())).all()
