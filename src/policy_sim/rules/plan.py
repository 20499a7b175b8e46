"""What a plan is: how long to wait, under which ratings, and what to bring about meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from policy_sim.policy.rule import Clause, Rule
from policy_sim.rules.case import Case
from policy_sim.rules.frame import Frame
from policy_sim.rules.trace import RuleTrace, Trace

__all__ = [
    "Admission",
    "Change",
    "Hindrance",
    "NoPlan",
    "Plan",
    "Rise",
    "changed",
    "frame_of_variants",
    "hindrance",
]


@dataclass(frozen=True)
class Change:
    """One thing that the person brings about: the attribute *name* reaches *value*.

    *effect* and *word* are of the examination or the course that enters it, if one does (else
    empty). Of a course that enters no attribute, *name* is the event that it leaves behind.
    """

    name: str
    value: int
    effect: str = ""
    word: str = ""


@dataclass(frozen=True)
class Admission:
    """The day from which the law lets the person sit the examination or attend the course."""

    day: date
    rule: Rule


@dataclass(frozen=True)
class Rise:
    """A promotion that the law gives on the way: on which day, by which *rule*, to which grade."""

    day: date
    rule: Rule
    name: str
    value: int


@dataclass(frozen=True)
class Hindrance:
    """What still stands in the way a month before a plan comes true, in *case*.

    It is beside the conditions that are not met today: *clauses* of the rule that will give, and
    *rules* against it.
    """

    case: Case
    clauses: tuple[Clause, ...]
    rules: tuple[Rule, ...]


def hindrance(today: Trace, eve: tuple[Case, Trace], then: Trace) -> Hindrance | None:
    """Return what stands in the way on the *eve* of what is given *then*, beside today's."""
    case, before = eve
    giving = {rule.rule.id for rule in then.rules if rule.stands and rule.rule.effects}
    known = {clause.text for rule in today.rules for clause in _failing(rule)}
    clauses, against = dict[str, Clause](), set[str]()
    for rule in before.rules:
        if rule.rule.id in giving and rule.in_scope:
            clauses |= {one.text: one for one in _failing(rule) if one.text not in known}
            against |= {*rule.overridden_by}.union(*rule.barred_by.values())
    rules = tuple(rule.rule for rule in before.rules if rule.rule.id in against)
    return Hindrance(case, tuple(clauses.values()), rules) if clauses or rules else None


def _failing(rule: RuleTrace) -> list[Clause]:
    pairs = zip(rule.clauses, rule.rule.clauses, strict=True)
    return [stated for clause, stated in pairs if not clause.fulfilled]


@dataclass(frozen=True)
class Plan:
    """The nearest way to what is not given: *found* is the decision then, made by the engine.

    *ratings* are the yearly ones that are assumed, by series; *better* says whether they are
    above the person's last. *admissions* tell, by examination or course, from when on the law
    admits to it; *risen* are promotions on the way, *until* is what makes it no sooner.
    """

    months: int
    case: Case
    found: Trace
    ratings: Mapping[str, int]
    better: bool = False
    changes: tuple[Change, ...] = ()
    admissions: Mapping[str, Admission] = field(default_factory=dict)
    risen: tuple[Rise, ...] = ()
    until: Hindrance | None = None


@dataclass(frozen=True)
class NoPlan:
    """That there is no plan: *found* is the decision, of all until *until*, that comes nearest.

    In it everything is as the person can bring it at best (*raised*). *ends* is the rule by which
    service ends on that day, if it does; *lacking* what the law reads from that day on and the
    case does not give.
    """

    case: Case
    found: Trace
    until: date
    raised: tuple[Change, ...] = ()
    ends: Rule | None = None
    lacking: str = ""


def changed(case: Case, changes: Sequence[Change]) -> Case:
    """Return *case* with *changes* come true on its day."""
    columns, past, row = dict(case.columns), case.past, np.zeros(1, dtype=np.int64)
    for change in changes:
        if change.name in case.vocabulary.attributes:
            columns[change.name] = change.value
        else:
            past = past.copy()
            past.record_event(change.name, row, case.on, change.value)
    return replace(case, columns=columns, past=past)


def frame_of_variants(case: Case, variants: Sequence[Sequence[Change]]) -> Frame:
    """Return a frame with one row for each of *variants* of *case*, in their order."""
    size = len(variants)
    columns = {name: np.full(size, value) for name, value in case.columns.items()}
    past = case.past.take(np.zeros(size, dtype=np.int64))
    for row, changes in enumerate(variants):
        for change in changes:
            if change.name in case.vocabulary.attributes:
                columns[change.name][row] = change.value
            else:
                past.record_event(change.name, np.array([row]), case.on, change.value)
    return case.variants(columns, past)
