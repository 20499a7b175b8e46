"""What a group of a report is called: an attribute, a value of it, a span of years, a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from policy_sim.catalogue.language import Language
from policy_sim.policy.law import Law
from policy_sim.report.spoken import spelled
from policy_sim.report.voice import Voice
from policy_sim.report.wording import titled

__all__ = ["group_words", "law_words", "word_of"]


class Named(Protocol):
    """Whatever has a language, and what the documents of a law call its names in it."""

    @property
    def language(self) -> Language:
        """The language."""
        ...

    @property
    def words(self) -> Mapping[str, str]:
        """What names are called."""
        ...


def law_words(laws: Iterable[Law], language: Language) -> Mapping[str, str]:
    """Return what the documents of *laws* call their names in *language*."""
    words: dict[str, str] = {}
    for law in laws:
        words |= law.words.get(language.code, {})
        for scale in law.vocabulary.scales.values():
            for word in scale.values:
                if label := spelled(word, scale):
                    words.setdefault(f"{scale.name}.{word}", label)
    return words


def group_words(group: str, named: Named) -> str:
    """Return a group in words: ``sex: f``."""
    name, equals, value = group.partition("=")
    if not equals:
        return named.language.text(group)
    return f"{word_of(name, named)}: {word_of(value, named, name)}"


def word_of(name: str, named: Named, of: str = "") -> str:
    """Return an attribute, or a value of the attribute *of*, in words.

    ``30-39`` and ``i_a..ii_d`` are spans.

    The documents of the law say it, else the catalogue, else it is told as it is written.
    """
    say = named.language.say
    low, dash, high = name.partition("-")
    if dash and low == "0" and high.isdigit():
        return say("under {age} years", age=int(high) + 1)
    if dash and low.isdigit() and high.isdigit():
        return say("{low} to {high} years", low=low, high=high)
    if dash and low.isdigit() and not high:
        return say("{low} years and older", low=low)
    low, dots, high = name.partition("..")
    if dots and low and high:
        low, high = (word_of(end, named, of) for end in (low, high))
        return say("{low} to {high}", low=low, high=high)
    told = Voice(named.language, named.words).word(name, of)
    return told if told != name.replace("_", " ") else titled(told, named.language)
