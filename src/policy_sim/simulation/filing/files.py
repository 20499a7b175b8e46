"""Files: every entry of an appraisal, a course or a sanction passes here on its way to the record.

Without a desk an entry is in the record at once. A desk (:mod:`policy_sim.simulation.filing.desk`)
may keep it waiting, lose it, or put it into somebody else's file; what waits is kept as slips, by
the ids of the people, until the month in which it is entered.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto

import numpy as np

from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.filing.desk import NEVER, NOW, Desk
from policy_sim.workforce.table import Workforce

__all__ = ["Files", "Slip"]

Dates = date | Integers | None


class Way(Enum):
    """How a slip enters the record."""

    SCORE = auto()
    SUM = auto()
    PERIOD = auto()
    EVENT = auto()


@dataclass(frozen=True)
class Slip:
    """Entries of one kind, of some *people*, to be made in the month *due*.

    The people are told by rows in the month itself, by ids while the slip waits.
    """

    way: Way
    name: str
    people: Integers
    values: Integers | None
    day: Dates = None
    until: Dates = None
    due: int = NOW

    def part(self, which: Flags) -> Slip:
        """Return the entries that *which* picks."""
        return replace(
            self,
            people=self.people[which],
            values=None if self.values is None else self.values[which],
            day=_of(self.day, which),
            until=_of(self.until, which),
        )

    def enter(self, people: Workforce, rows: Integers) -> None:
        """Write the entries into the files at *rows*."""
        if self.way is Way.EVENT:
            day = date.min if self.day is None else self.day
            people.history.record_event(self.name, rows, day, self.values, self.until)
        elif self.way is Way.PERIOD and self.values is not None:
            people.history.record_period(self.name, rows, self.values)
        elif self.values is not None:
            column, kind = people.record[self.name], people.vocabulary.attributes[self.name].type
            before = column[rows].astype(np.int64) if self.way is Way.SUM else 0
            column[rows] = np.minimum(before + self.values, kind.high)


@dataclass
class Files:
    """The way into the record: the *desk* through which it leads, if any, and what waits there."""

    desk: Desk | None = None
    waiting: list[Slip] = field(default_factory=list)

    def score(self, people: Workforce, name: str, rows: Integers, values: Integers) -> None:
        """Let the attribute *name* of the people at *rows* be *values* from now on."""
        self._put(people, Slip(Way.SCORE, name, rows, values), rows)

    def add(self, people: Workforce, name: str, rows: Integers, amounts: Integers) -> None:
        """Add *amounts* to the attribute *name* of the people at *rows*, up to its highest."""
        self._put(people, Slip(Way.SUM, name, rows, amounts), rows)

    def period(self, people: Workforce, series: str, rows: Integers, values: Integers) -> None:
        """Enter one more period of *series* for the people at *rows*."""
        self._put(people, Slip(Way.PERIOD, series, rows, values), rows)

    def event(
        self,
        people: Workforce,
        name: str,
        rows: Integers,
        day: date | Integers,
        values: Integers | None = None,
        until: Dates = None,
    ) -> None:
        """Enter the event *name* of the people at *rows*, as of *day*."""
        self._put(people, Slip(Way.EVENT, name, rows, values, day, until), rows)

    def enter_due(self, people: Workforce, month: int) -> None:
        """Enter what is due in *month*, for those who are still in service."""
        due = [slip for slip in self.waiting if slip.due <= month]
        self.waiting = [slip for slip in self.waiting if slip.due > month]
        for slip in due:
            rows = people.rows_of(slip.people)
            here = rows >= 0
            slip.part(here).enter(people, rows[here])

    def _put(self, people: Workforce, slip: Slip, rows: Integers) -> None:
        if self.desk is None or slip.name not in self.desk.entries or not len(rows):
            slip.enter(people, rows)
            return
        # What is entered again and again must be in before the next of its kind comes.
        filed, due = self.desk.sort(people, slip.name, rows, slip.way in (Way.SCORE, Way.PERIOD))
        now = due == NOW
        slip.part(now).enter(people, filed[now])
        slip = replace(slip, people=people.ids[rows])
        for month in np.unique(due[(due != NOW) & (due != NEVER)]).tolist():
            self.waiting.append(replace(slip.part(due == month), due=month))


def _of(column: Dates, which: Flags) -> Dates:
    return column[which] if isinstance(column, np.ndarray) else column
