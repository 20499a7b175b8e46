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
from policy_sim.rules.engine import CHUNK, Standing
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Column, Flags, Integers, narrowest
from policy_sim.rules.programs import Program

__all__ = ["Reason", "Refusals", "reason_of", "refusals"]


@dataclass(frozen=True)
class Refusals:
    """Per subject the *code* of the rule that refuses and why, -1 if not refused.

    A rule has ``2 * len(program.rules)`` codes for the rules that may override it and those that
    may bar it, by position, and then one for each clause.
    """

    program: Program
    code: Column

    @property
    def refused(self) -> Flags:
        """Who is refused."""
        return np.asarray(self.code >= 0)

    @property
    def rule(self) -> Column:
        """The position of the rule that refuses each subject, -1 if not refused."""
        return self.code // _codes_a_rule(self.program)

    @property
    def clause(self) -> Column:
        """The position of the first failing clause, -1 if none fails."""
        return self._reason(2, 3)

    @property
    def barred_by(self) -> Column:
        """The position of the rule that bars, -1 if none does."""
        return self._reason(1, 2)

    @property
    def overridden_by(self) -> Column:
        """The position of the rule that overrides, -1 if none does."""
        return self._reason(0, 1)

    def reason_text(self, row: int) -> str:
        """Return the reason of the subject at *row*, empty if not refused."""
        code = int(self.code[row])
        return reason_of(self.program, code).text if code >= 0 else ""

    def reasons(self) -> tuple[Integers, tuple[str, ...]]:
        """Return a code per subject and the text of each code; code 0 is "not refused".

        Codes follow the order of rule, override, bar and clause, so they are the same
        whatever the order of the subjects, but depend on which reasons occur.
        """
        found, code = np.unique(np.append(-1, self.code), return_inverse=True)
        texts = (reason_of(self.program, each).text for each in found[1:].tolist())
        return code[1:], ("", *texts)

    def _reason(self, first: int, last: int) -> Column:
        """Return the reason from its place between two multiples of the number of rules."""
        rules, most = len(self.program.rules), _codes_a_rule(self.program)
        place = self.code % most - first * rules
        end = (_unexplained(self.program) if last == 3 else last * rules) - first * rules
        return np.where((self.code >= 0) & (place >= 0) & (place < end), place, -1)


@dataclass(frozen=True, slots=True)
class Reason:
    """The id of the *rule* that refuses, the reason in words, and whether it is a bar."""

    rule: str
    text: str
    barred: bool = False


def reason_of(program: Program, code: int) -> Reason:
    """Return what a *code* of :class:`Refusals` stands for, of 0 and above."""
    rules = program.rules
    number, place = divmod(code, _codes_a_rule(program))
    rule = rules[number]
    if place == _unexplained(program):
        return Reason(rule.id, "")
    if place >= 2 * len(rules):
        return Reason(rule.id, rule.clauses[place - 2 * len(rules)].text)
    if place >= len(rules):
        return Reason(rule.id, f"barred by {rules[place - len(rules)].id}", barred=True)
    return Reason(rule.id, f"overridden by {rules[place].id}")


def _codes_a_rule(program: Program) -> int:
    return _unexplained(program) + 1


def _unexplained(program: Program) -> int:
    """Return the place of a refusal without a reason: only an engine at fault gives one."""
    return 2 * len(program.rules) + max((len(rule.clauses) for rule in program.rules), default=0)


def refusals(
    program: Program,
    features: Features,
    standing: Standing,
    barred: Mapping[str, Column],
    rows: Integers,
) -> Refusals:
    """Return the refusals of the subjects at *rows*, to whom nothing is given."""
    most = len(program.rules) * _codes_a_rule(program)
    code = np.full(features.size, -1, dtype=narrowest(0, most))
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        code[some] = _codes(program, features, standing, barred, some)
    return Refusals(program, code)


def _codes(
    program: Program,
    features: Features,
    standing: Standing,
    barred: Mapping[str, Column],
    rows: Integers,
) -> Integers:
    """Return the code of each of *rows*: the rule with the fewest failing clauses, and why."""
    rule, clause, fewest = (np.full(len(rows), -1, dtype=np.int64) for _ in range(3))
    for giver in program.giving:
        within = np.flatnonzero(standing.scope[giver, rows])
        failing, first = _failures(program, giver, features.within(rows[within]))
        nearer = (rule[within] < 0) | (failing < fewest[within])
        closest = within[nearer]
        rule[closest], clause[closest], fewest[closest] = giver, first[nearer], failing[nearer]
    number = len(program.rules)
    place = np.where(clause >= 0, 2 * number + clause, 0)
    for giver in program.giving:
        held = np.flatnonzero((rule == giver) & (clause < 0))
        if len(held):
            obstacle = _obstacles(program, standing, barred, giver, rows[held])
            place[held] = np.where(obstacle < 0, _unexplained(program), obstacle)
    return np.where(rule >= 0, rule * _codes_a_rule(program) + place, -1)


def _failures(program: Program, rule: int, features: Features) -> tuple[Column, Column]:
    """Return how many clauses of *rule* fail, and the position of the first (-1 if none)."""
    clauses = program.clauses[rule]
    width = narrowest(-1, len(clauses))
    failing = np.zeros(features.size, dtype=width)
    first = np.full(features.size, -1, dtype=width)
    for index in reversed(range(len(clauses))):
        fails = ~truth(clauses[index], features)
        failing += fails
        np.copyto(first, index, where=fails)
    return failing, first


def _obstacles(
    program: Program,
    standing: Standing,
    barred: Mapping[str, Column],
    giver: int,
    rows: Integers,
) -> Integers:
    """Return what stands in the way of a rule that holds: who overrides it, or else bars it."""
    place = np.full(len(rows), -1, dtype=np.int64)
    for other in reversed(program.logic.overriders[giver]):
        place[standing.stands[other, rows]] = other
    for effect in program.rules[giver].effects:
        bar = barred[effect.name][rows]
        free = (place < 0) & (bar >= 0)
        place[free] = len(program.rules) + bar[free].astype(np.int64)
    return place
