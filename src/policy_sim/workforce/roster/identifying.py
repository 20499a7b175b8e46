"""Columns that tell who somebody is: recognised by their header or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files

from policy_sim.catalogue import phrase
from policy_sim.documents import Shape, Text, read_document, shape
from policy_sim.documents.fields import Whole

__all__ = ["hides", "identifies"]

_PUNCTUATION = re.compile(r"[\s.'-]")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LOOKED_AT = 1000
"""So many distinct texts of a column are looked at."""


class _Signs(Shape):
    noun = "the signs of an identifying column"

    headers: tuple[Text, ...]
    digits: tuple[Whole, ...]


@cache
def _signs() -> _Signs:
    with as_file(files("policy_sim.workforce.roster") / "identifying.yaml") as path:
        return shape(read_document(path).root, _Signs)


def identifies(header: str, texts: Iterable[str]) -> str:
    """Return why a column looks as if it told who somebody is; an empty text if it does not.

    A header betrays itself by one of its words; *texts*, the distinct ones of the column, by
    being personal numbers or addresses of mail, if at least one in ten is.
    """
    words = {word.casefold() for word in _WORD.findall(_BETWEEN.sub(" ", header))}
    told = sorted(words & {str(name) for name in _signs().headers})
    if told:
        return phrase("its header says '{word}'", word=told[0])
    seen = [text for text, _ in zip(texts, range(_LOOKED_AT), strict=False) if text]
    if sum(map(hides, seen)) * 10 >= max(len(seen), 1):
        return phrase("it holds personal numbers or addresses")
    return ""


def hides(text: str) -> bool:
    """Return whether *text* is a personal number or an address of mail: it is never shown."""
    bare = _PUNCTUATION.sub("", text)
    return "@" in text or (bare.isdecimal() and len(bare) in _signs().digits)
