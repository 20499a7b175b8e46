"""Factors: what is varied all at once, and the trials in which it is.

An assumption is varied over its range by its *share*: the share of the triangle of the register
that lies below a value, as in draws. Luck is a factor too: which replication a trial is. Whatever
moves a difference no more than another replication does cannot be told from luck.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from policy_sim.simulation.assumptions.register import Assumption
from policy_sim.study.draws import triangular

__all__ = ["LUCK", "Evaluate", "Factor", "Ranged", "Trial", "trials_of"]

LUCK = "seed"
"""The factor that is no assumption: the replication."""

Floats = NDArray[np.float64]


class Factor(Protocol):
    """Something that is varied, by its name."""

    @property
    def name(self) -> str:
        """What it is called."""

    def at(self, share: float) -> float:
        """Return its value at a *share* of its range, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Ranged:
    """An assumption of the register."""

    entry: Assumption

    @property
    def name(self) -> str:
        """The name of the assumption."""
        return self.entry.name

    def at(self, share: float) -> float:
        """Return the value below which lies *share* of the triangle over its range."""
        return triangular(share, self.entry.low, self.entry.value, self.entry.high)


@dataclass(frozen=True, slots=True)
class Trial:
    """One run: the *values* of the factors by name, ascending, in one *replication*."""

    values: tuple[tuple[str, float], ...]
    replication: int


Evaluate = Callable[[Sequence[Trial]], Floats]
"""Runs trials: ``[trial, target]``, the differences; not a number where one is missing."""


def trials_of(factors: Sequence[Factor], shares: Floats, replications: int) -> list[Trial]:
    """Return the trial of each row of *shares*, whose last column is that of luck."""
    return [
        Trial(
            tuple(sorted((f.name, f.at(float(x))) for f, x in zip(factors, row, strict=False))),
            min(int(row[-1] * replications), replications - 1),
        )
        for row in shares
    ]
