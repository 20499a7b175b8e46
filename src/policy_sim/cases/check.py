"""One person on one day under one law, and what is expected; and the document that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policy_sim.cases.expectation import Expectation
from policy_sim.cases.person import Person
from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Place
from policy_sim.policy.law import NO_TRANSITION, Law
from policy_sim.policy.loading import Regulation
from policy_sim.policy.transition import Membership

__all__ = ["Cases", "Check"]


@dataclass(frozen=True)
class Check:
    """One test on one day: the *areas* that are asked about *person*, and what they must say.

    The person is *within* these transitions of the law; if that was judged, it was by the record
    of the person *before*.
    """

    test: str
    on: date
    person: Person
    areas: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    place: Place
    within: Membership = NO_TRANSITION
    before: Person | None = None

    @property
    def name(self) -> str:
        """The test with its day."""
        return phrase("{test} on {day}", test=self.test, day=self.on.isoformat())


@dataclass(frozen=True)
class Cases:
    """A document of cases, read: what it is about, the law that it asks, and its checks.

    *regulation* is the law with the words of its items.
    """

    title: str
    file: str
    law: Law
    checks: tuple[Check, ...]
    regulation: Regulation | None = None
