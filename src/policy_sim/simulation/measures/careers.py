"""Careers: under which rule people rise, who passes examinations, and for whom the ladder ends."""

from __future__ import annotations

import numpy as np

from policy_sim.policy.ast import Condition
from policy_sim.rules.features import Features
from policy_sim.simulation import exams, promotion
from policy_sim.simulation.measures.groups import Grouping
from policy_sim.simulation.measures.outcome import (
    PER_CENT,
    Better,
    Floats,
    Integers,
    Outcome,
    Tally,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd, ratio

__all__ = [
    "CEILING",
    "OUTCOMES",
    "at_the_ceiling",
    "exam_pass_rate",
    "exams_passed",
    "exams_passed_by_examination",
    "exams_taken",
    "promotions",
    "promotions_by_rule",
]

CEILING = "at_the_ceiling"
"""The definition of the law that is true of those for whom the ladder ends."""


def at_the_ceiling(year: YearEnd, by: Grouping) -> Floats:
    """People in service on 31 December who can rise no further in their present position.

    Those for whom the law's definition `at_the_ceiling` is true; a law without it has no answer.
    """
    ended = year.state.vintage.definitions.get(CEILING)
    if not isinstance(ended, Condition):
        return no_answer(by)

    def met() -> Integers:
        return np.flatnonzero(Features(year.state.frame()).meets(ended))

    return year.met(by, CEILING, met).astype(np.float64)


def exam_pass_rate(year: YearEnd, by: Grouping) -> Floats:
    """Share of the examinations sat in the year that were passed, in per cent."""
    passed, failed = _sat(year, by)
    return PER_CENT * ratio(passed, passed + failed)


def exams_passed(year: YearEnd, by: Grouping) -> Floats:
    """Examinations passed in the year."""
    return _sat(year, by)[0] if _held(year) else no_answer(by)


def exams_passed_by_examination(year: YearEnd) -> dict[str, float]:
    """Examinations passed in the year, by examination."""
    subject = year.people.vocabulary.attributes.get(exams.SAT)
    if not _held(year) or subject is None or subject.type.scale is None:
        return {}
    flows, words = year.state.flows, subject.type.scale.values[1:]
    return {f"{exams.SAT}={w}": float(flows.total(f"{exams.PASSED} {w}")) for w in words}


def exams_taken(year: YearEnd, by: Grouping) -> Floats:
    """Examinations sat in the year, passed or not."""
    passed, failed = _sat(year, by)
    return passed + failed if _held(year) else no_answer(by)


def promotions(year: YearEnd, by: Grouping) -> Floats:
    """Promotions in rank that took effect in the year, also by the rule that gave them."""
    return year.flow(promotion.PROMOTED, by).astype(np.float64)


def promotions_by_rule(year: YearEnd) -> dict[str, float]:
    """Promotions in rank that took effect in the year, by the rule that gave them."""
    rules = year.state.vintage.area(promotion.AREA)
    raising = [r.stated_id for r in rules if any(e.name == promotion.EFFECT for e in r.effects)]
    flows = year.state.flows
    return {f"rule={r}": float(flows.total(f"{promotion.PROMOTED} by {r}")) for r in raising}


def _held(year: YearEnd) -> bool:
    """Whether a round of examinations was held this year."""
    return f"{exams.PASSED} {exams.AREA}" in year.state.flows.kinds


def _sat(year: YearEnd, by: Grouping) -> tuple[Floats, Floats]:
    """How many examinations were passed and failed."""
    passed, failed = (
        year.flow(f"{how} {exams.AREA}", by).astype(np.float64)
        for how in (exams.PASSED, exams.FAILED)
    )
    return passed, failed


OUTCOMES = (
    Outcome(CEILING, "persons", Better.NEUTRAL, Tally.STOCK, at_the_ceiling),
    Outcome("exam_pass_rate", "per cent", Better.NEUTRAL, Tally.STOCK, exam_pass_rate),
    Outcome(
        "exams_passed",
        "persons",
        Better.NEUTRAL,
        Tally.FLOW,
        exams_passed,
        parts=exams_passed_by_examination,
    ),
    Outcome("exams_taken", "persons", Better.NEUTRAL, Tally.FLOW, exams_taken),
    Outcome(
        "promotions",
        "persons",
        Better.NEUTRAL,
        Tally.FLOW,
        promotions,
        parts=promotions_by_rule,
    ),
)
"""The outcomes of this field."""
