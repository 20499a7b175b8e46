"""From the text of a cell to the integer of the record: words, numbers, days; nothing guessed.

A reader answers one text with an integer or with a :class:`Flaw`. Each distinct text of a column
is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.values import Scale
from policy_sim.rules.frame import Integers

__all__ = [
    "Flaw",
    "Read",
    "Reader",
    "day_reader",
    "number_reader",
    "read_column",
    "word_reader",
    "words_of_scale",
]

_FLAW_CODES = {
    "missing": "cell-missing",
    "word": "cell-unknown-word",
    "number": "cell-not-a-number",
    "step": "cell-too-fine",
    "day": "cell-not-a-date",
    "calendar": "cell-no-such-day",
    "future": "cell-in-future",
}
"""The kinds of flaw of a single cell, and the codes of their findings."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_PARTS = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_ORDERS = {
    "compact": (_COMPACT, "ymd"),
    "day-month-year": (_PARTS, "dmy"),
    "month-day-year": (_PARTS, "mdy"),
}
_SPACES = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a text cannot be read; *kind* is a key of the codes above."""

    kind: str

    @property
    def code(self) -> str:
        """The code of the finding."""
        return _FLAW_CODES[self.kind]


Reader = Callable[[str], int | Flaw]
"""Reads one text that is not blank."""


@dataclass(frozen=True)
class Read:
    """A column as read: *values* ``int64[n]``, *known* where a value could be read.

    *flaws* gives the texts that could not be read, by the code of the finding.
    """

    values: Integers
    known: NDArray[np.bool_]
    flaws: Mapping[str, tuple[str, ...]]


def read_column(
    texts: NDArray[np.object_], reader: Reader, default: int | None, blank: frozenset[str]
) -> Read:
    """Return a column read cell by cell; a blank cell has the *default*, or is missing."""
    import pandas as pd

    codes, distinct = pd.factorize(texts)
    flaws: dict[str, list[str]] = {}
    values = np.zeros(len(distinct), dtype=np.int64)
    known = np.zeros(len(distinct), dtype=np.bool_)
    for position, text in enumerate(distinct):
        read = _cell(text, reader, default, blank)
        if isinstance(read, Flaw):
            flaws.setdefault(read.code, []).append(text)
        else:
            values[position], known[position] = read, True
    return Read(values[codes], known[codes], {code: tuple(bad) for code, bad in flaws.items()})


def _cell(text: str, reader: Reader, default: int | None, blank: frozenset[str]) -> int | Flaw:
    if not text or text in blank:
        return Flaw("missing") if default is None else default
    return reader(text)


def _folded(text: str) -> str:
    """Return *text* without regard to capitals, and to how words are parted."""
    return _SPACES.sub(" ", text).strip().casefold()


def words_of_scale(scale: Scale | None) -> dict[str, int]:
    """Return the words and labels of *scale* that mean one value only; yes and no without one."""
    if scale is None:
        return {"no": 0, "yes": 1}
    known = {word: code for code, word in enumerate(scale.values)}
    labels: dict[str, set[int]] = {}
    for word, label in scale.labels.items():
        labels.setdefault(_folded(label), set()).add(known[word])
    plain = {label: codes.pop() for label, codes in labels.items() if len(codes) == 1}
    return plain | {_folded(word): code for word, code in known.items()}


def word_reader(known: Mapping[str, int]) -> Reader:
    """Return what reads the words of *known*, without regard to capitals and spaces."""
    folded = {_folded(word): code for word, code in known.items()}

    def read(text: str) -> int | Flaw:
        found = folded.get(_folded(text))
        return Flaw("word") if found is None else found

    return read


def number_reader(factor: Fraction, comma: bool, words: Mapping[str, int]) -> Reader:
    """Return what reads a number and multiplies it by *factor*; *words* stand for values.

    *factor* brings the number to whole steps of its attribute; what is no whole step then is a
    flaw. With *comma* the decimals follow a comma.
    """
    named = word_reader(words)

    def read(text: str) -> int | Flaw:
        if words and not isinstance(found := named(text), Flaw):
            return found
        plain = text.replace(",", ".") if comma and "." not in text else text
        if (comma and "." in text) or not _NUMBER.fullmatch(plain):
            return Flaw("word" if words else "number")
        exact = Fraction(plain) * factor
        return int(exact) if exact.denominator == 1 else Flaw("step")

    return read


def day_reader(order: str, latest: date) -> Reader:
    """Return what reads a day as its ordinal; one after *latest* is a flaw.

    *order* says how days are written; the way of ISO 8601 is always understood.
    """

    def read(text: str) -> int | Flaw:
        parts = _day_parts(text, order)
        if parts is None:
            return Flaw("day")
        try:
            day = date(*parts)
        except ValueError:
            return Flaw("calendar")
        return Flaw("future") if day > latest else day.toordinal()

    return read


def _day_parts(text: str, order: str) -> tuple[int, int, int] | None:
    match = _ISO.fullmatch(text)
    if match is None and order in _ORDERS:
        pattern, order = _ORDERS[order]
        match = pattern.fullmatch(text)
    else:
        order = "ymd"
    if match is None:
        return None
    part = dict(zip(order, map(int, match.groups()), strict=True))
    return part["y"], part["m"], part["d"]
