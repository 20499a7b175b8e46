"""Practice: where what is done departs from what the law says, as a dated factor of an arm.

Practice acts in four places: what enters the record (ratings), the order among the eligible,
compliance, and delay. A practice of closeness in a named place is hypothetical and says so.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

import pydantic

__all__ = ["AS_WRITTEN", "DatedPractice", "Order", "Practice", "Ratings"]


class _Part(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")


class Order(_Part):
    """In a share of the competitions the eligible are ranked by something other than the law.

    *by* is ``lottery``, ``oracle`` (true ability), or the name of an attribute of the record or
    of a truth (``service``, ``connection``): the highest first.
    """

    share: float = 0.0
    by: str = "lottery"


class Ratings(_Part):
    """How appraisers rate: *leniency* in points on every rating, *bias* in points for one
    standard deviation of the truth named *favours*.
    """

    leniency: float = 0.0
    bias: float = 0.0
    favours: str = "connection"


class Practice(_Part):
    """The practice of one stretch of time; by default everything is done as written.

    *waived* gives, for a rule's id, the share of refusals that are set aside; *undone*, for an
    area, the share of granted decisions that are left undone; *delay* is in months, on top of a
    system's own.
    """

    order: Order = Order()
    ratings: Ratings = Ratings()
    waived: dict[str, float] = {}
    undone: dict[str, float] = {}
    delay: int = 0


AS_WRITTEN = Practice()
"""The practice in which everything is done as the law is written."""


@dataclass(frozen=True)
class DatedPractice:
    """A practice and its changes over time: (first day, practice), in order of date.

    Before the first day everything is done as written.
    """

    name: str
    stretches: tuple[tuple[date, Practice], ...]
    title: str = ""
    hypothetical: bool = False

    def on(self, day: date) -> Practice:
        """Return the practice of *day*."""
        index = bisect_right([begins for begins, _ in self.stretches], day) - 1
        return AS_WRITTEN if index < 0 else self.stretches[index][1]
