"""Whether a changed rule is the same rule after all: a change that nobody could ever notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from policy_sim.policy.common_words import common_words
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Rule
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.proof.affected import differ
from policy_sim.proof.day import Day
from policy_sim.proof.logic import Truth, negated
from policy_sim.proof.person import Person
from policy_sim.proof.solver import Answer, Solver

__all__ = ["Equality", "Proof", "Unproved"]

_BUDGET = 4_000_000
"""Units of the solver's work for one change; it is one of hundreds, and may stay open."""


class Equality(Protocol):
    """Whatever can tell that two rules are the same for everybody who could exist."""

    def same(self, vintage: Vintage, before: Rule, after: Rule) -> bool:
        """Return whether a rule asks and holds *after* a change as *before*; if in doubt, no.

        In which clause it fails may be another one.
        """

    def same_law(self, before: Law, after: Law) -> bool:
        """Return whether two laws decide alike about everybody; if in doubt, no."""


class Unproved:
    """Knows of no two rules that they are the same."""

    def same(self, vintage: Vintage, before: Rule, after: Rule) -> bool:
        """Return that it is not known."""
        del vintage, before, after
        return False

    def same_law(self, before: Law, after: Law) -> bool:
        """Return that it is not known."""
        del before, after
        return False


@dataclass
class Proof:
    """Asks the solver for somebody of whom the two rules decide differently."""

    vocabulary: Vocabulary
    budget: int = _BUDGET

    def same(self, vintage: Vintage, before: Rule, after: Rule) -> bool:
        """Return whether there can be no such person on any day of *vintage*."""
        solver = Solver(self.budget)
        person = Person(solver, self.vocabulary, Day.within(solver, vintage.begins, vintage.ends))
        differs = solver.some(_differences(person, solver, before, after))
        for truth in person.always():
            solver.suppose(truth)
        return solver.ask(differs) is Answer.NO

    def same_law(self, before: Law, after: Law) -> bool:
        """Return whether nobody is decided otherwise on any day of either law."""
        words = common_words(before.vocabulary, after.vocabulary)
        return not differ(before, after, words, before.vintages[0].begins)


def _differences(person: Person, solver: Solver, before: Rule, after: Rule) -> Iterator[Truth]:
    """Yield when only one of the two rules asks, and when only one of them holds."""
    meant = person.meaning.condition
    scopes = [meant(rule.scope) for rule in (before, after)]
    holds = [
        solver.every((scope, *(meant(clause.condition) for clause in rule.clauses)))
        for scope, rule in zip(scopes, (before, after), strict=True)
    ]
    if before.scope != after.scope:
        yield _unlike(*scopes)
    yield _unlike(*holds)


def _unlike(one: Truth, other: Truth) -> Truth:
    return negated(one == other)
