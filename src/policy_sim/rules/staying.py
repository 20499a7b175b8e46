"""Those who stay, when others leave: the last of them move into the gaps.

The order of rows means nothing, so that nobody else has to move: a column costs as much as there
are leavers, however long it is.
"""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from policy_sim.rules.frame import Flags, Integers

__all__ = ["Staying"]

Kept = TypeVar("Kept", bound=np.generic)


class Staying:
    """The subjects of a cohort who are not *leaving* ``bool[n]``, and the rows that they have then.

    *gone* are the rows of those who leave. Of those who stay, whoever stood beyond the first
    *size* rows moves into one of the *gaps* that the others leave; nobody else moves.
    """

    def __init__(self, leaving: Flags) -> None:
        self.before = len(leaving)
        self.gone = leaving.nonzero()[0]
        self.size = self.before - len(self.gone)
        self.gaps = self.gone[self.gone < self.size]
        self._last = self.size + (~leaving[self.size :]).nonzero()[0]

    def of(self, column: NDArray[Kept]) -> NDArray[Kept]:
        """Return *column*, whose last axis is the subjects, for those who stay; it is used up."""
        column[..., self.gaps] = column[..., self._last]
        return column[..., : self.size]

    def rows(self, before: Integers) -> Integers:
        """Return the rows, from now on, of those who stay of the people at the rows *before*."""
        rows = self._row[before]
        return rows[rows >= 0].astype(np.int64)

    @cached_property
    def _row(self) -> NDArray[np.int32]:
        """The row of each subject from now on; -1 of those who leave."""
        row = np.arange(self.before, dtype=np.int32)
        row[self.gone] = -1
        row[self._last] = self.gaps
        return row
