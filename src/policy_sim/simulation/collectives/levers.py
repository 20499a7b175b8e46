"""Levers: what rules have set them to, and from when on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from policy_sim.policy.vintage import Parameter, Setting, Vintage
from policy_sim.rules.frame import Integers

__all__ = ["Change", "Levers"]


@dataclass(frozen=True, eq=False)
class Change:
    """A lever that was set to *values*, one a unit or one for the organisation, from a day on.

    It holds as long as the law states what it *stated* then: a new value that the law states
    itself takes the place of whatever was set before. *moved* counts the subjects for whom it
    was another value.
    """

    effective: date
    name: str
    values: Integers
    stated: Parameter
    moved: int = 1

    def holds(self, law: Vintage, day: date) -> bool:
        """Return whether the change is in force on *day* under *law*, whose levers are open."""
        if self.effective > day or self.name not in law.levers:
            return False
        now = law.parameters[self.name]
        return (now.ranges, now.lever) == (self.stated.ranges, self.stated.lever)


@dataclass
class Levers:
    """Every change of a lever so far, in the order in which they came into force.

    *steered* says whether rules are asked at all.
    """

    steered: bool = False
    changes: list[Change] = field(default_factory=list)
    _known: dict[tuple[int, date, str], Setting] = field(default_factory=dict)

    def set(self, change: Change) -> None:
        """Let *change* come into force on its day, after all others of that day."""
        self.changes.append(change)

    def moved_in(self, year: int) -> int:
        """Return how many changes of a value, of a unit or for all, came into force in *year*."""
        return sum(change.moved for change in self.changes if change.effective.year == year)

    def values(self, law: Vintage, day: date, name: str, size: int) -> Integers:
        """Return what the lever *name* of *law* is on *day*, for each of *size* subjects."""
        found = [c for c in self.changes if c.name == name and c.holds(law, day)]
        if found:
            return found[-1].values
        return np.full(size, law.parameters[name].single or 0)

    def law(self, stated: Vintage, day: date) -> Vintage:
        """Return the law in force on *day*, *stated* with its levers open, as they are set."""
        if not stated.levers:
            return stated
        return stated.settled(self._setting(stated, day) if self.changes else Setting())

    def _setting(self, law: Vintage, day: date) -> Setting:
        effective = max((c.effective for c in self.changes if c.effective <= day), default=day)
        asked = (len(self.changes), effective, law.key)
        known = self._known.get(asked)
        if known is None:
            latest = {c.name: c for c in self.changes if c.holds(law, day)}
            known = _told(latest)
            if law.key:
                self._known[asked] = known
        return known


def _told(latest: dict[str, Change]) -> Setting:
    alike = {n: c for n, c in latest.items() if (c.values == c.values[0]).all()}
    parted = tuple(sorted(latest.keys() - alike.keys()))
    values = tuple((name, int(alike[name].values[0])) for name in sorted(alike))
    return Setting(values, parted)
