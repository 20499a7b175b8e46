"""Paying: which of the seats that people win there is money for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.contests.competition import Contest
from policy_sim.simulation.contests.foremost import winners
from policy_sim.simulation.learning.courses import Intake
from policy_sim.simulation.state import State

__all__ = ["paid_for"]


def paid_for(
    state: State, contest: Contest, rows: Integers, intake: Intake, money: int | None
) -> tuple[Flags, Flags]:
    """Return who of the people at *rows* wins a seat that is paid for, and who one that is not.

    Where the way costs some more than others, money is given in the order of rank, and the first
    seat that does not fit ends it.
    """
    if money is None or not intake.journey.cost.any():
        paid = intake.paid(contest.seats, money)
        won = winners(state, replace(contest, seats=paid))
        unpaid = np.zeros(len(rows), np.bool_)
        if paid < contest.seats:
            unpaid = winners(state, contest, counts=False) & ~won
        return won, unpaid
    won = winners(state, contest)
    some = np.flatnonzero(won)
    order = some[contest.in_order(some)]
    costs = intake.terms.cost + intake.journey.of(state, rows[order])[0]
    unpaid = np.zeros(len(rows), np.bool_)
    unpaid[order[np.cumsum(costs) > money]] = True
    return won & ~unpaid, unpaid
