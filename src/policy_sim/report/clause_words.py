"""Clauses of a regulation in words, as far as words can be put for symbols."""

from __future__ import annotations

import re

from policy_sim.policy.law import Vintage
from policy_sim.policy.writing import written_ranges

__all__ = ["clause_words"]

_SIGNS = (
    (">=", "at least"), ("<=", "at most"), ("!=", "is not"), ("==", "is"), (">", "more than"),
    ("<", "below"), ("{any: [", "any of ("), ("{all: [", "all of ("), ("{none: [", "none of ("),
    ("]}", ")"), (" | ", " or "),
)  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[_.][a-z0-9]+)*")
_MONTHS = re.compile(r"\b([0-9]+) months\b")


def clause_words(text: str, vintage: Vintage) -> str:
    """Return the clause *text* as a reader without the law beside it would want it.

    A parameter is told by its value on that day: ``time_in_grade >= years_in_rank`` becomes
    "time in grade at least 4 years (years in rank)".
    """
    told = _NAME.sub(lambda match: _name(match.group(), vintage), text)
    for sign, words in _SIGNS:
        told = told.replace(sign, words)
    return _MONTHS.sub(_years, told)


def _name(name: str, vintage: Vintage) -> str:
    plain = name.replace("_", " ").replace(".", "'s ")
    parameter = vintage.parameters.get(name)
    if parameter is None:
        return plain
    return f"{written_ranges(parameter.ranges, parameter.type)} ({plain})"


def _years(match: re.Match[str]) -> str:
    months = int(match.group(1))
    if months % 12 or not months:
        return match.group()
    return "1 year" if months == 12 else f"{months // 12} years"
