"""Waiting: the record as it will stand if time passes and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from policy_sim.policy.ast import History
from policy_sim.policy.vocabulary import Attribute
from policy_sim.rules.frame import Column, Frame, Integers, Past, Rows
from policy_sim.simulation.state import State

__all__ = ["after_waiting"]


@dataclass(frozen=True)
class _LongerPast:
    """A *past* looked back on some *months* later, in which nothing new has happened."""

    past: Past
    months: int

    def column(self, use: History, today: date) -> Column:
        """Return *use* as it will be: months since a thing have grown, the rest stands."""
        column = self.past.column(use, today)
        if use.operator != "months_since":
            return column
        return np.minimum(column.astype(np.int64) + self.months, use.type.high)

    def take(self, rows: Rows) -> _LongerPast:
        """Return the past of the subjects at *rows*, in that order."""
        return _LongerPast(self.past.take(rows), self.months)


class _Moved(Mapping[str, Column | int]):
    """The columns of *about*, and of the people at *rows* what has moved in *months*.

    A column is worked out when it is asked for.
    """

    def __init__(
        self, state: State, rows: Integers, months: int, about: Mapping[str, Column | int]
    ) -> None:
        self._record, self._rows, self._months = state.people.record, rows, months
        self._moving = {
            name: attribute
            for name, attribute in state.people.vocabulary.attributes.items()
            if name in self._record and attribute.moves and attribute.moves.each_month
        }
        self._known = dict(about)

    def __getitem__(self, name: str) -> Column | int:
        if name not in self._known:
            column = self._record[name][self._rows]
            self._known[name] = _moved(column, self._moving[name], self._months)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._known or name in self._moving

    def __iter__(self) -> Iterator[str]:
        return iter({**self._known, **self._moving})

    def __len__(self) -> int:
        return len({**self._known, **self._moving})


def after_waiting(
    state: State, rows: Integers, months: int, about: Mapping[str, Column | int]
) -> Frame:
    """Return the record of the people at *rows* when *months* have passed; *about* adds columns.

    What moves by itself has moved, within its range; what people have done stands, and so do
    their superiors. Today's law is to be asked, as if it stayed.
    """
    frame = state.frame(rows, _Moved(state, rows, months, about))
    return replace(frame, past=_LongerPast(frame.past, months))


def _moved(column: Column, attribute: Attribute, months: int) -> Column:
    step = attribute.moves.each_month if attribute.moves else 0
    later = column.astype(np.int32)
    later += step * months
    return np.clip(later, attribute.type.low, attribute.type.high, out=later)
