"""Flows: how many people entered, left or rose this year, and what they were paid, by group."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from policy_sim.simulation.measures.sums import sums_by_part

__all__ = ["Flows"]


class Flows:
    """Counts since 1 January of each kind of movement, in all and by declared grouping.

    *groups* gives, for each grouping attribute, how many values it has. A flow is named by the
    system that counts it: ``hired``, ``retired``, ``promoted``, ``appointed``.
    """

    def __init__(self, groups: Mapping[str, int]) -> None:
        self._sizes = dict(sorted(groups.items()))
        self._all: dict[str, int] = {}
        self._grouped: dict[str, dict[str, NDArray[np.int64]]] = {}
        self._uncounted: dict[str, list[list[NDArray[np.integer]]]] = {}

    def count(
        self, kind: str, record: Mapping[str, NDArray[np.integer]], rows: NDArray[np.int64]
    ) -> None:
        """Count the people at *rows* of *record* (columns by name) under *kind*.

        Their groups are noted as they are today, and counted when somebody asks.
        """
        self._all[kind] = self._all.get(kind, 0) + len(rows)
        if len(rows):
            groups = [record[group][rows] for group in self._sizes]
            self._uncounted.setdefault(kind, []).append(groups)

    def tally(self, kind: str, number: int) -> None:
        """Count *number* under *kind*, in all only: it falls to no group."""
        self._all[kind] = self._all.get(kind, 0) + number

    def add_sums(self, kind: str, total: int, sums: Mapping[str, NDArray[np.int64]]) -> None:
        """Add under *kind* a *total* and, by grouping attribute, what of it falls to each value."""
        self.tally(kind, total)
        tally = self._grouped.setdefault(kind, self._nothing())
        for group, counts in tally.items():
            np.add(counts, sums[group], out=counts)

    def add(
        self,
        kind: str,
        record: Mapping[str, NDArray[np.integer]],
        rows: NDArray[np.int64],
        amounts: NDArray[np.int64],
    ) -> None:
        """Add up under *kind* the whole *amounts* (money, months) of the people at *rows*.

        Sums are exact while they stay below 2**53.
        """
        self._all[kind] = self._all.get(kind, 0) + int(amounts.sum())
        if not len(rows):
            return
        tally = self._grouped.setdefault(kind, self._nothing())
        for group, size in self._sizes.items():
            tally[group] = tally[group] + sums_by_part(record[group][rows], amounts, size)

    def total(self, kind: str) -> int:
        """Return how many people were counted under *kind* since the year began."""
        return self._all.get(kind, 0)

    def by_group(self, kind: str, group: str) -> NDArray[np.int64]:
        """Return the count under *kind* for each value of *group*."""
        self._count_noted(kind)
        tally = self._grouped.get(kind)
        return tally[group].copy() if tally else np.zeros(self._sizes[group], np.int64)

    @property
    def groups(self) -> Mapping[str, int]:
        """How many values each grouping attribute has, by name."""
        return self._sizes

    @property
    def kinds(self) -> Collection[str]:
        """The kinds counted since the year began."""
        return self._all.keys()

    def new_year(self) -> None:
        """Forget all counts: a new year begins."""
        self._all.clear()
        self._grouped.clear()
        self._uncounted.clear()

    def _count_noted(self, kind: str) -> None:
        noted = self._uncounted.pop(kind, None)
        if noted is None:
            return
        tally = self._grouped.setdefault(kind, self._nothing())
        for counts, parts in zip(tally.values(), zip(*noted, strict=True), strict=True):
            number = np.bincount(np.concatenate(parts), minlength=len(counts))
            np.add(counts, number, out=counts)

    def _nothing(self) -> dict[str, NDArray[np.int64]]:
        return {group: np.zeros(size, np.int64) for group, size in self._sizes.items()}
