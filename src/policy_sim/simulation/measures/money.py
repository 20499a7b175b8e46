"""What people cost."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.books.funding import ELSEWHERE
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.outcome import (
    MONEY,
    PER_CENT,
    Better,
    Floats,
    Outcome,
    Tally,
    no_answer,
)
from policy_sim.simulation.measures.sums import MILLIONTHS
from policy_sim.simulation.measures.year_end import YearEnd
from policy_sim.simulation.pay import APART, CEILING, PAID

__all__ = [
    "OUTCOMES",
    "funded_by_source",
    "funded_elsewhere",
    "pay_bill",
    "personnel_share",
    "personnel_share_gap",
]


def funded_elsewhere(year: YearEnd, by: Grouping) -> Floats:
    """Money of programmes (training, rewards) that other funding has paid in the year; only in all.

    A programme spends its own budget first.
    """
    paid = funded_by_source(year)
    if by.name != EVERYBODY_TOGETHER or not paid:
        return no_answer(by)
    return np.array([sum(paid.values())])


def funded_by_source(year: YearEnd) -> dict[str, float]:
    """Money that other funding has paid in the year, by its source."""
    flows = year.state.flows
    named = sorted(kind for kind in flows.kinds if kind.startswith(ELSEWHERE))
    return {f"source={n.removeprefix(ELSEWHERE)}": float(flows.total(n)) for n in named}


def pay_bill(year: YearEnd, by: Grouping) -> Floats:
    """Money paid in the year at the amounts of the law in force, in constant prices.

    Exactly the money of the year's pay spells.
    """
    paid = PAID in year.state.flows.kinds
    return year.flow(PAID, by).astype(np.float64) if paid else no_answer(by)


def personnel_share(year: YearEnd, by: Grouping) -> Floats:
    """Pay bill of the year over the yearly budget, in per cent; only in all.

    Elements that the study sets apart (such as allowances paid through transfers) are left out.
    Both are in constant prices of the start year; the budget is the one that pay is given.
    """
    if by.name != EVERYBODY_TOGETHER or not year.state.budget:
        return no_answer(by)
    counted = pay_bill(year, by) - year.flow(APART, by)
    return PER_CENT * counted / year.state.budget


def personnel_share_gap(year: YearEnd, by: Grouping) -> Floats:
    """Personnel share less the ceiling of the law, which it exceeds above zero; only in all."""
    if by.name != EVERYBODY_TOGETHER or CEILING not in year.state.flows.kinds:
        return no_answer(by)
    return personnel_share(year, by) - PER_CENT * year.flow(CEILING, by) / MILLIONTHS


OUTCOMES = (
    Outcome(
        "funded_elsewhere",
        MONEY,
        Better.NEUTRAL,
        Tally.FLOW,
        funded_elsewhere,
        parts=funded_by_source,
        of_money=True,
    ),
    Outcome("pay_bill", MONEY, Better.LOWER, Tally.FLOW, pay_bill, end=True, of_money=True),
    Outcome(
        "personnel_share",
        "per cent",
        Better.LOWER,
        Tally.STOCK,
        personnel_share,
        end=True,
        of_money=True,
    ),
    Outcome(
        "personnel_share_gap",
        "per cent",
        Better.LOWER,
        Tally.STOCK,
        personnel_share_gap,
        end=True,
        of_money=True,
    ),
)
"""The outcomes of this field."""
