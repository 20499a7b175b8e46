"""Windows: what part of the simulated years one figure stands for.

Outcomes are yearly, dated on the last day of their year. A window picks years and either
averages or adds them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

__all__ = ["Reach", "Window", "shown_windows"]


class Reach(StrEnum):
    """How a window reaches over the years; the word is the key in the scenario."""

    MEAN_FROM = "mean_from"
    AT = "at"
    YEAR = "year"
    TOTAL_FROM = "total_from"


@dataclass(frozen=True, slots=True)
class Window:
    """A named part of the horizon.

    ``mean_from`` and ``total_from`` take every year that begins on *day* or later, ``at`` the
    year that ends on *day*, ``year`` the year of that *number*, counted from one.
    """

    name: str
    reach: Reach
    day: date | None = None
    number: int = 0

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Self:
        """Return the window that :meth:`as_dict` tells of."""
        day = None if told["day"] is None else date.fromisoformat(told["day"])
        return cls(told["name"], Reach(told["reach"]), day, told["number"])

    def as_dict(self) -> dict[str, Any]:
        """Return the window in words and numbers, for a manifest."""
        day = None if self.day is None else self.day.isoformat()
        return {"name": self.name, "reach": self.reach.value, "day": day, "number": self.number}

    @property
    def of_flows_only(self) -> bool:
        """Whether the window adds years up, which says nothing about a stock."""
        return self.reach is Reach.TOTAL_FROM

    def years(self, dates: Sequence[date]) -> tuple[int, ...]:
        """Return the positions in *dates* (ascending year ends) that the window takes.

        Empty if the horizon does not reach the window.
        """
        if self.reach is Reach.YEAR:
            return (self.number - 1,) if 1 <= self.number <= len(dates) else ()
        if self.reach is Reach.AT:
            return tuple(i for i, day in enumerate(dates) if day == self.day)
        assert self.day is not None  # noqa: S101  (the scenario's shape gives one)
        return tuple(i for i, day in enumerate(dates) if date(day.year, 1, 1) >= self.day)

    def value(self, yearly: Sequence[float]) -> float:
        """Return the window's figure from the values of the years that it takes."""
        total = math.fsum(yearly)
        return total if self.reach is Reach.TOTAL_FROM else total / len(yearly)


def shown_windows(
    stated: Iterable[Mapping[str, Any]], primary: str, dates: Sequence[date]
) -> list[Window]:
    """Return the windows that a reader is shown: of several of the same years the first.

    The *primary* one, chosen beforehand, is always among them. In a short study the last year may
    be the end of a term, too. A total is never a mean.
    """
    first: dict[tuple[tuple[int, ...], bool], Window] = {}
    windows = map(Window.from_dict, stated)
    for window in sorted(windows, key=lambda one: one.name != primary):
        years = window.years(dates)
        if years:
            first.setdefault((years, window.of_flows_only), window)
    return list(first.values())
