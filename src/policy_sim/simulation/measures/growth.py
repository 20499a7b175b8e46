"""Growth: new ways of working, and people who are away to learn."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.innovation import ADOPTED, INNOVATIONS, RECOGNISED
from policy_sim.simulation.measures.groups import Grouping
from policy_sim.simulation.measures.outcome import (
    Better,
    Floats,
    Outcome,
    Tally,
    flow_of,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd
from policy_sim.simulation.secondment import DIPLOMAS, MONTHS_AWAY

__all__ = [
    "OUTCOMES",
    "diplomas",
    "innovations",
    "innovations_adopted",
    "innovations_recognised",
    "months_away",
    "people_away",
]


diplomas = flow_of(
    DIPLOMAS, "People who came back from study leave in the year with a higher diploma."
)
innovations = flow_of(
    INNOVATIONS, "New ways of working that people found in the year, noticed or not."
)
innovations_adopted = flow_of(
    ADOPTED, "New ways of working that the innovator's unit took up in the year."
)
innovations_recognised = flow_of(
    RECOGNISED, "New ways of working that were recognised in the year."
)
months_away = flow_of(
    MONTHS_AWAY, "Person-months of the year away from work, on study leave or in an internship."
)


def people_away(year: YearEnd, by: Grouping) -> Floats:
    """People who are away from work on 31 December, on study leave or in an internship."""
    if not year.state.signals.away_courses:
        return no_answer(by)
    return by.heads(year.state.away()).astype(np.float64)


OUTCOMES = (
    Outcome("diplomas", "persons", Better.HIGHER, Tally.FLOW, diplomas),
    Outcome("innovations", "innovations", Better.HIGHER, Tally.FLOW, innovations, hidden=True),
    Outcome("innovations_adopted", "innovations", Better.HIGHER, Tally.FLOW, innovations_adopted),
    Outcome(
        "innovations_recognised", "innovations", Better.HIGHER, Tally.FLOW, innovations_recognised
    ),
    Outcome("months_away", "months", Better.NEUTRAL, Tally.FLOW, months_away),
    Outcome("people_away", "persons", Better.NEUTRAL, Tally.STOCK, people_away),
)
"""The outcomes of this field."""
