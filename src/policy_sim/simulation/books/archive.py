"""The archive of leavers: who left, when, and for which one reason."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from policy_sim.simulation.calendar import day_of

__all__ = ["Archive"]

Integers = NDArray[np.int64]


class Archive:
    """Everybody who has left; a person enters it once, with one reason."""

    def __init__(self) -> None:
        self._ids: list[Integers] = []
        self._months: list[int] = []
        self._reasons: list[str] = []
        self._expected: set[str] = set()

    def __len__(self) -> int:
        return sum(map(len, self._ids))

    def expect(self, reasons: Iterable[str]) -> None:
        """Let *reasons* be known before anybody leaves for them: until then it is nobody."""
        self._expected.update(reasons)

    def add(self, people: Integers, reason: str, month: int) -> None:
        """Enter the ids of *people* who leave for *reason* in *month*."""
        if len(people):
            self._ids.append(people.astype(np.int64))
            self._months.append(month)
            self._reasons.append(reason)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Every reason for which somebody has left or may leave, in alphabetical order."""
        return tuple(sorted(self._expected.union(self._reasons)))

    def frame(self) -> pd.DataFrame:
        """Return ``person``, ``date`` and ``reason`` of every leaver, by date and id."""
        sizes = [len(ids) for ids in self._ids]
        days = np.array([day_of(m) for m in self._months], dtype="datetime64[s]")
        frame = pd.DataFrame(
            {
                "person": np.concatenate([np.empty(0, np.int64), *self._ids]),
                "date": np.repeat(days, sizes),
                "reason": pd.Categorical(np.repeat(np.array(self._reasons, dtype=object), sizes)),
            }
        )
        return frame.sort_values(["date", "person"], ignore_index=True)
