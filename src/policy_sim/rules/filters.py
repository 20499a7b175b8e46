"""Which entries of a series or event count: comparison with a fixed value of its scale."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from policy_sim.policy.comparator import HOLDS, Comparison
from policy_sim.policy.past import HistoryFilter
from policy_sim.policy.values import Kind, ValueType
from policy_sim.rules.frame import Column, Flags, Integers

__all__ = ["COMPARE", "satisfying"]

COMPARE: Mapping[Comparison, Callable[..., Flags]] = HOLDS
"""The six comparisons, on integers or on whole columns."""

_IDENTITY = (Comparison.EQ, Comparison.NE)


def _ranks_of(kind: ValueType) -> Integers | None:
    """Return the rank of each word if *kind* is an ordered scale with ties, else None."""
    if kind.kind is not Kind.ORDERED or kind.scale is None or not kind.scale.tied:
        return None
    return np.array(kind.scale.ranks, dtype=np.int64)


def satisfying(values: Column, test: HistoryFilter | None, kind: ValueType | None) -> Flags:
    """Return which *values* (any shape) pass *test*; all of them if there is no test.

    On a scale with ties ``==`` and ``!=`` compare words and the others compare ranks.
    """
    if test is None:
        return np.ones(values.shape, dtype=np.bool_)
    ranks = None if kind is None or test.operator in _IDENTITY else _ranks_of(kind)
    if ranks is None:
        return COMPARE[test.operator](values, test.value)
    return COMPARE[test.operator](ranks[values], ranks[test.value])
