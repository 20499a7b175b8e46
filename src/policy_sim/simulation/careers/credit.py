"""Credit: points towards the next rank, which the law grants and takes.

How much a year's work is worth, what a rise costs and whether a surplus is carried over is the
law's: its effect ``credit`` is a whole number of steps, of either sign. Here it is only entered.
"""

from __future__ import annotations

import numpy as np

from policy_sim.rules.frame import Integers
from policy_sim.simulation.state import Decided, State

__all__ = ["CREDIT", "enter_credit"]

CREDIT = "credit"
"""The effect, and the attribute on which it is entered."""


def enter_credit(state: State, decided: Decided, which: Integers) -> None:
    """Enter the credit that *decided* gives to *which*, positions in it, within the range."""
    given = decided.decision.given.get(CREDIT)
    if given is None:
        return
    earning = which[given.mask[which]]
    kind = state.people.vocabulary.attributes[CREDIT].type
    column, rows = state.people.record[CREDIT], decided.rows[earning]
    credit = np.maximum(column[rows] + given.value[earning], kind.low)
    column[rows] = np.minimum(credit, kind.high)
