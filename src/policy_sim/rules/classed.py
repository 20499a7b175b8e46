"""The classes of what a decision reads: within one, a value makes no difference to the answer.

A length of service that only looks up a salary table matters where it passes a row of the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.ast import Column, Lookup, Term
from policy_sim.rules.features import Features
from policy_sim.rules.frame import uniform
from policy_sim.rules.grids import grid_of

__all__ = ["WIDEST", "Cells", "Input", "width"]


WIDEST = 65_536
"""The widest range of a term whose classes are listed value by value."""


_FEW = 3
"""So many cuts are compared one by one."""


_NO_CELL = -(2**62)
"""Stands for the cell of what a table does not cover."""


@dataclass(frozen=True)
class Input:
    """A *term* that a decision reads, and the ascending first values of its classes.

    *cuts* leaves out the lowest class; None means that every value makes a difference.
    """

    term: Term
    cuts: tuple[int, ...] | None

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return width(self.term) if self.cuts is None else len(self.cuts) + 1

    @cached_property
    def examples(self) -> tuple[NDArray[np.int64]]:
        """One value of the term for each class."""
        low = self.term.type.low
        if self.cuts is None:
            return (np.arange(low, self.term.type.high + 1),)
        return (np.array([low, *self.cuts], dtype=np.int64),)

    @property
    def arguments(self) -> tuple[Column, ...]:
        """The attribute that decides the class, if it is one alone."""
        return (self.term,) if isinstance(self.term, Column) else ()

    @cached_property
    def _own(self) -> bool:
        """Whether it is an attribute of the subjects, whose column is always of one width."""
        return isinstance(self.term, Column) and "." not in self.term.name

    def classed(self, features: Features) -> NDArray[np.integer]:
        """Return the class of each subject, from 0; one integer where all are in the same."""
        low = self.term.type.low
        if self.cuts is None:
            values = features.narrow(self.term) if self._own else features.column(self.term)
            return values if low == 0 else np.subtract(values, low, dtype=np.int64)
        if not self.cuts:
            return np.zeros(1, dtype=np.int8)
        values = features.narrow(self.term)
        if uniform(values):
            values = values[:1]
        if len(self.cuts) <= _FEW:
            first, *others = self.cuts
            passed = np.greater_equal(values, first).view(np.int8)
            for cut in others:
                passed += values >= cut
            return passed
        if self.listed is None:
            return np.searchsorted(np.array(self.cuts), values, side="right")
        return self.listed[values if low == 0 else values.astype(np.int64) - low]

    @cached_property
    def listed(self) -> NDArray[np.integer] | None:
        """The class of every value of the term, where these are few enough to list."""
        if width(self.term) > WIDEST:
            return None
        kind = self.term.type
        values = np.arange(kind.low, kind.high + 1)
        if self.cuts is None:
            return values - kind.low
        return np.searchsorted(np.array(self.cuts), values, side="right").astype(np.int16)


@dataclass(frozen=True)
class Cells:
    """A look-up that a decision reads, by the cell that its plain columns lead to."""

    term: Lookup

    @cached_property
    def classes(self) -> int:
        """How many cells of different values there are, and one for what has no cell."""
        return int(self.listed.max()) + 1

    def classed(self, features: Features) -> NDArray[np.integer]:
        """Return the class of each subject, from 0."""
        (_, low, first), *others = self._spans
        place = np.subtract(features.narrow(first), low, dtype=np.int64)
        for width, low, argument in others:
            place *= width
            place += features.narrow(argument)
            if low:
                place -= low
        return self.listed[place]

    @cached_property
    def _spans(self) -> tuple[tuple[int, int, Term], ...]:
        """How many values each argument has, and from which on."""
        return tuple((width(each), each.type.low, each) for each in self.term.arguments)

    @cached_property
    def examples(self) -> tuple[NDArray[np.int64], ...]:
        """One value of each attribute that it looks up, for each cell."""
        places = np.unique(self.listed, return_index=True)[1]
        within = np.unravel_index(places, [width(each) for each in self.term.arguments])
        lows = [each.type.low for each in self.term.arguments]
        return tuple(place + low for place, low in zip(within, lows, strict=True))

    @property
    def arguments(self) -> tuple[Column, ...]:
        """The attributes that it looks up."""
        return tuple(each for each in self.term.arguments if isinstance(each, Column))

    @cached_property
    def listed(self) -> NDArray[np.int16]:
        """The class of every combination of the arguments' values."""
        grid = grid_of(self.term.table)
        spans = [np.arange(a.type.low, a.type.high + 1) for a in self.term.arguments]
        box = np.ix_(*(axis.intervals(span) for axis, span in zip(grid.axes, spans, strict=True)))
        cells = np.where(grid.covered[box], grid.cells[box], _NO_CELL)
        return np.unique(cells.ravel(), return_inverse=True)[1].astype(np.int16)


def width(term: Term) -> int:
    """Return how many values *term* can have."""
    return term.type.high - term.type.low + 1
