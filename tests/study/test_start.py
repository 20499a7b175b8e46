from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from harbour_pages import harbour
from policy_sim.errors import ScenarioError
from policy_sim.simulation.entry.staffing import staff
from policy_sim.simulation.pay import Pay
from policy_sim.study.loading import load_scenario
from policy_sim.study.scenario import Scenario
from policy_sim.study.start import Start, frozen, start_of
from policy_sim.study.terms import settle
from small_study import SMALL, altered


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The small study."""
    return load_scenario(SMALL)


@pytest.fixture(scope="module")
def start(scenario: Scenario) -> Start:
    """The start of its first replication."""
    return start_of(scenario, settle(scenario, {}), 0)


def test_a_frozen_law_is_the_law_of_one_day_for_all_time(scenario: Scenario) -> None:
    """The history knows neither earlier law nor the reform to come."""
    law = scenario.laws["merit"]
    assert len(law.vintages) > 2
    still = frozen(law, date(2026, 1, 1))
    for day in (date(1996, 1, 1), date(2026, 1, 1), date(2050, 1, 1)):
        assert still.on(day).key == law.on(date(2026, 1, 1)).key
    assert law.on(date(2027, 1, 1)).key != still.on(date(2027, 1, 1)).key


def test_the_start_has_the_people_asked_for(scenario: Scenario, start: Start) -> None:
    """Three hundred people are there, in every kind of employment, with ids in order."""
    assert start.people.size == 300
    assert (np.diff(start.people.ids) > 0).all()
    assert set(np.unique(start.people.record["employment"])) == {0, 1, 2}


def test_a_history_that_nobody_outlives_is_refused(tmp_path: Path) -> None:
    """Whoever is a year old has to go: after ten years there is nobody to begin the study with."""
    path = harbour(tmp_path)
    altered(tmp_path / "policies" / "harbour" / "rules.yaml", ("age >= 60 years", "age >= 1 year"))
    scenario = load_scenario(path)
    with pytest.raises(ScenarioError) as raised:
        start_of(scenario, settle(scenario, {"people": 40}), 0)
    (finding,) = raised.value.findings
    assert (finding.code, finding.values["seen"]) == ("history-leaves-nobody", "staff")
    assert finding.where.file == str(path)


def test_the_start_fits_its_margins(start: Start) -> None:
    """Three hundred people hit the published margins to within a few heads."""
    assert max(abs(cell.achieved - cell.target) for cell in start.fit.cells) <= 8
    assert len(start.fit.cells) > 10


def test_people_posts_and_budget_scale_together(scenario: Scenario) -> None:
    """Twice the people have about twice the places and twice the money."""
    small, large = (
        start_of(scenario, settle(scenario, {"people": people}), 0) for people in (400, 800)
    )
    assert large.people.size == 2 * small.people.size
    places = [int(s.organisation.establishment.sum()) for s in (small, large)]
    assert places[1] == pytest.approx(2 * places[0], rel=0.05)
    budgets = [next(s.settings.budget for s in made.systems if isinstance(s, Pay))
               for made in (small, large)]  # fmt: skip
    assert budgets[1] == pytest.approx(2 * budgets[0], abs=1)
    full = next(s.settings.budget for s in scenario.systems if isinstance(s, Pay))
    assert budgets[0] == round(full * Fraction(400, scenario.profile.people))


def test_the_same_start_is_made_again(scenario: Scenario, start: Start) -> None:
    """A start is a function of scenario, terms and replication: no arm can change it."""
    again = start_of(scenario, settle(scenario, {}), 0).people
    assert np.array_equal(again.keys, start.people.keys)
    for name, column in start.people.record.items():
        assert np.array_equal(column, again.record[name]), name
    for name, trait in start.people.truth.items():
        assert np.array_equal(trait, again.truth[name]), name


def test_the_length_of_the_study_does_not_change_its_start(
    scenario: Scenario, start: Start
) -> None:
    """Years, replications, engine and ledger are no part of the start."""
    terms = settle(scenario, {"years": 1, "replications": 9, "engine": "durable"})
    assert np.array_equal(start_of(scenario, terms, 0).people.truth["ability"],
                          start.people.truth["ability"])  # fmt: skip


def test_people_have_lived_through_the_history(start: Start) -> None:
    """Those with a history have careers made by the rules: promotions with dates before today."""
    entries = start.people.history.trails["promoted"].entries
    assert len(entries.day) > 50
    assert entries.day.max() < date(2026, 1, 1).toordinal()
    assert (start.people.history.periods["predikat"].known > 0).mean() > 0.3


def test_nobody_holds_a_post_twice(start: Start) -> None:
    """Each post has at most one holder, and posts exist in the organisation."""
    held = start.people.post[start.people.post >= 0]
    assert len(held) == len(np.unique(held))
    assert held.max(initial=0) < start.organisation.posts
    units, families = start.organisation.establishment.shape
    assert staff(start.people, (units, families)).sum() == start.people.size - len(held)
