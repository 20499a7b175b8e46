"""A language in which the tool speaks: its sentences, its numbers and its dates.

The English sentence is the key: ``language.say("{rule} gives {gift}", rule=..., gift=...)`` fills
it in English, and in another language looks up its translation first. Translations stand in
``catalogue/<code>/*.po``, by the part of the tool that says them, and are read when a language
other than English is asked for. What documents say (titles, names of rules) is theirs to translate
(:class:`~policy_sim.catalogue.phrase.Words`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from policy_sim.catalogue.phrase import Phrase, Words

__all__ = ["ENGLISH", "LANGUAGES", "Language", "language_named", "translations"]

LANGUAGES = ("en", "id")
"""The codes of the languages."""


@dataclass(frozen=True, slots=True)
class Language:
    """One of :data:`LANGUAGES`, by its *code*."""

    code: str = "en"

    def say(self, sentence: str, /, **values: object) -> str:
        """Return *sentence* (its English text, with {names} for *values*) in this language.

        A sentence without a translation stays English, so that nothing is ever left out; a
        test sees to it that there is none.
        """
        return self.text(sentence).format(**{n: self.told(value) for n, value in values.items()})

    def told(self, value: object) -> object:
        """Return a phrase, or the words of a document, in this language; else *value* itself."""
        if isinstance(value, Phrase):
            return self.say(value.sentence, **value.values)
        if isinstance(value, Words):
            return value.others.get(self.code, str(value))
        return value

    def text(self, sentence: str) -> str:
        """Return the translation of *sentence* with its {names} still open."""
        return translations(self.code).get(sentence) or sentence

    def count(self, number: int, one: str, many: str, /, **values: object) -> str:
        """Return *one* or *many*, with {number} for *number*; Indonesian needs no plural."""
        return self.say(one if number == 1 else many, number=self.number(number), **values)

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """Return ``1,234.5`` or ``1.234,5``; *signed* puts a plus before what is above zero."""
        # Nought has no sign, not even one of its own.
        told = f"{value or 0.0:{'+' if signed and value else ''},.{decimals}f}"
        return self.written(told)

    def written(self, told: str) -> str:
        """Return a number in English form, ``1,234.5``, in the form of this language."""
        return told if self.code == "en" else told.translate(_swapped(self.code))

    def day(self, day: date) -> str:
        """Return ``1 June 2027`` or ``1 Juni 2027``."""
        return f"{day.day} {self.month(day)}"

    def month(self, day: date) -> str:
        """Return ``June 2027`` or ``Juni 2027``."""
        from babel.dates import format_date

        return format_date(day, "MMMM y", locale=self.code)

    def month_of_year(self, number: int) -> str:
        """Return ``September`` of 9."""
        from babel.dates import format_date

        return format_date(date(2000, number, 1), "LLLL", locale=self.code)

    def listed(self, parts: list[str]) -> str:
        """Return ``a, b, and c`` or ``a, b, dan c``."""
        from babel.lists import format_list

        return format_list(parts, locale=self.code)


ENGLISH = Language()


def language_named(code: str) -> Language:
    """Return the language with *code*.

    Raises ``KeyError`` if it is none of :data:`LANGUAGES`.
    """
    if code not in LANGUAGES:
        raise KeyError(code)
    return Language(code)


@cache
def translations(code: str) -> Mapping[str, str]:
    """Return the translation of each English sentence that has one; none for English itself."""
    if code == "en":
        return MappingProxyType({})
    from babel.messages.pofile import read_po

    found: dict[str, str] = {}
    for entry in sorted(files("policy_sim.catalogue").joinpath(code).iterdir(), key=str):
        if entry.name.endswith(".po"):
            with entry.open("rb") as stream:
                read = read_po(stream, locale=code)
            found |= {str(message.id): str(message.string) for message in read if message.id}
    return MappingProxyType(found)


@cache
def _swapped(code: str) -> Mapping[int, str]:
    """Return what the comma and the point of an English number become."""
    from babel import Locale

    symbols = Locale.parse(code).number_symbols["latn"]
    return {ord(","): symbols["group"], ord("."): symbols["decimal"]}
