"""Numbers that could tell who somebody is, and are therefore not told."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["FEWEST", "told"]

FEWEST = 5
"""Of fewer people than so many no number is told: it could tell who they are."""


def told(cells: Sequence[float]) -> list[float | None]:
    """Return *cells* without those above 0 and under 5, nor what these could be reckoned from.

    The sum of the hidden ones is known: while it is of too few, the next smallest is hidden too.
    """
    hidden = [code for code, count in enumerate(cells) if 0 < count < FEWEST]
    others = [code for code, count in enumerate(cells) if count >= FEWEST]
    others.sort(key=lambda code: cells[code])
    while hidden and others and sum(cells[code] for code in hidden) < FEWEST:
        hidden.append(others.pop(0))
    return [None if code in hidden else count for code, count in enumerate(cells)]
