"""The posts of office: who holds each, and since when each stands empty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["EMPTY", "Posts"]

EMPTY = -1
"""The holder of a vacant post, and the vacancy month of a filled one."""

Integers = NDArray[np.int64]


@dataclass
class Posts:
    """One row a post; a post's id is its row, and posts are neither founded nor abolished.

    *office* is a position on the scale of the attribute ``office`` (the higher the word, the
    higher the office), *unit* an index into the organisation's units, *holder* a person's id or
    :data:`EMPTY`, *vacant_since* a month index or :data:`EMPTY`.
    """

    office: Integers
    unit: Integers
    holder: Integers
    vacant_since: Integers

    @classmethod
    def founded(cls, office: NDArray[np.integer], unit: NDArray[np.integer], month: int) -> Posts:
        """Return posts of which none is held yet, vacant since *month*."""
        size = len(office)
        holder = np.full(size, EMPTY, np.int64)
        return cls(office.astype(np.int64), unit.astype(np.int64), holder, np.full(size, month))

    @property
    def size(self) -> int:
        """How many posts there are, held or vacant."""
        return len(self.office)

    @property
    def vacant(self) -> NDArray[np.bool_]:
        """Which posts nobody holds."""
        return np.asarray(self.holder == EMPTY)

    def fill(self, posts: Integers, people: Integers) -> None:
        """Give the vacant *posts* to the *people* with these ids, one each."""
        self.holder[posts] = people
        self.vacant_since[posts] = EMPTY

    def vacate(self, posts: Integers, month: int) -> None:
        """Leave *posts* vacant from *month* on."""
        self.holder[posts] = EMPTY
        self.vacant_since[posts] = month
