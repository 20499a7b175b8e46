"""Transitions: who is taken into them, once, on the day before an amendment is effective.

It stays a fact of the person, on record as an integer that the law in force reads; who joins
later is in none.
"""

from __future__ import annotations

import numpy as np

from policy_sim.policy.keeping import JUDGED
from policy_sim.policy.transition import Transition
from policy_sim.policy.uniting import MEMBERSHIP
from policy_sim.simulation.books.ledger import Entry
from policy_sim.simulation.calendar import month_of
from policy_sim.simulation.state import State

__all__ = ["AREA", "begin", "judge"]

AREA = JUDGED
"""What the ledger calls it that somebody is taken into a transition."""

TAKEN = Entry(AREA)


def begin(state: State) -> None:
    """Begin a record of transitions, if the law has any.

    Those whose day has passed already are judged by the record as it is at the start.
    """
    if not state.law.transitions:
        return
    state.people.record[MEMBERSHIP] = np.zeros(state.people.size, np.int8)
    for number, one in enumerate(state.law.transitions):
        if month_of(one.judged) < state.month and state.today < one.until:
            _take(state, number, one)


def judge(state: State) -> None:
    """Judge whom the transitions take whose day is in the step that ends now."""
    for number, one in enumerate(state.law.transitions):
        if state.month <= month_of(one.judged) < state.month + state.step:
            _take(state, number, one)


def _take(state: State, number: int, one: Transition) -> None:
    """Enter on record whom the transition *one*, the law's at *number*, takes."""
    law = state.levers.law(state.law.judging[number], one.judged)
    decided = state.decide(AREA, law=law, on=one.judged)
    rows = decided.rows[decided.decision.stands[0]]
    state.people.record[MEMBERSHIP][rows] |= np.int8(1 << number)
    if state.ledger.kept and len(rows):
        words = np.full(len(rows), state.ledger.word(one.name))
        state.ledger.write(state.month, state.people.ids[rows], TAKEN, words)
