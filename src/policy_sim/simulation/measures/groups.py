"""Groups: the parts of the workforce for which outcomes are reported."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.values import Kind, ValueType
from policy_sim.simulation.books.yearbook import EVERYBODY
from policy_sim.simulation.measures.sums import sums_by_part
from policy_sim.workforce.table import Workforce

__all__ = ["EVERYBODY_TOGETHER", "Grouping", "grouping", "words_of"]

Integers = NDArray[np.int64]

EVERYBODY_TOGETHER = ""
"""The name of the grouping that parts nobody."""


@dataclass(frozen=True)
class Grouping:
    """A way to part the people in service.

    *name* is an attribute of the record, or :data:`EVERYBODY_TOGETHER`; *words* are its values and
    *codes* the position of each person's value among them, as narrow as the record.
    """

    name: str
    words: tuple[str, ...]
    codes: NDArray[np.integer]

    @property
    def size(self) -> int:
        """How many parts there are."""
        return len(self.words)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Each part as it is named in reports: ``sex=f``, or ``all``."""
        if self.name == EVERYBODY_TOGETHER:
            return (EVERYBODY,)
        return tuple(f"{self.name}={word}" for word in self.words)

    def heads(self, mask: NDArray[np.bool_]) -> Integers:
        """Return how many of the people in *mask* each part has."""
        if self.size == 1:
            return np.array([np.count_nonzero(mask)])
        return np.bincount(_of(self.codes, mask), minlength=self.size)

    def sums(self, amounts: Integers, mask: NDArray[np.bool_]) -> Integers:
        """Return the sum of whole *amounts* over the people in *mask*, for each part."""
        if self.size == 1:
            return np.array([_of(amounts, mask).sum()])
        return sums_by_part(_of(self.codes, mask), _of(amounts, mask), self.size)


def _of(column: NDArray[np.integer], mask: NDArray[np.bool_]) -> NDArray[np.integer]:
    return column if mask.all() else column[mask.nonzero()[0]]


def grouping(people: Workforce, name: str) -> Grouping:
    """Return *people* parted by the attribute *name*, or not at all."""
    if name == EVERYBODY_TOGETHER:
        return Grouping(name, (EVERYBODY,), np.zeros(people.size, dtype=np.int8))
    words = words_of(people.vocabulary.attributes[name].type)
    return Grouping(name, words, people.record[name])


def words_of(kind: ValueType) -> tuple[str, ...]:
    """Return the values of *kind* as words: those of its scale, no and yes, or numbers."""
    if kind.scale is not None:
        return kind.scale.values
    if kind.kind is Kind.FLAG:
        return ("no", "yes")
    return tuple(str(number) for number in range(kind.high + 1))
