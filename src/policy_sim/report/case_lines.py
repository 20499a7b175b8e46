"""What a case lacks, as the lines to copy into it: each name with what may stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_sim.policy.literals import wanted
from policy_sim.policy.values import ValueType
from policy_sim.policy.vocabulary import Vocabulary

__all__ = ["lines_lacking"]

_SECTIONS = ("post", "superior", "unit", "organisation")
"""The sections of a case beside the record of the person."""


def lines_lacking(names: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Return the lines of a case that give *names*, each section once.

    Behind a name stand the words of its scale, or the range of its numbers with their unit.
    """
    sections: dict[str, list[str]] = {name: [] for name in ("record", *_SECTIONS)}
    for name in dict.fromkeys(names):
        section, _, plain = name.partition(".")
        if section not in _SECTIONS:
            section, plain = "record", name
        told = " | ".join(wanted(_type(plain, vocabulary)))
        sections[section].append(f"  {plain}: {told}")
    return [line for section, lines in sections.items() for line in _section(section, lines)]


def _type(name: str, vocabulary: Vocabulary) -> ValueType:
    """Return the type of an attribute; of another subject a series is its latest record."""
    if name in vocabulary.attributes:
        return vocabulary.attributes[name].type
    return vocabulary.series[name].type


def _section(name: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{name}:"
        yield from lines
