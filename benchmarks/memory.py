"""What the memory of this machine allows, and what a person takes of it."""

from __future__ import annotations

from time import process_time

import numpy as np
from numpy.typing import NDArray

from policy_sim.workforce.table import Workforce

__all__ = ["bandwidth", "bytes_of_a_person", "most_gib"]

SIZE = 1 << 28
"""Bytes that no cache holds."""


def bandwidth() -> float:
    """Return how many bytes a second one core reads and writes, copying from memory to memory."""
    source, target = np.ones(SIZE, np.uint8), np.ones(SIZE, np.uint8)
    best = min(_copied(source, target) for _ in range(5))
    return 2 * SIZE / best


def bytes_of_a_person(people: Workforce) -> float:
    """Return how many bytes are kept of each person, entries of events left out."""
    columns: list[NDArray[np.generic]] = [
        people.ids,
        people.keys,
        people.post,
        people.history.entered,
    ]
    columns += [*people.record.values(), *people.truth.values()]
    columns += [*people.acquired.amounts.values(), *people.standing.amounts.values()]
    for periods in people.history.periods.values():
        columns += [periods.ring, periods.known]
    return sum(column.nbytes for column in columns) / people.size


def most_gib() -> float:
    """Return the most memory that this process has had at a time, in GiB."""
    from resource import RUSAGE_SELF, getrusage

    return getrusage(RUSAGE_SELF).ru_maxrss / (1 << 20)


def _copied(source: np.ndarray, target: np.ndarray) -> float:
    begun = process_time()
    np.copyto(target, source)
    return process_time() - begun
