"""Filing: what of the entries in people's files goes astray, what files cost, and timeliness."""

from __future__ import annotations

import numpy as np

from policy_sim import elementary
from policy_sim.simulation import service
from policy_sim.simulation.filing.desk import ENTRIES, LATE, LOST, MISFILED
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.outcome import (
    MONEY,
    PER_CENT,
    Better,
    Floats,
    Outcome,
    Tally,
    flow_of,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd, ratio
from policy_sim.simulation.records import COST, ONLINE

__all__ = [
    "OUTCOMES",
    "entries_astray",
    "entries_late",
    "entries_lost",
    "entries_misfiled",
    "records_cost",
    "services_in_time",
]

YEAR = 12


entries_late = flow_of(
    LATE, "Entries of the year that reached the record months after what they tell of."
)
entries_lost = flow_of(
    LOST, "Entries of the year that were lost, whether a review finds them later or not."
)
entries_misfiled = flow_of(
    MISFILED, "Entries of the year that landed in the file of another person."
)


def entries_astray(year: YearEnd, by: Grouping) -> Floats:
    """Share of the year's entries that were late, lost or misfiled."""
    if ENTRIES not in year.state.flows.kinds:
        return no_answer(by)
    astray = sum(year.flow(kind, by) for kind in (LATE, LOST, MISFILED))
    return PER_CENT * ratio(np.asarray(astray), year.flow(ENTRIES, by))


def records_cost(year: YearEnd, by: Grouping) -> Floats:
    """Money spent in the year on the information system, in constant prices; only in all."""
    flows = year.state.flows
    if by.name != EVERYBODY_TOGETHER or COST not in flows.kinds:
        return no_answer(by)
    return np.array([flows.total(COST) / YEAR])


def services_in_time(year: YearEnd, by: Grouping) -> Floats:
    """Share of services in time, of the units by responsibility; only in all.

    Of each unit it is timeliness_middle + timeliness_slope x (service index - 50) / 10, and
    timeliness_online more where services are online, between 0 and 100 %.
    """
    online = year.state.units.get(ONLINE)
    if by.name != EVERYBODY_TOGETHER or online is None or not year.served:
        return no_answer(by)
    middle, slope, more = (
        year.state.assumption(f"timeliness_{name}") for name in ("middle", "slope", "online")
    )
    level = (year.service - service.MIDDLE) / service.POINTS_PER_SD
    shares = np.clip(middle + slope * level + more * online[:, np.newaxis], 0.0, 1.0)
    weight = service.weights(year.organisation.weight, year.organisation.establishment)
    total = elementary.exact_sum(weight)
    return np.array([PER_CENT * elementary.exact_sum(shares * weight) / total if total else np.nan])


OUTCOMES = (
    Outcome("entries_astray", "per cent", Better.LOWER, Tally.STOCK, entries_astray, hidden=True),
    Outcome("entries_late", "entries", Better.LOWER, Tally.FLOW, entries_late),
    Outcome("entries_lost", "entries", Better.LOWER, Tally.FLOW, entries_lost, hidden=True),
    Outcome("entries_misfiled", "entries", Better.LOWER, Tally.FLOW, entries_misfiled, hidden=True),
    Outcome("records_cost", MONEY, Better.LOWER, Tally.FLOW, records_cost, end=True),
    Outcome("services_in_time", "per cent", Better.HIGHER, Tally.STOCK, services_in_time, end=True),
)
"""The outcomes of this field."""
