"""What a person can bring about: merit raised, an examination passed, a course attended.

Whatever is protected, another person's, a post's, or the past is never among it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policy_sim.policy.ast import History
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.values import Kind, Scale
from policy_sim.policy.vocabulary import EARNING, Vocabulary
from policy_sim.rules.case import Case
from policy_sim.rules.plan import Change
from policy_sim.rules.programs import Program
from policy_sim.rules.reading import columns_of, read_by_rule

__all__ = ["changes_within"]


def changes_within(case: Case, program: Program) -> tuple[Change, ...]:
    """Return, at its best each, everything that the person can bring about and *program* reads.

    An attribute with a better side (``merit``) may reach its best value; an examination or a
    course enters what the vocabulary says; a course is on record once it was attended.
    """
    columns, past = _read(program)
    names = sorted(columns & case.columns.keys())
    found = [change for name in names for change in _of_attribute(name, case)]
    attended = {change for use in past for change in _of_course(use, case.vocabulary)}
    return (*found, *sorted(attended, key=lambda change: (change.name, change.value)))


@lru_cache(maxsize=64)
def _read(program: Program) -> tuple[frozenset[str], tuple[History, ...]]:
    """Return the columns and the uses of the past in *program*, each once."""
    nodes = [node for rule in program.rules for node in read_by_rule(rule)]
    past = {str(node): node for node in nodes if isinstance(node, History)}
    return columns_of(program.rules), tuple(past.values())


def _of_attribute(name: str, case: Case) -> Iterator[Change]:
    attribute, now = case.vocabulary.attributes.get(name), case.columns[name]
    if attribute is None or attribute.protected or attribute.subject != "person":
        return
    best = {"higher": attribute.type.high, "lower": attribute.type.low}.get(attribute.merit, now)
    if best != now:
        yield Change(name, best)
    earned = attribute.moves.earned_by if attribute.moves else {}
    for word, value in earned.items():
        if value > now or (value != now and attribute.type.kind is not Kind.ORDERED):
            yield Change(name, value, _effect_of(word, case.vocabulary), word)


def _of_course(use: History, vocabulary: Vocabulary) -> Iterator[Change]:
    """Yield the course that *use* of the past asks about, if its event is one of courses."""
    event, courses = vocabulary.events.get(use.source), _words("enrol", vocabulary)
    scale = event.type.scale if event is not None and event.type is not None else None
    asked = use.filter
    if scale is None or courses is None or scale.values != courses.values or asked is None:
        return
    if asked.operator is Comparison.EQ:
        yield Change(use.source, asked.value, "enrol", scale.values[asked.value])


def _effect_of(word: str, vocabulary: Vocabulary) -> str:
    """Return the effect that lets somebody earn by *word*: an examination's or a course's."""
    scales = {effect: _words(effect, vocabulary) for effect in EARNING}
    return next(name for name, scale in scales.items() if scale and word in scale.values)


def _words(effect: str, vocabulary: Vocabulary) -> Scale | None:
    attribute = vocabulary.attributes.get(EARNING[effect])
    return attribute.type.scale if attribute else None
