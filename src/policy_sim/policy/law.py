"""A regulation with its amendments over time, cut by its change dates into vintages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from operator import attrgetter

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.rule import Authority
from policy_sim.policy.transition import Membership, Transition, memberships
from policy_sim.policy.vintage import Setting, Vintage
from policy_sim.policy.vocabulary import Vocabulary

__all__ = ["NO_TRANSITION", "Amended", "Law", "Stated"]

_BEGINS = attrgetter("begins")

NO_TRANSITION: Membership = frozenset()
"""Who is in no transition is under the law as it stands."""


@dataclass(frozen=True, slots=True)
class Amended:
    """An amendment of a law: its *title*, where it stands, and its first day in force.

    *authority* and *source* are what its opening states: who would enact it, and in which text.
    *advocacy* says that it only asks another level to.
    """

    title: str
    effective: date
    place: Place = field(default=Place(""), compare=False)
    authority: str = ""
    source: str = ""
    advocacy: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """What one version of an item says of itself: its source, status, and when it was confirmed.

    *section* is parameter, table, definition, rule, promise or distinction.
    """

    section: str
    name: str
    source: str
    status: str
    authority: Authority
    checked: date | None
    begins: date
    ends: date | None
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Law:
    """A regulation with its amendments over time."""

    id: str
    title: str
    vocabulary: Vocabulary = field(hash=False)
    vintages: tuple[Vintage, ...]
    files: tuple[str, ...] = ()
    digest: str = ""
    """SHA-256 of the texts of all its documents."""
    findings: tuple[Diagnostic, ...] = ()
    """Warnings and notes of loading; errors are raised instead."""
    amendments: tuple[Amended, ...] = ()
    overreach: tuple[Diagnostic, ...] = ()
    """What the amendments change beyond their authority; a what-if may, a draft may not."""
    register: tuple[Stated, ...] = ()
    """Every version of every item, in the order of the documents."""
    transitions: tuple[Transition, ...] = ()
    """Those whom amendments let keep some items, by effective date."""
    judging: tuple[Vintage, ...] = ()
    """For each transition the law of the day before, with the one rule of whom it takes."""
    kept: Mapping[Membership, tuple[Vintage, ...]] = field(default_factory=dict, hash=False)
    """The law of those in each combination of transitions, while one of these is open."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False)
    """By language: what the documents call the names of the law and of its vocabulary."""

    def on(
        self, day: date, setting: Setting | None = None, within: Membership = NO_TRANSITION
    ) -> Vintage:
        """Return the law in force on *day*; raise :exc:`ValueError` before its first date.

        It is that of those in the transitions *within*. Its levers have the values of *setting*,
        or those that the law states. The same law and values give the same object.
        """
        stated = self.stated(day, within)
        return stated.settled(setting or Setting()) if stated.levers else stated

    def memberships(self, day: date) -> tuple[Membership, ...]:
        """Return every combination of the transitions open on *day* that a person may be in.

        The first is that of those in none.
        """
        still = [one for one in self.transitions if one.open(day)]
        return (NO_TRANSITION, *memberships(still))

    def of(self, within: Membership) -> Law:
        """Return the law of those *within* some transitions, through all time, as one of its own.

        Raises :exc:`KeyError` with the name of a transition that there is not.
        """
        for name in sorted(within - {one.name for one in self.transitions}):
            raise KeyError(name)
        some = [one for one in self.transitions if one.name in within]
        days = {version.begins for version in self.vintages}
        days |= {day for one in some for day in (one.effective, one.until)}
        days |= {version.begins for versions in self.kept.values() for version in versions}
        stretches = pairwise([*sorted(days), self.vintages[-1].ends])
        vintages = tuple(
            replace(self.stated(begins, within), begins=begins, ends=ends)
            for begins, ends in stretches
            if begins is not None
        )
        return replace(self, vintages=vintages, transitions=(), judging=(), kept={})

    def kept_versions(self, since: date) -> Iterator[tuple[Membership, Vintage]]:
        """Yield every version of the law of those in some transitions, on *since* or later.

        A version lasts as long as all of these transitions are open. One that is the law as it
        stands is left out.
        """
        for within, versions in self.kept.items():
            some = [one for one in self.transitions if one.name in within]
            first = max(one.effective for one in some)
            last = min(one.until for one in some)
            for version in versions:
                begins, ends = max(version.begins, first), min(version.ends or last, last)
                if max(begins, since) < ends and self.stated(begins).key != version.key:
                    yield within, replace(version, begins=begins, ends=ends)

    def stated(self, day: date, within: Membership = NO_TRANSITION) -> Vintage:
        """Return the law in force on *day* with its levers open, as :meth:`on` does."""
        still = frozenset(one.name for one in self.transitions if one.open(day)) & within
        if still:
            kept = self.kept[still]
            return kept[bisect_right(kept, day, key=_BEGINS) - 1]
        index = bisect_right(self.vintages, day, key=_BEGINS) - 1
        if index < 0:
            msg = f"{self.id} has no law before {self.vintages[0].begins}: {day}"
            raise ValueError(msg)
        return self.vintages[index]
