"""The example of a proof in the words of a law: what somebody is, read as a person would say it.

A proof tells its example in the names of the documents (``age 516 months, education d3``), so that
a case can be written from it. Here the months become years, and in a language in which the
documents call their names something, names and values are told by that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from policy_sim.catalogue import Phrase
from policy_sim.catalogue.language import ENGLISH
from policy_sim.policy.law import Law
from policy_sim.policy.values import ValueType
from policy_sim.report.clause_words import clause_words
from policy_sim.report.sentences import EFFECTS
from policy_sim.report.spoken import spelled, spoken_months
from policy_sim.report.stated import stated_words
from policy_sim.report.voice import Voice

__all__ = ["ExampleWords"]

_PAIR = "{part0} {part1}"
_MONTHS = re.compile(r"(\d+) months?")
_QUANTITY = re.compile(r"(-?[\d.,]+) (\w+)")
_MONEY = re.compile(r"([^\d\s-]+) (-?\d+)")
_PERIODS = re.compile(r"\((.*)\)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class ExampleWords:
    """Tells examples, effects and rules under *law* in *voice*; without one as they are written."""

    law: Law | None
    voice: Voice

    def told(self, example: object) -> str:
        """Return the *example* of a proof, or a part of it."""
        if not isinstance(example, Phrase):
            return self._leaf(str(self.voice.language.told(example)))
        values = example.values
        if example.sentence == _PAIR and self._kind(str(values["part0"])) is not None:
            name = str(values["part0"])
            kind = self._kind(name)
            value = self._value(values["part1"], kind)
            if self.plain:
                return f"{name} {value}"
            of_words = kind is not None and kind.scale is not None
            return f"{self.voice.named(name)}{':' if of_words else ''} {value}"
        told = {name: self._part(name, value) for name, value in values.items()}
        return self.voice.language.say(example.sentence, **told)

    def _part(self, name: str, value: object) -> str:
        """Return what fills in a sentence: a record by what it is called, else as it is told."""
        recorded = name == "source" and not self.plain
        return self.voice.named(str(value)) if recorded else self.told(value)

    def _leaf(self, text: str) -> str:
        """Return a text in which nothing is filled in: a day by the name of its month."""
        if _DAY.fullmatch(text):
            return self.voice.language.day(date.fromisoformat(text))
        return text if self.plain else self._quantity(text)

    def _quantity(self, text: str) -> str:
        """Return a number with its unit in words of the language; another text as it is."""
        language = self.voice.language
        if found := _QUANTITY.fullmatch(text):
            return f"{language.written(found[1])} {language.text(found[2])}"
        if found := _MONEY.fullmatch(text):
            number = language.number(int(found[2]))
            return language.say("{symbol} {number}", symbol=found[1], number=number)
        return text

    def worth(self, value: str) -> str:
        """Return what is given before or after: an amount, or a word of some scale."""
        if self.plain:
            return value
        told = self._quantity(value)
        return told if told != value else self.word(value)

    def effect(self, name: str, value: str = "") -> str:
        """Return an effect with its value as far as it has one: ``promote i_b``."""
        if self.plain:
            return f"{name} {value}".rstrip()
        effect, _, target = name.partition(" ")
        words = self.voice.language.text(EFFECTS.get(effect, effect))
        told = [self.voice.named(target)] if target else []
        told += [self.worth(value)] if value else []
        return f"{words} ({', '.join(told)})" if told else words

    def rules(self, names: tuple[str, ...]) -> str:
        """Return rules by what they are called, with the names under which they stand."""
        if self.plain:
            return ", ".join(names)
        called = [(self.voice.words.get(name, ""), name) for name in names]
        return ", ".join(f"{words} ({name})" if words else name for words, name in called)

    @property
    def plain(self) -> bool:
        """Whether names stay as the documents write them."""
        return self.voice.language == ENGLISH

    def clause(self, text: str) -> str:
        """Return a clause, its parameters by name: their values are those of another law, too."""
        if self.plain or self.law is None:
            return str(self.voice.language.told(text))
        if isinstance(text, Phrase):
            rules = {name: self.rules((str(rule),)) for name, rule in text.values.items()}
            return self.voice.language.say(text.sentence, **rules)
        vintage = self.law.vintages[0]
        words = clause_words if text.rpartition(" ")[2] in vintage.parameters else stated_words
        return words(text, replace(vintage, parameters={}), self.voice)

    def word(self, value: str) -> str:
        """Return a word of some scale, or whatever else an effect gives."""
        if self.plain:
            return value
        for scale in self.law.vocabulary.scales.values() if self.law else ():
            if value in scale.values and (label := spelled(value, scale)):
                return label
        return self.voice.word(value)

    def _kind(self, name: str) -> ValueType | None:
        """Return the type of an attribute (of oneself, a post, a superior), a series, an event."""
        if self.law is None:
            return None
        vocabulary, plain = self.law.vocabulary, name.rpartition(".")[2]
        for named in (name, plain):
            if named in vocabulary.attributes:
                return vocabulary.attributes[named].type
        if plain in vocabulary.events:
            return vocabulary.events[plain].type
        return vocabulary.series[plain].type if plain in vocabulary.series else None

    def _value(self, value: object, kind: ValueType | None) -> str:
        if isinstance(value, Phrase):
            inside = {name: self._value(part, kind) for name, part in value.values.items()}
            return self.voice.language.say(value.sentence, **inside)
        text = str(value)
        if found := _PERIODS.fullmatch(text):
            periods = found[1].split(", ")
            return f"({', '.join(self._value(period, kind) for period in periods)})"
        if found := _MONTHS.fullmatch(text):
            return spoken_months(int(found[1]), self.voice)
        if self.plain:
            return text
        if _QUANTITY.fullmatch(text):
            return self._quantity(text)
        if kind is None or kind.scale is None:
            return self.voice.language.text(text)
        return self.voice.worded(text, kind.scale) or spelled(text, kind.scale) or text
