"""Turns: in an organisation that turns over by level, who acts when, from the top down.

Systems that act at one level after the other share one name in the calendar; within it a level is
left before it is filled.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.workforce.organisation import Organisation

__all__ = ["FILLING", "TURNOVER", "levels_from_the_top"]

TURNOVER = "turnover"
"""The name under which the levels take their turns."""

FILLING = 1
"""What a level's turn of being filled comes after that of being left."""


def levels_from_the_top(organisation: Organisation) -> Iterator[tuple[int, int]]:
    """Yield each level's turn and its office code, the highest office first."""
    highest = len(organisation.offices) - 1
    for level in range(highest, -1, -1):
        yield 2 * (highest - level), level
