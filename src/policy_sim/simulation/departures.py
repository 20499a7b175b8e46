"""Departures: people leave service at once or with notice, and give up posts and levels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.staying import Staying
from policy_sim.simulation.state import State
from policy_sim.workforce.table import NO_POST

__all__ = [
    "LEFT_LEVEL",
    "MONTHS_AT_LEVEL",
    "give_notice",
    "leave",
    "left_level",
    "under_notice",
    "vacate",
]

LEFT_LEVEL, MONTHS_AT_LEVEL = "left_level", "months_at_level"
"""The flows of those who leave their level of office, and of the months that they were at it."""

_AT_LEVEL = ("time_in_level", "time_in_office")
"""The attributes that count months at the present level: the first that is declared."""


def leave(state: State, reasons: Mapping[str, Flags]) -> None:
    """Let people leave, each for the one reason whose mask holds them; posts fall vacant.

    Those who are under notice leave with them, for the reason of the notice.
    """
    gone = np.zeros(state.people.size, np.bool_)
    notices = {reason: under_notice(state, reason) for reason in state.notices}
    state.notices.clear()
    for reason, mask in (*sorted(notices.items()), *sorted(reasons.items())):
        rows = (mask & ~gone).nonzero()[0]
        state.flows.count(reason, state.people.record, rows)
        if not len(rows):
            continue
        left_level(state, rows)
        state.archive.add(state.people.ids[rows], reason, state.month)
        vacate(state, rows)
        gone |= mask
    if gone.any():
        staying = Staying(gone)
        ids = state.people.ids[staying.gone]
        state.posts.leave(ids)
        state.payroll.leave(ids, staying)
        state.signals.left(staying)
        state.people.drop(gone)


def give_notice(state: State, reason: str, rows: Integers) -> None:
    """Let the people at *rows* leave for *reason* when people next leave: in a month."""
    if len(rows):
        state.notices.setdefault(reason, []).append(state.people.ids[rows])


def under_notice(state: State, *reasons: str) -> Flags:
    """Return who is to leave for one of *reasons*, or for any if none is stated."""
    noticed = np.zeros(state.people.size, np.bool_)
    for reason in reasons or tuple(state.notices):
        for ids in state.notices[reason]:
            rows = state.people.rows_of(ids)
            noticed[rows[rows >= 0]] = True
    return noticed


def vacate(state: State, rows: Integers) -> None:
    """Let the people at *rows* give up the posts they hold, if any."""
    held = state.people.post[rows]
    state.posts.vacate(held[held != NO_POST].astype(np.int64), state.month)
    state.people.post[rows] = NO_POST


def left_level(state: State, rows: Integers) -> None:
    """Count the people at *rows*, who leave their level of office, and their months at it.

    It is done for an organisation that states how much its levels count.
    """
    record = state.people.record
    counted = next((name for name in _AT_LEVEL if name in record), None)
    if counted is not None and state.organisation.levels.responsibility:
        state.flows.count(LEFT_LEVEL, record, rows)
        months = record[counted][rows].astype(np.int64)
        state.flows.add(MONTHS_AT_LEVEL, record, rows, months)
