"""What a finding names, in the words of a law: rules, attributes, effects, where they stand.

A finding names what it is about as the documents write it, so that a drafter finds it there.
Whoever reads it in a language in which the documents call these names something is told that, too.
"""

from __future__ import annotations

import re
from dataclasses import replace

from policy_sim.diagnostics import Diagnostic
from policy_sim.report.example_words import ExampleWords

__all__ = ["in_words"]

_ARTICLE = re.compile(r"(\S+) \((.+)\)")


def in_words(finding: Diagnostic, words: ExampleWords) -> Diagnostic:
    """Return *finding* with the names in it told in *words*; in English as it is."""
    if words.plain:
        return finding
    told = {name: _told(name, value, words) for name, value in finding.values.items()}
    return replace(finding, values=told)


def _told(name: str, value: str, words: ExampleWords) -> str:
    """Return the value called *name*; what is no name of a document stays as it is."""
    match name:
        case "rule" | "other":
            return _article(value, words)
        case "attribute":
            return words.voice.named(value)
        case "effect" | "against":
            return words.effect(*value.split(" ", 1)) if value else value
        case "effects":
            return ", ".join(dict.fromkeys(map(words.effect, value.split(", "))))
        case "ground" | "source":
            return words.voice.source(value)
        case "example":
            return words.told(value)
    return value


def _article(value: str, words: ExampleWords) -> str:
    """Return a rule by what it is called, with its name and where it stands."""
    found = _ARTICLE.fullmatch(value)
    rule, source = (found[1], words.voice.source(found[2])) if found else (value, "")
    called = words.voice.words.get(rule, "")
    inside = ", ".join(filter(None, (rule if called else "", source)))
    return f"{called or rule} ({inside})" if inside else rule
