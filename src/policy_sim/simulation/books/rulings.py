"""From decisions to the ledger: who was given what, under which rule, and who was refused why."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from policy_sim.rules.decision import Decision
from policy_sim.rules.frame import Column, Flags, Integers
from policy_sim.rules.refusal import Refusals, reason_of
from policy_sim.simulation.books.ledger import Actual, Entry, Ruling
from policy_sim.simulation.state import Decided, State

__all__ = ["Reasons", "rule_words", "write_given", "write_outranked", "write_refusals"]

Reasons = Callable[[Integers], Iterable[str]]
"""Puts the reasons of some positions into words, when the ledger wants them."""


def rule_words(state: State, decision: Decision, rules: Integers) -> Integers:
    """Return the ledger's words for *rules*, positions in the decision's program."""
    return state.ledger.words(rule.stated_id for rule in decision.program.rules)[rules]


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


def write_refusals(
    state: State, decided: Decided, area: str, cause: str = "", contest: str = ""
) -> None:
    """Write who is refused in *area*, and why, where the reason is new to the person.

    *contest* names the kind of competition in which it must be new.
    """
    if not state.ledger.kept:
        return
    followed = np.flatnonzero(state.ledger.follows(state.people.ids[decided.rows]))
    refusals = decided.decision.refusals(followed)
    rows = np.flatnonzero(refusals.refused)
    codes = refusals.code[rows]
    rules, reasons, barred = _words_of_codes(state, refusals, codes)
    refused = Entry(area, Ruling.REFUSED, Actual.NOT_DONE, cause=cause, contest=contest)
    bars = Entry(area, Ruling.BARRED, Actual.NOT_DONE, cause=cause, contest=contest)
    marks = np.where(
        barred, state.ledger.mark(bars, rules, reasons), state.ledger.mark(refused, rules, reasons)
    )
    people = state.people.ids[decided.rows[rows]]
    new = np.flatnonzero(state.ledger.noted(refused.matter, people, marks[codes]))
    people, codes = people[new], codes[new]
    for entry, some in ((refused, ~barred[codes]), (bars, barred[codes])):
        which = codes[some]
        state.ledger.write(state.month, people[some], entry, rules[which], reasons[which])


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
    words = state.ledger.words(reasons(new))
    state.ledger.write(state.month, people[new], entry, rules[new], words)


def _words_of_codes(
    state: State, refusals: Refusals, codes: Column
) -> tuple[Integers, Integers, Flags]:
    """The ledger's words for rule and reason of each code up to the highest, and if it is a bar.

    Only codes that occur are put into words.
    """
    counts = np.bincount(codes)
    rules, reasons = np.zeros(len(counts), np.int64), np.zeros(len(counts), np.int64)
    barred = np.zeros(len(counts), np.bool_)
    for code in np.flatnonzero(counts).tolist():
        why = reason_of(refusals.program, code)
        rules[code], reasons[code] = state.ledger.word(why.rule), state.ledger.word(why.text)
        barred[code] = why.barred
    return rules, reasons, barred
