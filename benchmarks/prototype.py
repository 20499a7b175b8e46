"""Ten personnel systems in plain numpy: what a month costs without rules, ledger or arms.

Everything that makes the answers worth having is left out (a law that can be changed, reasons,
keyed chance, competitions, practice, pay spells, outcomes by group): the prototype is the floor
that the core is measured against, on the same machine in the same run.
"""

from __future__ import annotations

from time import process_time

import numpy as np

__all__ = ["rate_of_prototype"]

GRADES, POSTS = 17, 0.05
"""Steps of the ladder, and posts of office for each person."""


class Prototype:
    """A service of *size* people in columns of small integers and floats."""

    def __init__(self, size: int) -> None:
        self.size, self.luck = size, np.random.default_rng(1)
        draw = self.luck
        self.age = draw.integers(240, 700, size).astype(np.int16)
        self.service = np.minimum(self.age - 240, draw.integers(0, 420, size)).astype(np.int16)
        self.grade = draw.integers(0, GRADES - 4, size).astype(np.int8)
        self.waited = draw.integers(0, 60, size).astype(np.int16)
        self.rating = draw.integers(1, 6, size).astype(np.int8)
        self.rated_before = self.rating.copy()
        self.absent = np.zeros(size, np.int16)
        self.sanctioned = np.zeros(size, np.int8)
        self.coached = np.zeros(size, np.int8)
        self.hours = np.zeros(size, np.int16)
        self.office = draw.random(size) < POSTS
        self.ability = draw.standard_normal(size).astype(np.float32)
        self.motivation = draw.standard_normal(size).astype(np.float32)
        self.skill = np.zeros(size, np.float32)
        self.scale = np.cumprod(np.full((GRADES, 36), 1.03), axis=1).astype(np.float32)
        self.paid = 0.0
        self.served = 0.0

    def month(self, number: int) -> None:
        """Let one month pass."""
        self.exits()
        self.absence()
        self.discipline()
        if number % 12 == 1:
            self.appraise()
        self.remedy()
        self.promote()
        self.appoint()
        if number % 3 == 0:
            self.train()
        self.pay()
        if number % 12 == 11:
            self.year_end()
        for column in (self.age, self.service, self.waited):
            np.add(column, 1, out=column)

    def exits(self) -> None:
        """Let people retire, die and resign, and newcomers take their places."""
        gone = (self.age >= 696) | (self.luck.random(self.size, np.float32) < 0.0006)
        rows = np.flatnonzero(gone)
        self.age[rows] = self.luck.integers(260, 400, len(rows))
        for months in (self.service, self.waited, self.absent, self.hours):
            months[rows] = 0
        for step in (self.grade, self.rating, self.sanctioned, self.coached):
            step[rows] = 0
        self.office[rows] = False
        self.ability[rows] = self.luck.standard_normal(len(rows), np.float32)
        self.skill[rows] = 0

    def absence(self) -> None:
        """Let some stay away for some days."""
        chance = self.luck.random(self.size, np.float32)
        rows = np.flatnonzero(chance < 0.02)
        rows = rows[chance[rows] < 0.01 * np.exp(-0.5 * self.motivation[rows])]
        self.absent[rows] += self.luck.integers(1, 12, len(rows)).astype(np.int16)

    def discipline(self) -> None:
        """Sanction long absence, and let sanctions expire."""
        new = (self.absent >= 3) & (self.sanctioned == 0)
        self.sanctioned -= self.sanctioned > 0
        self.sanctioned[new] = 6

    def appraise(self) -> None:
        """Rate everybody."""
        seen = 0.7 * (self.ability + self.skill) + 0.3 * self.motivation
        seen += self.luck.standard_normal(self.size, np.float32)
        self.rated_before[:] = self.rating
        self.rating[:] = np.searchsorted(np.array([-2, -1.5, -1, 1], np.float32), seen) + 1
        self.absent[:] = 0
        self.hours[:] = 0

    def remedy(self) -> None:
        """Coach who was rated poor for half a year."""
        self.coached -= self.coached > 0
        new = np.flatnonzero((self.rating <= 2) & (self.coached == 0))[: self.size // 100]
        self.coached[new] = 6
        self.motivation[new] += 0.1

    def promote(self) -> None:
        """Let those rise who have waited four years and were rated good twice."""
        rises = (self.waited >= 48) & (self.rating >= 4) & (self.rated_before >= 4)
        rises &= (self.sanctioned == 0) & (self.grade < GRADES - 1)
        rows = np.flatnonzero(rises)
        self.grade[rows] += 1
        self.waited[rows] = 0

    def appoint(self) -> None:
        """Fill vacant posts by score."""
        vacant = int(self.size * POSTS) - int(self.office.sum())
        rows = np.flatnonzero(~self.office & (self.grade >= 8) & (self.rating >= 4))
        if vacant > 0 and len(rows) > vacant:
            score = 0.5 * self.ability[rows] + 0.5 * self.skill[rows]
            self.office[rows[np.argpartition(-score, vacant)[:vacant]]] = True

    def train(self) -> None:
        """Give a twentieth of the staff a course."""
        rows = self.luck.integers(0, self.size, self.size // 20)
        self.hours[rows] += 20
        self.skill *= 0.85
        self.skill[rows] += 0.1

    def pay(self) -> None:
        """Pay a salary by grade and years, and an allowance cut by sanctions."""
        salary = self.scale[self.grade, np.minimum(self.service >> 4, 35)]
        salary[self.sanctioned > 0] *= 0.75
        self.paid += float(salary.sum(dtype=np.float64))

    def year_end(self) -> None:
        """Let motivation return, and reckon service."""
        self.motivation *= 0.7
        self.motivation += 0.7 * self.luck.standard_normal(self.size, np.float32)
        work = self.ability + self.skill + 0.5 * self.motivation
        self.served += float(work.mean(dtype=np.float64))


def rate_of_prototype(size: int, months: int) -> float:
    """Return the person-years a second of processor time that the prototype simulates."""
    service = Prototype(size)
    begun = process_time()
    for number in range(months):
        service.month(number)
    return size * months / 12 / (process_time() - begun)
