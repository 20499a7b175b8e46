"""The calendar of a simulated personnel administration: months, and phases within a month.

SimPy keeps the time. Its clock is an integer, ``month * 100 + phase``, so that neither the
rounding of fractions nor the order in which systems were registered can change what comes first.
Within a phase actions run by system name, then subject, then the order in which one system asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import lru_cache

import simpy

from policy_sim.errors import RunError

__all__ = ["ALL_MONTHS", "Calendar", "Phase", "Timetable", "day_of", "month_of"]

Action = Callable[[], None]
"""What a system does when its turn comes; it reads the month from the state it was bound to."""

ALL_MONTHS = range(1, 13)
"""Every month of the year, January to December."""

_TICKS = 100


class Phase(IntEnum):
    """The order of business within a month: the one table that decides what comes first."""

    LAW = 0
    EXPIRIES = 5
    EXITS = 10
    VACANCIES = 15
    RECORDS = 20
    DISCIPLINE = 25
    REMEDIATION = 30
    PROMOTION = 35
    APPOINTMENT = 40
    ACTING = 42
    """Who leads the posts that the appointments of the month leave vacant."""
    RECRUITMENT = 45
    TRAINING = 50
    REWARDS = 55
    PAY = 60
    BEHAVIOUR = 65
    OUTCOMES = 70
    STEERING = 80
    """The figures of the period are entered, and rules about groups set levers for the next."""
    CLOSE = 90
    """The month ends: every attribute that moves by itself moves, leavers are archived."""


def month_of(day: date) -> int:
    """Return the index of a month: ``year * 12 + month - 1``."""
    return day.year * 12 + day.month - 1


@lru_cache(maxsize=4096)
def day_of(month: int) -> date:
    """Return the first day of the month with index *month*: the date of its decisions."""
    return date(month // 12, month % 12 + 1, 1)


@dataclass(order=True, frozen=True, slots=True)
class _Entry:
    """One action due at a tick, ordered as it will run."""

    system: str
    subject: int
    asked: int
    action: Action = field(compare=False)
    months: Collection[int] = field(default=(), compare=False)
    """The months of the year in which the action comes again; empty for a single occasion."""


class Calendar:
    """Business due in each phase of each month from *start* on, on a SimPy clock.

    *start* is a month index. An action asked for a phase that has passed raises
    :exc:`~policy_sim.errors.RunError`: nothing happens in the past.
    """

    def __init__(self, start: int) -> None:
        self._environment = simpy.Environment(initial_time=start * _TICKS - 1)
        self._due: dict[int, list[_Entry]] = {}
        self._asked = 0
        self._start = start

    @property
    def month(self) -> int:
        """The month index of the clock."""
        return max(int(self._environment.now) // _TICKS, self._start)

    def of(self, system: str) -> Timetable:
        """Return the calendar as *system* sees it: what it asks for runs under its name."""
        return Timetable(self, system)

    def ask(
        self,
        month: int,
        phase: Phase,
        entry: tuple[str, int],
        action: Action,
        months: Collection[int] = (),
    ) -> None:
        """Enter one action, for the (system, subject) *entry*, due in *phase* of *month*."""
        self._asked += 1
        system, subject = entry
        self._enter(month * _TICKS + phase, _Entry(system, subject, self._asked, action, months))

    def run(self, months: int) -> None:
        """Let *months* months pass from the start; may be called again to go on."""
        if months:
            self._environment.run(until=(self._start + months) * _TICKS - 1)
            self._start += months

    def _enter(self, tick: int, entry: _Entry) -> None:
        now = int(self._environment.now)
        if tick <= now:
            msg = f"{entry.system} asks for tick {tick}, but the clock stands at {now}"
            raise RunError(msg)
        if tick not in self._due:
            self._due[tick] = []
            self._environment.timeout(tick - now).callbacks.append(self._business)
        self._due[tick].append(entry)

    def _business(self, _: object) -> None:
        tick = int(self._environment.now)
        for entry in sorted(self._due.pop(tick)):
            entry.action()
            if entry.months:
                self._enter(_next(tick, entry.months), entry)


def _next(tick: int, months: Collection[int]) -> int:
    """Return the tick of the next month that is one of *months*, in the same phase."""
    month, phase = divmod(tick, _TICKS)
    return _first_from(month + 1, months) * _TICKS + phase


def _first_from(month: int, months: Collection[int]) -> int:
    return next(m for m in range(month, month + 12) if m % 12 + 1 in months)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The calendar as one system sees it."""

    calendar: Calendar
    system: str

    def every(
        self, phase: Phase, action: Action, months: Iterable[int] = ALL_MONTHS, subject: int = 0
    ) -> None:
        """Run *action* in *phase* of every month, or of the given *months* (1 is January)."""
        chosen = frozenset(months)
        first = _first_from(self.calendar.month, chosen)
        self.calendar.ask(first, phase, (self.system, subject), action, chosen)

    def at(self, month: int, phase: Phase, action: Action, subject: int = 0) -> None:
        """Run *action* once, in *phase* of the month with index *month*, for *subject*.

        *subject* (a post, a unit, a person) orders the actions of one system within a phase.
        """
        self.calendar.ask(month, phase, (self.system, subject), action)
