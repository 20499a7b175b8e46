"""The ledger of decisions: what the law decided about whom, what was done, and why.

Kept in columns of small codes, month by month; words are spelled out when the ledger is read. A
refusal is written when its reason differs from the person's last one in that area (and, where
people compete for places, in that kind of competition): a person who waits four years for the same
clause has one row, not forty-eight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from policy_sim.simulation.books.ledger_sheets import Rows, Sheets, Writing, arranged, in_alphabet
from policy_sim.simulation.calendar import day_of

__all__ = ["COLUMNS", "NOBODY", "Actual", "Deviation", "Entry", "Keeping", "Ledger", "Ruling"]

COLUMNS = (
    "date",
    "person",
    "area",
    "rule",
    "law",
    "actual",
    "deviation",
    "reason",
    "cause",
)
"""The columns of a ledger, in order."""

Integers = NDArray[np.int64]

NOBODY = -1
"""The person of a row that is about a unit or the organisation; its cause says which."""

SAMPLED = 20
"""Where a sample is kept and nothing else is said, it is one person in so many."""


class Ruling(StrEnum):
    """What the law says of a case."""

    GRANTED = "granted"
    REFUSED = "refused"
    BARRED = "barred"
    OUTRANKED = "outranked"
    NO_BUDGET = "no_budget"


class Actual(StrEnum):
    """What was done in fact."""

    DONE = "done"
    NOT_DONE = "not_done"


class Deviation(StrEnum):
    """Where practice departed from the law."""

    NONE = "none"
    ORDER = "order"
    COMPLIANCE = "compliance"
    DELAY = "delay"


class Keeping(StrEnum):
    """How much of the ledger is kept: every row, those of a sample of people, or nothing."""

    ALL = "all"
    SAMPLE = "sample"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entry:
    """What rows written together have in common; *cause* names the case, such as a vacancy.

    *contest* names the kind of competition, such as the office: it is in no row, but what is news
    to a person is told for each kind by itself. Somebody considered for two offices has two
    rows, not two every month.
    """

    area: str
    law: Ruling = Ruling.GRANTED
    actual: Actual = Actual.DONE
    deviation: Deviation = Deviation.NONE
    cause: str = ""
    contest: str = ""

    @property
    def matter(self) -> str:
        """What a ruling must differ in from the last one to be news: area and contest."""
        return f"{self.area} {self.contest}"


class Ledger:
    """The decisions of one arm in one replication.

    Under :attr:`Keeping.SAMPLE` one person in *sampled* is kept, by id.
    """

    def __init__(self, keeping: Keeping = Keeping.ALL, sampled: int = SAMPLED) -> None:
        self.keeping = keeping
        self._sampled = sampled
        self._words: dict[str, int] = {}
        self._writings: list[Writing] = []
        self._sheets = Sheets()
        self._last: dict[str, Integers] = {}
        self._followed = np.ones(1, np.bool_)

    @property
    def kept(self) -> bool:
        """Whether anything is written; reasons need not be worked out if not."""
        return self.keeping is not Keeping.NONE

    def word(self, text: str) -> int:
        """Return the code of *text*, a rule's id or a reason."""
        return self._words.setdefault(text, len(self._words))

    def words(self, texts: Iterable[str]) -> Integers:
        """Return the code of each of *texts*."""
        known = self._words
        return np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int64)

    def write(
        self,
        month: int,
        people: Integers,
        entry: Entry,
        rules: str | Integers,
        reasons: str | Integers = "",
        causes: Integers | None = None,
    ) -> None:
        """Write one row for each id in *people*.

        *rules* and *reasons* are one text for all, or codes from :meth:`word`, one a person;
        *causes*, codes too, take the place of the entry's own cause.
        """
        if not self.kept or not len(people):
            return
        columns = [
            self._codes(rules, people),
            self._codes(reasons, people),
            self._codes(entry.cause if causes is None else causes, people),
        ]
        if self.keeping is Keeping.SAMPLE:
            mask = self.follows(people)
            people, columns = people[mask], [column[mask] for column in columns]
        self._append(month, people, entry, columns)

    def refuse(
        self,
        month: int,
        people: Integers,
        entry: Entry,
        rules: str | Integers,
        reasons: str | Integers = "",
    ) -> None:
        """Write the refusals of *people* whose rule or reason is new since their last refusal."""
        if not self.kept or not len(people):
            return
        rule, reason = self._codes(rules, people), self._codes(reasons, people)
        new = self.news(people, entry, rule, reason)
        self.write(month, people[new], entry, rule[new], reason[new])

    def news(
        self, people: Integers, entry: Entry, rules: Integers, reasons: Integers | int = 0
    ) -> NDArray[np.bool_]:
        """Return for whom this ruling is another than the last one in its matter, and note it.

        *rules* and *reasons* are codes from :meth:`word`. Who is in no sample has no news.
        """
        return self.noted(entry.matter, people, self.mark(entry, rules, reasons))

    def mark(self, entry: Entry, rules: Integers, reasons: Integers | int = 0) -> Integers:
        """Return a whole number for each ruling: the entry's, with these *rules* and *reasons*."""
        return (np.asarray(reasons) << 32) | (rules << 3) | list(Ruling).index(entry.law)

    def noted(self, matter: str, people: Integers, marks: Integers) -> NDArray[np.bool_]:
        """Return for whom the ruling with this mark is news in *matter*, as :meth:`news` does."""
        last = self._seen(matter, int(people.max(initial=-1)) + 1)
        new = last[people] != marks
        last[people[new]] = marks[new]
        return np.asarray(new & self.follows(people))

    def follows(self, people: Integers) -> NDArray[np.bool_]:
        """Return for whom of *people*, given by their ids, rows are kept; for nobody if any."""
        if self.keeping is Keeping.ALL:
            return np.ones(len(people), np.bool_)
        if self.keeping is Keeping.NONE:
            return np.zeros(len(people), np.bool_)
        if len(self._followed) <= people.max(initial=NOBODY) + 1:
            # The last place is nobody's; to look a person up is faster than to divide an id.
            self._followed = np.arange(2 * int(people.max()) + 3) % self._sampled == 0
            self._followed[NOBODY] = True
        return self._followed[people]

    def close_month(self) -> None:
        """Put away what was written this month: rows that follow are of later months."""
        if self._writings:
            self._sheets.add(arranged(self._writings, [*self._words, ""]))
            self._writings.clear()

    def __len__(self) -> int:
        written: int = sum(each.columns.shape[1] for each in self._writings)
        return len(self._sheets) + written

    def months(self) -> Iterator[Rows]:
        """Yield the rows in canonical order, in codes, as many at a time as were put away."""
        self.close_month()
        yield from self._sheets

    def spelled(self) -> tuple[str, ...]:
        """Return the word of each code."""
        return tuple(self._words)

    def done(self, area: str) -> Iterator[tuple[Integers, Integers]]:
        """Yield the months and the people of what was really done in *area*."""
        there, acted = self._words.get(area, -1), self._words.get(Actual.DONE.value, -1)
        for rows in self.months():
            which = (rows[2] == there) & (rows[5] == acted)
            yield rows[0, which].astype(np.int64), rows[1, which].astype(np.int64)

    def frame(self) -> pd.DataFrame:
        """Return the rows in canonical order: by date, then person, area and the rest.

        Codes become words; ``date`` is a day, ``person`` an integer, the others are categories
        whose words stand in alphabetical order.
        """
        nothing = np.empty((len(COLUMNS), 0), dtype=np.int32)
        rows = np.concatenate([nothing, *self.months()], axis=1)
        data: dict[str, object] = {"date": _days(rows[0]), "person": rows[1].astype(np.int64)}
        for name, column in zip(COLUMNS[2:], rows[2:], strict=True):
            codes, categories = in_alphabet([*self._words, ""], column)
            data[name] = pd.Categorical.from_codes(codes, categories=pd.Index(categories))
        return pd.DataFrame(data)

    def _codes(self, given: str | Integers, people: Integers) -> Integers:
        if isinstance(given, str):
            return np.full(len(people), self.word(given))
        return given

    def _seen(self, matter: str, size: int) -> Integers:
        last = self._last.get(matter, np.empty(0, np.int64))
        if len(last) < size:
            grown = np.full(max(size, 2 * len(last)), -1, np.int64)
            grown[: len(last)] = last
            last = self._last[matter] = grown
        return last

    def _append(self, month: int, people: Integers, entry: Entry, codes: list[Integers]) -> None:
        words = (entry.area, entry.law.value, entry.actual.value, entry.deviation.value)
        columns = (people, *codes)
        common = (month, *map(self.word, words))
        self._writings.append(Writing(common, np.array(columns, dtype=np.int32)))


def _days(months: NDArray[np.int32]) -> NDArray[np.datetime64]:
    """Return the first day of each of *months*, in ascending order."""
    different, place = np.unique(months, return_inverse=True)
    days = np.array([day_of(month) for month in different.tolist()], dtype="datetime64[s]")
    return days[place]
