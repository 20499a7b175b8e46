"""The yearbook: the value of every outcome at each year's end, in all and by group."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

import pandas as pd

__all__ = ["EVERYBODY", "Yearbook"]

EVERYBODY = "all"
"""The group of everybody; a part is named by its grouping and word, such as ``sex=f``."""


class Yearbook:
    """The outcomes of one arm in one replication."""

    def __init__(self) -> None:
        self._rows: list[tuple[date, str, str, float]] = []

    def enter(self, day: date, outcome: str, group: str, value: float) -> None:
        """Enter the *value* of an outcome for one group on *day*.

        A value that is not a number (a ratio of too few cases, an outcome that does not fall to
        this group) is left out.
        """
        self.enter_all(day, outcome, (group,), (value,))

    def enter_all(
        self, day: date, outcome: str, groups: Iterable[str], values: Iterable[float]
    ) -> None:
        """Enter the *values* of an outcome for *groups*, one each, as :meth:`enter` does."""
        self._rows += [
            (day, outcome, group, float(value))
            for group, value in zip(groups, values, strict=True)
            if not math.isnan(value)
        ]

    def frame(self) -> pd.DataFrame:
        """Return ``date``, ``outcome``, ``group``, ``value``, ascending by the first three."""
        frame = pd.DataFrame(sorted(self._rows), columns=["date", "outcome", "group", "value"])
        return frame.astype({"outcome": object, "group": object, "value": float})
