"""Stepping down: what it means to be demoted, to give up a post of office, or to be dismissed."""

from __future__ import annotations

import numpy as np

from policy_sim.policy.values import ValueType
from policy_sim.rules.combination import BARE
from policy_sim.rules.frame import Integers
from policy_sim.rules.making import moved_positions
from policy_sim.simulation.departures import give_notice, vacate
from policy_sim.simulation.exits import DISMISSED
from policy_sim.simulation.practices.duties import Duties
from policy_sim.simulation.state import State
from policy_sim.workforce.table import NO_POST

__all__ = ["demote", "dismiss", "release", "step_down"]

LADDER, OFFICE = "grade", "office"

NOT_APPLICABLE = "none"
"""The declared lowest word of a ladder on which somebody does not stand at all."""


def step_down(duties: Duties) -> None:
    """Carry out the demotions and the releases that the law orders."""
    for effect in ("demote", "release"):
        if (given := duties.given(effect)) is not None:
            done = duties.carried_out(np.flatnonzero(given.mask), given.rule, effect)
            rows = duties.decided.rows[done]
            if effect == "demote":
                demote(duties.state, rows, given.value[done])
            else:
                release(duties.state, rows)


def dismiss(duties: Duties) -> None:
    """Give notice to those whom the law dismisses: they leave with the next month, as pay does."""
    if (given := duties.given("dismiss")) is not None:
        done = duties.carried_out(np.flatnonzero(given.mask), given.rule, DISMISSED)
        give_notice(duties.state, DISMISSED, duties.decided.rows[done])


def demote(state: State, rows: Integers, values: Integers) -> None:
    """Let the people at *rows* fall to the grades in *values*, or one step for a bare effect.

    Nobody rises by it, and nobody falls below the lowest grade. Where there are no grades the
    post of office is given up: a lower one has to be won.
    """
    if LADDER not in state.people.record:
        release(state, rows)
        return
    grade = state.people.record[LADDER]
    kind = state.people.vocabulary.attributes[LADDER].type
    held = grade[rows].astype(np.int64)
    below = np.maximum(moved_positions(kind, -1)[held], np.minimum(held, _lowest(kind)))
    grade[rows] = np.where(values == BARE, below, np.minimum(values, held))
    state.reset("demote", rows)
    state.happened("demoted", rows)
    state.flows.count("demoted", state.people.record, rows)


def release(state: State, rows: Integers) -> None:
    """Let the holders of posts among the people at *rows* give them up, and stay in their units."""
    people = state.people
    holders = rows[people.post[rows] != NO_POST]
    vacate(state, holders)
    if OFFICE in people.record:
        people.record[OFFICE][holders] = 0
    if "job_class" in people.record and "family" in people.record:
        family = people.record["family"][holders]
        people.record["job_class"][holders] = state.organisation.staff_class[family]
    state.reset("release", holders)
    state.happened("released", holders)
    state.flows.count("released", people.record, holders)


def _lowest(kind: ValueType) -> int:
    """Return the lowest grade that anybody on the ladder holds."""
    words = () if kind.scale is None else kind.scale.values
    return kind.low + (words[:1] == (NOT_APPLICABLE,))
