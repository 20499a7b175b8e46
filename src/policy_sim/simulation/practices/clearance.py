"""Clearance: irregular proposals that an overseer finds are sent back before they take effect."""

from __future__ import annotations

import numpy as np

from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.practices.deviation import Appointed, absent
from policy_sim.simulation.state import State

__all__ = ["SENT_BACK", "cleared"]

SENT_BACK = "appointments_sent_back"
"""The flow that counts the proposals that an overseer sends back."""


def cleared(
    state: State, proposed: Appointed, lawful: Integers
) -> tuple[Appointed, Integers, Integers]:
    """Return who takes which post after clearance, and the rows and posts that were sent back.

    *lawful* are the rows of the law's winners in order of rank. A post whose proposal is sent
    back goes to the first of them who has none yet; if there is nobody left it stays vacant.
    What is found is drawn by post and opening month, the same in every arm.
    """
    rows, posts = proposed.rows, proposed.posts
    found = _found(state, proposed, lawful)
    if not found.any():
        return proposed, rows[:0], posts[:0]
    back, sent = rows[found], posts[found]
    state.flows.count(SENT_BACK, state.people.record, back)
    waiting = lawful[absent(lawful, rows)][: len(back)]
    places = np.flatnonzero(found)
    taken = rows.copy()
    taken[places[: len(waiting)]] = waiting
    filled = np.ones(len(rows), np.bool_)
    filled[places[len(waiting) :]] = False
    # The posts are alike: what stays vacant are the last of them.
    return Appointed(taken[filled], posts[: np.count_nonzero(filled)]), back, sent


def _found(state: State, proposed: Appointed, lawful: Integers) -> Flags:
    """Return which of the proposals are irregular, and found to be."""
    share, posts = state.signals.overseer.found, proposed.posts
    if not share or proposed.rows is lawful:
        return np.zeros(len(posts), np.bool_)
    luck = state.chance.uniform("clearance", posts, state.posts.vacant_since[posts])
    return absent(proposed.rows, lawful) & (luck < share)
