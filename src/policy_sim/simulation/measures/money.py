"""What people cost."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.outcome import (
    PER_CENT,
    Better,
    Floats,
    Outcome,
    Tally,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd

__all__ = ["OUTCOMES", "pay_bill", "personnel_share"]


def pay_bill(year: YearEnd, by: Grouping) -> Floats:
    """Rupiah paid in the year at the amounts of the law in force, in constant prices.

    Exactly the money of the year's pay spells.
    """
    paid = "paid" in year.state.flows.kinds
    return year.flow("paid", by).astype(np.float64) if paid else no_answer(by)


def personnel_share(year: YearEnd, by: Grouping) -> Floats:
    """Pay bill of the year over the yearly budget, in per cent; only in all.

    Both are in constant prices of the start year; the budget is the one that pay is given.
    """
    if by.name != EVERYBODY_TOGETHER or not year.state.budget:
        return no_answer(by)
    return PER_CENT * pay_bill(year, by) / year.state.budget


OUTCOMES = (
    Outcome("pay_bill", "rupiah", Better.LOWER, Tally.FLOW, pay_bill, end=True),
    Outcome("personnel_share", "per cent", Better.LOWER, Tally.STOCK, personnel_share, end=True),
)
"""The outcomes of this field."""
