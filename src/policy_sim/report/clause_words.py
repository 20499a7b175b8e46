"""Clauses of a regulation in words, as far as words can be put for symbols."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from policy_sim.policy.comparator import Comparison
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.writing import written_ranges
from policy_sim.report.voice import PLAIN, Voice

__all__ = ["clause_words", "sign_words"]

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
        " ∉ (": " not in (",
        " in (": " in (",
        " ∈ ": " in ",
    }
)
"""What stands for each sign, the longest signs first."""

_JOINING: Mapping[str, str] = MappingProxyType({"and": "and", "or": "or", "not": "not"})
"""What stands for each word that joins conditions."""

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[_.][a-z0-9]+)*")
_MONTH = re.compile(r"(?<=\btoday\.month )([=!<>]=?) ([1-9]|1[0-2])\b(?! )")
_AMONG = re.compile(r" in (?!\()")
"""The word between two terms: names that are told in words have others like it."""
_OF_MONTH = re.compile(r"\btoday\.month (?:[=!<>]=?|∈) $")
_MONTHS = range(1, 13)
_TIME = re.compile(r"\b([0-9]+) (months?|years?)\b")
_UNIT = re.compile(r"(?<=[0-9] )(jp|points?|persons?|workdays?)\b")


def clause_words(text: str, vintage: Vintage, voice: Voice = PLAIN) -> str:
    """Return the clause *text* as a reader without the law beside it would want it.

    A parameter is told by its value on that day: ``time_in_grade >= years_in_rank`` becomes
    "time in grade at least 4 years (years in rank)".
    """
    told = _AMONG.sub(" ∈ ", text).replace(" not in (", " ∉ (")
    told = _MONTH.sub(lambda match: _month(match, voice), told)
    told = _NAME.sub(lambda match: _name(match, vintage, voice), told)
    for sign, words in _SIGNS.items():
        told = told.replace(sign, voice.language.text(words))
    told = _UNIT.sub(lambda match: voice.language.text(match.group()), told)
    return _TIME.sub(lambda match: _time(match, voice), told)


def sign_words(operator: Comparison, voice: Voice = PLAIN) -> str:
    """Return what stands for the sign of a comparison: ``at least``."""
    return voice.language.text(_SIGNS[operator.value])


def _name(match: re.Match[str], vintage: Vintage, voice: Voice) -> str:
    if joining := _JOINING.get(match.group()):
        return voice.language.text(joining)
    plain = voice.named(match.group())
    parameter = vintage.parameters.get(match.group())
    if parameter is None:
        return _word(match.group(), voice) or plain
    if _OF_MONTH.search(match.string, endpos=match.start()):
        value = voice.said("or-else").join(_months(*ends, voice) for ends in parameter.ranges)
    else:
        value = written_ranges(parameter.ranges, parameter.type)
    return f"{value} ({plain})"


def _word(name: str, voice: Voice) -> str:
    """Return what a word of a scale is called, if *name* is nothing else that has a name."""
    return "" if "." in name or name in voice.words else voice.word(name)


def _months(first: int, last: int, voice: Voice) -> str:
    """Return the months of the year from *first* to *last*, by their names where there are such."""
    low, high = (
        voice.language.month_of_year(end) if end in _MONTHS else str(end) for end in (first, last)
    )
    return low if first == last else voice.language.say("{low} to {high}", low=low, high=high)


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
