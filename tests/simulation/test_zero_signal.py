"""Merit wins by what records say, not by construction: without signal no order serves better."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from policy_sim.chance import Chance
from policy_sim.simulation.practices.practice import AS_WRITTEN, Order, Practice
from policy_sim.simulation.simulate import simulate
from policy_sim.study.statistics import holm, paired
from pyramid_world import (
    all_systems,
    pyramid_law,
    pyramid_organisation,
    pyramid_world,
    settled,
    system,
)
from small_office import REGISTER

YEARS = 3
REPLICATIONS = 20
LAW = pyramid_law()

PRACTICES = {
    "merit": AS_WRITTEN,  # the pyramid's law ranks by the performance on record
    "seniority": Practice(order=Order(share=1, by="service")),
    "lottery": Practice(order=Order(share=1, by="lottery")),
    "oracle": Practice(order=Order(share=1, by="oracle")),
}

SYSTEMS = (
    *all_systems(),
    *(system(name) for name in ("appraisal", "outcomes", "service")),
)


@cache
def service_of(practice: str, replication: int) -> float:
    """Return the mean service of the years under *practice*, where records say nothing."""
    organisation = pyramid_organisation(units=6, places=60)
    people = settled(organisation, LAW, seed=replication)
    people.truth["leadership"] = np.random.default_rng(replication).standard_normal(people.size)
    # With nobody's motivation in play, performance is the skill that the post asks for.
    register = {
        **REGISTER,
        "examination_validity": 0.0,
        "performance_motivation": 0.0,
        "rating_reliability": 0.0,
        "resignation_rate": 0.10,
    }
    world = pyramid_world(
        PRACTICES[practice],
        SYSTEMS,
        LAW,
        register,
        people=people,
        organisation=organisation,
        chance=Chance(3, replication),
    )
    outcomes = simulate(world, 12 * YEARS).outcomes
    rows = outcomes[(outcomes["outcome"] == "service_quality") & (outcomes["group"] == "all")]
    return float(rows["value"].mean())


PAIRS = (("merit", "lottery"), ("merit", "seniority"), ("seniority", "lottery"))


def gains(first: str, second: str) -> list[float]:
    """Return by how much *first* serves better than *second*, in each replication."""
    numbers = range(REPLICATIONS)
    return [service_of(first, number) - service_of(second, number) for number in numbers]


@pytest.mark.whole_run
def test_without_signal_no_order_serves_better() -> None:
    """Where records say nothing of the truth, merit, seniority and lottery are one lottery.

    Holm's adjustment holds the three comparisons against zero together.
    """
    estimates = [paired(gains(*pair)) for pair in PAIRS]
    assert all(estimate.low != estimate.high for estimate in estimates)
    adjusted = holm([estimate.p for estimate in estimates if estimate.p is not None])
    assert len(adjusted) == len(PAIRS)
    assert min(adjusted) > 0.05


@pytest.mark.whole_run
def test_those_who_know_the_truth_serve_better() -> None:
    """The same worlds tell an oracle from a lottery: the test above could fail."""
    estimate = paired(gains("oracle", "lottery"))
    assert estimate.low is not None
    assert estimate.low > 0
