"""Acquired skills: what people can do beyond what they were born with, and how much is left of it.

Skills fade for everybody at one pace, so that one number tells what is left of all amounts since
they were last settled: a month costs nothing, and a whole column is written about once a half-life.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from policy_sim.rules.staying import Staying

__all__ = ["Skills"]

Floats = NDArray[np.float64]

SETTLED_BELOW = 0.5
"""Amounts are settled when less than this is left of them, so that no digit is lost."""


class Skills:
    """The skills of *size* people by trait, in SD of the founding stock; part of the truth.

    What lasting circumstances add to people's work is kept in the same form, by circumstance.
    *amounts* are those of the last settling, of which the share *left* is left. A trait of which
    nobody has been taught anything is not in it.
    """

    def __init__(self, size: int, amounts: dict[str, Floats] | None = None, left: float = 1.0):
        self.size = size
        self.amounts = amounts or {}
        self.left = left

    @property
    def traits(self) -> tuple[str, ...]:
        """The traits that people may have acquired something of, in alphabetical order."""
        return tuple(sorted(self.amounts))

    def begin(self, traits: Iterable[str]) -> None:
        """Let *traits* be ones that can be acquired; until then all have nothing of them."""
        for trait in traits:
            self.amounts.setdefault(trait, np.zeros(self.size))

    def of(self, trait: str) -> Floats | None:
        """Return what everybody has acquired of *trait*, None if it cannot be acquired."""
        amounts = self.amounts.get(trait)
        return None if amounts is None else amounts * self.left

    def at(self, trait: str, rows: NDArray[np.int64]) -> Floats:
        """Return what the people at *rows* have acquired of *trait*."""
        return np.asarray(self.amounts[trait][rows] * self.left)

    def put(self, trait: str, rows: NDArray[np.int64], skill: Floats) -> None:
        """Let the people at *rows* have acquired *skill* of *trait*, as of now."""
        self.amounts[trait][rows] = skill / self.left

    def fade(self, share: float) -> None:
        """Let everybody keep a *share* of every skill."""
        self.left *= share
        if self.left < SETTLED_BELOW:
            for amounts in self.amounts.values():
                np.multiply(amounts, self.left, out=amounts)
            self.left = 1.0

    def take(self, rows: NDArray[np.int64]) -> Skills:
        """Return the skills of the people at *rows*, in that order."""
        taken = {trait: amounts[rows] for trait, amounts in self.amounts.items()}
        return Skills(len(rows), taken, self.left)

    def kept(self, staying: Staying) -> Skills:
        """Return the skills of those *staying*; these are used up."""
        kept = {trait: staying.of(amounts) for trait, amounts in self.amounts.items()}
        return Skills(staying.size, kept, self.left)

    def copy(self) -> Skills:
        """Return skills that can change without these."""
        copied = {trait: amounts.copy() for trait, amounts in self.amounts.items()}
        return Skills(self.size, copied, self.left)

    def joined(self, others: Skills) -> Skills:
        """Return these people's skills followed by *others*'; what is not told is nothing."""
        amounts = {}
        for trait in {**self.amounts, **others.amounts}:
            own = self.amounts.get(trait, np.zeros(self.size))
            theirs = others.of(trait)
            more = np.zeros(others.size) if theirs is None else theirs / self.left
            amounts[trait] = np.concatenate([own, more])
        return Skills(self.size + others.size, amounts, self.left)
