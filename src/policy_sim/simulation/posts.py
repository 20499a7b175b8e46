"""The posts of office: who holds each, who acts in it, and since when it stands empty."""

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
    :data:`EMPTY`, *vacant_since* a month index or :data:`EMPTY`. Somebody may be *acting* in a
    vacant post (an id, else :data:`EMPTY`), until the month *acting_until*.
    """

    office: Integers
    unit: Integers
    holder: Integers
    vacant_since: Integers
    acting: Integers
    acting_until: Integers

    @classmethod
    def founded(cls, office: NDArray[np.integer], unit: NDArray[np.integer], month: int) -> Posts:
        """Return posts of which none is held yet, vacant since *month*."""
        size = len(office)
        return cls(
            office=office.astype(np.int64),
            unit=unit.astype(np.int64),
            holder=np.full(size, EMPTY, np.int64),
            vacant_since=np.full(size, month),
            acting=np.full(size, EMPTY, np.int64),
            acting_until=np.full(size, EMPTY, np.int64),
        )

    @property
    def size(self) -> int:
        """How many posts there are, held or vacant."""
        return len(self.office)

    @property
    def vacant(self) -> NDArray[np.bool_]:
        """Which posts nobody holds."""
        return np.asarray(self.holder == EMPTY)

    @property
    def under_acting(self) -> NDArray[np.bool_]:
        """Which posts somebody acts in."""
        return np.asarray(self.acting != EMPTY)

    def fill(self, posts: Integers, people: Integers) -> None:
        """Give the vacant *posts* to the *people* with these ids; nobody acts in them any more."""
        self.holder[posts] = people
        self.vacant_since[posts] = EMPTY
        self.release(posts)

    def vacate(self, posts: Integers, month: int) -> None:
        """Leave *posts* vacant from *month* on."""
        self.holder[posts] = EMPTY
        self.vacant_since[posts] = month

    def entrust(self, posts: Integers, people: Integers, until: Integers) -> None:
        """Let the *people* with these ids act in the vacant *posts*, one each, *until* a month."""
        self.acting[posts] = people
        self.acting_until[posts] = until

    def release(self, posts: Integers) -> None:
        """Let nobody act in *posts* any more."""
        self.acting[posts] = EMPTY
        self.acting_until[posts] = EMPTY

    def leave(self, people: Integers) -> None:
        """Let the *people* with these ids act no more: they are gone."""
        busy = np.flatnonzero(self.under_acting)
        self.release(busy[np.isin(self.acting[busy], people)])
