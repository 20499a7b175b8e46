"""Transitions: for whom an amendment keeps some items as they were, and until when.

Whom a transition takes is judged once, on the day before its amendment is effective, and stays a
fact of the person. The law of those in one is an ordinary law, in which the items that it keeps
are those of that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, combinations

from policy_sim.diagnostics import Place

__all__ = ["MOST_TRANSITIONS", "Kept", "Membership", "Transition", "memberships"]

MOST_TRANSITIONS = 6
"""The most transitions that one law may have: who is in which is one small integer."""

Membership = frozenset[str]
"""The transitions that a person is in, by name; who is in none is under the new law."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An item that is kept, by its section and name, and where the transition names it."""

    section: str
    name: str
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Transition:
    """Those whom an amendment, *effective* on a day, lets *keep* items until the day *until*.

    *until* is the first day on which they are under the new law too. *whom* is ``for`` as it is
    written; *amendment* is the title of the amendment. Place, source and title say where it
    stands.
    """

    name: str
    effective: date
    until: date
    keep: tuple[Kept, ...]
    whom: str = ""
    amendment: str = ""
    source: str = ""
    title: str = ""
    place: Place = field(default=Place(""), compare=False)

    @property
    def judged(self) -> date:
        """The day on which it is judged whom the transition takes: the day before."""
        return self.effective - timedelta(days=1)

    def open(self, day: date) -> bool:
        """Return whether those in the transition are under a law of their own on *day*."""
        return self.effective <= day < self.until


def memberships(transitions: Iterable[Transition]) -> Iterator[Membership]:
    """Yield every combination of *transitions* that a person may be in, but for none at all."""
    names = [one.name for one in transitions]
    some = (combinations(names, size) for size in range(1, len(names) + 1))
    yield from map(frozenset, chain.from_iterable(some))
