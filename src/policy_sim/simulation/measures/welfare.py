"""Welfare: how content people are with what they get, what is at stake, what provision costs."""

from __future__ import annotations

from policy_sim.simulation.measures.groups import Grouping
from policy_sim.simulation.measures.outcome import (
    MONEY,
    Better,
    Floats,
    Outcome,
    Tally,
    no_answer,
)
from policy_sim.simulation.measures.year_end import Who, YearEnd
from policy_sim.simulation.welfare import AT_STAKE, CONTENTMENT, COST

__all__ = ["OUTCOMES", "contentment", "pay_at_stake", "welfare_cost"]


def contentment(year: YearEnd, by: Grouping) -> Floats:
    """Mean contentment with pay and provision, in SD, against the law of the first day and no
    provision, when people last compared.
    """
    return _mean(year, CONTENTMENT, by)


def pay_at_stake(year: YearEnd, by: Grouping) -> Floats:
    """Mean of what a spell of absence is expected to cost, in per cent of a month's pay."""
    return _mean(year, AT_STAKE, by)


def welfare_cost(year: YearEnd, by: Grouping) -> Floats:
    """Money spent in the year on provision in kind, in constant prices."""
    if COST not in year.state.flows.kinds:
        return no_answer(by)
    return year.flow(COST, by).astype(float)


def _mean(year: YearEnd, figure: str, by: Grouping) -> Floats:
    personal, ids = year.state.personal, year.people.ids
    if figure not in personal:
        return no_answer(by)
    return year.mean(by, figure, lambda: personal.of(figure, ids), Who.EVERYONE)


OUTCOMES = (
    Outcome(
        "contentment", "SD", Better.HIGHER, Tally.STOCK, contentment, of_money=True, hidden=True
    ),
    Outcome(
        "pay_at_stake",
        "per cent",
        Better.NEUTRAL,
        Tally.STOCK,
        pay_at_stake,
        of_money=True,
        hidden=True,
    ),
    Outcome("welfare_cost", MONEY, Better.LOWER, Tally.FLOW, welfare_cost, end=True),
)
"""The outcomes of this field."""
