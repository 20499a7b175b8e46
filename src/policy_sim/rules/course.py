"""The months to come of one person, as the law and time alone shape them.

Each month the case is advanced under the law of its day. Where promotions on the way are
counted in, a promotion that the law gives is carried out before the next month: the grade, what
it sets back, and what it costs in credit.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from policy_sim.errors import RunError
from policy_sim.policy.effects import EFFECTS, Given
from policy_sim.policy.given_value import stated_on, stepped
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Rule
from policy_sim.rules.appraised import credit_of, credited
from policy_sim.rules.case import Case, CaseError
from policy_sim.rules.combination import BARE
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.elapsed import later
from policy_sim.rules.engine import Engine
from policy_sim.rules.features import Features
from policy_sim.rules.plan import Rise
from policy_sim.rules.programs import compile_area
from policy_sim.rules.waiting import advanced

__all__ = ["MONTHS", "Outlook", "Standing", "outlook"]

MONTHS = 120
"""How many months ahead a plan may reach: ten years."""


@dataclass(frozen=True)
class Standing:
    """The person in one month: the *case* on its day, and the promotions until then."""

    case: Case
    risen: tuple[Rise, ...] = ()


@dataclass(frozen=True)
class Outlook:
    """The months from now on, at least today; on the day *until* service ends by *ends*, if any.

    Where service does not end, *until* is the last of the months.
    """

    months: tuple[Standing, ...]
    until: date
    ends: Rule | None = None


def outlook(
    law: Law, case: Case, engine: Engine, ratings: Mapping[str, int], rising: bool = False
) -> Outlook:
    """Return the months of *case* under *ratings* a year, until service ends or ten years.

    In the months of appraisal the credit that the law then gives is entered. With *rising* the
    promotions that the law gives are carried out. What cannot be decided, for want of what the
    case does not give or since two rules contradict each other, does not happen.
    """
    months, start, since = [Standing(case)], case, 0
    risen: tuple[Rise, ...] = ()
    for month in range(MONTHS + 1):
        now = months[-1].case
        if (ends := _left(law, now, engine)) is not None:
            return Outlook(tuple(months[:-1]) or tuple(months), now.on, ends)
        if rising and (up := _promoted(law, now, engine)) is not None:
            start, since, risen = up[0], month, (*risen, up[1])
        if month < MONTHS:
            coming = advanced(start, month + 1 - since, ratings)
            coming = replace(coming, on=later(case.on, month + 1))
            if coming.on.month == case.appraisal_month:
                coming = start = credited(law, coming, engine, ratings)
                since = month + 1
            months.append(Standing(coming, risen))
    return Outlook(tuple(months), months[-1].case.on)


def _left(law: Law, case: Case, engine: Engine) -> Rule | None:
    """Return the rule by which service ends on the case's day, if it does."""
    for effect in ("retire", "dismiss"):
        for area in EFFECTS[effect].areas:
            decided = _giving(law, case, engine, area, effect)
            if decided is not None:
                return _rule(decided, effect)
    return None


def _giving(law: Law, case: Case, engine: Engine, area: str, effect: str) -> Decision | None:
    """Return the decision of an area if it gives *effect*, None if not or if it cannot be made."""
    program = compile_area(law.on(case.on), area)
    if effect in program.gives:
        with suppress(CaseError, RunError):
            decided = decide(program, case.frame(), engine)
            return decided if decided.given[effect].mask[0] else None
    return None


def _rule(decided: Decision, effect: str) -> Rule:
    """Return the rule that gives *effect*."""
    return decided.program.rules[int(decided.given[effect].rule[0])]


def _promoted(law: Law, case: Case, engine: Engine) -> tuple[Case, Rise] | None:
    """Return the case after the promotion that the law gives on its day, if it gives one."""
    decided = _giving(law, case, engine, EFFECTS["promote"].area, "promote")
    ladder = stated_on(Given.GRADE, case.vocabulary)
    if decided is None or ladder is None or ladder.name not in case.columns:
        return None
    stated = int(decided.given["promote"].value[0])
    now = case.columns[ladder.name]
    grade = stepped("promote", now, ladder) if stated == BARE else stated
    risen = {**case.columns, ladder.name: grade, **credit_of(case, decided)}
    rise = Rise(case.on, _rule(decided, "promote"), ladder.name, grade)
    return _set_back(replace(case, columns=risen)), rise


def _set_back(case: Case) -> Case:
    """Return *case* with what a promotion begins anew or cuts, and the promotion on record."""
    columns, features = dict(case.columns), Features(case.frame())
    for name, attribute in case.vocabulary.attributes.items():
        moves = attribute.moves
        if moves is None or name not in columns:
            continue
        if "promote" in moves.reset_by:
            columns[name] = max(0, attribute.type.low)
        elif "promote" in moves.cut_by:
            cut = int(features.column(moves.cut_by["promote"])[0])
            columns[name] = max(columns[name] - cut, attribute.type.low)
    past = case.past.copy()
    event = case.vocabulary.events.get("promoted")
    if event is not None and event.type is None:
        past.record_event("promoted", np.zeros(1, dtype=np.int64), case.on)
    return replace(case, columns=columns, past=past)
