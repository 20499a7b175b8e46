"""Which small changes of a law its cases notice, and which they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from policy_sim.cases.check import Check
from policy_sim.cases.coverage import versions_asked
from policy_sim.cases.mutants import SCOPE, Key, Mutant, mutants_of
from policy_sim.cases.ruling import Ruling
from policy_sim.cases.sitting import Sitting
from policy_sim.cases.transition_mutation import altered
from policy_sim.cases.trial import Trial, judged
from policy_sim.diagnostics import Place
from policy_sim.errors import RunError
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Rule
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.columnar import ColumnarEngine, truth
from policy_sim.rules.decision import Decision, concluded
from policy_sim.rules.engine import stand
from policy_sim.rules.frame import Flags
from policy_sim.rules.normal_form import every, normal_form
from policy_sim.rules.programs import Program

if TYPE_CHECKING:
    # The solver takes its time to load.
    from policy_sim.cases.equality import Equality

__all__ = ["Mutation", "Unnoticed", "mutated"]


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unnoticed:
    """A change of *rule* that no case notices, at its *place* and *told* in words."""

    rule: str
    place: Place
    told: str


@dataclass(frozen=True)
class Mutation:
    """How many changes were *made*; of these cases *noticed* some, some are *equal* to the law."""

    made: int
    noticed: int
    equal: int
    unnoticed: tuple[Unnoticed, ...]


@dataclass(frozen=True, eq=False)
class _Version:
    """A rule as it is in one vintage of a law, with its changes by key."""

    law: Law
    vintage: Vintage
    rule: Rule
    mutants: dict[Key, Mutant]


def mutated(
    trial: Trial, equality: Callable[[Law], Equality], files: Iterable[str] = ()
) -> Mutation:
    """Change each rule about people, and each transition, in turn, and return which changes the
    cases notice.

    A rule about which nobody is asked is left as it is: coverage names it. A change is made in
    every version of a rule at once. *equality* gives, for a law, who tells changes that change
    nothing. With *files* only rules of these files are changed.
    """
    wanted = frozenset(files)
    bench = _Bench(trial)
    made = noticed = equal = 0
    unnoticed: list[Unnoticed] = []
    for place, versions in _versions(trial.laws, wanted).items():
        if not bench.asks(place):
            continue
        told = {key: mutant for version in versions for key, mutant in version.mutants.items()}
        for key, mutant in told.items():
            made += 1
            if bench.notices(place, key):
                noticed += 1
            elif _nothing(versions, key, equality):
                equal += 1
            else:
                unnoticed.append(Unnoticed(mutant.rule.id, mutant.place, mutant.told))
    for change in altered(trial, equality, wanted):
        made, noticed, equal = made + 1, noticed + change.noticed, equal + change.equal
        if not change.noticed and not change.equal:
            unnoticed.append(Unnoticed(change.name, change.place, change.told))
    return Mutation(made, noticed, equal, tuple(unnoticed))


def _versions(laws: Sequence[Law], files: frozenset[str]) -> dict[Place, list[_Version]]:
    """Return the different versions of each rule, by its place."""
    found: dict[Place, list[_Version]] = {}
    for law in laws:
        for vintage in versions_asked(law):
            for rule in vintage.rules:
                if rule.subject != PERSON or (files and rule.place.file not in files):
                    continue
                known = found.setdefault(rule.place, [])
                if all(one.rule != rule for one in known):
                    changes = {mutant.key: mutant for mutant in mutants_of(rule)}
                    known.append(_Version(law, vintage, rule, changes))
    return {place: found[place] for place in sorted(found)}


def _nothing(versions: Sequence[_Version], key: Key, equality: Callable[[Law], Equality]) -> bool:
    """Return whether the change at *key* changes nothing in any version that has it."""
    return all(
        equality(version.law).same(version.vintage, version.rule, version.mutants[key].rule)
        for version in versions
        if key in version.mutants
    )


class _Bench:
    """The decisions about all checks, and what becomes of them when a rule is changed."""

    def __init__(self, trial: Trial) -> None:
        self._sittings = trial.sittings
        self._passed = {id(verdict.check) for verdict in trial.verdicts if verdict.passed}
        self._seats: dict[int, list[tuple[int, int]]] = {}
        self._with: dict[Place, list[int]] = {}
        self._changes: dict[int, dict[Key, Mutant]] = {}
        for number, sitting in enumerate(trial.sittings):
            for row, check in enumerate(sitting.checks):
                self._seats.setdefault(id(check), []).append((number, row))
            for rule in sitting.decision.program.rules:
                self._with.setdefault(rule.place, []).append(number)

    def asks(self, place: Place) -> bool:
        """Return whether the rule at *place* is asked about anybody."""
        return place in self._with

    def notices(self, place: Place, key: Key) -> bool:
        """Return whether a check that passes fails once the rule at *place* is changed so."""
        changed: dict[int, Decision] = {}
        concerned: dict[int, Check] = {}
        for number in self._with.get(place, ()):
            sitting = self._sittings[number]
            index = next(
                i for i, rule in enumerate(sitting.decision.program.rules) if rule.place == place
            )
            mutant = self._mutants(sitting.decision.program.rules[index]).get(key)
            if mutant is None:
                continue
            rows = _differing(sitting, index, mutant)
            if not rows.any():
                continue
            try:
                changed[number] = _decided(sitting, index, mutant)
            except RunError:
                return True
            asked = (sitting.checks[row] for row in np.flatnonzero(rows))
            concerned |= {id(check): check for check in asked if id(check) in self._passed}
        return any(self._fails(check, changed) for check in concerned.values())

    def _fails(self, check: Check, changed: dict[int, Decision]) -> bool:
        rulings = [
            Ruling(changed.get(number, self._sittings[number].decision), row)
            for number, row in self._seats[id(check)]
        ]
        return any(True for _ in judged(check, rulings))

    def _mutants(self, rule: Rule) -> dict[Key, Mutant]:
        known = self._changes.get(id(rule))
        if known is None:
            known = self._changes[id(rule)] = {one.key: one for one in mutants_of(rule)}
        return known


def _differing(sitting: Sitting, index: int, mutant: Mutant) -> Flags:
    """Return of whom the changed part is true where it was not, or the other way round."""
    decision = sitting.decision
    features = decision.features
    part = mutant.key[0]
    if part == SCOPE:
        before = features.meets(decision.program.rules[index].scope)
    else:
        before = truth(decision.program.clauses[index][part], features)
    differs: Flags = before != features.meets(mutant.condition)
    return differs


def _decided(sitting: Sitting, index: int, mutant: Mutant) -> Decision:
    """Return what is decided with the rule at *index* changed."""
    decision = sitting.decision
    program = _program(decision.program, index, mutant)
    standing = stand(program.logic, decision.features, ColumnarEngine())
    return concluded(program, decision.features, standing)


def _program(program: Program, index: int, mutant: Mutant) -> Program:
    clauses = tuple(normal_form(one.condition, {}) for one in mutant.rule.clauses)
    scope = normal_form(mutant.rule.scope, {})
    logic = replace(
        program.logic,
        scopes=tuple(_put(program.logic.scopes, index, scope)),
        conditions=tuple(_put(program.logic.conditions, index, every(clauses))),
    )
    return replace(
        program,
        rules=tuple(_put(program.rules, index, mutant.rule)),
        clauses=tuple(_put(program.clauses, index, clauses)),
        logic=logic,
    )


def _put(items: Sequence[T], index: int, instead: T) -> Iterator[T]:
    for number, item in enumerate(items):
        yield instead if number == index else item
