"""Clauses of a regulation in words, as far as words can be put for symbols."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from policy_sim.policy.vintage import Vintage
from policy_sim.policy.writing import written_ranges
from policy_sim.report.voice import PLAIN, Voice

__all__ = ["clause_words"]

_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        ">=": "at least",
        "<=": "at most",
        "!=": "is not",
        "==": "is",
        ">": "more than",
        "<": "below",
        "{any: [": "any of (",
        "{all: [": "all of (",
        "{none: [": "none of (",
        "]}": ")",
        " | ": " or ",
    }
)
"""What stands for each sign, the longest signs first."""

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[_.][a-z0-9]+)*")
_MONTHS = re.compile(r"\b([0-9]+) months\b")


def clause_words(text: str, vintage: Vintage, voice: Voice = PLAIN) -> str:
    """Return the clause *text* as a reader without the law beside it would want it.

    A parameter is told by its value on that day: ``time_in_grade >= years_in_rank`` becomes
    "time in grade at least 4 years (years in rank)".
    """
    told = _NAME.sub(lambda match: _name(match.group(), vintage, voice), text)
    for sign, words in _SIGNS.items():
        told = told.replace(sign, voice.language.text(words))
    return _MONTHS.sub(lambda match: _years(match, voice), told)


def _name(name: str, vintage: Vintage, voice: Voice) -> str:
    plain = voice.named(name)
    parameter = vintage.parameters.get(name)
    if parameter is None:
        return plain
    return f"{written_ranges(parameter.ranges, parameter.type)} ({plain})"


def _years(match: re.Match[str], voice: Voice) -> str:
    months = int(match.group(1))
    if months % 12 or not months:
        key, number = ("one-month" if months == 1 else "months"), months
    else:
        key, number = ("one-year" if months == 12 else "years"), months // 12
    return voice.said(key, number=number)
