"""Text to syntax: precedence, and nothing about what names mean.

From loosest to tightest: ``if then else``, ``or``, ``and``, ``not``, comparisons and ``in``,
ranges ``..``, ``+ -``, ``* /``, the sign ``-``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NoReturn, TypeVar

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.documents.fields import SYMBOL
from policy_sim.policy.lexer import Token, tokens_of
from policy_sim.policy.site import Site
from policy_sim.policy.syntax import (
    AnyValue,
    Application,
    Arithmetic,
    Choices,
    Compared,
    Conditional,
    DateValue,
    Junction,
    Name,
    Negation,
    Negative,
    Number,
    Span,
    Syntax,
    Within,
)
from policy_sim.policy.unit_words import UNIT_WORDS
from policy_sim.policy.values import Unit

__all__ = ["DEEPEST", "parse"]

DEEPEST = 80
"""So many parts may be nested inside each other."""

_LOOSEST, _OR, _AND, _COMPARISON, _SPAN, _SUM, _PRODUCT, _TIGHTEST = range(8)
_COMPARISONS = ("<", "<=", "==", "!=", ">=", ">")
_LEVELS = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys((*_COMPARISONS, "in", "not"), _COMPARISON),
    "..": _SPAN,
    **dict.fromkeys(("+", "-"), _SUM),
    **dict.fromkeys(("*", "/"), _PRODUCT),
}
_OPENERS = ("a number", "a name", "(", "-", "not", "if", "any", "..")

Node = TypeVar("Node", bound=Syntax)


class _Unreadable(Exception):  # noqa: N818  (it never leaves this module)
    """Reading stopped; the finding has been recorded."""


def parse(text: str, findings: list[Diagnostic]) -> Syntax | None:
    """Return the syntax tree of an expression, or None with a finding why there is none.

    The places of nodes are those in the document if *text* is a :class:`Scalar`, else offsets in
    the text itself. No text makes this raise.
    """
    locate = _locator(text)
    tokens = tokens_of(str(text), locate, findings)
    if tokens is None:
        return None
    try:
        return _Reader(str(text), locate, tokens, findings).whole()
    except _Unreadable:
        return None


def _locator(text: str) -> Callable[[int], Place]:
    if isinstance(text, Scalar):
        return text.place_at
    return lambda offset: Place("", 1, 1 + offset)


class _Reader:
    """One pass over the tokens of one expression."""

    def __init__(
        self,
        source: str,
        locate: Callable[[int], Place],
        tokens: list[Token],
        findings: list[Diagnostic],
    ) -> None:
        self._source = source
        self._locate = locate
        self._tokens = tokens
        self._findings = findings
        self._next = 0
        self._depth = 0

    def whole(self) -> Syntax:
        if self._token.kind == "end":
            self._stop("expression-empty", self._token)
        tree = self._expression(_LOOSEST)
        if self._token.kind != "end":
            self._unexpected((*_LEVELS, "the end"))
        return tree

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._token
        if token.kind != "end":
            self._next += 1
        return token

    def _accept(self, text: str) -> bool:
        if self._token.kind in ("sign", "word") and self._token.text == text:
            self._next += 1
            return True
        return False

    def _expect(self, text: str, *also: str) -> None:
        if not self._accept(text):
            self._unexpected((text, *also))

    def _site(self, token: Token) -> Site:
        return Site(self._findings, self._locate(token.start), token.text or self._source)

    def _stop(self, code: str, token: Token, allowed: tuple[str, ...] = ()) -> NoReturn:
        self._site(token).refuse(
            code, allowed=[phrase("a comma") if a == "," else a for a in allowed]
        )
        raise _Unreadable

    def _unexpected(self, allowed: tuple[str, ...]) -> NoReturn:
        token = self._token
        code = "expression-unfinished" if token.kind == "end" else "unexpected-word"
        self._stop(code, token, allowed)

    def _node(self, kind: type[Node], start: int, *fields: object) -> Node:
        end = self._tokens[self._next - 1].end
        return kind(self._locate(start), self._source[start:end], *fields)

    def _expression(self, floor: int) -> Syntax:
        self._depth += 1
        if self._depth > DEEPEST:
            self._stop("expression-too-deep", self._token, (str(DEEPEST),))
        start = self._token.start
        left = self._prefix()
        while (level := self._level()) > floor:
            left = self._joined(left, level, start)
        self._depth -= 1
        return left

    def _level(self) -> int:
        token = self._token
        return _LEVELS.get(token.text, -1) if token.kind in ("sign", "word") else -1

    def _joined(self, left: Syntax, level: int, start: int) -> Syntax:
        if level in (_OR, _AND):
            return self._junction(left, level, start)
        if level == _COMPARISON:
            return self._comparison(left, start)
        if level == _SPAN:
            self._take()
            high = self._expression(_SPAN) if self._opens() else None
            return self._node(Span, start, left, high)
        rest = []
        while self._level() == level:
            operator = self._take().text
            rest.append((operator, self._expression(level)))
        return self._node(Arithmetic, start, left, tuple(rest))

    def _junction(self, left: Syntax, level: int, start: int) -> Syntax:
        word = self._token.text
        items = [left]
        while self._accept(word):
            items.append(self._expression(level))
        return self._node(Junction, start, word, tuple(items))

    def _comparison(self, left: Syntax, start: int) -> Syntax:
        operator = self._take().text
        if operator == "not":
            self._expect("in")
        right = self._expression(_COMPARISON)
        if self._level() == _COMPARISON:
            self._stop("comparison-chain", self._token)
        if operator in _COMPARISONS:
            return self._node(Compared, start, operator, left, right)
        return self._node(Within, start, left, right, operator == "not")

    def _opens(self) -> bool:
        token = self._token
        if token.kind in ("sign", "word"):
            return token.text in ("(", "-")
        return token.kind != "end"

    def _prefix(self) -> Syntax:
        token = self._take()
        start = token.start
        if token.kind == "name":
            return self._named(token)
        if token.kind in ("number", "money", "date"):
            return self._value(token)
        if token.text == "(":
            return self._group(start)
        if token.text == "-":
            return self._node(Negative, start, self._expression(_PRODUCT))
        if token.text == "not":
            return self._node(Negation, start, self._expression(_AND))
        if token.text == "..":
            return self._node(Span, start, None, self._expression(_SPAN))
        if token.text == "any":
            return self._node(AnyValue, start)
        if token.text == "if":
            return self._conditional(start)
        code = "expression-unfinished" if token.kind == "end" else "unexpected-word"
        return self._stop(code, token, _OPENERS)

    def _group(self, start: int) -> Syntax:
        items = [self._expression(_LOOSEST)]
        while self._accept("|"):
            items.append(self._expression(_LOOSEST))
        self._expect(")", "|")
        return items[0] if len(items) == 1 else self._node(Choices, start, tuple(items))

    def _conditional(self, start: int) -> Syntax:
        when = self._expression(_LOOSEST)
        self._expect("then")
        chosen = self._expression(_LOOSEST)
        self._expect("else")
        return self._node(Conditional, start, when, chosen, self._expression(_LOOSEST))

    def _named(self, token: Token) -> Syntax:
        if not self._accept("("):
            return self._node(Name, token.start, token.text)
        arguments = [self._expression(_LOOSEST)]
        while self._accept(","):
            arguments.append(self._expression(_LOOSEST))
        over = self._expression(_LOOSEST) if self._accept("over") else None
        to = self._expression(_LOOSEST) if over is None and self._accept("to") else None
        self._expect(")", ",", "over", "to")
        return self._node(Application, token.start, token.text, tuple(arguments), over, to)

    def _value(self, token: Token) -> Syntax:
        if token.kind == "date":
            return self._day(token)
        if token.kind == "money":
            return self._money(token)
        value = Fraction(token.text.replace("_", ""))
        if self._accept("%"):
            return self._node(Number, token.start, value / 100, Unit.NONE)
        if self._token.kind != "name":
            return self._node(Number, token.start, value, None)
        word = self._take()
        if word.text not in UNIT_WORDS:
            self._stop("unknown-unit", word, (*UNIT_WORDS, "%"))
        size, unit = UNIT_WORDS[word.text]
        return self._node(Number, token.start, value * size, unit)

    def _money(self, token: Token) -> Syntax:
        symbol = re.match(SYMBOL, token.text)
        digits = token.text[symbol.end() if symbol else 0 :].strip()
        if "." in digits:
            # "Rp 175.000" is a hundred and seventy-five thousand to its reader, not 175.
            site = self._site(token)
            site.refuse("money-with-point", mend=token.text.replace(".", ""))
            raise _Unreadable
        return self._node(Number, token.start, Fraction(digits.replace("_", "")), Unit.MONEY)

    def _day(self, token: Token) -> Syntax:
        try:
            day = date.fromisoformat(token.text)
        except ValueError:
            self._stop("no-such-day", token)
        return self._node(DateValue, token.start, day)
