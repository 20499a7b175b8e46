"""An example in the words of its regulation: only what the rules in question read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policy_sim.catalogue import listed, phrase
from policy_sim.policy.ast import Column, Condition, History, Term
from policy_sim.policy.values import ValueType
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.writing import written
from policy_sim.proof.witness import Found
from policy_sim.rules.reading import nodes_in

__all__ = ["BESIDE", "read_by", "told"]

BESIDE = "{one}; beside the same with {other}"
"""How the second of two people is told."""


def told(people: Sequence[Found], read: frozenset[str], vocabulary: Vocabulary) -> str:
    """Return the example as one line, ``on 2027-01-01: grade iii_a, service 48 months``.

    Of two people the second one is told by what is different.
    """
    first, *others = (dict(_parts(found, read, vocabulary)) for found in people)
    listing = _listed(first) or phrase("anybody")
    text = phrase("on {day}: {person}", day=people[0].on, person=listing)
    for other in others:
        differing = {name: value for name, value in other.items() if first.get(name) != value}
        text = phrase(BESIDE, one=text, other=_listed(differing))
    return text


def _listed(parts: dict[str, str]) -> str:
    return listed([listed([name, value], " ") for name, value in parts.items()])


def _parts(found: Found, read: frozenset[str], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    order = {name: place for place, name in enumerate(vocabulary.attributes)}
    for name in sorted(found.attributes, key=lambda name: (order.get(name, len(order)), name)):
        if name in read:
            yield name, _value(name, found.attributes[name], vocabulary)
    for name, periods in sorted(found.series.items()):
        if name in read:
            kind = vocabulary.series[name].type
            words = [written(value, kind) for value in periods]
            yield name, f"({', '.join(words)})" if words else phrase("nothing on record")
    for name, entries in sorted(found.events.items()):
        if name in read:
            told = listed([_entry(name, *entry, vocabulary) for entry in entries], "; ")
            yield name, told or phrase("never")


def _value(name: str, value: int, vocabulary: Vocabulary) -> str:
    kind = _type(name, vocabulary)
    return str(value) if kind is None else written(value, kind)


def _type(name: str, vocabulary: Vocabulary) -> ValueType | None:
    """Return the type of an attribute, or of one that is read through a post or a relation."""
    plain = name.rpartition(".")[2]
    for named in (name, plain):
        if named in vocabulary.attributes:
            return vocabulary.attributes[named].type
    return vocabulary.series[plain].type if plain in vocabulary.series else None


def _entry(name: str, ago: int, value: int, left: int, vocabulary: Vocabulary) -> str:
    event = vocabulary.events[name]
    when: str = phrase("{months} months ago", months=ago) if ago else phrase("today")
    if event.type is not None:
        when = listed([written(value, event.type), when], " ")
    if not event.expires:
        return when
    if left > 0:
        return phrase("{when}, in force for {months} more months", when=when, months=left)
    return phrase("{when}, expired", when=when)


def read_by(parts: Iterable[Term | Condition]) -> frozenset[str]:
    """Return the names of the attributes, series and events that *parts* read."""
    nodes = list(nodes_in(list(parts)))
    columns = {node.name for node in nodes if isinstance(node, Column)}
    return frozenset(columns | {node.source for node in nodes if isinstance(node, History)})
