"""A condition of a rule in a sentence: what must be so, how it is, and by how much it fails."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from string import ascii_lowercase

from policy_sim.policy.ast import (
    All,
    Any,
    Column,
    Compare,
    Condition,
    Const,
    Constant,
    History,
    Lookup,
    Member,
    Moved,
    Not,
    Sum,
    Term,
)
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.values import FLAG, Kind, ValueType
from policy_sim.policy.vintage import Vintage
from policy_sim.report.clause_words import clause_words
from policy_sim.report.sentences import OPERATORS
from policy_sim.report.spoken import Speech, spoken_value
from policy_sim.report.voice import PLAIN, Voice
from policy_sim.rules.features import Features

__all__ = ["Conditions"]

_SIDES = re.compile(r"([^<>=!]+?) (>=|<=|==|!=|<|>) ([^<>=!]+)")
_FEW = 4
"""So many words of a scale are named one by one."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Conditions:
    """Tells conditions of *vintage* about the one person of *features*."""

    vintage: Vintage
    features: Features
    symbol: str = ""
    voice: Voice = PLAIN

    @property
    def speech(self) -> Speech:
        """What speaks the terms."""
        return Speech(self.vintage, self.symbol, self.voice)

    def told(self, condition: Condition, text: str = "") -> str:
        """Return the sentence, without its full stop; *text* is how the law writes it.

        Of several conditions that must all be met, those that are not are told if there are any;
        of several of which one must be met, all.
        """
        match condition:
            case Compare():
                return self.compared(condition, text)
            case Member(term=term, ranges=ranges):
                return self.among("among", term, ranges)
            case Not(item=item):
                return self.denied(item)
            case Constant(value=value):
                return self.plain(self.settled(text or str(condition)), value)
            case All(items=items):
                failing = [item for item in items if not self.so(item)]
                return self.voice.said("and").join(self.told(item) for item in failing or items)
            case Any(items=items):
                return self.either(items)

    def settled(self, text: str) -> str:
        """Return what the law of the day settles for everybody, as the law writes it."""
        if text in self.vintage.parameters:
            return self.voice.named(text)
        told = clause_words(text, self.vintage, self.voice)
        for seen, words in (("today's", "the"), (" in ", " is in ")):
            told = told.replace(seen, self.voice.language.text(words))
        return told

    def so(self, condition: Condition) -> bool:
        """Return whether a condition is true of the person."""
        return bool(self.features.meets(condition)[0])

    def number(self, term: Term) -> int:
        """Return the integer that a term has for the person."""
        return int(self.features.column(term)[0])

    def either(self, items: tuple[Condition, ...]) -> str:
        """Return the alternatives, or of those that are met the first."""
        met = [item for item in items if self.so(item)]
        if met:
            return self.told(met[0])
        choices = [
            self.voice.said("lettered", letter=letter, clause=self.told(item))
            for letter, item in zip(ascii_lowercase, items, strict=False)
        ]
        return self.voice.said("either", choices=self.voice.said("or").join(choices))

    def denied(self, item: Condition) -> str:
        """Return the sentence of what must not be so."""
        match item:
            case Compare(operator=operator) if not _flag(item):
                return self.compared(Compare(operator.opposite, item.left, item.right), "")
            case Compare(left=left, right=right):
                return (
                    self.plain(self.speech.term(left), self.so(item), must=False)
                    if isinstance(right, Const) and right.value
                    else self.told(Compare(Comparison.EQ, left, Const(FLAG, 1)))
                )
            case Member(term=term, ranges=ranges):
                return self.among("not-among", term, ranges)
            case Not(item=inner):
                return self.told(inner)
            case All(items=items):
                return self.told(Any(tuple(Not(each) for each in items)))
            case Any(items=items):
                return self.told(All(tuple(Not(each) for each in items)))
            case Constant(value=value):
                return self.plain(str(item), value, must=False)

    def plain(self, what: str, value: bool, *, must: bool = True) -> str:
        """Return the sentence of a yes or no."""
        answer = self.voice.said("answer-so" if value else "answer-not")
        return self.voice.said("must-hold" if must else "must-not-hold", what=what, answer=answer)

    def compared(self, condition: Compare, text: str) -> str:
        """Return the sentence of a comparison, with what is missing if it fails."""
        operator, left, right = condition.operator, condition.left, condition.right
        sides = _SIDES.fullmatch(text)
        words = (sides.group(1), sides.group(3)) if sides else ("", "")
        if isinstance(left, Const) and not isinstance(right, Const):
            left, right, words = right, left, words[::-1]
            operator = operator.mirrored
        if _flag(condition) and isinstance(right, Const):
            what = self.speech.name(condition) or self.speech.term(left)
            if isinstance(left, Const):
                what = self.voice.named(text)
            yes = right.value == (operator is Comparison.EQ)
            return self.plain(what, bool(self.number(left)), must=yes)
        seen, needed = self.number(left), self.number(right)
        values = {
            "what": self.called(left, words[0]),
            "be": self.voice.language.text(OPERATORS[operator]),
            "needed": self.needed(right, words[1], left),
            "seen": self.speech.worth(left, seen),
        }
        if operator in (Comparison.EQ, Comparison.NE):
            return self.voice.said("among" if operator is Comparison.EQ else "not-among", **values)
        if self.so(condition):
            return self.voice.said("compare", **values)
        return self.short(values, needed - seen, operator, left.type)

    def short(self, values: dict[str, str], gap: int, operator: Comparison, kind: ValueType) -> str:
        """Return the sentence of a comparison that fails by *gap*."""
        steps = abs(gap) + (operator in (Comparison.LT, Comparison.GT))
        if kind.kind is Kind.ORDERED:
            told = (
                self.voice.said("one-step")
                if steps == 1
                else self.voice.said("steps", number=steps)
            )
            low = operator in (Comparison.GE, Comparison.GT)
            return self.voice.said("too-low" if low else "too-high", **values, gap=told)
        return self.voice.said(
            "fails-by", **values, gap=spoken_value(steps, kind, self.symbol, self.voice)
        )

    def called(self, term: Term, text: str) -> str:
        """Return what a side of a comparison is called: as the law names it, if it does."""
        if text in self.vintage.definitions:
            return self.voice.named(text)
        if text and not isinstance(term, Column | History | Lookup | Moved | Sum):
            return clause_words(text, self.vintage, self.voice)
        return self.speech.term(term)

    def needed(self, term: Term, text: str, other: Term) -> str:
        """Return the value that a side asks for of the *other*, and where it comes from."""
        value = self.speech.value(self.number(term), term.type)
        if isinstance(other, Column) and not isinstance(term, Column):
            value = self.speech.worth(replace(other, type=term.type), self.number(term))
        if isinstance(term, Const):
            known = any(name in self.vintage.parameters for name in _NAME.findall(text))
            source = self.voice.named(text)
            return self.voice.said("drawn-from", value=value, source=source) if known else value
        return self.voice.said("drawn-from", value=value, source=self.called(term, text))

    def among(self, key: str, term: Term, ranges: tuple[tuple[int, int], ...]) -> str:
        """Return the sentence of a value that must be, or must not be, one of several."""
        spans = [self.span(low, high, term) for low, high in ranges]
        seen = self.speech.worth(term, self.number(term))
        return self.voice.said(
            key,
            what=self.speech.term(term),
            needed=self.voice.said("or-else").join(spans),
            seen=seen,
        )

    def span(self, low: int, high: int, term: Term) -> str:
        """Return one range of values of *term*."""
        kind = term.type
        first, last = self.speech.worth(term, low), self.speech.worth(term, high)
        if kind.scale is not None and high - low < _FEW:
            return self.voice.said("or-else").join(
                self.speech.value(one, kind) for one in range(low, high + 1)
            )
        return first if low == high else self.voice.said("from-to", low=first, high=last)


def _flag(condition: Compare) -> bool:
    return condition.left.type.kind is Kind.FLAG or condition.right.type.kind is Kind.FLAG
