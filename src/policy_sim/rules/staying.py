"""Those who stay, when others leave: how a column closes its gaps.

Few leave in any month, so a column is made of long stretches that stay. These are copied one after
the other, where numpy's choice by a mask looks at every row: half of the time. Where columns are
long, Arrow copies stretches faster still.
"""

from __future__ import annotations

from functools import cached_property
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from policy_sim.rules.frame import Flags

__all__ = ["Staying"]

_FEW = 200
"""Where fewer than one in so many leave, stretches are long enough to be copied one by one."""

_LONG = 200_000
"""So long a column takes Arrow less time."""

Kept = TypeVar("Kept", bound=np.generic)


class Staying:
    """The subjects of a cohort who are not *leaving* ``bool[n]``."""

    def __init__(self, leaving: Flags) -> None:
        self.leaving = leaving
        self.mask = ~leaving
        gone = leaving.nonzero()[0]
        self.size = len(leaving) - len(gone)
        long = len(leaving) >= _LONG
        self._chosen = _arrow(self.mask) if long else None
        few = 0 < len(gone) * _FEW < len(leaving)
        self._stretches = itemgetter(*_between(gone)) if few and not long else None

    @cached_property
    def place(self) -> NDArray[np.int32]:
        """The row in which each subject who stays is from now on."""
        return np.cumsum(self.mask, dtype=np.int32) - np.int32(1)

    def of(self, column: NDArray[Kept]) -> NDArray[Kept]:
        """Return a copy of *column* for those who stay, in their order."""
        if self._stretches is not None:
            stretches = self._stretches(np.ascontiguousarray(column).data)
            return np.frombuffer(bytearray().join(stretches), dtype=column.dtype)
        if self._chosen is None or not self.size:
            return column[self.mask]
        kept = _filtered(_arrow(column), self._chosen)
        # The buffer belongs to nobody else, so that what is made of it can be written to.
        return np.frombuffer(kept.buffers()[1], dtype=column.dtype, count=self.size)


def _arrow(column: NDArray[Kept]) -> Any:
    """Return *column* as Arrow has it; Arrow is loaded where there are long columns only."""
    import pyarrow as pa

    return pa.array(column)


def _filtered(column: Any, chosen: Any) -> Any:
    """Return the *chosen* rows of an Arrow column.

    Memory is asked for as numpy does: what one column gives back is at hand for the next.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.filter(column, chosen, memory_pool=pa.system_memory_pool())


def _between(gone: NDArray[np.int64]) -> list[slice]:
    """Return the stretches before, between and after the rows *gone*."""
    rows: list[int | None] = gone.tolist()
    after = [0, *(gone + 1).tolist()]
    return [slice(first, end) for first, end in zip(after, [*rows, None], strict=True)]
