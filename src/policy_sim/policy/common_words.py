"""The words that two regulations have in common, and those that only one of them has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policy_sim.policy.content import content
from policy_sim.policy.vocabulary import Vocabulary

__all__ = ["CommonWords", "common_words"]

_SECTIONS = ("attributes", "scales", "series", "events", "relations", "groups", "tables", "tracks")


@dataclass(frozen=True)
class CommonWords:
    """What both vocabularies declare together; each other tuple has ``section: name``.

    *changed* are words that the two declare differently: what reads them cannot be compared.
    """

    vocabulary: Vocabulary
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether both have the same words, and mean the same by them."""
        return not (self.added or self.removed or self.changed)

    def declared_otherwise(self, names: frozenset[str]) -> tuple[str, ...]:
        """Return those of *names* whose meaning the two do not share, in alphabetical order."""
        changed = {word.partition(": ")[2] for word in self.changed}
        return tuple(sorted(changed & names))


def common_words(old: Vocabulary, new: Vocabulary) -> CommonWords:
    """Return the words of two vocabularies as one; of a word declared twice, the new one's."""
    if old is new:
        return CommonWords(new)
    added, removed, changed = list[str](), list[str](), list[str]()
    both: dict[str, Any] = {}
    for section in _SECTIONS:
        before, after = getattr(old, section), getattr(new, section)
        both[section] = {**before, **after}
        added += _named(section, after.keys() - before.keys())
        removed += _named(section, before.keys() - after.keys())
        changed += _named(section, _otherwise(before, after))
    sayings = dict(new.always)
    always = (*new.always, *((text, said) for text, said in old.always if text not in sayings))
    added += _named("always", sayings.keys() - dict(old.always).keys())
    removed += _named("always", dict(old.always).keys() - sayings.keys())
    vocabulary = replace(new, **both, always=always)
    return CommonWords(vocabulary, tuple(added), tuple(removed), tuple(changed))


def _otherwise(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    return {
        name
        for name in before.keys() & after.keys()
        if before[name] != after[name] and content(before[name]) != content(after[name])
    }


def _named(section: str, names: set[str]) -> Iterator[str]:
    return (f"{section}: {name}" for name in sorted(names))
