"""Pay: the law's amounts, element by element, paid every month and kept as spells.

Every rule of the area ``pay`` that gives ``pay`` is an element; the elements of one person add
up. Amounts are the law's own, so money is in constant prices of the year whose amounts the law
states.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from policy_sim.documents.fields import Money
from policy_sim.documents.shape import Shape
from policy_sim.rules.decision import Decision
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.state import State

__all__ = ["Pay", "Settings", "elements"]

Integers = NDArray[np.int64]


class Settings(Shape):
    """The *budget* is the city's yearly spending, of which pay is a share.

    A budget that the study gives, scaled with the number of people, goes before it.
    """

    noun = "the settings of pay"

    budget: Money = 0


class Pay:
    """The system that pays everyone in service, once a month."""

    name = "pay"
    assumptions = ()

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the monthly payment."""
        state.budget = state.budget or self.settings.budget
        calendar.every(Phase.PAY, partial(pay, state))


def pay(state: State) -> None:
    """Pay this month's amounts to everyone in service: into the spells and the year's flows."""
    people = state.people
    amounts = elements(state.decide("pay").decision)
    state.spells.pay(state.month, people.ids, amounts)
    if amounts:
        total = sum(amounts.values(), np.zeros(people.size, dtype=np.int64))
        state.flows.add("paid", people.record, np.arange(people.size), total)


def elements(decision: Decision) -> dict[str, Integers]:
    """Return the rupiah a month that each standing rule gives, by rule id, ``int64[people]``.

    A person from whom pay is barred receives nothing.
    """
    given = decision.given.get("pay")
    amounts: dict[str, Integers] = {}
    for part in given.parts if given else ():
        paid = np.where(part.mask, part.values, 0)
        element = decision.program.rules[part.rule].id
        amounts[element] = amounts[element] + paid if element in amounts else paid
    return amounts
