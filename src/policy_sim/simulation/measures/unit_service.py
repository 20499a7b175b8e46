"""The service that units give, and what they lack for it."""

from __future__ import annotations

import numpy as np

from policy_sim import elementary
from policy_sim.simulation import service
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.outcome import (
    Better,
    Floats,
    Outcome,
    Tally,
    by_units,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd

__all__ = ["OUTCOMES", "service_quality", "unfilled_places", "weighted_by_responsibility"]


def service_quality(year: YearEnd, by: Grouping) -> Floats:
    """Mean service index of the units, weighted by responsibility; 50 is average staff.

    50 + 10 x (staff performance + leader_weight x leadership - acting_penalty x share of
    post-months vacant, less what acting heads make good of it - shortage_penalty x share of
    places unfilled), in SD of the founding stock; in all, by family of the places and by zone of
    the units.
    """
    return weighted_by_responsibility(year, year.service, by) if year.served else no_answer(by)


def unfilled_places(year: YearEnd, by: Grouping) -> Floats:
    """Places of the establishment that nobody fills on 31 December, by family and zone.

    Summed over units: a supernumerary in one unit fills no place in another.
    """
    return by_units(year, year.unfilled, by)


def weighted_by_responsibility(year: YearEnd, cells: Floats, by: Grouping) -> Floats:
    """Return the mean of *cells* ``[unit, family]``, a unit counting by its responsibility.

    Given in all, by family of the places and by zone of the units.
    """
    weight = service.weights(year.organisation.weight, year.organisation.establishment)
    families, zones = np.arange(weight.shape[1]), year.organisation.zone[:, np.newaxis]
    parts = {
        EVERYBODY_TOGETHER: np.zeros(weight.shape, dtype=np.int64),
        "family": np.broadcast_to(families, weight.shape),
        "zone": np.broadcast_to(zones, weight.shape),
    }
    if by.name not in parts:
        return no_answer(by)
    masks = [parts[by.name] == part for part in range(by.size)]
    return np.array([_weighted(cells[mask], weight[mask]) for mask in masks])


def _weighted(values: Floats, weight: Floats) -> float:
    total = elementary.exact_sum(weight)
    return elementary.exact_sum(values * weight) / total if total else np.nan


OUTCOMES = (
    Outcome(
        "service_quality",
        "points",
        Better.HIGHER,
        Tally.STOCK,
        service_quality,
        end=True,
        hidden=True,
    ),
    Outcome("unfilled_places", "places", Better.LOWER, Tally.STOCK, unfilled_places, end=True),
)
"""The outcomes of this field."""
