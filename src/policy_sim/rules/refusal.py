"""Why nothing is given: the rule that came nearest, and the clause, bar or override in its way.

Of the rules of the area that have a person in scope and give an effect, the refusal names the
one with the fewest failing clauses (then the first by id), and its first failing clause in
document order. A rule without a failing clause was barred or overridden, and says by which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from policy_sim.rules.columnar import truth
from policy_sim.rules.engine import Standing
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.programs import Program

__all__ = ["Refusals", "refusals"]


@dataclass(frozen=True)
class Refusals:
    """Per subject: the *rule* that refuses (a position, -1 if not refused) and why.

    Exactly one of *clause* (the position of the first failing clause), *barred_by* and
    *overridden_by* (positions of rules) is not -1 for a refused subject.
    """

    program: Program
    rule: Integers
    clause: Integers
    barred_by: Integers
    overridden_by: Integers

    @property
    def refused(self) -> Flags:
        """Who is refused."""
        return self.rule >= 0

    def reason_text(self, row: int) -> str:
        """Return the reason of the subject at *row*, empty if not refused."""
        return self._text(
            int(self.rule[row]),
            int(self.clause[row]),
            int(self.barred_by[row]),
            int(self.overridden_by[row]),
        )

    def reasons(self) -> tuple[Integers, tuple[str, ...]]:
        """Return a code per subject and the text of each code; code 0 is "not refused".

        Codes follow the order of rule, clause, bar and override, so they are the same
        whatever the order of the subjects, but depend on which reasons occur.
        """
        key = np.stack([self.rule, self.clause, self.barred_by, self.overridden_by])
        none = np.full((4, 1), -1, dtype=np.int64)
        found, code = np.unique(np.hstack([none, key]), axis=1, return_inverse=True)
        return code.reshape(-1)[1:], tuple(self._text(*each) for each in found.T.tolist())

    def _text(self, rule: int, clause: int, barred_by: int, overridden_by: int) -> str:
        if rule < 0:
            return ""
        if clause >= 0:
            return self.program.rules[rule].clauses[clause].text
        if barred_by >= 0:
            return f"barred by {self.program.rules[barred_by].id}"
        return f"overridden by {self.program.rules[overridden_by].id}"


def refusals(
    program: Program,
    features: Features,
    standing: Standing,
    barred: Mapping[str, Integers],
    rows: Integers,
) -> Refusals:
    """Return the refusals of the subjects at *rows*, to whom nothing is given."""
    scope = standing.scope[:, rows]
    rule, clause, fewest = (np.full(len(rows), -1, dtype=np.int64) for _ in range(3))
    for giver in program.giving:
        within = np.flatnonzero(scope[giver])
        failing, first = _failures(program, giver, features.within(rows[within]))
        nearer = (rule[within] < 0) | (failing < fewest[within])
        closest = within[nearer]
        rule[closest], clause[closest], fewest[closest] = giver, first[nearer], failing[nearer]
    barred_by, overridden_by = _obstacles(program, standing, barred, rows, rule, clause)
    parts = (rule, clause, barred_by, overridden_by)
    return Refusals(program, *(_spread(part, rows, features.size) for part in parts))


def _failures(program: Program, rule: int, features: Features) -> tuple[Integers, Integers]:
    """Return how many clauses of *rule* fail, and the position of the first (-1 if none)."""
    failing = np.zeros(features.size, dtype=np.int64)
    first = np.full(features.size, -1, dtype=np.int64)
    for index, form in enumerate(program.clauses[rule]):
        fails = ~truth(form, features)
        failing += fails
        first[fails & (first < 0)] = index
    return failing, first


def _obstacles(
    program: Program,
    standing: Standing,
    barred: Mapping[str, Integers],
    rows: Integers,
    rule: Integers,
    clause: Integers,
) -> tuple[Integers, Integers]:
    """Return what stands in the way of rules that hold: the barring and the overriding rule."""
    barred_by, overridden_by = (np.full(len(rows), -1, dtype=np.int64) for _ in range(2))
    holding = (rule >= 0) & (clause < 0)
    for giver in program.giving:
        mine = holding & (rule == giver)
        for other in reversed(program.logic.overriders[giver]):
            overridden_by[mine & standing.stands[other, rows]] = other
        for effect in program.rules[giver].effects:
            free = mine & (overridden_by < 0) & (barred_by < 0)
            barred_by[free] = barred[effect.name][rows][free]
    return barred_by, overridden_by


def _spread(values: Integers, rows: Integers, size: int) -> Integers:
    result = np.full(size, -1, dtype=np.int64)
    result[rows] = values
    return result
