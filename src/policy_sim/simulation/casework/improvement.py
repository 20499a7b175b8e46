"""Improvement: what becomes of people who were to improve, and the test that tells of it.

Poor work has a cause: too little will, or too little skill, whichever costs a person more. Whoever
improves gains in that, yet never beyond the average of the founding stock. The re-test sees the
result imperfectly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.behaviour import LEADING, WORK_ASSUMPTIONS, performance
from policy_sim.simulation.hazards import Numbers
from policy_sim.simulation.measurement import PointScale, observed, recorded
from policy_sim.simulation.state import State
from policy_sim.workforce.table import NO_POST

__all__ = ["IMPROVEMENT_ASSUMPTIONS", "improve", "likelihood", "retest"]

MOTIVATION, ABILITY = "motivation", "ability"

IMPROVEMENT_ASSUMPTIONS = (
    "remediation_ability_gain",
    "remediation_ability_ratio",
    "remediation_coach_ratio",
    "remediation_motivation_gain",
    "remediation_success",
    "retest_reliability",
    "score_mean",
    "score_spread",
    *WORK_ASSUMPTIONS,
)
"""The assumptions that improvement and its test read from the register."""


def improve(state: State, rows: Integers, coached: Flags) -> Integers:
    """Let some of the people at *rows* really improve, and return their rows.

    *coached* tells, for each, whether they had a coach.
    """
    leads, unskilled = _leads(state, rows), _lacks_skill(state, rows)
    leading = next((name for name in LEADING if name in state.people.truth), ABILITY)
    luck = state.chance.uniform("improvement", state.people.keys[rows], state.month)
    improved = luck < likelihood(coached, unskilled, state.register)
    for mask, gain, trait in (
        (improved & ~unskilled, "remediation_motivation_gain", MOTIVATION),
        (improved & unskilled & ~leads, "remediation_ability_gain", ABILITY),
        (improved & unskilled & leads, "remediation_ability_gain", leading),
    ):
        if mask.any():
            level = state.people.truth[trait]
            level[rows[mask]] = _raised(level[rows[mask]], state.assumption(gain))
    return rows[improved]


def likelihood(coached: Flags, unskilled: Flags, register: Mapping[str, float]) -> Numbers:
    """Return the probability of improving: with a coach higher, for want of skill another.

    ``remediation_success`` is that of somebody without a coach who lacks the will.
    """
    chance = register["remediation_success"] * np.ones(len(coached))
    chance *= np.where(coached, register["remediation_coach_ratio"], 1.0)
    chance *= np.where(unskilled, register["remediation_ability_ratio"], 1.0)
    return np.minimum(chance, 1.0)


def retest(state: State, rows: Integers, attribute: str) -> None:
    """Write the score of the re-test of the people at *rows*: their work as a tester sees it."""
    if attribute not in state.people.record or not len(rows):
        return
    works = performance(state.people.present(rows), state.register)
    noise = state.chance.normal("re-test", state.people.keys[rows], state.month)
    seen = observed(works, state.assumption("retest_reliability"), noise)
    declared = state.people.vocabulary.attributes[attribute]
    step = declared.type.step
    middle = state.assumption("score_mean")
    if declared.typical is not None:
        middle = float(declared.typical * step)
    low, high = float(declared.type.low * step), float(declared.type.high * step)
    scale = PointScale(middle, state.assumption("score_spread"), low, high)
    state.people.record[attribute][rows] = recorded(seen, scale, step)


def _lacks_skill(state: State, rows: Integers) -> Flags:
    """Return whose skill costs them more than their motivation, as performance weighs them."""
    share = state.assumption("performance_motivation")
    skill = np.where(
        _leads(state, rows), _level(state, rows, *LEADING), _level(state, rows, ABILITY)
    )
    return np.asarray(math.sqrt(1.0 - share**2) * skill < share * _level(state, rows, MOTIVATION))


def _leads(state: State, rows: Integers) -> Flags:
    return np.asarray(state.people.post[rows] != NO_POST)


def _level(state: State, rows: Integers, *names: str) -> Numbers:
    """Return the first of the traits *names* that people have, of those at *rows*; 0 if none."""
    held = (state.people.truth[name][rows] for name in names if name in state.people.truth)
    return next(held, np.zeros(len(rows)))


def _raised(level: Numbers, gain: float) -> Numbers:
    """Return *level* raised by *gain*, but not above the average, 0; nobody is lowered."""
    return np.maximum(level, np.minimum(level + gain, 0.0))
