"""Promoting the best worker costs a good worker: it pays only where good work carries over.

The world has one office, head of a unit, above its staff. Work is seen as it is.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from policy_sim.chance import Chance
from policy_sim.simulation.practices.practice import AS_WRITTEN, Order, Practice
from policy_sim.simulation.simulate import simulate
from policy_sim.study.statistics import Paired, paired
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import Organisation, Plan, UnitKind
from pyramid_world import all_systems, pyramid_law, pyramid_world, settled, system
from small_office import REGISTER

YEARS = 3
REPLICATIONS = 12
LAW = pyramid_law()

PRACTICES = {
    "best": AS_WRITTEN,  # the pyramid's law ranks by the performance on record
    "lottery": Practice(order=Order(share=1, by="lottery")),
}

SYSTEMS = (
    *all_systems(),
    *(system(name) for name in ("appraisal", "outcomes", "service")),
)


@cache
def flat_organisation(units: int = 12, places: int = 60) -> Organisation:
    """Return *units* units with a head each, and *places* of staff in all."""
    kind = UnitKind("branch", (units,), "", 1, (0, 1, 0, 0, 0, 0), (Fraction(1),))
    offices = ("level_6", "level_5", "level_4", "level_3", "level_2", "level_1")
    return lay_out(
        Plan("flat", "", ("all",), offices, ("staff",), (kind,), (places,), (0,) * 6, (0,))
    )


@cache
def service_of(practice: str, transfer: bool, replication: int) -> float:
    """Return the mean service of the years, with or without *transfer* from work to leading."""
    organisation = flat_organisation()
    people = settled(organisation, LAW, seed=replication)
    luck = np.random.default_rng(replication).standard_normal(people.size)
    people.truth["leadership"] = people.truth["ability"].copy() if transfer else luck
    register = {
        **REGISTER,
        "examination_validity": 0.0,
        "performance_motivation": 0.0,
        "rating_reliability": 1.0,
        "resignation_rate": 0.20,
    }
    world = pyramid_world(
        PRACTICES[practice],
        SYSTEMS,
        LAW,
        register,
        people=people,
        organisation=organisation,
        chance=Chance(8, replication),
    )
    outcomes = simulate(world, 12 * YEARS).outcomes
    rows = outcomes[(outcomes["outcome"] == "service_quality") & (outcomes["group"] == "all")]
    return float(rows["value"].mean())


def gain_of_the_best(*, transfer: bool) -> Paired:
    """Return by how much promoting the best serves better than promoting anybody."""
    numbers = range(REPLICATIONS)
    return paired(
        [
            service_of("best", transfer, number) - service_of("lottery", transfer, number)
            for number in numbers
        ]
    )


@pytest.mark.whole_run
def test_without_transfer_promoting_the_best_lowers_service() -> None:
    """Where good work says nothing of leading, the unit loses its best worker for nothing."""
    estimate = gain_of_the_best(transfer=False)
    assert estimate.high is not None
    assert estimate.high < 0


@pytest.mark.whole_run
def test_with_transfer_promoting_the_best_raises_service() -> None:
    """Where who works best leads best, the same rule is worth what it costs."""
    estimate = gain_of_the_best(transfer=True)
    assert estimate.low is not None
    assert estimate.low > 0
