"""The words of an expression: numbers, dates, names and signs, each with its offset."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
    r"|(?P<money>Rp ?[0-9][0-9_]*(?:\.[0-9]+)*)"
    r"|(?P<number>[0-9][0-9_]*(?:\.[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign><=|>=|==|!=|\.\.|[-+*/()|<>,%])"
)
_SIGNS = ("<", "<=", "==", "!=", ">=", ">", "+", "-", "*", "/", "(", ")", "|", "..", ",", "%")
_MEANT = {
    "=": "==",
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


def tokens_of(text: str, site: Site) -> list[Token] | None:
    """Return the tokens of *text*, closed by an ``end``; None if something is no token.

    Findings (an unknown character, a text or number too long) go to *site*, the place where the
    text begins.
    """
    if len(text) > LONGEST_TEXT:
        site.refuse("expression-too-long", seen=str(len(text)), allowed=[str(LONGEST_TEXT)])
        return None
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            character = text[position]
            _at(site, position).refuse(
                "unknown-character", seen=character, allowed=_SIGNS, mend=_MEANT.get(character, "")
            )
            return None
        kind = str(match.lastgroup)
        if kind != "space":
            found.append(_token(kind, match))
        position = match.end()
    found.append(Token("end", "", len(text), len(text)))
    return found if _sized(found, site) else None


def _token(kind: str, match: re.Match[str]) -> Token:
    text = match.group()
    if kind == "name" and text in KEYWORDS:
        kind = "word"
    return Token(kind, text, match.start(), match.end())


def _sized(found: list[Token], site: Site) -> bool:
    long = [t for t in found if t.kind in ("number", "money") and len(t.text) > LONGEST_NUMBER]
    for token in long:
        _at(site, token.start).refuse("number-too-long", seen=token.text)
    return not long


def _at(site: Site, offset: int) -> Site:
    place = site.place
    moved = type(place)(place.file, place.line, place.column + offset)
    return Site(site.findings, moved, site.text)
