"""The ledger of decisions: what the law decided about whom, what was done, and why.

Kept in columns of small codes; words are spelled out when the ledger is read as a frame. A
refusal is written when its reason differs from the person's last one in that area: a person who
waits four years for the same clause has one row, not forty-eight.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from policy_sim.simulation.calendar import day_of

__all__ = ["COLUMNS", "Actual", "Deviation", "Entry", "Keeping", "Ledger", "Ruling"]

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
    """What rows written together have in common; *cause* names the case, such as a vacancy."""

    area: str
    law: Ruling = Ruling.GRANTED
    actual: Actual = Actual.DONE
    deviation: Deviation = Deviation.NONE
    cause: str = ""


class Ledger:
    """The decisions of one arm in one replication."""

    SAMPLED = 20
    """Under :attr:`Keeping.SAMPLE` one person in so many is kept, by id."""

    def __init__(self, keeping: Keeping = Keeping.ALL) -> None:
        self.keeping = keeping
        self._words: dict[str, int] = {}
        self._columns: list[list[Integers]] = [[] for _ in COLUMNS]
        self._last: dict[str, Integers] = {}

    @property
    def kept(self) -> bool:
        """Whether anything is written; reasons need not be worked out if not."""
        return self.keeping is not Keeping.NONE

    def word(self, text: str) -> int:
        """Return the code of *text*, a rule's id or a reason."""
        return self._words.setdefault(text, len(self._words))

    def write(
        self,
        month: int,
        people: Integers,
        entry: Entry,
        rules: str | Integers,
        reasons: str | Integers = "",
    ) -> None:
        """Write one row for each id in *people*.

        *rules* and *reasons* are one text for all, or codes from :meth:`word`, one a person.
        """
        if not self.kept or not len(people):
            return
        rule, reason = self._codes(rules, people), self._codes(reasons, people)
        mask = self._sampled(people)
        self._append(month, people[mask], entry, rule[mask], reason[mask])

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
        last = self._seen(entry.area, int(people.max()) + 1)
        now = (reason << 32) | (rule << 3) | list(Ruling).index(entry.law)
        mask = (last[people] != now) & self._sampled(people)
        last[people] = now
        self._append(month, people[mask], entry, rule[mask], reason[mask])

    def frame(self) -> pd.DataFrame:
        """Return the rows in canonical order: by date, then person, area and the rest.

        Codes become words; ``date`` is a day, ``person`` an integer, the others are categories
        whose words stand in alphabetical order.
        """
        columns = [np.concatenate([np.empty(0, np.int64), *parts]) for parts in self._columns]
        data: dict[str, object] = {
            "date": _days(columns[0]),
            "person": columns[1],
        }
        words = np.array([*self._words, ""], dtype=object)
        for name, codes in zip(COLUMNS[2:], columns[2:], strict=True):
            data[name] = _category(words, codes)
        frame = pd.DataFrame(data)
        codes = [
            column.cat.codes if isinstance(column.dtype, pd.CategoricalDtype) else column
            for column in (frame[name] for name in reversed(COLUMNS))
        ]
        return frame.iloc[np.lexsort([np.asarray(c) for c in codes])].reset_index(drop=True)

    def _codes(self, given: str | Integers, people: Integers) -> Integers:
        if isinstance(given, str):
            return np.full(len(people), self.word(given), np.int64)
        return given

    def _sampled(self, people: Integers) -> NDArray[np.bool_]:
        if self.keeping is Keeping.ALL:
            return np.ones(len(people), np.bool_)
        return people % self.SAMPLED == 0

    def _seen(self, area: str, size: int) -> Integers:
        last = self._last.get(area, np.empty(0, np.int64))
        if len(last) < size:
            grown = np.full(max(size, 2 * len(last)), -1, np.int64)
            grown[: len(last)] = last
            last = self._last[area] = grown
        return last

    def _append(
        self, month: int, people: Integers, entry: Entry, rule: Integers, reason: Integers
    ) -> None:
        common = (entry.law, entry.actual, entry.deviation)
        size = len(people)
        row = [
            np.full(size, month, np.int64),
            people.astype(np.int64),
            np.full(size, self.word(entry.area), np.int64),
            rule,
            *(np.full(size, self.word(word.value), np.int64) for word in common),
            reason,
            np.full(size, self.word(entry.cause), np.int64),
        ]
        for column, part in zip(self._columns, row, strict=True):
            column.append(part)


def _days(months: Integers) -> NDArray[np.datetime64]:
    distinct, inverse = np.unique(months, return_inverse=True)
    days = np.array([day_of(int(m)) for m in distinct], dtype="datetime64[D]")
    return days[inverse].astype("datetime64[s]")


def _category(words: NDArray[np.object_], codes: Integers) -> pd.Categorical:
    distinct, inverse = np.unique(codes, return_inverse=True)
    order = np.argsort(words[distinct].astype(str), kind="stable")
    places = np.empty(len(distinct), np.int64)
    places[order] = np.arange(len(distinct))
    return pd.Categorical.from_codes(places[inverse], categories=list(words[distinct][order]))
