"""Staffing: how many places of staff stand open, and how many of them may be filled.

An empty place is not refilled by itself: the need is proposed, a share of it is approved, and
of what is approved a share finds somebody.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.rules.frame import Integers
from policy_sim.simulation.state import State
from policy_sim.workforce.table import NO_POST, Workforce

__all__ = ["cells", "granted_places", "need", "staff"]


def staff(
    people: Workforce, shape: tuple[int, int], among: NDArray[np.bool_] | None = None
) -> Integers:
    """Return how many of *people* hold no post of office, ``int64[unit, family]``.

    Only those flagged in *among* are counted, if it is given.
    """
    units, families = shape
    cell, here = cells(people, families), people.post == NO_POST
    counts = np.bincount(cell[here if among is None else here & among], minlength=units * families)
    return counts.reshape(units, families)


def cells(people: Workforce, families: int) -> Integers:
    """Return each person's unit and family as one number: unit * families + family."""
    family = people.record.get("family", np.zeros(people.size, np.int8)).astype(np.int64)
    return people.record["unit"].astype(np.int64) * families + family


def need(state: State) -> Integers:
    """Return the places of staff that are neither held nor promised, ``int64[unit, family]``.

    A unit above its establishment needs nobody; its supernumeraries stay until they leave.
    """
    establishment = state.organisation.establishment
    shape = (establishment.shape[0], establishment.shape[1])
    held = staff(state.people, shape)
    for arrival in state.arrivals:
        held = held + staff(arrival.people, shape)
    return np.asarray(np.maximum(establishment - held, 0))


def granted_places(
    asked: Integers, share: NDArray[np.float64], chance: Chance, purpose: str, month: int
) -> Integers:
    """Return how many of the places *asked* ``int64[unit, family]`` are granted in *month*.

    *share* ``float64[family]`` is met on average: the part of a place that is left over is
    decided by chance, keyed by unit and family.
    """
    cells = np.arange(asked.size, dtype=np.uint64).reshape(asked.shape)
    lots = chance.uniform(purpose, cells.ravel(), month).reshape(asked.shape)
    return np.minimum(np.floor(asked * share + lots).astype(np.int64), asked)
