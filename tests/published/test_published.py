"""Published results, reduced to what a few seconds can show; `make validate` shows them in full."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from policy_sim.simulation.simulate import simulate
from policy_sim.study.arms import Arm
from policy_sim.study.loading import load_scenario
from policy_sim.study.replication import world_of
from policy_sim.study.scenario import Scenario
from policy_sim.study.start import start_of
from policy_sim.study.tasks import Kind, Task
from policy_sim.study.terms import settle

FOLDER = Path(__file__).parents[2] / "scenarios" / "published"
EVERY = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def study(name: str) -> Scenario:
    """Return a scenario of the folder."""
    return load_scenario(FOLDER / f"{name}.yaml")


@cache
def outcomes(name: str, practice: str, years: int, people: int) -> pd.Series:
    """Return the outcomes of one arm by outcome, group and year, counted from 1."""
    scenario = study(name)
    asked = {"years": years, "people": people, "ledger": "none", "replications": 2}
    terms = settle(scenario, asked)
    arm = Arm(scenario.grid.baseline.law, practice)
    start = start_of(scenario, terms, 1)
    task = Task(Kind.REPLICATION, 1)
    frame = simulate(world_of(scenario, terms, task, (arm, start, None)), 12 * years).outcomes
    years_counted = pd.to_datetime(frame["date"]).dt.year - scenario.stated.start.year + 1
    return frame.assign(year=years_counted).set_index(["outcome", "group", "year"])["value"]


def yearly(name: str, practice: str, size: tuple[int, int], outcome: str, group: str) -> np.ndarray:
    """Return one outcome of an arm, year by year, for so many (years, people)."""
    return outcomes(name, practice, *size)[outcome][group].to_numpy()


@pytest.mark.parametrize("name", EVERY)
def test_every_published_study_is_sound_and_states_its_source(name: str) -> None:
    """Each loads without a finding, and names what it is held against."""
    scenario = study(name)
    assert scenario.findings == ()
    assert scenario.facts
    assert all(fact.evidence for fact in scenario.facts)


PINNED = {
    "peter-principle": {"best": 60.94, "worst": 82.22},
    "common-sense": {"best": 78.80, "worst": 66.18},
}
"""The asymptotic efficiency of the pinned variant, in per cent."""


@pytest.mark.parametrize("name", PINNED)
@pytest.mark.parametrize("practice", ["best", "worst"])
def test_promoting_the_best_pays_under_common_sense_alone(name: str, practice: str) -> None:
    """One organisation over 90 years comes close to the efficiency of many over centuries."""
    late = yearly(name, practice, (90, 160), "efficiency", "all")[60:]
    assert late.mean() == pytest.approx(PINNED[name][practice], abs=5.0)


FLOWS = {
    "push-constant": {1: (470, 315, 210), 5: (416.807, 323.9415, 248.691)},
    "push-fixed": {1: (475, 315, 210), 10: (405.6314, 315.3182, 279.0504)},
}


@pytest.mark.parametrize("name", FLOWS)
def test_push_flows_move_as_the_closed_form_says(name: str) -> None:
    """The structure after some years, within four standard deviations of so many people."""
    for year, expected in FLOWS[name].items():
        for grade, people in enumerate(expected, 1):
            found = yearly(name, "as-written", (10, 20_000), "headcount", f"grade=grade_{grade}")
            assert found[year - 1] == pytest.approx(20 * people, abs=4 * np.sqrt(20 * people))


def test_a_fixed_total_is_one() -> None:
    """Whoever leaves is replaced at once, so that there are as many people as at the start."""
    size = (10, 20_000)
    assert set(yearly("push-fixed", "as-written", size, "headcount", "all")) == {20_000}
    hires = yearly("push-fixed", "as-written", size, "hires", "all")
    assert (hires == yearly("push-fixed", "as-written", size, "exits", "all")).all()


def test_a_constant_intake_is_so_many_whatever_the_need() -> None:
    """120 newcomers a year for a thousand places, in proportion to the people simulated."""
    assert set(yearly("push-constant", "as-written", (10, 20_000), "hires", "all")) == {2_400}


@pytest.mark.parametrize("practice", ["merit", "random", "seniority", "patronage"])
def test_moves_in_a_pyramid_follow_from_departures_whoever_is_promoted(practice: str) -> None:
    """Hires, rises at each level and the chain are exact against the departures that there were."""
    size = (12, 4_000)

    def seen(outcome: str, group: str = "all") -> np.ndarray:
        return yearly("pull-pyramid", practice, size, outcome, group)

    at_or_above = np.zeros(size[0])
    for level in range(1, 6):
        at_or_above = at_or_above + seen("exits", f"office=level_{level}")
        assert (seen("rises_in_office", f"office=level_{level}") == at_or_above).all()
    assert (seen("hires") == seen("exits")).all()
    moves = seen("rises_in_office") + seen("hires")
    assert seen("vacancy_chain") == pytest.approx(moves / seen("exits"))


def test_who_leaves_does_not_hang_on_who_is_promoted() -> None:
    """The same people leave in every arm, as many of them: promotion changes nobody's hazard."""
    first, *others = (
        yearly("pull-pyramid", practice, (12, 4_000), "exits", "all")
        for practice in ("merit", "random", "seniority", "patronage")
    )
    assert all((other == first).all() for other in others)
