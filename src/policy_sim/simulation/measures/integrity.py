"""Integrity: misconduct, what of it is found, what it costs, and what an overseer sends back."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.integrity import DETECTED, INCIDENTS, LOST, PASSED, YEAR
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.outcome import (
    MONEY,
    PER_CENT,
    Better,
    Floats,
    Outcome,
    Tally,
    counted,
    flow_of,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd
from policy_sim.simulation.practices.clearance import SENT_BACK

__all__ = [
    "OUTCOMES",
    "appointments_sent_back",
    "incidents_detected",
    "integrity_incidents",
    "missing_share",
    "money_lost",
]


integrity_incidents = flow_of(INCIDENTS, "Incidents of misconduct in the year, found or not.")
incidents_detected = flow_of(
    DETECTED, "Incidents of misconduct that came to light in the year, whenever they happened."
)


def money_lost(year: YearEnd, by: Grouping) -> Floats:
    """Money that misconduct took in the year, found or not, in constant prices."""
    return counted(year, LOST, by) if PASSED in year.state.flows.kinds else no_answer(by)


def missing_share(year: YearEnd, by: Grouping) -> Floats:
    """Money lost to misconduct over what passed through hands in the year; only in all."""
    flows = year.state.flows
    if by.name != EVERYBODY_TOGETHER or not flows.total(PASSED):
        return no_answer(by)
    return np.array([PER_CENT * YEAR * flows.total(LOST) / flows.total(PASSED)])


appointments_sent_back = flow_of(
    SENT_BACK,
    "Irregular proposals for a post of office that an overseer found and sent back in the year.",
)
OUTCOMES = (
    Outcome("appointments_sent_back", "posts", Better.NEUTRAL, Tally.FLOW, appointments_sent_back),
    Outcome("incidents_detected", "incidents", Better.NEUTRAL, Tally.FLOW, incidents_detected),
    Outcome(
        "integrity_incidents",
        "incidents",
        Better.LOWER,
        Tally.FLOW,
        integrity_incidents,
        end=True,
        hidden=True,
    ),
    Outcome(
        "missing_share", "per cent", Better.LOWER, Tally.STOCK, missing_share, end=True, hidden=True
    ),
    Outcome("money_lost", MONEY, Better.LOWER, Tally.FLOW, money_lost, end=True, hidden=True),
)
"""The outcomes of this field."""
