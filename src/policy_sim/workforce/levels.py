"""What the levels of office have to do with each other, as the organisation states it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = ["PLAIN_LEVELS", "Carried", "Levels", "Turnover"]


class Turnover(StrEnum):
    """When people leave: all *together* before anything is filled, or *by level* from the top.

    By level, those who are due leave one level, its posts are filled from among those who are
    still there, and only then is the level below looked at.
    """

    TOGETHER = "together"
    BY_LEVEL = "by_level"


@dataclass(frozen=True, slots=True)
class Carried:
    """What becomes of a *trait* when its bearer takes a post of another level.

    Both name assumptions: *correlation*, how far it goes with what it was before (1 kept, 0 drawn
    anew; kept if none is named), and *shift*, by how much it then moves up or down at most, evenly
    (by nothing if none is named).
    """

    trait: str
    correlation: str = ""
    shift: str = ""


@dataclass(frozen=True, slots=True)
class Levels:
    """How people leave and rise level by level, and how much each level counts.

    *responsibility* is the weight of a person's work by office code, empty if none is stated, and
    *weighed* the trait that counts with it.
    """

    turnover: Turnover = Turnover.TOGETHER
    responsibility: tuple[Fraction, ...] = ()
    weighed: str = ""
    carried: tuple[Carried, ...] = ()

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The assumptions that it reads from the register."""
        names = (name for part in self.carried for name in (part.correlation, part.shift))
        return tuple(filter(None, names))

    @property
    def by_level(self) -> bool:
        """Whether people leave and are replaced one level after the other."""
        return self.turnover is Turnover.BY_LEVEL


PLAIN_LEVELS = Levels()
"""Levels of which nothing is stated: people leave together, and keep what they are."""
