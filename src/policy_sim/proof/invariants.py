"""Whether what a vocabulary says is always true leaves room for the people it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.writing import written
from policy_sim.proof.day import Day
from policy_sim.proof.finding import SEVERITY
from policy_sim.proof.person import Person
from policy_sim.proof.solver import Answer, Solver

__all__ = ["invariant_breaches"]


def invariant_breaches(vocabulary: Vocabulary, since: date) -> Iterator[Diagnostic]:
    """Yield ``invariant-breach`` for sentences under ``always`` that nobody fulfils together, and
    for each word of an attribute that nobody can have.
    """
    solver, person = _anybody(vocabulary, since)
    for text, condition in vocabulary.always:
        solver.suppose(person.meaning.condition(condition))
        if solver.ask() is Answer.NO:
            why = phrase(
                "nobody can exist: '{text}' cannot be true together with what stands before it",
                text=text,
            )
            yield _breach(_place(text), why)
            return
    for name, attribute in vocabulary.attributes.items():
        kind = attribute.type
        if attribute.subject != "person" or kind.scale is None:
            continue
        number = person.attribute(name, kind).number
        words = range(kind.low, kind.high + 1)
        never = [word for word in words if solver.ask(number == word) is Answer.NO]
        if never:
            nobody = ", ".join(written(word, kind) for word in never)
            why = phrase("nobody can have '{name}' {words} under 'always'", name=name, words=nobody)
            declared = ("the attribute", attribute.place)
            yield _breach(_closing(vocabulary, name, never[0], since), why, declared)


def _anybody(vocabulary: Vocabulary, since: date) -> tuple[Solver, Person]:
    """Return somebody of whom nothing is supposed yet, and who answers about them."""
    solver = Solver()
    return solver, Person(solver, vocabulary, Day.within(solver, since, None))


def _closing(vocabulary: Vocabulary, name: str, word: int, since: date) -> Place:
    """Return where the first sentence stands beside which nobody can have a *word* any more."""
    solver, person = _anybody(vocabulary, since)
    solver.suppose(person.attribute(name, vocabulary.attributes[name].type).number == word)
    for text, condition in vocabulary.always:
        solver.suppose(person.meaning.condition(condition))
        if solver.ask() is Answer.NO:
            return _place(text)
    return vocabulary.attributes[name].place


def _place(text: str) -> Place:
    return text.place if isinstance(text, Scalar) else Place("")


def _breach(place: Place, why: str, *related: tuple[str, Place]) -> Diagnostic:
    return Diagnostic(
        "invariant-breach", place, {"why": why}, SEVERITY["invariant-breach"], related
    )
