"""Letting the law decide about units, or the organisation: the same engines, the same audit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from policy_sim.policy.law import Vintage
from policy_sim.policy.subjects import GROUPS
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.frame import Column
from policy_sim.rules.programs import compile_area
from policy_sim.simulation.collectives.collective import ORGANISATION, UNIT
from policy_sim.simulation.state import State

__all__ = ["decide_about", "subjects_asked"]


def subjects_asked(law: Vintage, area: str) -> tuple[str, ...]:
    """Return the subjects, other than people, about whom *law* decides in *area*."""
    return tuple(subject for subject in GROUPS if law.area(area, subject))


def decide_about(
    state: State, subject: str, area: str, day: date, law: Vintage | None = None
) -> Decision:
    """Let the law decide *area* about all units, or about the organisation, as of *day*.

    *law* is a part of the law of that day. Every engine takes such a decision, and the audit
    samples it.
    """
    collective = state.collectives[subject]
    frame = collective.frame(day, _further(state, subject, state.law.stated(day), day))
    program = compile_area(law or state.law_on(day), area, subject)
    decision = decide(program, frame, state.engine, state.chunk)
    if state.audit is not None:
        rows = collective.rows
        state.audit.observe(decision, rows, rows.astype("uint64"), day)
    return decision


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
