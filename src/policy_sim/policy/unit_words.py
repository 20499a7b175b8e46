"""The words for units and exact numbers in the law and in findings."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from policy_sim.catalogue.phrase import phrase
from policy_sim.policy.values import Unit

__all__ = ["UNIT_WORDS", "decimal", "meant", "unit_word", "written"]

_MOST_PLACES = 12

UNIT_WORDS: Mapping[str, tuple[int, Unit]] = MappingProxyType(
    {
        "year": (12, Unit.MONTHS),
        "years": (12, Unit.MONTHS),
        "month": (1, Unit.MONTHS),
        "months": (1, Unit.MONTHS),
        "week": (7, Unit.DAYS),
        "weeks": (7, Unit.DAYS),
        "day": (1, Unit.DAYS),
        "days": (1, Unit.DAYS),
        "workday": (1, Unit.WORKDAYS),
        "workdays": (1, Unit.WORKDAYS),
        "jp": (1, Unit.JP),
        "point": (1, Unit.POINTS),
        "points": (1, Unit.POINTS),
        "person": (1, Unit.PERSONS),
        "persons": (1, Unit.PERSONS),
        "money": (1, Unit.MONEY),
    }
)
"""How many base units a word stands for: a year is 12 months, a week is 7 days."""


_ONE: Mapping[Unit, str] = MappingProxyType(
    {unit: word for word, (size, unit) in UNIT_WORDS.items() if size == 1 and unit == f"{word}s"}
)
"""The word for one of a unit, where that is another than for several."""


def unit_word(unit: Unit) -> str:
    """Return how a finding speaks of a unit."""
    return "a plain number" if unit is Unit.NONE else str(unit)


def decimal(value: Fraction) -> str:
    """Return an exact number as it is written: ``0.05``; as a fraction if it has no end."""
    places = 0
    while (value * 10**places).denominator != 1 and places < _MOST_PLACES:
        places += 1
    if (value * 10**places).denominator != 1:
        return str(value)
    digits = f"{abs(int(value * 10**places)):0{places + 1}d}"
    split = len(digits) - places
    sign = "-" if value < 0 else ""
    return sign + digits[:split] + ("." + digits[split:] if places else "")


def written(number: str, unit: Unit) -> str:
    """Return how a number is written in a unit: ``24 months``, ``1 month``, ``175000 money``."""
    if unit is Unit.NONE:
        return number
    return f"{number} {_ONE.get(unit, unit) if number == '1' else unit}"


def meant(number: str, unit: Unit) -> str:
    """Return what a *number* without a unit may have been meant for: ``70%`` is 70 points.

    Where months are counted, years are as likely to be meant, and the two are different law.
    """
    bare = number.removesuffix("%").rstrip()
    if unit is Unit.MONTHS and bare.isdecimal() and int(bare) > 0:
        years = "year" if bare == "1" else "years"
        return phrase(
            "'{first}' or '{second}'", first=written(bare, unit), second=f"{bare} {years}"
        )
    return written(bare, unit)
