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
    system that counts it: ``hired``, ``retired``, ``promoted``, ``appointed``. What groups the
    people counted belong to is noted, and added up when it is asked for.
    """

    def __init__(self, groups: Mapping[str, int]) -> None:
        self._sizes = dict(sorted(groups.items()))
        self._all: dict[str, int] = {}
        self._grouped: dict[str, dict[str, NDArray[np.int64]]] = {}
        self._counted: dict[str, list[list[NDArray[np.integer]]]] = {}

    def count(
        self, kind: str, record: Mapping[str, NDArray[np.integer]], rows: NDArray[np.int64]
    ) -> None:
        """Count the people at *rows* of *record* (columns by name) under *kind*.

        Their groups are noted as they are today, and counted when somebody asks.
        """
        self._all[kind] = self._all.get(kind, 0) + len(rows)
        if not len(rows):
            return
        values = [record[group][rows] for group in self._sizes]
        self._counted.setdefault(kind, []).append(values)

    def expect(self, *kinds: str) -> None:
        """Let *kinds* be counted this year, even if nobody should fall under them."""
        for kind in kinds:
            self._all.setdefault(kind, 0)

    def tally(self, kind: str, number: int) -> None:
        """Count *number* under *kind*, in all only: it falls to no group."""
        self._all[kind] = self._all.get(kind, 0) + number

    def add_sums(self, kind: str, total: int, sums: Mapping[str, NDArray[np.int64]]) -> None:
        """Add under *kind* a *total* and, by grouping attribute, what of it falls to each value."""
        self.tally(kind, total)
        for group, counts in self._tally(kind).items():
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
        for group, sums in self._tally(kind).items():
            here = sums_by_part(record[group][rows], amounts, len(sums))
            np.add(sums, here, out=sums)

    def total(self, kind: str) -> int:
        """Return how many people were counted under *kind* since the year began."""
        return self._all.get(kind, 0)

    def by_group(self, kind: str, group: str) -> NDArray[np.int64]:
        """Return the count under *kind* for each value of *group*."""
        if kind in self._counted:
            self._add_up(kind)
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
        self._counted.clear()

    def _add_up(self, kind: str) -> None:
        """Add the people counted under *kind* so far to what is known by group."""
        noted = zip(*self._counted.pop(kind), strict=True)
        for counts, values in zip(self._tally(kind).values(), noted, strict=True):
            here = np.bincount(np.concatenate(values), minlength=len(counts))
            np.add(counts, here, out=counts)

    def _tally(self, kind: str) -> dict[str, NDArray[np.int64]]:
        """Return what was counted under *kind*, by group; it may be written to."""
        known = self._grouped.get(kind)
        if known is None:
            known = {group: np.zeros(size, np.int64) for group, size in self._sizes.items()}
            self._grouped[kind] = known
        return known
