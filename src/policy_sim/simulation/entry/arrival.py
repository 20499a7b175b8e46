"""Arrival: those who were selected take up their places when the lead time is over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from policy_sim.rules.combination import BARE
from policy_sim.rules.frame import Integers
from policy_sim.simulation.calendar import day_of
from policy_sim.simulation.entry.outside import count_entry
from policy_sim.simulation.state import State
from policy_sim.workforce.table import Workforce

__all__ = ["arrive", "enter_ladder"]


def arrive(state: State) -> None:
    """Let everybody whose place is due this month take it up, in the order of selection."""
    if not state.arrivals:
        return
    due = [arrival for arrival in state.arrivals if arrival.month <= state.month]
    state.arrivals[:] = [arrival for arrival in state.arrivals if arrival.month > state.month]
    for arrival in due:
        newcomers = _entering_today(arrival.people, state)
        state.enter(newcomers)
        rows = np.arange(state.people.size - newcomers.size, state.people.size)
        state.flows.count("hired", state.people.record, rows)
        count_entry(state, rows, arrival.entry)
        cause = f"places opened {day_of(arrival.opened):%Y-%m}"
        entry = replace(arrival.entry, cause=cause)
        state.ledger.write(state.month, newcomers.ids, entry, arrival.rules, "hired")


def _entering_today(people: Workforce, state: State) -> Workforce:
    """The same people with a history that begins today."""
    entered = np.full(people.size, state.today.toordinal(), np.int64)
    return Workforce.enter(
        people.vocabulary, people.ids, people.keys, people.record, people.truth, entered
    )


def enter_ladder(people: Workforce, values: Integers) -> None:
    """Give newcomers the step of the ladder at which the law lets them enter, if it names one."""
    ladder = "grade" if "grade" in people.record else "office"
    if ladder in people.record:
        stated = values != BARE
        people.record[ladder][stated] = values[stated]
