"""The cases of a run folder: its draws of the assumptions, or its replications."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyarrow.parquet as pq

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.observations import Observations, observe
from policy_sim.study.result import Result
from policy_sim.study.store import DRAWS, OUTCOME_FILE
from policy_sim.sweep.foresight.monitoring import FEWEST_CASES, Ends, MonitoringPlan, monitoring

__all__ = ["monitoring_plans"]


def monitoring_plans(
    result: Result,
    *,
    arm: str | None = None,
    outcome: str | None = None,
    months: tuple[int, int] = (12, 24),
    level: bool = False,
    limit: float | None = None,
) -> tuple[MonitoringPlan, ...]:
    """Return a plan for every reform of a run (or for *arm*) and primary outcome (or *outcome*).

    What is foretold is the difference to the baseline in the last year, or with *level* the
    reform's own figure. A case has failed if that is not better than *limit*: by default 0 for a
    difference, and for a level the worst quarter. The cases are the draws if there are enough of
    them, else the replications.

    Raises :exc:`~policy_sim.errors.ScenarioError` for an arm or outcome that the run has not.
    """
    told = result.manifest
    seen, starts = _cases(result)
    reforms = [name for name in result.arms if name != result.baseline]
    primary = told["design"]["primary"]
    ended = sorted({name for name, group in seen.subjects() if group == "all"})
    _require("--policy", arm, reforms)
    _require("--outcome", outcome, ended)
    if limit is None and not level:
        limit = 0.0
    return tuple(
        monitoring(seen, OUTCOMES, Ends(name, end, base, limit), (day, months), starts)
        for name, day in _since(result, [arm] if arm else reforms)
        for end in ([outcome] if outcome else primary)
        if end in ended
        for base in (None if level else result.baseline,)
    )


def _cases(result: Result) -> tuple[Observations, list[int]]:
    """Return the draws if they are enough, else whichever are more, and the start of each."""
    told = result.manifest
    draws, replications = told["draws"], told["replications"]
    if not draws or draws < min(FEWEST_CASES, replications):
        seen = observe(pq.read_table(result.folder / OUTCOME_FILE))
        return seen, list(seen.replications)
    seen = observe(pq.read_table(result.folder / DRAWS))
    # Draws go round the replications of the first stage, if there is one.
    begun = told["design"].get("first_stage") or replications
    return seen, [number % begun for number in seen.replications]


def _since(result: Result, arms: list[str]) -> Iterator[tuple[str, date]]:
    """Yield each arm that ever differs from the baseline, with the day from which it may."""
    for name in arms:
        day = result.manifest["divergence"].get(name)
        if day is not None:
            yield name, date.fromisoformat(day)


def _require(option: str, seen: str | None, allowed: list[str]) -> None:
    """Raise a finding if what was asked for does not occur."""
    if seen is not None and seen not in allowed:
        values = {"seen": seen, "allowed": ", ".join(allowed), "near": near(seen, allowed)}
        raise ScenarioError([Diagnostic("bad-option", Place(option, 0, 0), values)])
