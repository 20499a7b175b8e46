"""The ledger of decisions: what the law decided about whom, what was done, and why.

Kept in columns of small codes; words are spelled out when the ledger is read as a frame. A
refusal is written when its reason differs from the person's last one in that area (and, where
people compete for places, in that kind of competition): a person who waits four years for the same
clause has one row, not forty-eight.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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

_LARGEST = 2**62
"""So many different rows are told apart by one number."""


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
    """How much of the ledger is kept: every row, every twentieth person, or nothing."""

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
    """The decisions of one arm in one replication."""

    SAMPLED = 20
    """Under :attr:`Keeping.SAMPLE` one person in so many is kept, by id."""

    def __init__(self, keeping: Keeping = Keeping.ALL) -> None:
        self.keeping = keeping
        self._words: dict[str, int] = {}
        self._writings: list[_Writing] = []
        self._last: dict[str, Integers] = {}

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
        return np.asarray((people % self.SAMPLED == 0) | (people == NOBODY))

    def frame(self) -> pd.DataFrame:
        """Return the rows in canonical order: by date, then person, area and the rest.

        Codes become words; ``date`` is a day, ``person`` an integer, the others are categories
        whose words stand in alphabetical order.
        """
        months, people, spelled = _columns(self._writings, [*self._words, ""])
        order = _canonical(months, people, spelled)
        data: dict[str, object] = {
            "date": _days(months),
            "person": people[order].astype(np.int64),
        }
        for name, (codes, categories) in zip(COLUMNS[2:], spelled, strict=True):
            data[name] = pd.Categorical.from_codes(codes[order], categories=pd.Index(categories))
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
        self._writings.append(_Writing(common, np.array(columns, dtype=np.int32)))


_Spelled = tuple[NDArray[np.signedinteger], Sequence[str]]
"""Each row's position among some words, and those words."""


@dataclass(frozen=True, slots=True)
class _Writing:
    """Rows written together: what is *common* to them, and their *columns*, all in codes.

    *common* is the month, the area, and what the law says, was done, and departs from the law;
    *columns* are person, rule, reason and cause.
    """

    common: tuple[int, ...]
    columns: NDArray[np.int32]


def _columns(
    writings: list[_Writing], words: Sequence[str]
) -> tuple[NDArray[np.int32], NDArray[np.int32], list[_Spelled]]:
    """Return month and person of all rows, and the other columns in the order of COLUMNS.

    What is common to rows written together is looked up once for them all.
    """
    sizes = [writing.columns.shape[1] for writing in writings]
    common = np.array([writing.common for writing in writings], dtype=np.int32).reshape(-1, 5)
    nothing = np.empty(0, dtype=np.int32)
    person, *own = (
        np.concatenate([nothing, *(writing.columns[number] for writing in writings)])
        for number in range(4)
    )
    rule, reason, cause = (_in_alphabet(words, codes) for codes in own)
    area, law, actual, deviation = (
        (np.repeat(places, sizes), texts)
        for places, texts in (_in_alphabet(words, codes) for codes in common.T[1:])
    )
    months = np.repeat(common[:, 0], sizes)
    return months, person, [area, rule, law, actual, deviation, reason, cause]


def _canonical(
    months: NDArray[np.int32], people: NDArray[np.int32], spelled: Sequence[_Spelled]
) -> Integers:
    """Return the order of rows by month, person, and then the words of the other columns.

    Most people have one row in a month, so that only the others' words are compared.
    """
    place = months.astype(np.int64)
    place *= int(people.max(initial=0)) + 2
    place += people
    order = np.argsort(place)
    place = place[order]
    same = place[1:] == place[:-1]
    tied = np.zeros(len(order), np.bool_)
    tied[1:] = same
    tied[:-1] |= same
    where = np.flatnonzero(tied)
    rows = order[where]
    keys = _keys([(codes[rows], categories) for codes, categories in spelled])
    order[where] = rows[np.lexsort([*reversed(keys), place[where]])]
    return order


def _keys(spelled: Sequence[_Spelled]) -> list[Integers]:
    """Return the columns by which rows are ordered, as many in one number as it holds."""
    keys: list[Integers] = []
    size = _LARGEST
    for codes, categories in spelled:
        size *= max(len(categories), 1)
        if size < _LARGEST:
            keys[-1] = keys[-1] * len(categories) + codes
        else:
            keys.append(codes.astype(np.int64))
            size = max(len(categories), 1)
    return keys


def _days(months: NDArray[np.int32]) -> NDArray[np.datetime64]:
    """Return the first day of each of *months*, in ascending order."""
    first = int(months.min(initial=np.iinfo(np.int32).max)) if len(months) else 0
    counts = np.bincount(months - first)
    days = [day_of(first + number) if count else day_of(12) for number, count in enumerate(counts)]
    return np.repeat(np.array(days, dtype="datetime64[s]"), counts)


def _in_alphabet(words: Sequence[str], codes: NDArray[np.int32]) -> _Spelled:
    """Return each row's word as a position among those that occur, in alphabetical order."""
    counts = np.bincount(codes, minlength=1)
    occurring = np.flatnonzero(counts)
    order = sorted(occurring.tolist(), key=words.__getitem__)
    places = np.zeros(len(counts), np.min_scalar_type(-max(len(order), 1)))
    places[order] = np.arange(len(order))
    return places[codes], [words[code] for code in order]
