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
    solver = Solver()
    person = Person(solver, vocabulary, Day.within(solver, since, None))
    for text, condition in vocabulary.always:
        solver.suppose(person.meaning.condition(condition))
        if solver.ask() is Answer.NO:
            why = phrase(
                "nobody can exist: '{text}' cannot be true together with what stands before it",
                text=text,
            )
            place = text.place if isinstance(text, Scalar) else Place("")
            yield _breach(place, why)
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
            yield _breach(attribute.place, why)


def _breach(place: Place, why: str) -> Diagnostic:
    return Diagnostic("invariant-breach", place, {"why": why}, SEVERITY["invariant-breach"])
