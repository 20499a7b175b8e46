"""From decisions to the ledger: who was given what, under which rule, and who was refused why."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from policy_sim.rules.decision import Decision
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.refusal import Refusals
from policy_sim.simulation.books.ledger import Actual, Entry, Ruling
from policy_sim.simulation.state import Decided, State

__all__ = ["Reasons", "rule_words", "write_given", "write_outranked", "write_refusals"]

Reasons = Callable[[Integers], Iterable[str]]
"""Puts the reasons of some positions into words, when the ledger wants them."""


def rule_words(state: State, decision: Decision, rules: Integers) -> Integers:
    """Return the ledger's words for *rules*, positions in the decision's program."""
    words = [state.ledger.word(rule.id) for rule in decision.program.rules]
    return np.array(words, dtype=np.int64)[rules]


def write_given(
    state: State, decided: Decided, rules: Integers, which: Integers, entry: Entry, reason: str = ""
) -> None:
    """Write a row for each of *which*, positions in *decided*, to whom something is given.

    *rules* holds, for every subject of the decision, the position of the rule that gives it.
    """
    if not state.ledger.kept or not len(which):
        return
    rules = rule_words(state, decided.decision, rules[which])
    people = state.people.ids[decided.rows[which]]
    state.ledger.write(state.month, people, entry, rules, reason)


def write_refusals(state: State, decided: Decided, area: str, cause: str = "") -> None:
    """Write who is refused in *area*, and why, where the reason is new to the person."""
    if not state.ledger.kept:
        return
    refusals = decided.decision.refusals()
    people = state.people.ids[decided.rows]
    barred = refusals.barred_by >= 0
    for law, mask in (
        (Ruling.REFUSED, refusals.refused & ~barred),
        (Ruling.BARRED, refusals.refused & barred),
    ):
        rows = np.flatnonzero(mask)
        if len(rows):
            rules = rule_words(state, decided.decision, refusals.rule[rows])
            reasons = _reason_words(state, refusals, mask)
            entry = Entry(area, law, Actual.NOT_DONE, cause=cause)
            state.ledger.refuse(state.month, people[rows], entry, rules, reasons)


def write_outranked(
    state: State, decided: Decided, rule: int, which: Integers, entry: Entry, reasons: Reasons
) -> None:
    """Write who of *which*, positions in *decided*, was eligible under *rule* and outranked.

    One row tells that a person is outranked under a rule; further lost contests in a row add
    none. *reasons* gives a text for each of some positions within *which*.
    """
    if not state.ledger.kept or not len(which):
        return
    people = state.people.ids[decided.rows[which]]
    rules = rule_words(state, decided.decision, np.full(len(which), rule))
    new = np.flatnonzero(state.ledger.news(people, entry, rules))
    words = np.array([state.ledger.word(text) for text in reasons(new)], dtype=np.int64)
    state.ledger.write(state.month, people[new], entry, rules[new], words)


def _reason_words(state: State, refusals: Refusals, mask: Flags) -> Integers:
    """The ledger's word for each refusal in *mask*; equal causes are put into words once."""
    rows = np.flatnonzero(mask)
    radix = len(refusals.program.rules) + max(
        (len(rule.clauses) for rule in refusals.program.rules), default=0
    )
    key = refusals.rule[rows]
    for part in (refusals.clause, refusals.barred_by, refusals.overridden_by):
        key = key * (radix + 1) + part[rows] + 1
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    words = [state.ledger.word(refusals.reason_text(int(rows[i]))) for i in first]
    return np.array(words, dtype=np.int64)[place]
