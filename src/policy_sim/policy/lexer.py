"""The words of an expression: numbers, dates, names and signs, each with its offset."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents.fields import SYMBOL
from policy_sim.policy.site import Site

__all__ = ["KEYWORDS", "LONGEST_NUMBER", "LONGEST_TEXT", "Token", "tokens_of"]

KEYWORDS = frozenset({"and", "any", "else", "if", "in", "not", "or", "over", "then", "to"})
"""Words that can never be names."""

LONGEST_TEXT = 10_000
"""An expression of more characters is refused unread."""

LONGEST_NUMBER = 24
"""A number of more characters is refused; it could not be computed with exactly."""

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))"
    r"|(?P<money>(?:" + SYMBOL + r") ?[0-9][0-9_]*(?:\.[0-9]+)*)"
    r"|(?P<number>[0-9][0-9_]*(?:\.[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign><=|>=|==|!=|\.\.|[-+*/()|<>,%])"
)
_SIGNS = ("<", "<=", "==", "!=", ">=", ">", "+", "-", "*", "/", "(", ")", "|", "..", ",", "%")
_MEANT = {
    "=": "==",
    "=>": ">=",
    "=<": "<=",
    "&&": "and",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "!": "not",
    "&": "and",
    "\N{MULTIPLICATION SIGN}": "*",
    "\N{MIDDLE DOT}": "*",
    "\N{DIVISION SIGN}": "/",
    "\N{EN DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{HORIZONTAL ELLIPSIS}": "..",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text: *kind* is ``date money number name word sign`` or ``end``."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(
    text: str, locate: Callable[[int], Place], findings: list[Diagnostic]
) -> list[Token] | None:
    """Return the tokens of *text*, closed by an ``end``; None if something is no token.

    *locate* gives the place of an offset. Findings: ``expression-too-long``,
    ``unknown-character``, ``number-too-long``.
    """
    if len(text) > LONGEST_TEXT:
        site = Site(findings, locate(0), text)
        site.refuse("expression-too-long", seen=str(len(text)), allowed=[str(LONGEST_TEXT)])
        return None
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            pair = text[position : position + 2]
            site = Site(findings, locate(position), pair if pair in _MEANT else pair[0])
            site.refuse("unknown-character", allowed=_SIGNS, mend=_MEANT.get(site.text, ""))
            return None
        if match.lastgroup != "space":
            found.append(_token(match))
        position = match.end()
    found.append(Token("end", "", len(text), len(text)))
    long = [t for t in found if t.kind in ("number", "money") and len(t.text) > LONGEST_NUMBER]
    for token in long:
        Site(findings, locate(token.start), token.text).refuse("number-too-long")
    return None if long else found


def _token(match: re.Match[str]) -> Token:
    kind, text = str(match.lastgroup), match.group()
    if kind == "name" and text in KEYWORDS:
        kind = "word"
    return Token(kind, text, match.start(), match.end())
