"""What of the past an operator looks at: a stretch of it, and which of its entries count."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from policy_sim.policy.comparator import Comparison

__all__ = ["HistoryFilter", "Window", "WindowKind"]


class WindowKind(StrEnum):
    """What stretch of the past an operator looks at."""

    PERIODS = "periods"
    MONTHS = "months"
    THIS_YEAR = "this_year"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the past: the last *length* periods or months, this year, or all service.

    *months* are those of the periods, so that the window reads as the law writes it.
    """

    kind: WindowKind
    length: int = 0
    months: int = field(default=0, compare=False)

    def __str__(self) -> str:
        if self.kind in (WindowKind.THIS_YEAR, WindowKind.SERVICE):
            return self.kind.value
        if not self.months:
            return f"{self.length} {self.kind.value}"
        years, rest = divmod(self.months, 12)
        return f"{self.months} months" if rest else f"{years} year{'' if years == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which entries of a series or event count: those whose value compares so.

    *word* is what the law calls the value, if it is one of a scale.
    """

    operator: Comparison
    value: int
    word: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.operator} {self.word or self.value}"
