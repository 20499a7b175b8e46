"""Practice: where what is done departs from what the law says, as a dated factor of an arm.

Practice acts in four places: what enters the record (ratings), the order among the eligible,
compliance, and delay. A practice of closeness in a named place is hypothetical and says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from policy_sim.documents.fields import Date, Flag, Months, Name, Number, Share, Title
from policy_sim.documents.nodes import Scalar
from policy_sim.documents.shape import Shape

__all__ = [
    "AS_WRITTEN",
    "LOTTERY",
    "ORACLE",
    "DatedPractice",
    "Order",
    "Places",
    "Practice",
    "PracticeShape",
    "Ratings",
]

LOTTERY, ORACLE = "lottery", "oracle"
"""Orders of practice that are no figure of people: by lot alone, and by the truth."""

_POINTS = re.compile(r"(.*?) points?")

_BEGINS = itemgetter(0)


def _without_points(text: object) -> object:
    """Let ``4 points`` stand for the number 4, in its place."""
    match = _POINTS.fullmatch(text) if isinstance(text, str) else None
    if match is None or not isinstance(text, Scalar):
        return match.group(1) if match else text
    return Scalar(match.group(1), text.place)


Points = Annotated[Number, BeforeValidator(_without_points)]
"""A number of points on the scale of the record."""


class Order(Shape):
    """In a *share* of the competitions the eligible are ranked by something other than the law.

    *by* is ``lottery``, ``oracle`` (true ability), or the name of an attribute of the record
    (``service``) or of a trait (``connection``); the highest comes *first*, or the lowest.
    *offices* confines the deviation to the competitions for these offices; empty, it may happen
    in any. For posts in some *units*, by kind, or else *zones* the share may be another one.
    """

    noun = "an order of practice"

    share: Share
    by: Name
    first: Literal["highest", "lowest"] = "highest"
    offices: tuple[Name, ...] = ()
    units: dict[Name, Share] = {}
    zones: dict[Name, Share] = {}


class Places(Shape):
    """In a *share* of the places of an area others are taken than the law would take.

    They are ranked *by* a figure, as an :class:`Order` ranks. Unless they are *tested*, whoever is
    taken need not meet the law's conditions; who that can be, the area's own settings say.
    """

    noun = "a practice of places"

    share: Share
    by: Name
    first: Literal["highest", "lowest"] = "highest"
    tested: Flag = True


class Ratings(Shape):
    """How appraisers rate: *leniency* in points on every rating, and *bias* in points for one
    standard deviation of the trait, or one step of the attribute, named by *favours*. A share of
    what makes ratings reliable is lost in *noise*.
    """

    noun = "a practice of rating"

    noise: Share = Field(default="0%", validate_default=True)
    leniency: Points = 0.0
    bias: Points = 0.0
    favours: Name = "connection"


class Practice(Shape):
    """The practice of one stretch of time; by default everything is done as written.

    *waived* gives, for a rule's id, the share of its refusals that are set aside; *undone*, for
    an area, the share of granted decisions that are left undone; *places*, for an area whose
    places people compete for, whom practice takes instead; *delay*, in months, comes on top of a
    system's own. *incumbents* is the share of posts that go to their acting head, if the law finds
    the acting head eligible.
    """

    noun = "a practice"

    order: Order | None = None
    places: dict[Name, Places] = {}
    ratings: Ratings = Ratings()
    waived: dict[Name, Share] = {}
    undone: dict[Name, Share] = {}
    delay: Annotated[Months, Field(ge=0)] = 0
    incumbents: Share = Field(default="0%", validate_default=True)


class PracticeShape(Practice):
    """A practice as a scenario states it; *changes* gives another one from a later day on."""

    title: Title | None = None
    hypothetical: Flag = False
    changes: dict[Date, Practice] = {}

    def dated(self, name: str) -> DatedPractice:
        """Return the practice called *name* with its changes, in order of date."""
        parts = Practice.model_fields
        first = Practice.model_construct(**{part: getattr(self, part) for part in parts})
        stretches = [(date.min, first), *sorted(self.changes.items())]
        return DatedPractice(name, tuple(stretches), self.title or "", self.hypothetical)


AS_WRITTEN = Practice()
"""The practice in which everything is done as the law is written."""


@dataclass(frozen=True)
class DatedPractice:
    """A practice and its changes over time: (first day, practice), in order of date.

    Before the first day everything is done as written.
    """

    name: str
    stretches: Sequence[tuple[date, Practice]]
    title: str = ""
    hypothetical: bool = False

    def on(self, day: date) -> Practice:
        """Return the practice of *day*."""
        index = bisect_right(self.stretches, day, key=_BEGINS) - 1
        return AS_WRITTEN if index < 0 else self.stretches[index][1]

    def ordered_by(self, figure: str) -> DatedPractice:
        """Return this practice with every competition decided by *figure* alone.

        What is rated, waived, left undone or delayed stays as it is.
        """
        order = Order.model_construct(share=Fraction(1), by=figure)
        stretches = tuple(
            (begins, part.model_copy(update={"order": order})) for begins, part in self._all()
        )
        return replace(self, name=figure, stretches=stretches, title=figure, hypothetical=False)

    def _all(self) -> Sequence[tuple[date, Practice]]:
        """Return the stretches from the first of all days on."""
        return self.stretches or ((date.min, AS_WRITTEN),)
