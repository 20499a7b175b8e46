"""Waiting: the record as it will stand if time passes and nothing else changes."""

from __future__ import annotations

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


def after_waiting(
    state: State, rows: Integers, months: int, about: dict[str, Column | int]
) -> Frame:
    """Return the record of the people at *rows* when *months* have passed; *about* adds columns.

    What moves by itself has moved, within its range; what people have done stands, and so do
    their superiors. Today's law is to be asked, as if it stayed.
    """
    record = state.people.record
    moved: dict[str, Column | int] = {
        name: _moved(record[name][rows], attribute, months)
        for name, attribute in state.people.vocabulary.attributes.items()
        if name in record and attribute.moves is not None and attribute.moves.each_month
    }
    frame = state.frame(rows, {**moved, **about})
    return replace(frame, past=_LongerPast(frame.past, months))


def _moved(column: Column, attribute: Attribute, months: int) -> Column:
    step = attribute.moves.each_month if attribute.moves else 0
    kind = attribute.type
    return np.clip(column.astype(np.int32) + step * months, kind.low, kind.high)
