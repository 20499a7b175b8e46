"""The payroll: what each person is paid a month at present, and what is paid to each group.

Amounts change rarely. So the payroll remembers on what each person's amounts were decided (the
*situation*, see :mod:`policy_sim.rules.inputs`), and its monthly totals move by those whose
amount or group has changed. Everything is kept by id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from policy_sim.rules.inputs import Cells, Input
from policy_sim.simulation.books.by_id import roomy
from policy_sim.simulation.measures.sums import sums_by_part

__all__ = ["Payroll"]

_Integers = NDArray[np.int64]

_UNKNOWN = -1
"""A situation that nobody is in: whoever has it is decided anew."""


class Payroll:
    """Everybody's pay a month; *groups* gives, by grouping attribute, its number of values.

    *law* is the law under which the amounts were decided, *inputs* what they hang on under it.
    """

    def __init__(self, groups: Mapping[str, int]) -> None:
        self.law: object = None
        self.inputs: tuple[Input | Cells, ...] = ()
        self._situations: list[NDArray[np.integer]] = []
        self._ids = np.zeros(0, dtype=np.int64)
        self._gone: list[_Integers] = []
        self._total = np.zeros(0, dtype=np.int64)
        self._group = {name: np.zeros(0, dtype=np.int32) for name in groups}
        self._sums = {name: np.zeros(size, dtype=np.int64) for name, size in groups.items()}
        self._sum = 0

    @property
    def total(self) -> int:
        """The money paid to everybody together in a month."""
        return self._sum

    @property
    def by_group(self) -> Mapping[str, _Integers]:
        """The money paid in a month to each value of each grouping attribute."""
        return self._sums

    def leave(self, ids: _Integers) -> None:
        """Take *ids*, who leave service, off the payroll; they are paid for this month no more."""
        gone = np.sort(ids[np.isin(ids, self._ids)])
        self._gone.append(gone)
        self._move(gone, np.zeros(len(gone), dtype=np.int64), None)
        stay = np.ones(len(self._ids), dtype=np.bool_)
        stay[np.searchsorted(self._ids, gone)] = False
        self._ids = self._ids[stay]
        self._situations = [known[stay] for known in self._situations]

    def gone(self) -> _Integers:
        """Return the ids of those who have left since the last month paid, and forget them."""
        gone = np.concatenate([np.empty(0, dtype=np.int64), *self._gone])
        self._gone.clear()
        return gone

    def moved(self, ids: _Integers, situations: Sequence[NDArray[np.integer]]) -> _Integers:
        """Return the rows of those who are new or in another situation, and note it.

        *ids* are everybody in service, ascending, newcomers last; *situations* has arrays in
        their order.
        """
        before = len(self._ids)
        changed = np.ones(len(ids), dtype=np.bool_)
        if len(self._situations) == len(situations):
            changed[:before] = False
            for known, now in zip(self._situations, situations, strict=True):
                changed[:before] |= known != now[:before]
        self._ids, self._situations = ids, list(situations)
        return np.flatnonzero(changed)

    def forget(self) -> None:
        """Let everybody be decided anew."""
        self._situations = []

    def note(self, rows: _Integers, situations: Sequence[NDArray[np.integer]]) -> None:
        """Note the situation in which the people at *rows* are after an increment."""
        for known, now in zip(self._situations, situations, strict=True):
            known[rows] = now

    def doubt(self, rows: _Integers) -> None:
        """Let the people at *rows* be decided anew next month."""
        for known in self._situations[:1]:
            known[rows] = _UNKNOWN

    def settle(
        self, ids: _Integers, totals: _Integers, groups: Mapping[str, NDArray[np.integer]]
    ) -> None:
        """Pay each of *ids* its total a month from now on, in the group it is in now."""
        size = int(ids[-1]) + 1 if len(ids) else 0
        self._total = roomy(self._total, size)
        self._group = {name: roomy(column, size) for name, column in self._group.items()}
        self._move(ids, totals, groups)

    def _move(
        self,
        ids: _Integers,
        totals: _Integers,
        groups: Mapping[str, NDArray[np.integer]] | None,
    ) -> None:
        before = self._total[ids]
        for name, sums in self._sums.items():
            change = -sums_by_part(self._group[name][ids], before, len(sums))
            if groups is not None:
                self._group[name][ids] = groups[name]
                change += sums_by_part(groups[name], totals, len(sums))
            np.add(sums, change, out=sums)
        self._sum += int(totals.sum()) - int(before.sum())
        self._total[ids] = totals
