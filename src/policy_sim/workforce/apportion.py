"""Sharing whole things out in proportion: the method of largest remainders (Hamilton)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

__all__ = ["apportion", "scaled"]


def apportion(
    weights: Sequence[Fraction | int], total: int, least: Sequence[int] | None = None
) -> list[int]:
    """Return whole parts of *total* in proportion to *weights*, by largest remainders.

    Each part gets at least its *least*, even if *total* must grow for it; what is left is shared
    by what each quota exceeds its least. Equal remainders go to the earlier part. With all
    weights zero, nobody gets more than the least.
    """
    least = least or [0] * len(weights)
    rest = max(total - sum(least), 0)
    sum_of_weights = sum(weights, Fraction(0))
    if not sum_of_weights or not rest:
        return list(least)
    quotas = [Fraction(weight) * total / sum_of_weights for weight in weights]
    open_quotas = [max(quota - low, Fraction(0)) for quota, low in zip(quotas, least, strict=True)]
    open_total = sum(open_quotas, Fraction(0))
    shares = [quota * rest / open_total for quota in open_quotas]
    parts = [floor(share) for share in shares]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    for i in order[: rest - sum(parts)]:
        parts[i] += 1
    return [part + low for part, low in zip(parts, least, strict=True)]


def scaled(count: int, scale: Fraction) -> int:
    """Return *count* times *scale* in whole things, halves up, at least one of what exists."""
    return max(floor(count * scale + Fraction(1, 2)), 1) if count > 0 else 0
