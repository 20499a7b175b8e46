"""Attendance: who stays away, how long, and what of it is noted."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conduct_world import REGISTER, conduct_law, conduct_people, conduct_world
from policy_sim.chance import Chance
from policy_sim.errors import ScenarioError
from policy_sim.rules.trail import Entries
from policy_sim.simulation.attendance import lengths, workdays_in
from policy_sim.simulation.simulate import Record, simulate
from policy_sim.workforce.table import Workforce
from pyramid_world import system

START = 2026 * 12


def lived(
    months: int = 12,
    size: int = 400,
    people: Workforce | None = None,
    setting: str = "{}",
    seed: int = 4,
    **register: float,
) -> Record:
    """Return so many months of attendance of average people."""
    who = conduct_people(size) if people is None else people
    attendance = system("attendance", setting)
    world = conduct_world(who, attendance, register=register, chance=Chance(seed, 0))
    return simulate(world, months)


def spells(record: Record) -> Entries:
    """Return the absences on record."""
    return record.state.people.history.trails["absence"].entries


def test_spells_are_as_many_as_the_hazard_says() -> None:
    """Half a spell a year of an average person: within four standard errors of a Poisson count."""
    count = sum(len(spells(lived(seed=seed)).row) for seed in range(6))
    expected = 12 * 6 * 400 * (1 - np.exp(-0.5 / 12))
    assert count == pytest.approx(expected, abs=4 * np.sqrt(expected))


def test_lengths_are_geometric() -> None:
    """The mean is as stated, and the share of k days or more is (1 - 1 / mean)^(k - 1)."""
    luck = (np.arange(200_000) + 0.5) / 200_000
    days = lengths(luck, 2.5)
    assert days.min() == 1
    assert days.mean() == pytest.approx(2.5, rel=1e-3)
    for least in (1, 2, 5, 10, 15):
        assert (days >= least).mean() == pytest.approx(0.6 ** (least - 1), abs=1e-4)


@pytest.mark.parametrize("mean", [1.0, 0.4])
def test_a_mean_of_a_day_is_always_a_day(mean: float) -> None:
    """Nobody is absent for less than a day."""
    assert lengths(np.array([0.001, 0.5, 0.999]), mean).tolist() == [1, 1, 1]


@pytest.mark.parametrize(("month", "count"), [(0, 22), (1, 20), (11, 23)])
def test_the_workdays_of_a_month_are_its_mondays_to_fridays(month: int, count: int) -> None:
    """January 2026 has 22, from Thursday the 1st to Friday the 30th."""
    days = [date.fromordinal(int(day)) for day in workdays_in(START + month)]
    assert len(days) == count
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}
    assert {day.month for day in days} == {month + 1}


def test_a_spell_ends_on_a_workday_of_its_month() -> None:
    """Every absence on record lies on a Monday to Friday, within the months simulated."""
    days = [date.fromordinal(int(day)) for day in spells(lived(months=3)).day]
    assert {day.weekday() for day in days} <= {0, 1, 2, 3, 4}
    assert {(day.year, day.month) for day in days} == {(2026, 1), (2026, 2), (2026, 3)}


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**31), mean=st.floats(1.0, 30.0))
def test_spells_of_one_person_never_overlap(seed: int, mean: float) -> None:
    """Between the ends of two spells there are at least the workdays of the later one."""
    record = lived(18, 40, seed=seed, absence_rate=6.0, absence_days=mean)
    entries = spells(record)
    for row in np.unique(entries.row):
        own = entries.row == row
        ends = np.array([date.fromordinal(int(day)) for day in entries.day[own]], "datetime64[D]")
        between = np.busday_count(ends[:-1] + 1, ends[1:] + 1)
        assert (entries.value[own][1:] <= between).all()


def test_nobody_is_absent_before_entering() -> None:
    """Of people who enter on Monday 5 January nobody loses more days than there have been."""
    people = conduct_people(200)
    people.history.entered[:] = date(2026, 1, 5).toordinal()
    entries = spells(lived(1, people=people, absence_rate=50.0, absence_days=15.0))
    ends = np.array([date.fromordinal(int(day)) for day in entries.day], "datetime64[D]")
    served = np.busday_count(np.datetime64("2026-01-05"), ends + 1)
    assert (entries.value <= np.maximum(served, 1)).all()
    assert len(entries.value) > 100


def test_the_willing_and_the_honest_stay_away_less() -> None:
    """One SD more of motivation, or of integrity, multiplies absence by its ratio."""
    size = 3000
    for trait, ratio in (("motivation", 0.6), ("integrity", 0.5)):
        people = conduct_people(2 * size, truth={trait: [0.0] * size + [1.0] * size})
        rows = spells(lived(12, people=people)).row
        low, high = (rows < size).sum(), (rows >= size).sum()
        error = ratio * np.sqrt(1 / low + 1 / high)
        assert high / low == pytest.approx(ratio, abs=4 * error)


def test_what_is_overlooked_is_not_on_record() -> None:
    """Days are lost whether noted or not; at a share of 0 the record stays empty."""
    noted, half, none = (lived(absence_noted=share) for share in (1.0, 0.5, 0.0))
    lost = [r.state.flows.total("absence_days") for r in (noted, half, none)]
    kept = [r.state.flows.total("absence_days_noted") for r in (noted, half, none)]
    assert kept == [int(spells(r).value.sum()) for r in (noted, half, none)]
    assert kept[0] == lost[0]
    assert lost[2] >= lost[0] > kept[1] > kept[2] == 0


def test_the_sanctioned_are_deterred_for_a_year() -> None:
    """At a ratio of 0 nobody who was sanctioned within twelve months is absent again."""
    people = conduct_people(600)
    rows = np.arange(300)
    people.history.record_event("sanction", rows, date(2025, 7, 10), np.ones(300, np.int64))
    entries = spells(lived(14, people=people, absence_rate=3.0, sanction_deterrence=0.0))
    first = min(date.fromordinal(int(day)) for day in entries.day[entries.row < 300])
    assert first >= date(2026, 8, 1)
    assert (entries.row[entries.day < date(2026, 2, 1).toordinal()] >= 300).any()


def test_deterrence_is_a_ratio() -> None:
    """At 0.5 half as many spells end among the sanctioned, within four standard errors."""
    people = conduct_people(4000)
    rows = np.arange(2000)
    people.history.record_event("sanction", rows, date(2026, 1, 1), np.ones(2000, np.int64))
    entries = spells(lived(12, people=people, sanction_deterrence=0.5))
    low, high = (entries.row < 2000).sum(), (entries.row >= 2000).sum()
    assert low / high == pytest.approx(0.5, abs=4 * 0.5 * np.sqrt(1 / low + 1 / high))


def test_the_luck_of_a_person_is_their_own() -> None:
    """Whether somebody is absent does not depend on who else is in service."""
    whole = spells(lived(12, 60))
    some = conduct_people(60).take(np.arange(20, 40))
    alone = spells(lived(12, people=some))
    own = (whole.row >= 20) & (whole.row < 40)
    assert alone.day.tolist() == whole.day[own].tolist()
    assert alone.value.tolist() == whole.value[own].tolist()


def test_names_are_checked() -> None:
    """A wrong event, and a trait that nobody has, are findings; the near name is told."""
    with pytest.raises(ScenarioError) as refused:
        lived(1, setting="{event: absense, deterrent: sanktion}")
    assert [f.values["near"] for f in refused.value.findings] == ["sanction", "absence"]
    with pytest.raises(ScenarioError) as unknown:
        lived(1, setting="{absences: {assumption: r, ratios: [{of: zeal, assumption: r}]}}", r=1.0)
    assert unknown.value.findings[0].code == "unknown-figure"


def test_another_hazard_may_be_stated() -> None:
    """From the document alone: a hazard without ratios, of another size, strikes other people."""
    setting = "{absences: {assumption: other, measure: probability}}"
    count = len(spells(lived(setting=setting, other=0.9)).row)
    assert count > 2 * len(spells(lived()).row)


def test_on_off_and_varied() -> None:
    """Off: absence has no value and everything else is what it was; on: absence alone differs.

    The discipline that reads absences changes what follows from them, and only when it is on.
    """
    law = conduct_law()

    def outcomes(*systems: str, **register: float) -> dict[tuple[str, str], float]:
        people = conduct_people(120, law)
        world = conduct_world(
            people,
            *systems,
            "outcomes",
            "behaviour",
            register={"injustice_motivation": 0.0, "rise_motivation": 0.0, **register},
        )
        frame = simulate(world, 12).outcomes.dropna()
        return {
            (o, g): v
            for o, g, v in zip(frame["outcome"], frame["group"], frame["value"], strict=True)
        }

    off, on = outcomes(), outcomes("attendance")
    own = {key for key in on if key[0].startswith("absence_days")}
    assert len(own) == 2
    assert {key: value for key, value in on.items() if key not in own} == off
    judged = outcomes("attendance", "discipline")
    assert judged["sanctions", "all"] > 0
    assert judged["mean_motivation", "all"] < on["mean_motivation", "all"]
    assert {k: judged[k] for k in own} == {k: on[k] for k in own}
    more = outcomes("attendance", "discipline", absence_rate=2.0)
    assert more["absence_days", "all"] > 2 * on["absence_days", "all"]
    assert more["sanctions", "all"] > judged["sanctions", "all"]
    assert set(REGISTER) >= {"absence_rate"}
