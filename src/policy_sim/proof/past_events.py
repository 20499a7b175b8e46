"""Dated events nobody has seen: a few entries, each with an unknown date, value and end.

What each operator means is said in :mod:`policy_sim.rules.event_uses`; the same is said here of
unknown entries. All entries are dated on the first of a month, so that whole months say
everything, and a spell of absence lies within one year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from policy_sim.policy.ast import History
from policy_sim.policy.past import WindowKind
from policy_sim.policy.values import Unit
from policy_sim.policy.vocabulary import Event
from policy_sim.proof.day import Day
from policy_sim.proof.logic import Number, Truth, both, choice, either, implied, negated, total
from policy_sim.proof.past_series import passes
from policy_sim.proof.solver import Solver

__all__ = ["LONGEST_PAST", "PER_MONTH", "Entry", "EventPast"]

LONGEST_PAST = 720
"""Months that an entry can lie back."""

PER_MONTH = {Unit.WORKDAYS: 20, Unit.DAYS: 28}
"""Days that every month has, of the units of a spell."""


@dataclass(frozen=True)
class Entry:
    """One entry, if it is *there*: *ago* months before the day, in force for *left* more."""

    there: Number
    ago: Number
    value: Number
    left: Number


@dataclass(frozen=True)
class EventPast:
    """The entries of one event."""

    event: Event
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, solver: Solver, event: Event, slots: int, tag: str, service: Number) -> EventPast:
        """Return an unknown past of so many *slots*, each of which may be empty.

        Nothing happened before *service* began.
        """
        names = (f"{tag}{event.name}#{number}" for number in range(1, slots + 1))
        entries = tuple(_entry(solver, event, name) for name in names)
        for entry in entries:
            solver.suppose(implied(entry.there == 1, entry.ago <= service))
        # In order of date, empty ones last: the same past is not looked at twice.
        for newer, older in pairwise(entries):
            solver.suppose(older.there <= newer.there)
            solver.suppose(older.ago >= newer.ago)
        return cls(event, entries)

    @property
    def lowest(self) -> int:
        """What stands for "nothing happened"."""
        return 0 if self.event.type is None else self.event.type.low

    def use(self, solver: Solver, use: History, day: Day, service: Number) -> Number:
        """Return what *use* gives on *day* to somebody with so many months of *service*."""
        kind = self.event.type
        entries = []
        for entry in self.entries:
            within = _within(solver, entry, use, day, service, self.event)
            if kind is not None:
                within = both(within, passes(solver, entry.value, use.filter, kind))
            entries.append((both(entry.there == 1, within), entry))
        asked = _Asked(solver, tuple(entries), self.lowest, service)
        return _OPERATORS[use.operator](asked)


@dataclass(frozen=True)
class _Asked:
    """The entries, and which of them one use looks at; *lowest* stands for nothing at all."""

    solver: Solver
    entries: tuple[tuple[Truth, Entry], ...]
    lowest: int
    service: Number


def _entry(solver: Solver, event: Event, name: str) -> Entry:
    there, ago, left = (solver.integer(f"{name} {part}") for part in ("there", "ago", "left"))
    value = solver.integer(f"{name} value")
    kind = event.type
    low, high = (1, 1) if kind is None else (kind.low, kind.high)
    solver.suppose(both(there >= 0, there <= 1, ago >= 0, ago <= LONGEST_PAST))
    solver.suppose(both(value >= low, value <= high))
    # It ends on or after its day; without an end it stays in force.
    solver.suppose(both(left >= -ago, left <= LONGEST_PAST))
    return Entry(there, ago, value, left)


def _within(
    solver: Solver, entry: Entry, use: History, day: Day, service: Number, event: Event
) -> Truth:
    """Return whether *entry* lies in the window of *use*."""
    window = use.window
    if window is None:
        return solver.truth(True)
    if window.kind is WindowKind.SERVICE:
        return entry.ago <= service
    if window.kind is WindowKind.MONTHS:
        return entry.ago < window.length
    this_year = entry.ago <= day.columns["today.month"] - 1
    per_month = PER_MONTH.get(Unit.NONE if event.type is None else event.type.unit)
    if per_month is not None:
        # A spell lies within the year that it ends in.
        elapsed = per_month * (day.columns["today.month"] - 1 - entry.ago)
        solver.suppose(implied(this_year, entry.value <= elapsed))
    return this_year


def _greatest(asked: _Asked, none: int, standing: bool = False) -> Number:
    found = asked.solver.number(none)
    for inside, entry in asked.entries:
        counts = both(inside, entry.left >= 1) if standing else inside
        found = choice(both(counts, entry.value > found), entry.value, found)
    return found


def _lowest(asked: _Asked) -> Number:
    found = asked.solver.number(asked.lowest)
    some = asked.solver.truth(False)
    for inside, entry in asked.entries:
        takes = both(inside, either(negated(some), entry.value < found))
        found, some = choice(takes, entry.value, found), either(some, inside)
    return found


def _count(asked: _Asked) -> Number:
    zero = asked.solver.number(0)
    return total([zero, *(choice(inside, 1, zero) for inside, _ in asked.entries)])


def _total(asked: _Asked) -> Number:
    zero = asked.solver.number(0)
    return total([zero, *(choice(inside, entry.value, zero) for inside, entry in asked.entries)])


def _months_since(asked: _Asked) -> Number:
    found = asked.service
    # The newest entry is the first one: entries are in order of date.
    for inside, entry in reversed(asked.entries):
        found = choice(inside, entry.ago, found)
    return found


def _ever(asked: _Asked) -> Number:
    there = asked.solver.some(inside for inside, _ in asked.entries)
    return choice(there, asked.solver.number(1), 0)


_OPERATORS: Mapping[str, Callable[[_Asked], Number]] = MappingProxyType(
    {
        "lowest": _lowest,
        "highest": lambda asked: _greatest(asked, asked.lowest),
        "count": _count,
        "total": _total,
        "longest": lambda asked: _greatest(asked, 0),
        "months_since": _months_since,
        "ever": _ever,
        "in_force": lambda asked: _greatest(asked, asked.lowest, standing=True),
    }
)
