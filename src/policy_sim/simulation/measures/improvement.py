"""Improvement of poor work: who gets time for it, who has a coach, and who improves."""

from __future__ import annotations

from policy_sim.simulation.casework.coaching import COACHED
from policy_sim.simulation.measures.groups import Grouping
from policy_sim.simulation.measures.outcome import (
    PER_CENT,
    Better,
    Floats,
    Outcome,
    Tally,
    flow_of,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd, ratio
from policy_sim.simulation.remediation import CLOSED, ENDED, ENTERED, IMPROVED, MISJUDGED

__all__ = [
    "OUTCOMES",
    "remediation_closed",
    "remediation_coached",
    "remediation_entered",
    "remediation_improved",
    "remediation_misjudged",
    "remediation_success",
]


remediation_closed = flow_of(
    CLOSED,
    "Cases of poor work that the law closed in the year, by a test passed or a better grade.",
)
remediation_coached = flow_of(COACHED, "People who got a coach in the year to improve their work.")
remediation_entered = flow_of(
    ENTERED, "People who were given time in the year to improve their work."
)
remediation_improved = flow_of(
    IMPROVED, "People whose time to improve ended in the year and who really improved."
)
remediation_misjudged = flow_of(
    MISJUDGED,
    "People who were given time to improve though their work is above the founding average.",
)


def remediation_success(year: YearEnd, by: Grouping) -> Floats:
    """Share of those whose time to improve ended in the year who really improved, in per cent."""
    if ENDED not in year.state.flows.kinds:
        return no_answer(by)
    return PER_CENT * ratio(year.flow(IMPROVED, by), year.flow(ENDED, by))


OUTCOMES = (
    Outcome("remediation_closed", "persons", Better.NEUTRAL, Tally.FLOW, remediation_closed),
    Outcome("remediation_coached", "persons", Better.NEUTRAL, Tally.FLOW, remediation_coached),
    Outcome("remediation_entered", "persons", Better.NEUTRAL, Tally.FLOW, remediation_entered),
    Outcome(
        "remediation_improved",
        "persons",
        Better.HIGHER,
        Tally.FLOW,
        remediation_improved,
        hidden=True,
    ),
    Outcome(
        "remediation_misjudged",
        "persons",
        Better.LOWER,
        Tally.FLOW,
        remediation_misjudged,
        hidden=True,
    ),
    Outcome(
        "remediation_success",
        "per cent",
        Better.HIGHER,
        Tally.STOCK,
        remediation_success,
        hidden=True,
    ),
)
"""The outcomes of this field."""
