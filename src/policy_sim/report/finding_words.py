"""What a finding names, in the words of a law: rules, attributes, effects, where they stand.

A finding names what it is about as the documents write it, so that a drafter finds it there.
Whoever reads it in a language in which the documents call these names something is told that, too.
"""

from __future__ import annotations

import re
from dataclasses import replace

from policy_sim.catalogue import Phrase
from policy_sim.diagnostics import Diagnostic
from policy_sim.report.example_words import ExampleWords

__all__ = ["in_words"]

_ARTICLE = re.compile(r"(\S+) \((.+)\)")

_ITEMS = ("name", "other", "promise", "rule", "rules")
_EFFECTS = ("against", "effect", "split", "together")
_NAMED = frozenset({*_ITEMS, *_EFFECTS, "attribute", "effects", "ground", "source", "step"})
"""The values of findings, and of phrases inside them, that name what documents name."""


def in_words(finding: Diagnostic, words: ExampleWords) -> Diagnostic:
    """Return *finding* with the names in it told in *words*; in English as it is."""
    if words.plain:
        return finding
    told = {name: _told(name, value, words) for name, value in finding.values.items()}
    return replace(finding, values=told)


def _told(name: str, value: str, words: ExampleWords) -> str:
    """Return the value called *name*; what is no name of a document stays as it is."""
    if name == "example":
        return words.told(value)
    if isinstance(value, Phrase):
        inside = {
            part: _told(part if part in _NAMED else name, said, words)
            for part, said in value.values.items()
            if isinstance(said, str)
        }
        return words.voice.language.say(value.sentence, **{**value.values, **inside})
    if name in _NAMED and value:
        return _called(name, str(words.voice.language.told(value)), words)
    return value


def _called(name: str, value: str, words: ExampleWords) -> str:
    """Return what the documents call a *value*, which names something of the kind of *name*."""
    match name:
        case "attribute":
            called = words.voice.named(value)
            return called if called == value else f"{called} ({value})"
        case _ if name in _EFFECTS:
            return words.effect(*value.split(" ", 1))
        case "effects":
            return ", ".join(dict.fromkeys(map(words.effect, value.split(", "))))
        case "ground" | "source":
            return words.voice.source(value)
        case "step":
            return words.word(value)
    return _article(value, words)


def _article(value: str, words: ExampleWords) -> str:
    """Return an item by what it is called, with its name and where it stands."""
    found = _ARTICLE.fullmatch(value)
    item, source = (found[1], words.voice.source(found[2])) if found else (value, "")
    called = words.voice.words.get(item, "")
    inside = ", ".join(filter(None, (item if called else "", source)))
    return f"{called or item} ({inside})" if inside else item
