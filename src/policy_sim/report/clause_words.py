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
        " in (": " in (",
    }
)
"""What stands for each sign, the longest signs first."""

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[_.][a-z0-9]+)*")
_MONTH = re.compile(r"(?<=\btoday\.month )([=!<>]=?) ([1-9]|1[0-2])\b(?! )")
_OF_MONTH = re.compile(r"\btoday\.month [=!<>]=? $")
_MONTHS = frozenset(map(str, range(1, 13)))
_TIME = re.compile(r"\b([0-9]+) (months?|years?)\b")
_UNIT = re.compile(r"(?<=[0-9] )(jp|points?|persons?|workdays?)\b")


def clause_words(text: str, vintage: Vintage, voice: Voice = PLAIN) -> str:
    """Return the clause *text* as a reader without the law beside it would want it.

    A parameter is told by its value on that day: ``time_in_grade >= years_in_rank`` becomes
    "time in grade at least 4 years (years in rank)".
    """
    told = _MONTH.sub(lambda match: _month(match, voice), text)
    told = _NAME.sub(lambda match: _name(match, vintage, voice), told)
    for sign, words in _SIGNS.items():
        told = told.replace(sign, voice.language.text(words))
    told = _UNIT.sub(lambda match: voice.language.text(match.group()), told)
    return _TIME.sub(lambda match: _time(match, voice), told)


def _name(match: re.Match[str], vintage: Vintage, voice: Voice) -> str:
    plain = voice.named(match.group())
    parameter = vintage.parameters.get(match.group())
    if parameter is None:
        return plain
    value = written_ranges(parameter.ranges, parameter.type)
    if _OF_MONTH.search(match.string, endpos=match.start()) and value in _MONTHS:
        value = voice.language.month_of_year(int(value))
    return f"{value} ({plain})"


def _month(match: re.Match[str], voice: Voice) -> str:
    return f"{match.group(1)} {voice.language.month_of_year(int(match.group(2)))}"


def _time(match: re.Match[str], voice: Voice) -> str:
    number = int(match.group(1))
    years = match.group(2).startswith("year")
    if not years and number and not number % 12:
        years, number = True, number // 12
    if years:
        return voice.said("one-year" if number == 1 else "years", number=number)
    return voice.said("one-month" if number == 1 else "months", number=number)
