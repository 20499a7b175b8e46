"""Texts that can be told again in another language, although they are plain English texts.

A :class:`Phrase` is what the tool says inside a finding ("nobody can be in its scope"), with what
fills it in; :class:`Words` are what a document says of itself in several languages. Both are texts:
whoever knows nothing of languages reads them in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Any, Self

__all__ = ["Phrase", "Words", "both", "either", "listed", "phrase", "reworded"]


class Phrase(str):
    """A *sentence* of the tool, filled in with *values*, some of which may be phrases."""

    __slots__ = ("sentence", "values")

    sentence: str
    values: Mapping[str, object]

    def __new__(cls, sentence: str, /, **values: object) -> Self:
        """Fill in *sentence*, and keep what it was made of."""
        made = super().__new__(cls, sentence.format(**values))
        made.sentence = sentence
        made.values = values
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what it is made of again in another process."""
        return _again, (self.sentence, dict(self.values))


phrase = Phrase
"""How a phrase is written in code: ``phrase("{number} places", number=3)``."""


def _again(sentence: str, values: Mapping[str, object]) -> Phrase:
    return Phrase(sentence, **values)


def either(parts: Iterable[str]) -> str:
    """Return ``a or b or c``; empty without parts."""
    return reduce(lambda a, b: phrase("{first} or {second}", first=a, second=b), [*parts] or [""])


def both(parts: Iterable[str]) -> str:
    """Return ``a and b and c``; empty without parts."""
    return reduce(lambda a, b: phrase("{first} and {second}", first=a, second=b), [*parts] or [""])


def listed(parts: Iterable[str], separator: str = ", ") -> str:
    """Return ``a, b, c``, each still to be told in its language."""
    named = {f"part{number}": part for number, part in enumerate(parts)}
    return Phrase(separator.join(f"{{{name}}}" for name in named), **named)


class Words(str):
    """A text of a document: in English, or as first written, and by language in *others*."""

    __slots__ = ("others",)

    others: Mapping[str, str]

    def __new__(cls, text: str, others: Mapping[str, str] = MappingProxyType({})) -> Self:
        """Keep *text* with its translations."""
        made = super().__new__(cls, text)
        made.others = MappingProxyType(dict(others))
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what it is made of again in another process."""
        return Words, (str(self), dict(self.others))


def reworded(text: str, change: Callable[[str], str]) -> Words:
    """Return *text* changed in every language in which a document tells it."""
    others = text.others if isinstance(text, Words) else {}
    return Words(change(str(text)), {code: change(told) for code, told in others.items()})
