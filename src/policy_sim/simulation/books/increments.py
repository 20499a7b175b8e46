"""Increments: steps of pay that the law gives, entered in the record and the ledger."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from policy_sim.rules.frame import Integers
from policy_sim.simulation.books.ledger import Actual, Entry, Ruling
from policy_sim.simulation.books.rulings import write_given
from policy_sim.simulation.state import Decided, State

__all__ = ["EFFECT", "STEP", "advance", "due", "written"]

EFFECT = "increment"
"""The effect that gives a step."""

STEP = "pay_step"
"""The attribute that holds the step by which pay is reckoned."""


def advance(state: State, decided: Decided) -> Integers:
    """Move the steps of those to whom *decided* gives an increment; return their positions.

    Who is in the scope of such a rule and fails it is entered as refused.
    """
    _write_withheld(state, decided)
    moved = due(decided)
    if not len(moved):
        return moved
    given = decided.decision.given[EFFECT]
    rows = decided.rows[moved]
    write_given(state, decided, given.rule, moved, Entry("pay"), EFFECT)
    state.people.record[STEP][rows] = given.value[moved]
    state.reset(EFFECT, rows)
    return moved


def written(state: State) -> Collection[str]:
    """Return the attributes of a person that an increment may move."""
    moving = ((a.name, a.moves) for a in state.people.vocabulary.attributes.values() if a.moves)
    return {STEP, *(name for name, moves in moving if EFFECT in (*moves.reset_by, *moves.cut_by))}


def due(decided: Decided) -> Integers:
    """Return the positions of those to whom *decided* gives an increment."""
    given = decided.decision.given.get(EFFECT)
    return np.empty(0, dtype=np.int64) if given is None else np.flatnonzero(given.mask)


def _write_withheld(state: State, decided: Decided) -> None:
    """Enter who is due an increment and fails the rule's conditions, with the first failing one.

    A refusal of the area would not tell: whoever is paid at all is given something.
    """
    if not state.ledger.kept:
        return
    decision = decided.decision
    entry = Entry("pay", Ruling.REFUSED, Actual.NOT_DONE, cause=EFFECT)
    for number, _ in decision.program.gives.get(EFFECT, ()):
        rule = decision.program.rules[number]
        left = np.flatnonzero(decision.scope[number] & ~decision.holds[number])
        for clause in rule.clauses:
            met = decision.features.within(left).meets(clause.condition)
            failing = state.people.ids[decided.rows[left[~met]]]
            state.ledger.refuse(state.month, failing, entry, rule.id, clause.text)
            left = left[met]
