"""Compliance: conditions set aside, and granted decisions that are never carried out."""

from __future__ import annotations

import numpy as np

from policy_sim.rules.columnar import truth
from policy_sim.rules.decision import Decision
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.reforms.resisting import not_done
from policy_sim.simulation.state import Decided, State

__all__ = ["left_undone", "waived"]


def left_undone(state: State, area: str, rows: Integers) -> Flags:
    """Return for which of the people at *rows* what *area* grants is left undone this month.

    So it is by practice, and where units resist a reform of the area.
    """
    undone = not_done(state, area, rows)
    share = float(state.practice.undone.get(area, 0))
    if not share:
        return undone
    lots = state.chance.uniform(f"undone {area}", state.people.keys[rows], state.month)
    return np.asarray(undone | (lots < share))


def waived(state: State, decided: Decided, rule: int) -> Integers:
    """Return whom practice treats as eligible under *rule*, though the law refuses them.

    These are people in its scope who fail a single clause of it, whom nothing bars from its
    effects and no standing rule overrides it for, and to whom nothing else is given; positions
    in *decided*. Who is so favoured is drawn by person and year: another month is no other
    chance.
    """
    decision = decided.decision
    share = float(state.practice.waived.get(decision.program.rules[rule].id, 0))
    share *= state.signals.overseer.attempted
    if not share:
        return np.empty(0, np.int64)
    near = np.flatnonzero(_only_conditions_lack(decision, rule))
    features = decision.features.within(near)
    failing = sum(
        (~truth(form, features)).astype(np.int64) for form in decision.program.clauses[rule]
    )
    near = near[np.asarray(failing == 1)]
    keys = state.people.keys[decided.rows[near]]
    name = f"waived {decision.program.rules[rule].id}"
    favoured: Integers = near[state.chance.uniform(name, keys, state.month // 12) < share]
    return favoured


def _only_conditions_lack(decision: Decision, rule: int) -> Flags:
    """Return whom *rule* would give its effects if they met its conditions, and nobody else."""
    free = decision.scope[rule] & ~decision.anything
    for other in decision.program.logic.overriders[rule]:
        free &= ~decision.stands[other]
    for effect in decision.program.rules[rule].effects:
        free &= decision.barred[effect.name] < 0
    return np.asarray(free)
