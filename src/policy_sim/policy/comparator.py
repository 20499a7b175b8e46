"""The comparisons of the policy language: what each holds of, and how it reads turned round."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

__all__ = ["HOLDS", "Comparison"]


class Comparison(StrEnum):
    """The six comparisons."""

    LT = "<"
    LE = "<="
    EQ = "=="
    NE = "!="
    GE = ">="
    GT = ">"

    @property
    def mirrored(self) -> Comparison:
        """The same comparison as it reads from the other side."""
        return _MIRRORED.get(self, self)

    @property
    def opposite(self) -> Comparison:
        """The comparison that holds where this one does not."""
        return _OPPOSITE[self]


_MIRRORED: Mapping[Comparison, Comparison] = MappingProxyType(
    {
        Comparison.LT: Comparison.GT,
        Comparison.LE: Comparison.GE,
        Comparison.GE: Comparison.LE,
        Comparison.GT: Comparison.LT,
    }
)
_OPPOSITE: Mapping[Comparison, Comparison] = MappingProxyType(
    {
        Comparison.LT: Comparison.GE,
        Comparison.LE: Comparison.GT,
        Comparison.EQ: Comparison.NE,
        Comparison.NE: Comparison.EQ,
        Comparison.GE: Comparison.LT,
        Comparison.GT: Comparison.LE,
    }
)
HOLDS: Mapping[Comparison, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        Comparison.LT: operator.lt,
        Comparison.LE: operator.le,
        Comparison.EQ: operator.eq,
        Comparison.NE: operator.ne,
        Comparison.GE: operator.ge,
        Comparison.GT: operator.gt,
    }
)
"""Whether a comparison holds of two integers, or where it holds of whole columns."""
