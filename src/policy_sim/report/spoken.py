"""Values and terms of a regulation as they are spoken: ``3 years``, ``the last rating``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy_sim.policy.ast import (
    Choice,
    Column,
    Compare,
    Condition,
    Const,
    History,
    Lookup,
    Moved,
    Sum,
    Term,
)
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.past import WindowKind
from policy_sim.policy.values import Scale, Unit, ValueType
from policy_sim.policy.vintage import Vintage
from policy_sim.report.clause_words import clause_words
from policy_sim.report.meanings import value_words
from policy_sim.report.sentences import OPERATORS, PAST, WINDOWS
from policy_sim.report.voice import PLAIN, Voice

__all__ = ["Speech", "spelled", "spoken_months", "spoken_value"]

_TWICE = re.compile(r"\b(\w+) (\1)\b", re.IGNORECASE)
"""A word that ends a name and begins the next one: it is said once."""
_TODAY = {"today.month": "the month", "today.year": "the year"}


def spoken_months(months: int, voice: Voice = PLAIN) -> str:
    """Return ``3 years and 6 months``."""
    years, rest = divmod(months, 12)
    told = []
    if years:
        told.append(voice.said("one-year") if years == 1 else voice.said("years", number=years))
    if rest or not years:
        told.append(voice.said("one-month") if rest == 1 else voice.said("months", number=rest))
    return (
        told[0] if len(told) == 1 else voice.said("years-and-months", years=told[0], months=told[1])
    )


def spoken_value(value: int, kind: ValueType, symbol: str = "", voice: Voice = PLAIN) -> str:
    """Return the integer *value* as one says it; *symbol* is that of the currency.

    A word is said as the documents call it in the language of *voice*; else its label is taken
    where it is another spelling of it (``III/c`` for ``iii_c``).
    """
    if kind.unit is Unit.MONTHS and kind.step == 1 and value >= 0:
        return spoken_months(value, voice)
    words = value_words(value, kind, symbol, voice)
    if kind.scale is None:
        return words
    if called := voice.worded(words, kind.scale):
        return called
    return spelled(words, kind.scale) or words.replace("_", " ")


def spelled(word: str, scale: Scale) -> str:
    """Return the label of *word* if it is another spelling of it (``III/c``), else nothing."""
    label = scale.labels.get(word, "")
    return label if _letters(label) == _letters(word) else ""


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


@dataclass(frozen=True)
class Speech:
    """Speaks terms of *vintage*; *symbol* is that of the currency."""

    vintage: Vintage
    symbol: str = ""
    voice: Voice = PLAIN

    def value(self, value: int, kind: ValueType) -> str:
        """Return a value as one says it."""
        return spoken_value(value, kind, self.symbol, self.voice)

    def worth(self, term: Term, value: int) -> str:
        """Return what *term* is, or is to be, as one says it: a month of the year by its name."""
        if isinstance(term, Column) and term.name == "today.month" and value in range(1, 13):
            return self.voice.language.month_of_year(value)
        return self.value(value, term.type)

    def name(self, node: Term | Condition) -> str:
        """Return the name of the definition that *node* is, in words; empty if it is none."""
        for name, meant in self.vintage.definitions.items():
            if meant == node:
                return self.voice.named(name)
        return ""

    def term(self, term: Term) -> str:
        """Return what *term* is called."""
        match term:
            case Const(value=value):
                return self.value(value, term.type)
            case Column(name=name):
                return self.column(name)
            case History():
                return self.use(term)
        if name := self.name(term):
            return name
        match term:
            case Lookup(table=table, arguments=arguments):
                of = self.voice.together([self.term(one) for one in arguments])
                return self.voice.said("looked-up", table=self.voice.named(table.name), of=of)
            case Sum(parts=parts):
                return self.sum(parts)
            case Moved(term=inner, by=by):
                key = "ranks-up" if by > 0 else "ranks-down"
                return self.voice.said(key, number=abs(by), what=self.term(inner))
            case Choice(when=Compare() as when) if when.operator is not Comparison.NE:
                return self.choice(term, when)
            case _:
                return clause_words(str(term), self.vintage, self.voice)

    def choice(self, term: Choice, when: Compare) -> str:
        """Return a choice in words: ``3 years if zone is outer, else 4 years``."""
        operator = ""
        if when.operator is not Comparison.EQ:
            operator = self.voice.language.text(OPERATORS[when.operator]).removeprefix("be ")
        return self.voice.said(
            "choice",
            chosen=self.term(term.chosen),
            what=self.term(when.left),
            needed=f"{operator} {self.term(when.right)}".strip(),
            other=self.term(term.other),
        )

    def sum(self, parts: tuple[tuple[int, Term], ...]) -> str:
        """Return a sum in words: ``retirement age less 2 years``."""
        told = ""
        for weight, term in parts:
            if isinstance(term, Const):
                number = weight * term.value
                less, words = number < 0, self.value(abs(number), term.type)
            else:
                less, words = weight < 0, self.term(term)
                if abs(weight) != 1:
                    words = self.voice.said("times", number=abs(weight), what=words)
            key = "less" if less else "plus"
            told = self.voice.said(key, what=told, more=words).strip() if told or less else words
        return told

    def use(self, use: History) -> str:
        """Return a use of the past in words."""
        say = self.voice.language.text
        window = ""
        if use.window is not None:
            kind = use.window.kind
            months = use.window.months or use.window.length
            stretch = say(WINDOWS.get(kind.value, WINDOWS["other"]))
            if kind is WindowKind.PERIODS and not use.window.months:
                months *= 12
            window = stretch.format(length=spoken_months(months, self.voice))
        chosen = ""
        if use.filter is not None:
            chosen = f" {self.filtered(use)}"
            if use.filter.operator is not Comparison.EQ:
                operator = say(OPERATORS[use.filter.operator]).removeprefix("be ")
                chosen = self.voice.said("filtered", operator=operator, value=self.filtered(use))
        source = self.voice.named(use.source)
        told = say(PAST[use.operator]).format(source=source, window=window, filter=chosen)
        return _TWICE.sub(r"\2", told)

    def filtered(self, use: History) -> str:
        """Return what the entries are compared with that a use of the past asks for."""
        asked = use.filter
        if asked is None:
            return ""
        return self.voice.word(asked.word) if asked.word else str(asked.value)

    def column(self, name: str) -> str:
        """Return what a column of the record is called."""
        if name in _TODAY:
            return self.voice.language.text(_TODAY[name])
        told = self.voice.named(name)
        return self.voice.said("the-owned", owned=told) if "." in name else told
