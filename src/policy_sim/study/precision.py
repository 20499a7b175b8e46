"""Precision on request: how many replications an interval of a stated width needs.

Stein's rule has two stages. The first has a number of replications that is stated beforehand; by
its variance alone it is reckoned how many there must be in all, and those are made. The sample is
always the first so many replications, whatever finishes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy_sim.study.arms import Arm, Grid
from policy_sim.study.comparison import Contrast, Design, pairs_of
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import paired, stein_total
from policy_sim.study.windows import Window

__all__ = ["ArmPrecision", "Precision", "Until", "precision_of"]


_ROUNDING = 1e-9
"""A width may miss what was asked for by what arithmetic rounds."""


@dataclass(frozen=True, slots=True)
class Until:
    """What is asked for: the mean difference of an *outcome* to within *half_width* either side.

    It is that of every arm to the baseline, for everybody, in the primary window, in the unit of
    the outcome. *at_least* replications are the first stage, *at_most* are made in all.
    """

    outcome: str
    half_width: float
    at_least: int
    at_most: int

    def __str__(self) -> str:
        return f"until {self.outcome} ±{self.half_width:g} ({self.at_least} to {self.at_most})"


@dataclass(frozen=True, slots=True)
class ArmPrecision:
    """Of one arm: how many replications are *needed*, and the *half_width* of those made.

    Both are None if fewer than two replications of the first stage have a value.
    """

    policy: str
    needed: int | None
    half_width: float | None


@dataclass(frozen=True, slots=True)
class Precision:
    """What Stein's rule says: of each arm, and of the *replications* to be made."""

    until: Until
    window: str
    arms: tuple[ArmPrecision, ...]

    @property
    def needed(self) -> int | None:
        """How many replications the arm needs that needs most; None if one cannot be judged."""
        each = [arm.needed for arm in self.arms]
        known = [needed for needed in each if needed is not None]
        return max(known) if known and len(known) == len(each) else None

    @property
    def replications(self) -> int:
        """How many there are in all: as many as are needed, within what was asked for."""
        known = [arm.needed for arm in self.arms if arm.needed is not None]
        return min(max([self.until.at_least, *known]), self.until.at_most)

    @property
    def reached(self) -> bool:
        """Whether every arm is as precise as was asked for."""
        most = self.until.half_width * (1 + _ROUNDING)
        widths = [arm.half_width for arm in self.arms]
        return bool(widths) and all(width is not None and width <= most for width in widths)

    def as_dict(self) -> dict[str, Any]:
        """Return it in plain values, for the manifest."""
        return {
            "outcome": self.until.outcome,
            "window": self.window,
            "half_width": self.until.half_width,
            "at_least": self.until.at_least,
            "at_most": self.until.at_most,
            "needed": self.needed,
            "reached": self.reached,
            "arms": {
                arm.policy: {"needed": arm.needed, "half_width": arm.half_width}
                for arm in self.arms
            },
        }


def precision_of(seen: Observations, grid: Grid, design: Design, until: Until) -> Precision:
    """Return what Stein's rule says by the first stage, and how precise what was *seen* is.

    *seen* are the replications that have been made, those of the first stage at least: only their
    number matters beyond that stage.
    """
    window = next(w for w in design.windows if w.name == design.primary_window)
    arms = tuple(_of(seen, arm, grid.baseline, window, until) for arm in grid.reforms())
    return Precision(until, window.name, arms)


def _of(seen: Observations, arm: Arm, base: Arm, window: Window, until: Until) -> ArmPrecision:
    contrast = Contrast(arm, "total", ((1, arm),), ((1, base),))
    found: Mapping[int, float] = {
        pair.replication: pair.difference
        for pair in pairs_of(seen, contrast, (until.outcome, "all"), window)
    }
    first = [value for number, value in found.items() if number < until.at_least]
    if len(first) < 2:
        return ArmPrecision(arm.name, None, None)
    told = paired(list(found.values()), first=len(first))
    width = None if told.high is None else told.high - told.mean
    return ArmPrecision(arm.name, stein_total(first, until.half_width), width)
