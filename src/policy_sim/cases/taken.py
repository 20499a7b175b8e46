"""Which transitions take a person of a case, judged by the record of the day before."""

from __future__ import annotations

from policy_sim.cases.person import Person
from policy_sim.cases.record import cohort
from policy_sim.policy.keeping import JUDGED
from policy_sim.policy.law import Law
from policy_sim.policy.transition import Membership
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.programs import compile_area

__all__ = ["taken"]


def taken(law: Law, person: Person) -> Membership:
    """Return the transitions of *law* that take *person*, as recorded on the day before each."""
    names = set()
    for one, judging in zip(law.transitions, law.judging, strict=True):
        program = compile_area(judging.apart, JUDGED)
        frame = cohort([person], [one.name], one.judged, law.vocabulary)
        if decide(program, frame, ColumnarEngine()).stands[0, 0]:
            names.add(one.name)
    return frozenset(names)
