"""Steps of a year: all business at once, hazards of a year, counters that move by twelve."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from policy_sim.simulation.calendar import Calendar, Phase
from policy_sim.simulation.hazards import Hazard, Measure, monthly_probability
from policy_sim.simulation.simulate import World, simulate
from policy_sim.simulation.systems import MODULES, YEARLY
from pyramid_world import EXITS, RECRUITMENT, pyramid_world, system
from small_office import REGISTER

HAZARD = Hazard(assumption="leaving", measure=Measure.PROBABILITY)
RISING = (
    system("appointment", "months: [7]"),
    system("exits", EXITS),
    system("recruitment", RECRUITMENT),
    system("outcomes"),
    system("service"),
)


def yearly_world(**changed: object) -> World:
    """Return the small pyramid in steps of a year."""
    register = {**REGISTER, "examination_validity": 0.5, "resignation_rate": 0.04, "leaving": 0.05}
    told = {"step": 12, "systems": RISING, "register": register} | changed
    return pyramid_world(**told)  # type: ignore[arg-type]


def test_everything_of_a_year_is_done_at_its_beginning() -> None:
    """Whatever months are asked for, and whatever day falls between two steps."""
    seen: list[tuple[int, str]] = []
    calendar = Calendar(24_000, 12)
    for name, months in (("june", [6]), ("always", range(1, 13))):
        act = lambda name=name: seen.append((calendar.month, name))  # noqa: E731
        calendar.of(name).every(Phase.EXITS, act, months)
    calendar.of("once").at(24_005, Phase.LAW, lambda: seen.append((calendar.month, "once")))
    calendar.run(25)
    assert seen == [
        (24_000, "always"),
        (24_000, "june"),
        (24_012, "once"),
        (24_012, "always"),
        (24_012, "june"),
        (24_024, "always"),
        (24_024, "june"),
    ]


def test_a_yearly_probability_is_that_of_the_year() -> None:
    """In steps of a year 5 % are struck; twelve months of the monthly hazard come to the same."""
    rows = np.arange(3)
    year = monthly_probability(HAZARD, yearly_world().state(), rows)
    month = monthly_probability(HAZARD, yearly_world(step=1).state(), rows)
    assert year == pytest.approx(0.05)
    assert 1 - (1 - month) ** 12 == pytest.approx(0.05)


def test_what_counts_months_moves_by_twelve() -> None:
    """Who stays is a year older after a year, and has served a year more."""
    before = yearly_world().state().people
    after = simulate(yearly_world(), 24).state.people
    kept = np.isin(before.ids, after.ids)
    rows = after.rows_of(before.ids[kept])
    assert (after.record["age"][rows] == before.record["age"][kept] + 24).all()
    assert (after.record["service"][rows] == before.record["service"][kept] + 24).all()


def test_a_vacant_post_is_vacant_for_twelve_months() -> None:
    """Where nothing is filled, a post left on 1 January counts for the whole year."""
    systems = tuple(s for s in RISING if s.name not in ("appointment", "recruitment"))
    outcomes = simulate(yearly_world(systems=systems), 24).outcomes
    rows = outcomes[outcomes["group"] == "all"].set_index(["outcome", "date"])["value"]
    pd.testing.assert_series_equal(
        rows["leaderless_months"], 12 * rows["vacancies"], check_names=False
    )


def test_a_lead_of_a_year_is_met_by_a_round_before_the_start() -> None:
    """Newcomers arrive in the first step although their places were opened a year before."""
    text = RECRUITMENT.replace("lead: 6 months", "lead: 12 months")
    world = yearly_world()
    world.people.drop(np.arange(world.people.size) % 3 == 2)
    world.people.post[:] = -1
    systems = (system("recruitment", text), system("outcomes"))
    outcomes = simulate(yearly_world(systems=systems, people=world.people), 12).outcomes
    hires = outcomes[(outcomes["outcome"] == "hires") & (outcomes["group"] == "all")]
    assert hires["value"].tolist() == [hires["value"].max()]


def test_the_appraisal_of_a_year_is_on_record_when_the_next_begins() -> None:
    """Whoever came to a level this year is judged by it in the next, newcomers too."""
    text = "scores: {performance: {of: ability, reliability: seen}}"
    register = {**REGISTER, "seen": 1.0, "examination_validity": 0.5, "resignation_rate": 0.04}
    world = yearly_world(systems=(*RISING, system("appraisal", text)), register=register)
    people = simulate(world, 12).state.people
    points = REGISTER["score_mean"] + REGISTER["score_spread"] * people.truth["ability"]
    assert people.record["performance"] == pytest.approx(10 * points, abs=0.51)


def test_systems_that_can_go_in_steps_of_a_year_exist() -> None:
    """No name is misspelt."""
    assert set(MODULES) >= YEARLY
