"""The rest test: does the baseline begin quietly, or does its first year jump?

A start that the rules could not have made betrays itself by moving at once. On the baseline arm
no outcome may change in its first two years by more than the larger of twice its later yearly
change and what chance could do: three standard errors where there are many replications, and as
many more where there are few as leave chance no more room (Student 1908).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise

from policy_sim.study.observations import Observations
from policy_sim.study.statistics import mean, standard_error, student

__all__ = ["Jump", "Rest", "rest_of"]

EARLY = 2
"""How many yearly changes are early: from the first year to the third."""

BEYOND_CHANCE = 0.9973
"""How sure three standard errors are of a mean whose spread is well known."""

FEWEST_YEARS = 5
"""A study of fewer years has no later changes to compare with."""


@dataclass(frozen=True, slots=True)
class Jump:
    """An outcome of the baseline that moved more early on than it may.

    *change* is the mean yearly change that was too large, ending in *year*; *allowed* the most
    that it may be, in the outcome's unit. The profile may have *expected* it.
    """

    outcome: str
    year: int
    change: float
    allowed: float
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """What the rest test found; *reason* says why it was not made, if it was not."""

    tested: tuple[str, ...]
    jumps: tuple[Jump, ...]
    reason: str = ""

    @property
    def at_rest(self) -> bool | None:
        """Whether the start is at rest; None if that was not tested."""
        return None if self.reason else all(jump.expected for jump in self.jumps)


def rest_of(seen: Observations, baseline: str, expected: Collection[str] = ()) -> Rest:
    """Return the rest test of the arm *baseline*, over everybody.

    *expected* are the outcomes that the profile says will move.
    """
    if len(seen.dates) < FEWEST_YEARS or len(seen.replications) < 2:
        return Rest((), (), f"it needs {FEWEST_YEARS} years and two replications")
    tested, jumps = [], []
    for outcome, group in seen.subjects():
        changes = _changes(seen, baseline, (outcome, group)) if group == "all" else []
        if len(changes) >= 2:
            tested.append(outcome)
            early = _jumps(outcome, changes, [day.year for day in seen.dates])
            jumps += [replace(jump, expected=outcome in expected) for jump in early]
    return Rest(tuple(tested), tuple(jumps))


def _changes(
    seen: Observations, baseline: str, subject: tuple[str, str]
) -> list[tuple[float, ...]]:
    """Return the yearly changes of each replication that has a value in every year."""
    everything = range(len(seen.dates))
    series = (seen.years(baseline, n, subject, everything) for n in seen.replications)
    return [
        tuple(after - before for before, after in pairwise(values))
        for values in series
        if values is not None
    ]


def _jumps(outcome: str, changes: list[tuple[float, ...]], years: list[int]) -> list[Jump]:
    """Return the early changes that are larger than they may be."""
    yearly = [list(step) for step in zip(*changes, strict=True)]
    later = mean([abs(mean(step)) for step in yearly[EARLY:]])
    jumps, sure = [], student(BEYOND_CHANCE, len(changes) - 1)
    for position, step in enumerate(yearly[:EARLY]):
        allowed = max(2 * later, sure * standard_error(step))
        if abs(mean(step)) > allowed:
            jumps.append(Jump(outcome, years[position + 1], mean(step), allowed))
    return jumps
