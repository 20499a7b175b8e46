"""Small changes of a transition, one at a time: whom it takes, what it keeps, and until when.

A clause of ``for`` is changed like one of a rule, each item is left out of ``keep`` in turn, and it
ends a day earlier and a day later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from policy_sim.cases.check import Cases
from policy_sim.cases.mutants import mutants_of
from policy_sim.cases.taken import taken
from policy_sim.cases.trial import Trial, tried
from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Place
from policy_sim.errors import DocumentError
from policy_sim.policy.keeping import law_of_transitions
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation
from policy_sim.policy.transition import Transition
from policy_sim.rules.columnar import ColumnarEngine

if TYPE_CHECKING:
    # The solver takes its time to load.
    from policy_sim.cases.equality import Equality

__all__ = ["Altered", "altered"]

T = TypeVar("T")


@dataclass(frozen=True)
class Altered:
    """A transition by *name* changed as *told* at its *place*: whether a case *noticed*, or the
    change is *equal* to the law.
    """

    name: str
    place: Place
    told: str
    noticed: bool
    equal: bool


def altered(
    trial: Trial, equality: Callable[[Law], Equality], files: frozenset[str] = frozenset()
) -> Iterator[Altered]:
    """Yield each change of each transition that somebody of the cases is in or was judged by."""
    for regulation in trial.regulations:
        documents = [cases for cases in trial.documents if cases.regulation is regulation]
        asked = list(_passing(trial, documents))
        for number, one in enumerate(regulation.law.transitions):
            if files and one.place.file not in files:
                continue
            if not any(check.within or check.before for cases in asked for check in cases.checks):
                continue
            yield from _of_whom(regulation, number, asked, equality)
            yield from _of_what(regulation, number, asked, equality)


def _passing(trial: Trial, documents: list[Cases]) -> Iterator[Cases]:
    """Yield the documents with the checks about people in transitions that are as expected."""
    passed = {id(verdict.check) for verdict in trial.verdicts if verdict.passed}
    for cases in documents:
        checks = [one for one in cases.checks if id(one) in passed]
        yield replace(cases, checks=tuple(c for c in checks if c.within or c.before is not None))


def _of_whom(
    regulation: Regulation,
    number: int,
    asked: list[Cases],
    equality: Callable[[Law], Equality],
) -> Iterator[Altered]:
    """Yield the changes of ``for``."""
    law = regulation.law
    one, judging = law.transitions[number], law.judging[number]
    (rule,) = judging.rules
    for mutant in mutants_of(rule):
        changed = replace(judging, rules=(mutant.rule,), key="")
        rejudged = replace(law, judging=_put(law.judging, number, changed))
        moved = [_rejudged(cases, rejudged) for cases in asked]
        noticed = any(moved) and _disappointed([cases for cases in moved if cases.checks])
        equal = not noticed and equality(law).same(judging, rule, mutant.rule)
        yield Altered(one.name, mutant.place, mutant.told, noticed, equal)


def _rejudged(cases: Cases, law: Law) -> Cases:
    """Return the checks of whom another transition takes under *law*, in those then."""
    checks = []
    for check in cases.checks:
        if check.before is not None:
            within = taken(law, check.before)
            if within != check.within:
                checks.append(replace(check, within=within))
    return replace(cases, checks=tuple(checks))


def _of_what(
    regulation: Regulation,
    number: int,
    asked: list[Cases],
    equality: Callable[[Law], Equality],
) -> Iterator[Altered]:
    """Yield the changes of ``keep`` and ``until``."""
    one, law = regulation.law.transitions[number], regulation.law
    for other, told, place in _variants(one):
        transitions = _put(law.transitions, number, other)
        changed = law_of_transitions(law, regulation.statute, transitions)
        if changed is None:
            continue  # what is kept would not find what it reads: no law at all
        noticed = _disappointed([replace(cases, law=changed) for cases in asked])
        alone = frozenset({one.name})
        equal = not noticed and equality(law).same_law(law.of(alone), changed.of(alone))
        yield Altered(one.name, place, told, noticed, equal)


def _variants(one: Transition) -> Iterator[tuple[Transition, str, Place]]:
    for kept in one.keep:
        less = tuple(other for other in one.keep if other != kept)
        told = phrase("without '{clause}'", clause=kept.name)
        yield replace(one, keep=less), told, kept.place
    for days in (-1, 1):
        until = one.until + timedelta(days=days)
        if until > one.effective:
            before, after = one.until.isoformat(), until.isoformat()
            told = phrase("'{before}' becomes '{after}'", before=before, after=after)
            yield replace(one, until=until), told, one.place


def _disappointed(documents: list[Cases]) -> bool:
    """Whether some check is not as expected, or its person not possible where the law looks."""
    try:
        return bool(tried(documents, ColumnarEngine()).failed)
    except DocumentError:
        return True


def _put(items: tuple[T, ...], number: int, instead: T) -> tuple[T, ...]:
    return (*items[:number], instead, *items[number + 1 :])
