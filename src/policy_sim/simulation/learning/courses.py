"""The catalogue of courses: what each takes, what it costs, and what it teaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Annotated

from pydantic import Field

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Flag, Name, Whole
from policy_sim.documents.shape import Shape
from policy_sim.policy.values import Unit
from policy_sim.policy.vintage import Vintage
from policy_sim.simulation.amounts import (
    Count,
    Duration,
    Money,
    Part,
    amount,
    amount_findings,
    part,
)
from policy_sim.simulation.learning.travel import NOWHERE, Journey

__all__ = ["Course", "Intake", "Terms", "terms_of"]


class Course(Shape):
    """A course, under the word by which the law calls it.

    It begins in each of *months* (1 to 12) with so many *seats*, or for a share of those whom the
    law asks about; it lasts *duration* and *hours* and costs *cost* a seat. Of the trait that it
    *teaches* people acquire at most what the assumption *effect* says. Those who end a course with
    a *certificate* have it on record by name. Of those who begin, the share that the assumption
    *completion* gives end it (without one all do). Nobody travels to a course at a *distance*.
    """

    noun = "a course"

    months: Annotated[tuple[Annotated[Whole, Field(ge=1, le=12)], ...], Field(min_length=1)]
    seats: Part
    hours: Count
    effect: Name
    teaches: Name = "ability"
    duration: Duration = 0
    cost: Money = 0
    certificate: Flag = False
    distance: Flag = False
    completion: Name | None = None

    def findings(self, laws: Iterable[Vintage]) -> Iterator[Diagnostic]:
        """Yield what is wrong with the parameters that the course names, under all *laws*."""
        laws = tuple(laws)
        yield from amount_findings(self.seats, (Unit.NONE, Unit.PERSONS), laws, share=True)
        yield from amount_findings(self.hours, (Unit.NONE, Unit.JP), laws)
        yield from amount_findings(self.duration, (Unit.MONTHS,), laws)
        yield from amount_findings(self.cost, (Unit.MONEY,), laws)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a course takes under the law of one day: seats (so many, or a share of those asked),
    and whole hours, months and money.
    """

    seats: int | Fraction
    hours: int
    duration: int
    cost: int


def terms_of(course: Course, law: Vintage) -> Terms:
    """Return the terms of *course* while *law* is in force."""
    return Terms(
        seats=part(course.seats, law),
        hours=amount(course.hours, law),
        duration=amount(course.duration, law),
        cost=amount(course.cost, law),
    )


@dataclass(frozen=True)
class Intake:
    """A course that begins this month: its *word* and code in the law, its *terms*, and the
    *journey* to it.
    """

    word: str
    code: int
    terms: Terms
    journey: Journey = NOWHERE

    def room(self, asked: int) -> int:
        """Return how many seats there are where the law asks about so many people."""
        seats = self.terms.seats
        return floor(seats * asked + Fraction(1, 2)) if isinstance(seats, Fraction) else seats

    def paid(self, seats: int, money: int | None) -> int:
        """Return how many of *seats* the *money* pays for; all without a budget (None)."""
        if money is None or not self.terms.cost:
            return seats
        return min(seats, max(money, 0) // self.terms.cost)
