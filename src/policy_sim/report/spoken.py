"""Values and terms of a regulation as they are spoken: ``3 years``, ``the last rating``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from policy_sim.policy.ast import (
    Column,
    Condition,
    Const,
    History,
    Lookup,
    Moved,
    Sum,
    Term,
    WindowKind,
)
from policy_sim.policy.law import Vintage
from policy_sim.policy.values import Unit, ValueType
from policy_sim.report.clause_words import clause_words
from policy_sim.report.meanings import value_words
from policy_sim.report.sentences import OPERATORS, PAST, WINDOWS, said

__all__ = ["Speech", "spoken_day", "spoken_months", "spoken_value"]

_TODAY = {"today.month": "the month", "today.year": "the year"}


def spoken_day(day: date) -> str:
    """Return ``1 June 2027``."""
    return f"{day.day} {day:%B %Y}"


def spoken_months(months: int) -> str:
    """Return ``3 years and 6 months``."""
    years, rest = divmod(months, 12)
    told = []
    if years:
        told.append(said("one-year") if years == 1 else said("years", number=years))
    if rest or not years:
        told.append(said("one-month") if rest == 1 else said("months", number=rest))
    return told[0] if len(told) == 1 else said("years-and-months", years=told[0], months=told[1])


def spoken_value(value: int, kind: ValueType, symbol: str = "") -> str:
    """Return the integer *value* as one says it; *symbol* is that of the currency.

    The label of a word is taken where it is another spelling of it (``III/c`` for ``iii_c``).
    """
    if kind.unit is Unit.MONTHS and kind.step == 1 and value >= 0:
        return spoken_months(value)
    words = value_words(value, kind, symbol)
    if kind.scale is None:
        return words
    label = kind.scale.labels.get(words, "")
    return label if _letters(label) == _letters(words) else words.replace("_", " ")


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


@dataclass(frozen=True)
class Speech:
    """Speaks terms of *vintage*; *symbol* is that of the currency."""

    vintage: Vintage
    symbol: str = ""

    def value(self, value: int, kind: ValueType) -> str:
        """Return a value as one says it."""
        return spoken_value(value, kind, self.symbol)

    def name(self, node: Term | Condition) -> str:
        """Return the name of the definition that *node* is, in words; empty if it is none."""
        for name, meant in self.vintage.definitions.items():
            if meant == node:
                return name.replace("_", " ")
        return ""

    def term(self, term: Term) -> str:
        """Return what *term* is called."""
        match term:
            case Const(value=value):
                return self.value(value, term.type)
            case Column(name=name):
                return _TODAY.get(name) or _column(name)
            case History():
                return self.use(term)
        if name := self.name(term):
            return name
        match term:
            case Lookup(table=table, arguments=arguments):
                of = " and ".join(map(self.term, arguments))
                return f"{table.name.replace('_', ' ')} of {of}"
            case Sum(parts=parts):
                return self.sum(parts)
            case Moved(term=inner, by=by):
                key = "ranks-up" if by > 0 else "ranks-down"
                return said(key, number=abs(by), what=self.term(inner))
            case _:
                return clause_words(str(term), self.vintage)

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
                    words = said("times", number=abs(weight), what=words)
            key = "less" if less else "plus"
            told = said(key, what=told, more=words).strip() if told or less else words
        return told

    def use(self, use: History) -> str:
        """Return a use of the past in words."""
        window = ""
        if use.window is not None:
            kind = use.window.kind
            months = use.window.months or use.window.length
            stretch = WINDOWS.get(kind.value, WINDOWS["other"])
            if kind is WindowKind.PERIODS and not use.window.months:
                months *= 12
            window = stretch.format(length=spoken_months(months))
        chosen = ""
        if use.filter is not None:
            operator = OPERATORS[use.filter.operator].removeprefix("be").strip()
            worth = (use.filter.word or str(use.filter.value)).replace("_", " ")
            chosen = f" {operator} {worth}".replace("  ", " ")
        source = use.source.replace("_", " ")
        return PAST[use.operator].format(source=source, window=window, filter=chosen)


def _column(name: str) -> str:
    owner, _, plain = name.rpartition(".")
    words = plain.replace("_", " ")
    return f"the {owner.replace('_', ' ')}'s {words}" if owner else words
