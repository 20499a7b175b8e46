"""The words that units are written with, and the base unit each stands for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policy_sim.policy.values import Unit

__all__ = ["UNIT_WORDS", "written"]

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
    }
)
"""How many base units a word stands for: a year is 12 months, a week is 7 days."""


def written(number: str, unit: Unit) -> str:
    """Return how a number is written in a unit: ``24 months``, ``Rp 175000``."""
    if unit is Unit.NONE:
        return number
    return f"Rp {number}" if unit is Unit.MONEY else f"{number} {unit}"
