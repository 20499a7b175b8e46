"""Letting the law decide about units, or the organisation: the same engines, the same audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from policy_sim.policy.ast import History
from policy_sim.policy.subjects import GROUPS
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.frame import Column
from policy_sim.rules.programs import compile_area
from policy_sim.rules.reading import read_by_rule
from policy_sim.rules.series_uses import periods_in
from policy_sim.simulation.collectives.collective import ORGANISATION, UNIT, Collective
from policy_sim.simulation.state import State

__all__ = ["decide_about", "subjects_asked"]

_NEEDED = {"last": 1, "before_last": 2}
"""How many periods the operators on single periods need."""

_OF_ALL_PERIODS = (*_NEEDED, "lowest", "highest")
"""The operators for which a missing period counts as something; others count what exists."""


def subjects_asked(law: Vintage, area: str) -> tuple[str, ...]:
    """Return the subjects, other than people, about whom *law* decides in *area*."""
    return tuple(subject for subject in GROUPS if law.area(area, subject))


def decide_about(
    state: State, subject: str, area: str, day: date, law: Vintage | None = None
) -> Decision:
    """Let the law decide *area* about all units, or about the organisation, as of *day*.

    *law* is a part of the law of that day. Every engine takes such a decision, and the audit
    samples it. A rule is not asked before as many figures of a group are on record as it looks at,
    unless the vocabulary says what missing ones count as.
    """
    collective = state.collectives[subject]
    frame = collective.frame(day, _further(state, subject, state.law.stated(day), day))
    law = _answerable(law or state.law_on(day), area, collective, state.people.vocabulary)
    program = compile_area(law, area, subject)
    decision = decide(program, frame, state.engine, state.chunk)
    if state.audit is not None:
        rows = collective.rows
        state.audit.observe(decision, rows, rows.astype("uint64"), day)
    return decision


_ANSWERABLE: dict[tuple[str, frozenset[str]], Vintage] = {}


def _answerable(law: Vintage, area: str, collective: Collective, vocabulary: Vocabulary) -> Vintage:
    """Return *law* without the rules that look at more figures than there are.

    The same law and rules give the same object.
    """
    idle = frozenset(
        rule.id
        for rule in law.area(area, collective.subject)
        if any(_missing(use, collective, vocabulary) for use in read_by_rule(rule))
    )
    if not idle:
        return law
    known = _ANSWERABLE.get((law.key, idle)) if law.key else None
    if known is None:
        rules = tuple(rule for rule in law.rules if rule.id not in idle)
        known = replace(law, rules=rules, key=law.key and f"{law.key} without {sorted(idle)}")
        if law.key:
            _ANSWERABLE[law.key, idle] = known
    return known


def _missing(node: object, collective: Collective, vocabulary: Vocabulary) -> bool:
    """Whether *node* asks for periods of a figure that are not on record, and waits for them."""
    group = vocabulary.groups.get(node.source) if isinstance(node, History) else None
    if group is None or not group.waits or not isinstance(node, History):
        return False
    if node.operator not in _OF_ALL_PERIODS:
        return False
    needed = _NEEDED.get(node.operator) or periods_in(node.window) or 0
    return bool((collective.history.periods[group.name].known < needed).any())


def _further(state: State, subject: str, law: Vintage, day: date) -> Mapping[str, Column | int]:
    """Return the levers of units, and what units read of the organisation, by name."""
    if subject == ORGANISATION:
        return {}
    units = state.collectives[UNIT].size
    levers = {
        name: state.levers.values(law, day, name, units)
        for name in law.levers
        if (lever := law.parameters[name].lever) is not None and lever.subject == UNIT
    }
    whole = state.collectives[ORGANISATION]
    hops = {
        f"{ORGANISATION}.{name}": int(whole.latest(name)[0])
        for name in (*whole.record, *whole.history.periods)
    }
    return {**levers, **hops}
