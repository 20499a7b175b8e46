"""Promotion: every month the law decides who rises on the ladder of grades.

A rise that waits for no vacancy may come about by chance: where a rule has a hazard, whoever the
law lets rise does so when it strikes (push flows: Bartholomew, Forbes & McClean 1991).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial

import numpy as np

from policy_sim.documents.fields import Name
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.combination import BARE
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.books.ledger import Actual, Deviation, Entry, Ruling
from policy_sim.simulation.books.rulings import write_given, write_refusals
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.careers.concerned import granted
from policy_sim.simulation.careers.credit import enter_credit
from policy_sim.simulation.contests.selection import Promoted, promoted
from policy_sim.simulation.hazards import Hazard, hazard_findings, struck
from policy_sim.simulation.naming import unknown_rules
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
    """When and whom is the law's; *hazards* say, by rule, how often a rise comes about."""

    noun = "the settings of promotion"

    hazards: dict[Name, Hazard] = {}


class Promotion:
    """People rise to the next step of the ladder, or to the one that the law names."""

    name = "promotion"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The assumptions of the hazards."""
        hazards = self.settings.hazards.values()
        return tuple(name for hazard in hazards for name in hazard.assumptions)

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Decide promotions every month.

        Raises :exc:`~policy_sim.errors.ScenarioError` if a hazard is of no rule of the law.
        """
        hazards = self.settings.hazards
        rules = [rule.id for part in state.law.vintages for rule in part.area(AREA)]
        findings = unknown_rules(hazards, rules)
        findings += [f for hazard in hazards.values() for f in hazard_findings(hazard, state)]
        if findings:
            raise ScenarioError(findings)
        calendar.every(Phase.PROMOTION, partial(promote, state, hazards))


_NO_HAZARDS: Mapping[str, Hazard] = {}


def promote(state: State, hazards: Mapping[str, Hazard] = _NO_HAZARDS) -> None:
    """Decide who rises this month, raise them, and enter it in the ledger."""
    decided = granted(state, AREA)
    if EFFECT not in decided.decision.given:
        return
    write_refusals(state, decided, AREA)
    choice = promoted(state, decided, EFFECT)
    if hazards:
        choice = _coming_about(state, hazards, decided, choice)
    undone = left_undone(state, AREA, decided.rows[choice.risen])
    raised = choice.risen[~undone]
    if state.ledger.kept:
        _write(state, decided, choice, undone)
    enter_credit(state, decided, raised)
    _raise(state, decided, choice.rule, raised)


def _coming_about(
    state: State, hazards: Mapping[str, Hazard], decided: Decided, choice: Promoted
) -> Promoted:
    """Return *choice* without those whose rise has a hazard that does not strike this month."""
    comes = np.ones(len(decided.rows), np.bool_)
    for number, rule in enumerate(decided.decision.program.rules):
        if rule.stated_id in hazards:
            rows = struck(hazards[rule.stated_id], state, f"rise by {rule.stated_id}")
            comes &= (choice.rule != number) | np.isin(decided.rows, rows)
    lawful, risen = (which[comes[which]] for which in (choice.lawful, choice.risen))
    return Promoted(lawful, risen, choice.rule)


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
        state.flows.tally(f"{PROMOTED} by {rule.stated_id}", raised)
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
