"""The workforce: one row a person, the record and the truth apart.

The *record* is what has been written down, and the only thing that a regulation reads. The
*truth* (ability, motivation, closeness) is read by behaviour, outcomes and practice. Both are
arrays aligned by row. Rows move when people leave, and their order means nothing; ids and keys
never change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from policy_sim.errors import RunError
from policy_sim.policy.values import ValueType
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.frame import Column, Flags, Frame, Integers, narrowest
from policy_sim.rules.history import HistoryLog
from policy_sim.rules.staying import Staying
from policy_sim.workforce.skills import Skills

__all__ = ["NO_POST", "Column", "Columns", "Related", "Workforce", "column_dtype", "move"]

NO_POST = -1
"""The post of everyone who holds none."""

Related = Callable[[str, Integers], Column]
"""Answers a name with a dot (``superior.grade``) for the people in the given rows."""

_NOTHING: Mapping[str, Column | int] = MappingProxyType({})


def column_dtype(kind: ValueType) -> np.dtype[np.signedinteger]:
    """Return the smallest signed integer type that holds every value of *kind*."""
    return narrowest(kind.low, kind.high)


def move(column: Column, kind: ValueType, step: int) -> None:
    """Let every value of *column* move by *step*, in place, and stay within the range of *kind*."""
    width = kind.high - kind.low
    step = min(max(step, -width), width)
    # Held back before the step, so that the smallest integer type cannot overflow; the step itself
    # may wrap around in that type, and then so does the sum, to where it belongs.
    np.clip(column, kind.low - min(step, 0), kind.high - max(step, 0), out=column)
    column += np.int64(step).astype(column.dtype)


class Columns(Mapping[str, Column | int]):
    """The columns of some rows, each gathered when it is first asked for and then kept.

    A name is looked up among the *extra* columns, then in the record; any other name with a dot
    goes to *related*. An unknown name raises :exc:`KeyError`.
    """

    def __init__(
        self,
        record: Mapping[str, Column],
        rows: Integers | None,
        extra: Mapping[str, Column | int],
        related: Related | None,
    ) -> None:
        self._record = record
        self._rows = rows
        self._extra = extra
        self._related = related
        self._gathered: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column | int:
        found = self._gathered.get(name)
        if found is None:
            if name in self._extra:
                return self._extra[name]
            found = self._gathered[name] = self._gather(name)
        return found

    def _gather(self, name: str) -> Column:
        rows, column = self._rows, self._record.get(name)
        if column is not None:
            return column if rows is None else column[rows]
        # A track's own attributes (improvement.stage) have a dot, but stand in the record.
        if "." in name and self._related is not None:
            return self._related(name, np.arange(self._everyone) if rows is None else rows)
        raise KeyError(name)

    @property
    def _everyone(self) -> int:
        return len(next(iter(self._record.values()), ()))

    def __iter__(self) -> Iterator[str]:
        return iter({**self._record, **self._extra})

    def __len__(self) -> int:
        return len({**self._record, **self._extra})


@dataclass
class Workforce:
    """Everyone who is governed, one row each, in no order.

    *ids* ``int64[n]`` name people and are never used twice; *keys* ``uint64[n]`` are their
    identity in chance, fixed at birth and the same in every arm; *record* holds one integer
    column an attribute of the subject ``person``; *truth* one float column a trait, in standard
    deviations of the founding stock; *post* ``int32[n]`` the post held, or :data:`NO_POST`;
    *history* the series and events of the same rows; *acquired* what people have learned beyond
    the traits that they were drawn with, which is truth as well; *standing* what lasting
    circumstances, each by its name, add to how well people work (in SD), truth again: whoever
    brings circumstances about keeps it up to date, and a new simulation begins without any.
    """

    vocabulary: Vocabulary
    ids: Integers
    keys: NDArray[np.uint64]
    record: dict[str, Column]
    truth: dict[str, NDArray[np.float64]]
    post: NDArray[np.int32]
    history: HistoryLog
    acquired: Skills
    standing: Skills = field(init=False)
    _row: NDArray[np.int32] | None = field(init=False, default=None)
    """The row of each id, -1 of those who are not here; None until it is asked for."""

    def __post_init__(self) -> None:
        """Begin without circumstances that would help or hinder anybody's work."""
        self.standing = Skills(len(self.ids))

    @classmethod
    def enter(
        cls,
        vocabulary: Vocabulary,
        ids: Integers,
        keys: NDArray[np.uint64],
        record: Mapping[str, Column | int],
        truth: Mapping[str, NDArray[np.float64]],
        entered: Integers,
    ) -> Workforce:
        """Return people who enter with the columns given and an empty history.

        *record* may leave attributes out: those start at their ``before_first``. A single
        integer stands for everyone. *entered* is the day of entry, as ordinals. Raises
        :exc:`RunError` if a value is outside its attribute's range.
        """
        size = len(ids)
        return cls(
            vocabulary=vocabulary,
            ids=ids.astype(np.int64),
            keys=keys.astype(np.uint64),
            record=_whole_record(vocabulary, record, size),
            truth={name: np.array(values, dtype=np.float64) for name, values in truth.items()},
            post=np.full(size, NO_POST, dtype=np.int32),
            history=HistoryLog.empty(vocabulary, size, entered),
            acquired=Skills(size),
        )

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self.ids)

    def take(self, rows: Integers) -> Workforce:
        """Return a copy of the people in *rows*, in that order."""
        people = self.present(rows)
        people.history = self.history.take(rows)
        return people

    def present(self, rows: Integers) -> Workforce:
        """Return a copy of the people in *rows* as they are today: without their past."""
        present = Workforce(
            vocabulary=self.vocabulary,
            ids=self.ids[rows],
            keys=self.keys[rows],
            record={name: column[rows] for name, column in self.record.items()},
            truth={name: column[rows] for name, column in self.truth.items()},
            post=self.post[rows],
            history=HistoryLog.empty(self.vocabulary, len(rows), self.history.entered[rows]),
            acquired=self.acquired.take(rows),
        )
        present.standing = self.standing.take(rows)
        return present

    def copy(self) -> Workforce:
        """Return a workforce that shares no array with this one."""
        copied = Workforce(
            vocabulary=self.vocabulary,
            ids=self.ids.copy(),
            keys=self.keys.copy(),
            record={name: column.copy() for name, column in self.record.items()},
            truth={name: column.copy() for name, column in self.truth.items()},
            post=self.post.copy(),
            history=self.history.copy(),
            acquired=self.acquired.copy(),
        )
        copied.standing = self.standing.copy()
        return copied

    def append(self, newcomers: Workforce) -> None:
        """Add *newcomers* after everyone; raise :exc:`RunError` unless all their ids are new."""
        if newcomers.size == 0:
            return
        if (np.diff(newcomers.ids, prepend=self.ids.max(initial=-1)) <= 0).any():
            msg = "newcomers must have ascending ids above those of everyone before them"
            raise RunError(msg)
        self.ids, self._row = np.concatenate([self.ids, newcomers.ids]), None
        self.keys = np.concatenate([self.keys, newcomers.keys])
        self.post = np.concatenate([self.post, newcomers.post])
        for name, column in self.record.items():
            self.record[name] = np.concatenate([column, newcomers.record[name]])
        for name, trait in self.truth.items():
            self.truth[name] = np.concatenate([trait, newcomers.truth[name]])
        self.history.append(newcomers.history)
        self.acquired = self.acquired.joined(newcomers.acquired)
        self.standing = self.standing.joined(newcomers.standing)

    def drop(self, leaving: Flags) -> None:
        """Take out the people flagged in *leaving* ``bool[n]``; others move into their rows."""
        staying, self._row = Staying(leaving), None
        self.ids, self.keys = staying.of(self.ids), staying.of(self.keys)
        self.post = staying.of(self.post)
        self.record = {name: staying.of(column) for name, column in self.record.items()}
        self.truth = {name: staying.of(trait) for name, trait in self.truth.items()}
        self.history.drop(staying)
        self.acquired = self.acquired.kept(staying)
        self.standing = self.standing.kept(staying)

    def rows_of(self, ids: Integers) -> Integers:
        """Return the row of each id, -1 for those who are not (or no longer) here."""
        if self._row is None:
            # One more place, at the end, is that of every id which nobody here has had.
            self._row = np.full(int(self.ids.max(initial=-1)) + 2, -1, dtype=np.int32)
            self._row[self.ids] = np.arange(self.size)
        nobody = len(self._row) - 1
        places = np.where((ids < 0) | (ids > nobody), nobody, ids)
        return self._row[places].astype(np.int64)

    def by_id(self) -> Workforce:
        """Return a copy of the people in rows that ascend by id."""
        return self.take(np.argsort(self.ids))

    def frame(
        self,
        rows: Integers | None,
        today: date,
        extra: Mapping[str, Column | int] = _NOTHING,
        related: Related | None = None,
    ) -> Frame:
        """Return what a rule may read about the people in *rows* (None: everyone) on *today*.

        *extra* adds columns such as ``post.office``, aligned with *rows*; *related* answers
        other names with a dot. Nothing is gathered until a rule asks for it; a frame of everyone
        reads the record itself, so it is valid until the record changes.
        """
        return Frame(
            columns=Columns(self.record, rows, extra, related),
            past=self.history.past(rows),
            today=today,
            size=self.size if rows is None else len(rows),
            ids=self.ids,
            rows=rows,
        )


def _whole_record(
    vocabulary: Vocabulary, given: Mapping[str, Column | int], size: int
) -> dict[str, Column]:
    record: dict[str, Column] = {}
    for name, attribute in vocabulary.attributes.items():
        if attribute.subject != "person":
            continue
        stated = given.get(name, attribute.before_first)
        values = stated if isinstance(stated, np.ndarray) else np.full(size, stated)
        low, high = attribute.type.low, attribute.type.high
        if size and not (low <= values.min() and values.max() <= high):
            msg = f"{name} lies outside {low}..{high}: {values.min()}..{values.max()}"
            raise RunError(msg)
        record[name] = values.astype(column_dtype(attribute.type))
    return record
