"""The same total on other dates: entries of an event, or of a series of amounts, in two years.

Two years begin on a first of January. The entries of a schedule lie on firsts of their months, in
an order that is known, and in a third year decisions may still look back on them. Somebody is
asked about in any of these months, alike in everything else: so it is not the time passed that
makes a difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from policy_sim.policy.values import Unit, ValueType
from policy_sim.policy.vocabulary import Event, Series
from policy_sim.proof.logic import Number, Truth, both, choice, implied, total
from policy_sim.proof.past_events import PER_MONTH, Entry, EventPast
from policy_sim.proof.past_series import SeriesPast
from policy_sim.proof.person import Attribute, Person
from policy_sim.proof.solver import Solver

__all__ = [
    "DECIDED",
    "IN_FORCE",
    "LOOKED_BACK",
    "SPREAD",
    "Dated",
    "Later",
    "Schedule",
    "is_spell",
    "known_from",
]

SPREAD = 24
"""Months in which entries lie."""

DECIDED = 36
"""Months in which it may be decided about them."""

LOOKED_BACK = 36
"""The longest window, in months, of which everything can be reckoned that it ever sees."""

IN_FORCE = 12
"""Months for which an entry that expires is in force."""


@dataclass(frozen=True)
class Dated:
    """One entry, if it is *there*: of what *value*, in the month *at* (0 is the first January)."""

    there: Number
    at: Number
    value: Number


@dataclass(frozen=True)
class Schedule:
    """The entries of one *source*, the newest first."""

    source: Event | Series
    entries: tuple[Dated, ...]

    @classmethod
    def of(cls, solver: Solver, source: Event | Series, count: int, tag: str) -> Schedule:
        """Return an unknown schedule of at most so many entries."""
        entries = tuple(
            Dated(*(solver.integer(f"{tag}{number} {part}") for part in ("there", "at", "value")))
            for number in range(1, count + 1)
        )
        kind = source.type
        low, high = (1, 1) if kind is None else (kind.low, kind.high)
        if kind is not None and kind.scale is None:
            low = max(low, 1)
        for one in entries:
            solver.suppose(both(one.there >= 0, one.there <= 1, one.at >= 0, one.at < SPREAD))
            solver.suppose(both(one.value >= low, one.value <= high))
        for newer, older in pairwise(entries):
            solver.suppose(both(older.there <= newer.there, older.at <= newer.at))
        schedule = cls(source, entries)
        if is_spell(kind):
            for condition in schedule._apart():
                solver.suppose(condition)
        return schedule

    @property
    def total(self) -> Number:
        """What the entries come to, added up."""
        return total([choice(one.there == 1, one.value, 0) for one in self.entries])

    @property
    def counted(self) -> Number:
        """How many entries there are."""
        return total([one.there for one in self.entries])

    def same_in_all(self, other: Schedule) -> Iterator[Truth]:
        """Yield that *other* comes to the same: the same total, or the same entries in turn."""
        kind = self.source.type
        if kind is not None and kind.scale is None:
            yield self.total == other.total
            return
        for mine, theirs in zip(self.entries, other.entries, strict=True):
            yield mine.there == theirs.there
            yield mine.value == theirs.value

    def known_from(self, entry: Dated) -> Number:
        """Return the month in which *entry* is first on record."""
        if _yearly(self.source):
            return choice(entry.at >= 12, 24, 12)
        return entry.at

    def happened(self, event: Event, month: Number) -> EventPast:
        """Return the entries of the event as they are looked back on in *month*."""
        return EventPast(
            event,
            tuple(
                Entry(
                    choice(both(one.there == 1, one.at <= month), 1, 0),
                    month - one.at,
                    one.value,
                    IN_FORCE - (month - one.at),
                )
                for one in self.entries
            ),
        )

    def recorded(self, solver: Solver, series: Series, month: Number) -> SeriesPast:
        """Return the periods of the series as they are on record in *month*; others are of 0."""
        yearly = _yearly(series)
        periods = []
        for ago in range(series.keep):
            inside = [
                both(one.there == 1, _years(month) - 1 - ago == _years(one.at))
                if yearly
                else both(one.there == 1, month - ago == one.at)
                for one in self.entries
            ]
            values = zip(inside, self.entries, strict=True)
            periods.append(total([choice(there, one.value, 0) for there, one in values]))
        return SeriesPast(series, tuple(periods), solver.number(series.keep))

    def _apart(self) -> Iterator[Truth]:
        """Yield that spells do not overlap, nor begin before the two years."""
        per_month = PER_MONTH[_unit(self.source.type)]
        for newer, older in pairwise(self.entries):
            yield implied(older.there == 1, newer.value <= per_month * (newer.at - older.at))
        for one in self.entries:
            yield one.value <= per_month * one.at


@dataclass
class Later(Person):
    """*start* in *month*, with what a *schedule* says on record by then, and alike in all else."""

    start: Person = field(kw_only=True)
    month: Number = field(kw_only=True)
    schedule: Schedule = field(kw_only=True)

    @classmethod
    def of(cls, start: Person, month: Number, schedule: Schedule, january: date) -> Later:
        """Return *start* in *month*, counted from *january*."""
        year = _years(month)
        columns = {"today.month": month - 12 * year + 1, "today.year": january.year + year}
        day = replace(start.day, columns=columns)
        return cls(start.solver, start.vocabulary, day, start=start, month=month, schedule=schedule)

    def attribute(self, name: str, kind: ValueType) -> Attribute:
        """Return the attribute as it is on record whenever it is decided."""
        return self.start.attribute(name, kind)

    def periods(self, series: str) -> SeriesPast:
        """Return the periods: those of the schedule, or what was on record from the start."""
        source = self.schedule.source
        if source.name == series and isinstance(source, Series):
            return self.schedule.recorded(self.solver, source, self.month)
        return self.start.periods(series)

    def happened(self, event: str) -> EventPast:
        """Return the entries: those of the schedule, or older ones."""
        source = self.schedule.source
        if source.name == event and isinstance(source, Event):
            return self.schedule.happened(source, self.month)
        return self.start.happened(event)

    @property
    def service(self) -> Number:
        """Months since entry."""
        return self.start.service


def known_from(source: Event | Series, at: int) -> int:
    """Return the month in which an entry of *source* in the month *at* is first on record."""
    return 12 * (at // 12 + 1) if _yearly(source) else at


def is_spell(kind: ValueType | None) -> bool:
    """Whether entries of *kind* are stretches of days, which end on their day."""
    return _unit(kind) in PER_MONTH


def _yearly(source: Event | Series) -> bool:
    return isinstance(source, Series) and source.every == "year"


def _unit(kind: ValueType | None) -> Unit:
    return Unit.NONE if kind is None else kind.unit


def _years(month: Number) -> Number:
    """Return in which of the years *month* lies: how many New Years it comes after."""
    return total([choice(month >= 12 * year, 1, 0) for year in range(1, _YEARS)])


_YEARS = (SPREAD + LOOKED_BACK) // 12
"""Years in which it may be decided about entries."""
