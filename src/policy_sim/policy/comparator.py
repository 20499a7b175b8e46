"""The comparisons of the policy language, and how each reads turned round."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

__all__ = ["Comparison"]


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
