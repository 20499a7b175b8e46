"""What a study concludes: the comparison, and what the draws and the reference arms add to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import Grid
from policy_sim.study.attainable import attainable
from policy_sim.study.choice import prospects, ranked
from policy_sim.study.comparison import PLAUSIBLE_RANGE, Design, compare
from policy_sim.study.hinges import hinges
from policy_sim.study.information import information
from policy_sim.study.observations import Observations
from policy_sim.study.store import ATTAINABLE, COMPARISON, HINGES, INFORMATION, PROSPECTS

__all__ = ["Conclusions"]


@dataclass(frozen=True)
class Conclusions:
    """Everything that is concluded from what was *seen* in the replications and in the *draws*.

    *drawn* are the assumptions of each draw, by name.
    """

    grid: Grid
    design: Design
    seen: Observations
    draws: Observations | None = None
    drawn: tuple[Mapping[str, float], ...] = ()

    def files(self) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of each file of conclusions, by its name in the run folder."""
        rows = compare(self.seen, self.grid, OUTCOMES, self.design)
        files: dict[str, tuple[Any, ...]] = {}
        if self.draws is not None:
            rows += compare(self.draws, self.grid, OUTCOMES, self.design, PLAUSIBLE_RANGE)
            files[HINGES] = hinges(self.draws, self.drawn, self.grid, self.design)
            rankings = ranked(self.draws, self.grid, OUTCOMES, self.design)
            files[PROSPECTS] = prospects(rankings, OUTCOMES)
            files[INFORMATION] = information(rankings, self.drawn, OUTCOMES)
        if self.grid.references:
            files[ATTAINABLE] = attainable(self.seen, self.grid, OUTCOMES, self.design)
        files[COMPARISON] = rows
        return {name: [asdict(row) for row in found] for name, found in files.items()}
