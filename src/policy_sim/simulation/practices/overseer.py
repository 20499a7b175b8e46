"""The overseer: what those who appoint out of the law's order have to reckon with."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NOBODY", "Overseer"]


@dataclass(frozen=True, slots=True)
class Overseer:
    """An independent overseer who clears appointments before they are made.

    *found* is the share, 0 to 1, of irregular proposals that are found and sent back,
    *attempted* the part of what practice would do out of order that is still tried, and *delay*
    the months that clearance takes.
    """

    found: float = 0.0
    attempted: float = 1.0
    delay: int = 0


NOBODY = Overseer()
"""Where nobody looks: nothing is found, everything is tried, nothing takes longer."""
