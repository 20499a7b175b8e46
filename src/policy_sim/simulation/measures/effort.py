"""Effort: what the prospect of a rise adds to work, how much work is done, and what it costs."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.attendance import ABSENT
from policy_sim.simulation.behaviour import performance
from policy_sim.simulation.incentive import EFFORT, WORTH
from policy_sim.simulation.measures.groups import Grouping
from policy_sim.simulation.measures.outcome import (
    MONEY,
    PER_CENT,
    Better,
    Floats,
    Outcome,
    Tally,
    no_answer,
)
from policy_sim.simulation.measures.year_end import Who, YearEnd, ratio
from policy_sim.simulation.pay import PAID

__all__ = ["OUTCOMES", "effort", "output", "output_cost", "work_rewarded"]

WORKDAYS = 261
"""The Mondays to Fridays of a year."""


def effort(year: YearEnd, by: Grouping) -> Floats:
    """Mean of what the prospect of a rise adds to people's work, or takes from it, in SD."""
    return _mean(year, EFFORT, by)


def work_rewarded(year: YearEnd, by: Grouping) -> Floats:
    """Mean of by how much one SD better work has raised the chance of the next step, per cent.

    As people have seen it of the contests of the past years; nothing for whom none is in reach.
    """
    return PER_CENT * _mean(year, WORTH, by)


def output(year: YearEnd, by: Grouping) -> Floats:
    """Mean work done by the staff, holders of office apart, in per cent of an average founder's.

    100 * present * (1 + spread * performance): *spread* is the assumption that the scenario names
    for ``service``, *present* the share of workdays on which nobody stayed away without leave.
    """
    return PER_CENT * _output(year, by, Who.STAFF)


def output_cost(year: YearEnd, by: Grouping) -> Floats:
    """Money paid in the year for the work of one average founder, in constant prices.

    The pay bill over the work of everybody in service.
    """
    if PAID not in year.state.flows.kinds:
        return no_answer(by)
    done = _output(year, by, Who.EVERYONE) * year.heads(by)
    return ratio(year.flow(PAID, by).astype(np.float64), done)


def _output(year: YearEnd, by: Grouping, who: Who) -> Floats:
    spread = year.state.signals.output_spread
    if spread is None:
        return no_answer(by)
    level = year.mean(
        by, "true performance", lambda: performance(year.people, year.state.register), who
    )
    return _present(year, by) * (1.0 + spread * level)


def _present(year: YearEnd, by: Grouping) -> Floats:
    """Return the share of the year's workdays on which people came."""
    if ABSENT not in year.state.flows.kinds:
        return np.ones(by.size)
    return 1.0 - year.flow(ABSENT, by) / np.maximum(WORKDAYS * year.heads(by), 1)


def _mean(year: YearEnd, figure: str, by: Grouping) -> Floats:
    personal, ids = year.state.personal, year.people.ids
    if figure not in personal:
        return no_answer(by)
    return year.mean(by, figure, lambda: personal.of(figure, ids), Who.EVERYONE)


OUTCOMES = (
    Outcome("effort", "SD", Better.HIGHER, Tally.STOCK, effort, hidden=True),
    Outcome("output", "per cent", Better.HIGHER, Tally.STOCK, output, end=True, hidden=True),
    Outcome(
        "output_cost",
        MONEY,
        Better.LOWER,
        Tally.STOCK,
        output_cost,
        end=True,
        of_money=True,
        hidden=True,
    ),
    Outcome("work_rewarded", "per cent", Better.NEUTRAL, Tally.STOCK, work_rewarded, hidden=True),
)
"""The outcomes of this field."""
