"""What documents call things in several languages, kept in a manifest and read from it again.

A manifest holds plain texts. Those of a document that says them in other languages too
(:class:`~policy_sim.catalogue.phrase.Words`) are listed under ``titles``, by language and text, so
that the report of a stored run can be written in each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policy_sim.catalogue.phrase import Words

__all__ = ["TITLES", "spoken", "titles_in"]

TITLES = "titles"
"""The key of a manifest under which they stand."""


def titles_in(told: object) -> dict[str, dict[str, str]]:
    """Return what the texts in *told* are called in other languages, by language and text."""
    found: dict[str, dict[str, str]] = {}
    for words in _words(told):
        for code, text in words.others.items():
            if text != words:
                found.setdefault(code, {})[str(words)] = text
    return found


def _words(told: object) -> Iterator[Words]:
    if isinstance(told, Words):
        yield told
    elif isinstance(told, Mapping):
        for part in told.values():
            yield from _words(part)
    elif isinstance(told, list | tuple):
        for part in told:
            yield from _words(part)


def spoken(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return *manifest* with its texts as words that can be told in other languages again."""
    titles: Mapping[str, Mapping[str, str]] = manifest.get(TITLES, {})
    others: dict[str, dict[str, str]] = {}
    for code, called in titles.items():
        for text, told in called.items():
            others.setdefault(text, {})[code] = told
    return {
        name: part if name == TITLES else _spoken(part, others) for name, part in manifest.items()
    }


def _spoken(told: object, others: Mapping[str, Mapping[str, str]]) -> Any:
    if isinstance(told, str):
        return Words(told, others[told]) if told in others else told
    if isinstance(told, dict):
        return {name: _spoken(part, others) for name, part in told.items()}
    if isinstance(told, list):
        return [_spoken(part, others) for part in told]
    return told
