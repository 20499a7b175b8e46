"""Promotion: every month the law decides who rises on the ladder of grades."""

from __future__ import annotations

from collections import Counter
from functools import partial

import numpy as np

from policy_sim.documents.shape import Shape
from policy_sim.rules.combination import BARE
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.books.ledger import Actual, Deviation, Entry, Ruling
from policy_sim.simulation.books.rulings import write_given, write_refusals
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.careers.concerned import granted
from policy_sim.simulation.careers.credit import enter_credit
from policy_sim.simulation.contests.selection import Promoted, promoted
from policy_sim.simulation.practices.compliance import left_undone
from policy_sim.simulation.state import Decided, State

__all__ = ["AREA", "EFFECT", "LADDER", "PROMOTED", "Promotion", "Settings"]

LADDER = "grade"
"""The attribute on whose scale people rise."""

WAITED = "time_in_grade"
"""The attribute that counts the months in the present grade."""

AREA, EFFECT = "promotion", "promote"

PROMOTED = "promoted"
"""The event and the flow of those who rise."""

NEGLECTED = Entry(AREA, actual=Actual.NOT_DONE, deviation=Deviation.COMPLIANCE)
DISPLACED = Entry(AREA, actual=Actual.NOT_DONE, deviation=Deviation.ORDER)
FAVOURED = Entry(AREA, Ruling.OUTRANKED, deviation=Deviation.ORDER)
"""Rows of those who would rise by law and do not, and of those who rise in their place."""


class Settings(Shape):
    """Promotion has no settings: when and whom is the law's."""

    noun = "the settings of promotion"


class Promotion:
    """People rise to the next step of the ladder, or to the one that the law names."""

    name = "promotion"
    assumptions = ()

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Decide promotions every month."""
        calendar.every(Phase.PROMOTION, partial(promote, state))


def promote(state: State) -> None:
    """Decide who rises this month, raise them, and enter it in the ledger."""
    decided = granted(state, AREA)
    if EFFECT not in decided.decision.given:
        return
    write_refusals(state, decided, AREA)
    choice = promoted(state, decided, EFFECT)
    undone = left_undone(state, AREA, decided.rows[choice.risen])
    raised = choice.risen[~undone]
    if state.ledger.kept:
        _write(state, decided, choice, undone)
    enter_credit(state, decided, raised)
    _raise(state, decided, choice.rule, raised)


def _write(state: State, decided: Decided, choice: Promoted, undone: Flags) -> None:
    """Write who rises by law and who in another's place, and for whom it is left *undone*."""
    raised = choice.risen[~undone]
    lawful = np.isin(raised, choice.lawful)
    for which, entry in (
        (choice.risen[undone], NEGLECTED),
        (np.setdiff1d(choice.lawful, choice.risen), DISPLACED),
        (raised[~lawful], FAVOURED),
        (raised[lawful], Entry(AREA)),
    ):
        write_given(state, decided, choice.rule, which, entry)


def _raise(state: State, decided: Decided, rules: Integers, which: Integers) -> None:
    rows = decided.rows[which]
    grade = state.people.record[LADDER]
    value = decided.decision.given[EFFECT].value[which]
    highest = state.people.vocabulary.attributes[LADDER].type.high
    grade[rows] = np.where(value == BARE, np.minimum(grade[rows] + 1, highest), value)
    _count(state, rows)
    for number, raised in sorted(Counter(rules[which].tolist()).items()):
        rule = decided.decision.program.rules[number]
        state.flows.tally(f"{PROMOTED} by {rule.id}", raised)
    state.reset(EFFECT, rows)
    state.happened(PROMOTED, rows)


def _count(state: State, rows: Integers) -> None:
    """Count who rises, and the months (and their squares) that they served in the grade left."""
    record, flows = state.people.record, state.flows
    flows.count(PROMOTED, record, rows)
    if WAITED in record:
        months = record[WAITED][rows].astype(np.int64)
        flows.add("promotion_months", record, rows, months)
        flows.add("promotion_months_squared", record, rows, months**2)
