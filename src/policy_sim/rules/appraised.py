"""The yearly appraisal of a person under a rating that is assumed: the credit that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import product

import numpy as np

from policy_sim.errors import RunError
from policy_sim.policy.law import Law
from policy_sim.rules.case import Case, CaseError
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.engine import Engine
from policy_sim.rules.plan import Change, frame_of_variants
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.reading import columns_of

__all__ = ["CREDIT", "credit_of", "credited"]

CREDIT = "credit"
"""The effect, and the attribute on which it is entered."""

_AREA, _RATE = "appraisal", "rate"

_MOST = 256
"""So many combinations of assessments are looked through for one that makes a rating."""


def credited(law: Law, case: Case, engine: Engine, ratings: Mapping[str, int]) -> Case:
    """Return *case* after the appraisal of its day, if the law then gives credit.

    The assessments that make the rating (attributes with a better side that the rule of the
    rating reads) are taken to be the nearest to today's that make the rating of *ratings*.
    """
    program = compile_area(law.on(case.on), _AREA)
    if CREDIT not in program.gives or CREDIT not in case.columns:
        return case
    with suppress(CaseError, RunError):
        assessed = _assessed(program, case, engine, set(ratings.values()))
        credit = credit_of(assessed, decide(program, assessed.frame(), engine))
        if credit:
            return replace(assessed, columns={**assessed.columns, **credit})
    return case


def credit_of(case: Case, decision: Decision) -> dict[str, int]:
    """Return the credit of *case* after a *decision* about it alone; empty if it gives none."""
    given = decision.given.get(CREDIT)
    if given is None or CREDIT not in case.columns or not given.mask[0]:
        return {}
    kind = case.vocabulary.attributes[CREDIT].type
    return {CREDIT: min(max(case.columns[CREDIT] + int(given.value[0]), kind.low), kind.high)}


def _assessed(program: Program, case: Case, engine: Engine, ratings: set[int]) -> Case:
    """Return *case* with the assessments that make one of *ratings*; itself if none do."""
    attributes = case.vocabulary.attributes
    rating = [program.rules[rule] for rule, _ in program.gives.get(_RATE, ())]
    names = sorted(
        name
        for name in columns_of(rating) & case.columns.keys()
        if name in attributes and attributes[name].merit and attributes[name].type.scale
    )
    spans = [range(attributes[name].type.low, attributes[name].type.high + 1) for name in names]
    if not names or np.prod([len(span) for span in spans]) > _MOST:
        return case
    choices = sorted(
        product(*spans),
        key=lambda values: sum(
            abs(value - case.columns[name]) for name, value in zip(names, values, strict=True)
        ),
    )
    variants = [
        [Change(name, value) for name, value in zip(names, values, strict=True)]
        for values in choices
    ]
    given = decide(program, frame_of_variants(case, variants), engine).given[_RATE]
    makes = given.mask & np.isin(given.value, list(ratings))
    if not makes.any():
        return case
    chosen = {change.name: change.value for change in variants[int(makes.argmax())]}
    return replace(case, columns={**case.columns, **chosen})
