"""The desk: which entries of a month go astray, and when they are entered after all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim import elementary
from policy_sim.chance import Chance
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.books.flows import Flows
from policy_sim.workforce.table import Workforce

__all__ = ["ENTRIES", "LATE", "LOST", "MISFILED", "NEVER", "NOW", "Desk", "reviews_until_found"]

ENTRIES, LATE, LOST, MISFILED = "entries", "entries_late", "entries_lost", "entries_misfiled"
"""The flows that count what passes the desk, and what of it goes astray."""

NOW, NEVER = -1, -2
"""When an entry is made that does not go astray, and one that nobody finds again."""

YEAR = 12


@dataclass(frozen=True)
class Desk:
    """What happens to the *entries* of one *month*, by their names.

    Of those of people whose files are on paper the shares *late*, *lost* and *misfiled* go astray,
    of those in units that are *online* the part *left* of these. A late one takes *delay* months
    in the mean; a lost one is found by each review with the chance *found*, and reviews are in
    the months of the year *reviews*.
    """

    entries: Collection[str]
    month: int
    chance: Chance
    flows: Flows
    online: Flags
    left: float
    late: float
    lost: float
    misfiled: float
    delay: float
    found: float
    reviews: tuple[int, ...] = ()

    def sort(
        self, people: Workforce, name: str, rows: Integers, within_year: bool
    ) -> tuple[Integers, Integers]:
        """Return in whose file each entry lands, a row, and in which month.

        What must be in *within_year* is never entered if it would be later than that. Luck is
        drawn by person, entry and month; misfiled entries change places among each other.
        """
        keys = people.keys[rows]
        luck = self.chance.uniform(f"entry {name}", keys, self.month)
        luck = luck / self._share_of_risk(people, rows)
        late = luck < self.late
        lost = ~late & (luck < self.late + self.lost)
        wrong = ~late & ~lost & (luck < self.late + self.lost + self.misfiled)
        due = np.full(len(rows), NOW, np.int64)
        due[late] = self._after_delay(name, keys[late])
        due[lost] = self._after_review(name, keys[lost])
        if within_year:
            due[due >= self.month + YEAR] = NEVER
        for kind, which in ((LATE, late), (LOST, lost), (MISFILED, wrong)):
            self.flows.count(kind, people.record, rows[which])
        self.flows.count(ENTRIES, people.record, rows)
        return self._exchanged(name, people, rows, wrong), due

    def _share_of_risk(self, people: Workforce, rows: Integers) -> NDArray[np.float64]:
        """Return the part of the risk of paper that is left for each of the people at *rows*."""
        return np.where(self.online[people.record["unit"][rows]], max(self.left, 1e-12), 1.0)

    def _after_delay(self, name: str, keys: NDArray[np.uint64]) -> Integers:
        """Return months from the next one on, evenly spread so that their mean is the delay."""
        luck = self.chance.uniform(f"delay of {name}", keys, self.month)
        spread = max(2.0 * self.delay - 1.0, 1.0)
        return np.asarray(self.month + 1 + np.floor(luck * spread).astype(np.int64))

    def _after_review(self, name: str, keys: NDArray[np.uint64]) -> Integers:
        if not self.reviews or not self.found:
            return np.full(len(keys), NEVER, np.int64)
        luck = self.chance.uniform(f"review of {name}", keys, self.month)
        number = reviews_until_found(luck, self.found)
        coming = [(month - 1 - self.month - 1) % YEAR + 1 for month in self.reviews]
        first = np.array(sorted(coming), np.int64)
        years, which = np.divmod(number - 1, len(first))
        return np.asarray(self.month + first[which] + YEAR * years)

    def _exchanged(self, name: str, people: Workforce, rows: Integers, wrong: Flags) -> Integers:
        """Return *rows* with those of the *wrong* entries passed round among them, by lot."""
        if np.count_nonzero(wrong) < 2:
            return rows
        theirs = rows[wrong]
        lots = self.chance.uniform(f"misfiled {name}", people.keys[theirs], self.month)
        order = np.lexsort((people.ids[theirs], lots))
        filed, passed = rows.copy(), np.empty_like(theirs)
        passed[order] = np.roll(theirs[order], 1)
        filed[wrong] = passed
        return filed


def reviews_until_found(luck: NDArray[np.float64], found: float) -> Integers:
    """Return how many reviews it takes, at least 1, if each finds it with the chance *found*."""
    if found >= 1.0:
        return np.ones(len(luck), np.int64)
    scale = float(elementary.log(1.0 - found))
    return 1 + np.floor(elementary.log(luck) / scale).astype(np.int64)
