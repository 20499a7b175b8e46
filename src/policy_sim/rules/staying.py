"""Those who stay, when others leave: how a column closes its gaps.

Few leave in any month, so a column is made of long stretches that stay. Arrow copies stretches,
where numpy's choice by a mask looks at every row: a third of the time, where columns are long.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from policy_sim.rules.frame import Flags

__all__ = ["Staying"]

_LONG = 50_000
"""So long a column takes Arrow less time than numpy."""

_POOL = pa.system_memory_pool()
"""Memory as numpy asks for it: what one column gives back is at hand for the next."""

Kept = TypeVar("Kept", bound=np.generic)


class Staying:
    """The subjects of a cohort who are not *leaving* ``bool[n]``."""

    def __init__(self, leaving: Flags) -> None:
        self.mask = ~leaving
        self.size = int(np.count_nonzero(self.mask))
        self._chosen = pa.array(self.mask) if len(leaving) >= _LONG else None

    def of(self, column: NDArray[Kept]) -> NDArray[Kept]:
        """Return a copy of *column* for those who stay, in their order."""
        if self._chosen is None or not self.size:
            return column[self.mask]
        kept = pc.filter(pa.array(column), self._chosen, memory_pool=_POOL)
        # The buffer belongs to nobody else, so that what is made of it can be written to.
        return np.frombuffer(kept.buffers()[1], dtype=column.dtype, count=self.size)
