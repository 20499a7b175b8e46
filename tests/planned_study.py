"""The small study with its simulation replaced by figures of which everything is known.

Loading, terms, tasks, stores, conclusions, report and commands are the real ones; only what a
replication finds is drawn from a normal distribution, by keyed chance as everything else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from policy_sim.chance import Chance
from policy_sim.study.ledger_rows import NO_ROWS
from policy_sim.study.observations import OUTCOME_COLUMNS
from policy_sim.study.replication import Replication
from policy_sim.study.scenario import Scenario
from policy_sim.study.scenario_document import ReplicationsShape, UntilShape
from policy_sim.study.tasks import Kind, Task
from policy_sim.study.terms import Terms
from small_study import shipped

__all__ = ["asking", "simulated"]

AUDIT = {"checked": 1, "confirmed": 1, "engine": "durable", "disagreements": []}
FIT = {"largest_error": 0.0, "largest_error_at": None, "empty": [], "efficiency": {}, "cells": []}
SHIFT = {"in-force": 0.0, "merit": 0.4}
SPREAD = 1.0
"""The standard deviation of a difference between two arms."""


def asking(half_width: float = 0.5, at_least: int = 10, at_most: int = 200) -> Scenario:
    """Return the small study, asked for a precision of the quality of service."""
    scenario = shipped("small.yaml")
    until = UntilShape.model_construct(
        outcome="service_quality", half_width=half_width, at_least=at_least, at_most=at_most
    )
    number = ReplicationsShape.model_construct(until=until)
    stated = scenario.stated.model_copy(update={"replications": number, "draws": 0})
    return replace(scenario, stated=stated)


def simulated(scenario: Scenario, terms: Terms, task: Task) -> Replication:
    """Return what one task finds: luck that all arms share, and luck of each arm's own.

    In a draw the first assumption moves what the reform brings, and no other one does.
    """
    chance, names = Chance(terms.seed, task.number), sorted(e.name for e in scenario.ranges)
    drawn: dict[str, float] = {}
    if task.kind is Kind.DRAW:
        values = chance.normal("value", np.arange(len(names)))
        drawn = dict(zip(names, values.tolist(), strict=True))
    common = 50 + 3 * float(chance.normal("common luck", np.zeros(1, np.int64))[0])
    own = chance.normal("own luck", np.arange(len(scenario.grid.arms))) * SPREAD
    rows: list[tuple[Any, ...]] = []
    for number, arm in enumerate(scenario.grid.arms):
        value = common + SHIFT[arm.law] + (drawn.get(names[0], 0.0) if arm.law == "merit" else 0.0)
        value += 0.0 if arm == scenario.grid.baseline else float(own[number])
        rows += [
            (arm.name, task.number, day, outcome, "all", value)
            for day in scenario.horizon(terms.years).year_ends
            for outcome in scenario.design.primary
        ]
    columns = zip(*rows, strict=True)
    outcomes = pa.table(
        [pa.array(c, f.type) for c, f in zip(columns, OUTCOME_COLUMNS, strict=True)],
        schema=OUTCOME_COLUMNS,
    )
    told: dict[str, Any] = {}
    if task.kind is Kind.REPLICATION:
        told["careers"] = {"turns": [], "moves": [], "waits": []}
        told |= {"audit": AUDIT, "start_fit": FIT} if task.number == 0 else {}
    return Replication(task, outcomes, NO_ROWS, {}, told, drawn)
