"""The payroll: what each person is paid a month at present, and what is paid to each group.

Amounts change rarely. So the payroll remembers on what each person's amounts were decided (the
*situation*, see :mod:`policy_sim.rules.watch`), and its monthly totals move by those whose
amount or group has changed. Everything is kept by id.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from policy_sim.rules.staying import Staying
from policy_sim.rules.watch import Watch
from policy_sim.simulation.books.by_id import roomy
from policy_sim.simulation.measures.sums import sums_by_part

__all__ = ["Payroll"]

_Integers = NDArray[np.int64]


class Payroll:
    """Everybody's pay a month; *groups* gives, by grouping attribute, its number of values.

    *law* is the law under which the amounts were decided, *watch* tells what they hang on under it.
    """

    def __init__(self, groups: Mapping[str, int]) -> None:
        self.law: object = None
        self.watch = Watch((), {}, ())
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

    def of(self, ids: _Integers) -> _Integers:
        """Return the money that each of *ids* is paid a month."""
        self._total = roomy(self._total, int(ids.max(initial=-1)) + 1)
        return self._total[ids]

    def leave(self, ids: _Integers, staying: Staying) -> None:
        """Take *ids*, who leave those *staying*, off the payroll; they are paid no more."""
        if not len(self._total):
            return
        self._gone.append(ids)
        self._make_room(ids)
        self._move(ids, np.zeros(len(ids), dtype=np.int64), None)
        if staying.before == self.watch.size:
            self.watch.keep(staying)
        else:
            # Of newcomers who were never paid the watch knows nothing: it begins anew.
            self.law = None

    def gone(self) -> _Integers:
        """Return the ids of those who have left since the last month paid, and forget them."""
        gone = np.concatenate([np.empty(0, dtype=np.int64), *self._gone])
        self._gone.clear()
        return gone

    def begin(self, law: object, watch: Watch) -> None:
        """Let everybody be decided anew under *law*, and then those whom *watch* tells."""
        self.law, self.watch = law, watch

    def settle(
        self, ids: _Integers, totals: _Integers, groups: Mapping[str, NDArray[np.integer]]
    ) -> None:
        """Pay each of *ids* its total a month from now on, in the group it is in now."""
        self._make_room(ids)
        self._move(ids, totals, groups)

    def _make_room(self, ids: _Integers) -> None:
        size = int(ids.max(initial=-1)) + 1
        self._total = roomy(self._total, size)
        self._group = {name: roomy(column, size) for name, column in self._group.items()}

    def _move(
        self,
        ids: _Integers,
        totals: _Integers,
        groups: Mapping[str, NDArray[np.integer]] | None,
    ) -> None:
        if not len(ids):
            return
        before = self._total[ids]
        changes = totals - before
        for name, sums in self._sums.items():
            was = self._group[name][ids]
            now = was if groups is None else groups[name]
            np.add(sums, sums_by_part(now, changes, len(sums)), out=sums)
            moved = (was != now).nonzero()[0]
            if len(moved):
                parts = np.concatenate([was[moved], now[moved]])
                taken = np.concatenate([-before[moved], before[moved]])
                np.add(sums, sums_by_part(parts, taken, len(sums)), out=sums)
                self._group[name][ids[moved]] = now[moved]
        self._sum += int(changes.sum())
        self._total[ids] = totals
