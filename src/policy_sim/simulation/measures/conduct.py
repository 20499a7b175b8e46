"""Conduct: who stays away, what of it is on record, and what the law makes of that."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.attendance import ABSENT, NOTED
from policy_sim.simulation.discipline import LOOKED_AWAY, SANCTIONED, sanctioned_with
from policy_sim.simulation.exits import DISMISSED
from policy_sim.simulation.measures.groups import Grouping, words_of
from policy_sim.simulation.measures.outcome import (
    Better,
    Floats,
    Outcome,
    Tally,
    flow_of,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd

__all__ = [
    "OUTCOMES",
    "absence_days",
    "absence_days_noted",
    "dismissals",
    "sanctions",
    "sanctions_by_kind",
    "sanctions_let_off",
]


absence_days = flow_of(
    ABSENT, "Workdays lost in the year by absence without leave, noticed or not."
)
absence_days_noted = flow_of(
    NOTED, "Workdays of absence without leave that entered the record in the year."
)


def dismissals(year: YearEnd, by: Grouping) -> Floats:
    """People dismissed in the year, for whatever reason; given where anybody can be."""
    if DISMISSED not in year.state.archive.reasons:
        return no_answer(by)
    return year.flow(DISMISSED, by).astype(np.float64)


sanctions = flow_of(SANCTIONED, "Disciplinary sanctions imposed in the year, each counted once.")


def sanctions_by_kind(year: YearEnd) -> dict[str, float]:
    """Disciplinary sanctions imposed in the year, by their words, from the second one up."""
    flows, event = year.state.flows, year.people.vocabulary.events.get("sanction")
    if SANCTIONED not in flows.kinds or event is None or event.type is None:
        return {}
    words = words_of(event.type)[1:]
    return {f"kind={word}": float(flows.total(sanctioned_with(word))) for word in words}


sanctions_let_off = flow_of(
    LOOKED_AWAY,
    "Cases of discipline in the year in which a superior left undone what the law orders.",
)
OUTCOMES = (
    Outcome(
        "absence_days", "workdays", Better.LOWER, Tally.FLOW, absence_days, end=True, hidden=True
    ),
    Outcome("absence_days_noted", "workdays", Better.NEUTRAL, Tally.FLOW, absence_days_noted),
    Outcome("dismissals", "persons", Better.NEUTRAL, Tally.FLOW, dismissals),
    Outcome("sanctions", "persons", Better.NEUTRAL, Tally.FLOW, sanctions, parts=sanctions_by_kind),
    Outcome("sanctions_let_off", "persons", Better.LOWER, Tally.FLOW, sanctions_let_off),
)
"""The outcomes of this field."""
