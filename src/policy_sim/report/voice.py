"""A language with the words of one law: in it decisions are read to the person they are about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Rule
from policy_sim.policy.values import Scale
from policy_sim.report.sentences import SENTENCES

__all__ = ["PLAIN", "Voice"]

_TODAY = {"month": "today's month", "year": "today's year"}
_OWNERS = ("post", "organisation")
_TWICE = re.compile(r"\b(\w+) \1\b")
"""A word that ends what is owned and begins its owner: it is said once."""

_AND = re.compile(r"(?<=[\d)]) and (?=\d)")
_ARTICLE = re.compile(r"\bart\.(?= )")
_ANNEX = re.compile(r"\bdraft annex\b")
_DRAFT = re.compile(r"(?<![\w-] )\bdraft(?= art\.)")


@dataclass(frozen=True)
class Voice:
    """Speaks *language*; *words* are what the documents of the law call its names in it.

    A name that they do not call anything is said as it is written, with spaces.
    """

    language: Language = ENGLISH
    words: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, law: Law, language: Language) -> Self:
        """Return what speaks of *law*."""
        return cls(language, law.words.get(language.code, {}))

    def said(self, key: str, /, **values: object) -> str:
        """Return the sentence of *key* (:data:`~policy_sim.report.sentences.SENTENCES`)."""
        return self.language.say(SENTENCES[key], **values)

    def named(self, name: str) -> str:
        """Return what a name is called; ``superior.grade`` is the superior's."""
        if name in self.words:
            return self.words[name]
        if name in _OWNERS:
            return self.language.text(name)
        owner, _, plain = name.rpartition(".")
        if owner == "today":
            return self.language.text(_TODAY.get(plain, plain))
        if owner:
            told = self.said("owned", owner=self.named(owner), words=self.named(plain))
            return _TWICE.sub(r"\1", told)
        return name.replace("_", " ")

    def worded(self, word: str, scale: Scale) -> str:
        """Return what a word of *scale* is called; empty if the documents do not say."""
        return self.words.get(f"{scale.name}.{word}") or self.words.get(word, "")

    def word(self, word: str, of: str = "") -> str:
        """Return what a word of the scale *of* is called.

        If the scale is not known, or says nothing of it: what all that have the word agree on.
        """
        if f"{of}.{word}" in self.words:
            return self.words[f"{of}.{word}"]
        if word in self.words:
            return self.words[word]
        called = {told for name, told in self.words.items() if name.endswith(f".{word}")}
        return called.pop() if len(called) == 1 else word.replace("_", " ")

    def titled(self, rule: Rule) -> str:
        """Return what a rule is called."""
        if rule.id in self.words:
            return self.words[rule.id]
        return str(self.language.told(rule.title)) or rule.id

    def rules(self, names: list[str] | tuple[str, ...]) -> str:
        """Return several rules by their names, joined by *and*."""
        return self.together([self.words.get(name, name) for name in names])

    def together(self, parts: list[str]) -> str:
        """Return ``a and b and c``."""
        return self.said("both").join(parts)

    def source(self, text: str) -> str:
        """Return where a rule stands, with the words of this language for article and draft."""
        text = _ANNEX.sub(self.language.text("draft annex"), str(self.language.told(text)))
        text = _DRAFT.sub(self.language.text("draft"), _AND.sub(self.said("both"), text))
        return _ARTICLE.sub(self.language.text("art."), text)


PLAIN = Voice()
"""English, without words of a law."""
