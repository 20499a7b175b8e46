"""Whom to ask again: those whose inputs can be in another class than when they were last asked.

A decision about everybody need not be taken again about people of whom nothing has changed that
it reads. A :class:`Watch` keeps the columns as they stood, each in its own width, and compares:

* an attribute of the record with itself a month ago;
* an attribute that moves by itself with where it had to move to by now. Where it did so, its
  class changes in a month that was known beforehand: that month is noted for each person;
* a series when something was entered in it; an event for those of whom it has entries;
* whatever else is read (another person's attributes, sums, the day) by its class.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.ast import Column as Attribute
from policy_sim.policy.ast import History
from policy_sim.rules.classed import Cells, Input
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Column, Flags, Frame, Integers
from policy_sim.rules.history import RecordedPast
from policy_sim.rules.staying import Staying

__all__ = ["Watch", "months_to_change"]

_NEVER = 2**30
"""So many months are never over."""

_OF_THE_DAY = "months_since"
"""The use of an event whose value moves for people of whom there is no entry."""

Told = Input | Cells


class Watch:
    """The inputs *told* of a decision, for the people in the rows last seen.

    *moves* gives, by attribute, by how much it moves each month (within its range) after it was
    looked at; *record* names the attributes of the people themselves. Until it has seen somebody,
    everybody is to be asked.
    """

    def __init__(
        self, told: Sequence[Told], moves: Mapping[str, int], record: Sequence[str]
    ) -> None:
        self._moves = tuple(sorted(moves.items()))
        self._due = np.zeros(0, dtype=np.int32)
        self._columns: dict[str, _Kept] = {}
        self._ahead: list[tuple[tuple[Attribute, ...], NDArray[np.int32]]] = []
        self._classes: list[_Classed] = []
        for each in told:
            arguments = each.arguments
            if not arguments or not all(a.name in record for a in arguments):
                self._classes.append(_classed(each))
                continue
            moving = any(argument.name in moves for argument in arguments)
            if moving and each.listed is None:
                self._classes.append(_classed(each))
                continue
            for argument in arguments:
                step = moves.get(argument.name, 0)
                self._columns.setdefault(argument.name, _Kept(argument, step))
            if moving:
                self._ahead.append((arguments, months_to_change(each, self._moves)))

    @property
    def size(self) -> int:
        """How many people were looked at last."""
        return len(self._due)

    def changed(self, features: Features, month: int) -> Integers:
        """Return the rows of those to be asked in *month* (an index), and take note of it.

        *features* are those of everybody, newcomers last; it is to be asked once every month.
        """
        frame, known = features.frame, len(self._due)
        changed = np.zeros(frame.size, dtype=np.bool_)
        np.equal(self._due, month, out=changed[:known])
        changed[known:] = True
        for name, kept in self._columns.items():
            kept.compare(frame.column(name), changed)
        for each in self._classes:
            each.compare(features, changed)
        rows = changed.nonzero()[0]
        if frame.size > known:
            self._due = np.concatenate([self._due, np.zeros(frame.size - known, dtype=np.int32)])
        self._due[rows] = self._next(frame, rows, month)
        for kept in self._columns.values():
            kept.move()
        return rows

    def note(self, frame: Frame, rows: Integers, month: int, written: Collection[str]) -> None:
        """Take note of the people at *rows* as *frame*, which is about them, now has them.

        Since *month* was looked at nothing but the attributes *written* has changed.
        """
        features = Features(frame)
        for name in self._columns.keys() & written:
            self._columns[name].note(frame.column(name), rows)
        for each in self._classes:
            each.note(features, rows)
        self._due[rows] = self._next(frame, np.arange(frame.size), month)

    def doubt(self, rows: Integers, month: int) -> None:
        """Let the people at *rows* be asked again in *month*, whatever happens."""
        self._due[rows] = month

    def keep(self, staying: Staying) -> None:
        """Forget all but those *staying*."""
        self._due = staying.of(self._due)
        for kept in self._columns.values():
            kept.column = staying.of(kept.column)
        for each in self._classes:
            each.column = staying.of(each.column)

    def _next(self, frame: Frame, rows: Integers, month: int) -> NDArray[np.int32]:
        """Return the month in which something that moves leaves its class, if nothing happens."""
        due = np.full(len(rows), _NEVER, dtype=np.int32)
        for arguments, months in self._ahead:
            place = np.zeros(len(rows), dtype=np.int64)
            for argument in arguments:
                place *= argument.type.high - argument.type.low + 1
                place += frame.column(argument.name)[rows]
                place -= argument.type.low
            np.minimum(due, months[place], out=due)
        due += month
        return due


class _Kept:
    """One attribute as it stood; *step* is by how much it moves each month."""

    def __init__(self, attribute: Attribute, step: int) -> None:
        self.column: Column = np.zeros(0, dtype=np.int8)
        self._step = step
        kind = attribute.type
        self._low, self._high = kind.low - min(step, 0), kind.high - max(step, 0)

    def compare(self, now: Column, changed: Flags) -> None:
        """Flag in *changed* those who stand otherwise *now*, and keep how they stand."""
        known = len(self.column)
        differs = self.column != now[:known]
        anybody = differs.any()
        if anybody:
            changed[:known] |= differs
        if anybody or len(now) > known:
            self.column = now.copy()

    def move(self) -> None:
        """Let the attribute go where it will be in a month."""
        if self._step:
            np.clip(self.column, self._low, self._high, out=self.column)
            self.column += self._step

    def note(self, now: Column, rows: Integers) -> None:
        """Keep how the people at *rows* stand *now*, to be looked at in a month."""
        moved = now
        if self._step:
            moved = np.clip(now, self._low, self._high) + np.asarray(self._step, now.dtype)
        self.column[rows] = moved


class _Classed:
    """An input whose class is worked out for everybody."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.column: Column = np.zeros(0, dtype=np.int8)

    def compare(self, features: Features, changed: Flags) -> None:
        """Flag in *changed* those who are in another class than before, and keep the class."""
        now = np.broadcast_to(self.told.classed(features), (features.size,))
        known = len(self.column)
        changed[:known] |= self.column != now[:known]
        self.column = now.copy()

    def note(self, features: Features, rows: Integers) -> None:
        """Keep the class of the people at *rows*, of whom some attribute has changed."""
        self.column[rows] = self.told.classed(features)


class _Remembered(_Classed):
    """A use of the past: it is asked of those about whom something is on record, and not always."""

    def __init__(self, told: Told, use: History) -> None:
        super().__init__(told)
        self._use = use
        self._written: int | None = None

    def compare(self, features: Features, changed: Flags) -> None:
        past = features.past
        if not isinstance(past, RecordedPast):
            super().compare(features, changed)
            return
        before, self._written = self._written, past.written(self._use.source)
        known = len(self.column)
        if self._written is not None and self._written == before and known:
            self._come(features)
            return
        if self._written is not None or not known or self._use.operator == _OF_THE_DAY:
            super().compare(features, changed)
            return
        self._come(features)
        rows = past.entered_of(self._use.source)
        now = self.told.classed(features.within(rows))
        other = self.column[rows] != now
        changed[rows[other]] = True
        self.column[rows] = now

    def note(self, features: Features, rows: Integers) -> None:
        """Do nothing: no attribute changes the past."""

    def _come(self, features: Features) -> None:
        """Keep the class of those who are new."""
        new = np.arange(len(self.column), features.size)
        if len(new):
            classes = np.broadcast_to(self.told.classed(features.within(new)), (len(new),))
            self.column = np.concatenate([self.column, classes])


def _classed(told: Told) -> _Classed:
    return _Remembered(told, told.term) if isinstance(told.term, History) else _Classed(told)


@lru_cache(maxsize=64)
def months_to_change(told: Told, moves: tuple[tuple[str, int], ...]) -> NDArray[np.int32]:
    """Return in how many months *told* leaves its class, for every combination of its attributes.

    *moves* are the attributes that move and their steps; whatever else it reads stands still. It
    is 2**30 where the class stays for good. Raises :exc:`ValueError` for an input too wide to list.
    """
    steps, classes = dict(moves), told.listed
    if classes is None:
        msg = f"{told.term} has too many values to be listed"
        raise ValueError(msg)
    spans = []
    for argument in told.arguments:
        most = argument.type.high - argument.type.low
        spans.append(np.clip(np.arange(most + 1) + steps.get(argument.name, 0), 0, most))
    places = np.arange(len(classes)).reshape([len(span) for span in spans])
    next_month = places[np.ix_(*spans)].ravel()
    months = np.full(len(classes), _NEVER, dtype=np.int32)
    there, passed = next_month, 1
    while True:
        months[(classes[there] != classes) & (months == _NEVER)] = passed
        further = next_month[there]
        if np.array_equal(further, there):
            return months
        there, passed = further, passed + 1
