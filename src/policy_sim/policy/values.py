"""What a value can be: kinds, units, scales, and the integer that stands for each value.

Every value that a rule reads is an integer. A quantity is ``integer * step`` in its unit (a
score of 71.5 points with step 0.1 is 715); a category or a rank on a scale is the position of
its word; a date is its proleptic Gregorian ordinal; a flag is 0 or 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

__all__ = ["EXACT", "FLAG", "Kind", "Scale", "Unit", "ValueType"]

EXACT = 2**53
"""Every integer of a computation stays below this, so that doubles would hold it exactly."""

_NO_LABELS: Mapping[str, str] = MappingProxyType({})


class Kind(StrEnum):
    """The six kinds of value."""

    FLAG = "flag"
    CATEGORY = "category"
    ORDERED = "ordered"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"


class Unit(StrEnum):
    """The units of quantities; none converts into another."""

    NONE = "none"
    MONTHS = "months"
    DAYS = "days"
    WORKDAYS = "workdays"
    JP = "jp"
    MONEY = "money"
    POINTS = "points"
    PERSONS = "persons"


@dataclass(frozen=True, slots=True)
class Scale:
    """The words of a category or of an ordered scale, low to high.

    *ranks* gives each word's rank; words that share a rank are tied: ``>=`` compares ranks,
    ``==`` compares words. For a category the ranks are not used. *labels* are for display and
    import only ("III/d", "Penata Tk I").
    """

    name: str
    values: tuple[str, ...]
    ranks: tuple[int, ...]
    labels: Mapping[str, str] = field(default_factory=lambda: _NO_LABELS, compare=False)

    @property
    def tied(self) -> bool:
        """Whether two words share a rank."""
        return len(set(self.ranks)) < len(self.ranks)

    def code(self, word: str) -> int:
        """Return the integer of *word*; raise :exc:`ValueError` for an unknown one."""
        return self.values.index(word)


@dataclass(frozen=True, slots=True)
class ValueType:
    """A kind with its unit, step, scale and range.

    *low* and *high* are inclusive bounds of the integer (not of the quantity: with step 0.1, 100
    points are 1000).
    """

    kind: Kind
    low: int
    high: int
    unit: Unit = Unit.NONE
    step: Fraction = Fraction(1)
    scale: Scale | None = None

    @property
    def numeric(self) -> bool:
        """Whether values can be added and multiplied."""
        return self.kind in (Kind.WHOLE, Kind.DECIMAL)


FLAG = ValueType(Kind.FLAG, 0, 1)
"""The type of yes and no."""
