"""The people of a workforce whom transitions take, and the law that each of them is under then."""

from __future__ import annotations

from datetime import date

import numpy as np

from policy_sim.policy.keeping import JUDGED
from policy_sim.policy.law import Law
from policy_sim.policy.uniting import united
from policy_sim.policy.vintage import Setting, Vintage
from policy_sim.proof.affected import law_of
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.programs import compile_area
from policy_sim.simulation.state import State

__all__ = ["everybodys", "memberships", "takes"]


def everybodys(law: Law, day: date) -> Vintage:
    """Return the law of *day* for everybody, its levers at what it states; else one of nothing."""
    if day < law.vintages[0].begins:
        return law_of(law, day)
    return united(law, day).settled(Setting())


def takes(state: State, law: Law, number: int) -> Flags:
    """Return whom the transition of *law* at *number* takes, by the record as it stands."""
    judging = law.judging[number].settled(Setting())
    program = compile_area(judging.apart, JUDGED)
    stands: Flags = decide(program, state.frame(), ColumnarEngine()).stands[0]
    return stands


def memberships(state: State, law: Law) -> Integers:
    """Return for each person the integer that says which transitions of *law* take them."""
    codes = np.zeros(state.people.size, np.int64)
    for number in range(len(law.transitions)):
        codes[takes(state, law, number)] |= 1 << number
    return codes
