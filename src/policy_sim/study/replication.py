"""One replication: every arm from one start, under one luck and one set of assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

import pandas as pd
import pyarrow as pa

from policy_sim.chance import Chance
from policy_sim.errors import BadInput, PolicySimError, RunError
from policy_sim.rules.audit import AuditSample
from policy_sim.rules.engine import engine_named
from policy_sim.simulation.calendar import month_of
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.study.arms import Arm
from policy_sim.study.at_point import scenario_at, terms_at
from policy_sim.study.audit import CHECKED_BY, audited
from policy_sim.study.careers import counted
from policy_sim.study.draws import drawn_assumptions
from policy_sim.study.ledger_rows import LedgerRows, written
from policy_sim.study.manifest import fit_told
from policy_sim.study.observations import OUTCOME_COLUMNS
from policy_sim.study.scenario import Scenario
from policy_sim.study.standing import standing_of
from policy_sim.study.start import Start, start_of, started
from policy_sim.study.tasks import Kind, Task
from policy_sim.study.terms import Terms
from policy_sim.workforce.fit import Fit

__all__ = ["Replication", "replicate", "world_of"]


@dataclass(frozen=True)
class Replication:
    """What one task found, in all its arms.

    *outcomes* have the columns of :data:`OUTCOME_COLUMNS`; the *ledger* is read as often as it is
    asked for; *told* has the ``careers`` of a replication as counts, and of the first
    one what the manifest tells of it (``audit`` and ``start_fit``); *drawn* are the assumptions of
    a draw; *seconds* tells how long the start and each arm took.
    """

    task: Task
    outcomes: pa.Table
    ledger: LedgerRows
    seconds: Mapping[str, float]
    told: Mapping[str, Any] = field(default_factory=dict)
    drawn: Mapping[str, float] = field(default_factory=dict)


def replicate(scenario: Scenario, terms: Terms, task: Task) -> Replication:
    """Carry out one task: make its start, and run every arm from it.

    A replication has the reference arms too, a draw only the arms that are compared. A draw has
    the start and the luck of a replication, so that it differs from that by its assumptions from
    the start on, and by nothing else.

    Raises :exc:`~policy_sim.errors.RunError`, with the arm and the task, if an arm fails.
    """
    drawn: Mapping[str, float] = {}
    begun = perf_counter()
    scenario, terms, start = _begun(scenario, terms, task)
    arms = tuple(arm for arm in scenario.grid.everyone if not task.arms or arm.name in task.arms)
    seconds = {"start": perf_counter() - begun}
    if task.kind is Kind.DRAW:
        drawn = drawn_assumptions(scenario.ranges, terms.draws, terms.seed)[task.number]
        scenario = replace(scenario, register=scenario.register.at(drawn))
        arms = tuple(arm for arm in arms if arm in scenario.grid.arms)
    first = task == Task(Kind.REPLICATION, 0)
    audit = AuditSample(Chance(terms.seed, task.number)) if first else None
    outcomes, ledgers, standings = [], [], {}
    for arm in arms:
        begun = perf_counter()
        record = _simulated(scenario, terms, task, (arm, start, audit))
        outcomes.append(_labelled(record.outcomes, arm, task.number, OUTCOME_COLUMNS))
        ledgers.append((arm.name, record.state.ledger))
        standings[arm.name] = standing_of(start.people, record, month_of(scenario.stated.start))
        seconds[arm.name] = perf_counter() - begun
    told = _told(audit, start.fit, terms) if audit is not None else {}
    if task.kind is Kind.REPLICATION and not task.arms:
        groups = tuple(map(str, scenario.stated.groups))
        told["careers"] = counted(standings, scenario.grid, start.people, groups)
    ledger = written(ledgers, task.number)
    return Replication(task, pa.concat_tables(outcomes), ledger, seconds, told, drawn)


def _begun(scenario: Scenario, terms: Terms, task: Task) -> tuple[Scenario, Terms, Start]:
    """Return the study at the point of *task*, its terms there, and its start."""
    first = task.point.of_the_start
    begun, terms = scenario_at(scenario, first), terms_at(terms, first)
    start = start_of(begun, terms, terms.replication(task))
    if task.point == first:
        return begun, terms, start
    scenario = scenario_at(scenario, task.point)
    return scenario, terms, started(start, scenario, terms)


def _simulated(
    scenario: Scenario, terms: Terms, task: Task, of: tuple[Arm, Start, AuditSample | None]
) -> Record:
    """Run one arm; what goes wrong in it is said with its name and the task's."""
    world = world_of(scenario, terms, task, of)
    place = ", ".join([f"arm {of[0].name}", f"{task.kind} {task.number}", *_set_at(task)])
    try:
        return simulate(world, scenario.horizon(terms.years).months)
    except BadInput:
        raise
    except PolicySimError as error:
        msg = f"{', '.join([place, *getattr(error, '__notes__', ())])}: {error}"
        raise RunError(msg) from error
    except Exception as error:
        error.add_note(f"in {place}")
        raise


def _set_at(task: Task) -> list[str]:
    """Return what is set at the point of a task, as a message tells it."""
    return [f"with {setting.what} = {setting.value}" for setting in task.point.settings]


def world_of(
    scenario: Scenario, terms: Terms, task: Task, of: tuple[Arm, Start, AuditSample | None]
) -> World:
    """Return what one arm starts from: an arm, its start, and the sample to be audited, if any."""
    arm, start, audit = of
    return World(
        people=start.people,
        organisation=start.organisation,
        law=scenario.laws[arm.law],
        practice=scenario.practice_of(arm),
        systems=start.systems,
        engine=engine_named(terms.engine),
        chance=Chance(terms.seed, terms.replication(task)),
        register=scenario.register,
        start=scenario.stated.start,
        groups=tuple(map(str, scenario.stated.groups)),
        keeping=terms.keeping(task),
        sampled=terms.sampled,
        spells=False,
        audit=audit,
        step=scenario.step,
        scales=scenario.profile.traits.scales,
    )


def _told(audit: AuditSample, fit: Fit, terms: Terms) -> dict[str, Any]:
    """Return what is told of the first replication: the audit of its decisions, and its fit."""
    found = audited(audit, CHECKED_BY[terms.engine])
    return {"audit": found.as_dict(), "start_fit": fit_told(fit)}


def _labelled(frame: pd.DataFrame, arm: Arm, number: int, schema: pa.Schema) -> pa.Table:
    """Return the rows of one arm with its name and the task's number."""
    size = len(frame)
    columns = {
        "policy": pa.array([arm.name] * size, pa.string()),
        "replication": pa.array([number] * size, pa.int32()),
    }
    for name in schema.names[2:]:
        columns[name] = pa.array(frame[name]).cast(schema.field(name).type)
    return pa.table(columns, schema=schema)
