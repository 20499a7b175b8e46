"""Replications: one start and every arm from it, over and over with other luck.

A replication is one task: its start is made once and shared by its arms. Tasks are handed to
worker processes, and results are taken in the order of their numbers, so that the number of
workers leaves no trace.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

import pandas as pd
import pyarrow as pa

from policy_sim.chance import Chance
from policy_sim.errors import RunError
from policy_sim.rules.audit import AuditSample
from policy_sim.rules.engine import engine_named
from policy_sim.simulation.simulate import World, simulate
from policy_sim.study.arms import Arm
from policy_sim.study.observations import OUTCOME_COLUMNS
from policy_sim.study.scenario import Scenario, load_scenario
from policy_sim.study.start import Start, start_of
from policy_sim.study.store import input_digests
from policy_sim.study.terms import Terms
from policy_sim.workforce.fit import Fit

__all__ = ["LEDGER_COLUMNS", "Replication", "available_workers", "replicate", "replications"]

Documents = tuple[Path, Path, Path | None, Path | None]
"""Scenario, profile, and the file of real people with its mapping, if any."""

_WORDS = ("area", "rule", "law", "actual", "deviation", "reason", "cause")
LEDGER_COLUMNS = pa.schema(
    [
        ("policy", pa.string()),
        ("replication", pa.int32()),
        ("date", pa.date32()),
        ("person", pa.int64()),
        *((name, pa.string()) for name in _WORDS),
    ]
)
"""The columns of ``ledger.parquet``: by replication, then arm, then the ledger's own order."""


@dataclass(frozen=True)
class Replication:
    """What one replication found, in all its arms.

    *outcomes* and *ledger* have the columns of :data:`OUTCOME_COLUMNS` and
    :data:`LEDGER_COLUMNS`; *audit* is the sample of decisions of the first replication, else
    None; *seconds* tells how long the start and each arm took.
    """

    number: int
    outcomes: pa.Table
    ledger: pa.Table
    audit: AuditSample | None
    fit: Fit
    seconds: dict[str, float]


def replicate(scenario: Scenario, terms: Terms, number: int) -> Replication:
    """Run every arm of one replication from its one start."""
    begun = perf_counter()
    start = start_of(scenario, terms, number)
    seconds = {"start": perf_counter() - begun}
    audit = AuditSample(Chance(terms.seed, number)) if number == 0 else None
    outcomes, ledgers = [], []
    for arm in scenario.grid.arms:
        begun = perf_counter()
        world = _world(scenario, terms, number, (arm, start, audit))
        record = simulate(world, scenario.horizon(terms.years).months)
        outcomes.append(_labelled(record.outcomes, arm, number, OUTCOME_COLUMNS))
        ledgers.append(_labelled(record.ledger, arm, number, LEDGER_COLUMNS))
        seconds[arm.name] = perf_counter() - begun
    tables = pa.concat_tables(outcomes), pa.concat_tables(ledgers)
    return Replication(number, *tables, audit, start.fit, seconds)


def _world(
    scenario: Scenario, terms: Terms, number: int, of: tuple[Arm, Start, AuditSample | None]
) -> World:
    """Return the world in which one arm begins."""
    arm, start, audit = of
    return World(
        people=start.people,
        organisation=start.organisation,
        law=scenario.laws[arm.law],
        practice=scenario.practices[arm.practice],
        systems=start.systems,
        engine=engine_named(terms.engine),
        chance=Chance(terms.seed, number),
        register=scenario.register,
        start=scenario.stated.start,
        groups=tuple(map(str, scenario.stated.groups)),
        keeping=terms.keeping(number),
        audit=audit,
    )


def _labelled(frame: pd.DataFrame, arm: Arm, number: int, schema: pa.Schema) -> pa.Table:
    """Return the rows of one arm with its name and the replication's number."""
    size = len(frame)
    columns = {
        "policy": pa.array([arm.name] * size, pa.string()),
        "replication": pa.array([number] * size, pa.int32()),
    }
    for name in schema.names[2:]:
        columns[name] = pa.array(frame[name]).cast(schema.field(name).type)
    return pa.table(columns, schema=schema)


def available_workers() -> int:
    """Return how many processes the machine runs at once."""
    return os.cpu_count() or 1


def replications(
    scenario: Scenario, terms: Terms, workers: int, done: Callable[[], None]
) -> Iterator[Replication]:
    """Yield every replication, in order, made by *workers* processes.

    *done* is called when one has been made, in whatever order they are. A single worker is this
    process. The others read the documents themselves; if those have changed since,
    :exc:`~policy_sim.errors.RunError` is raised.
    """
    if min(workers, terms.replications) <= 1:
        for number in range(terms.replications):
            made = replicate(scenario, terms, number)
            done()
            yield made
        return
    documents = scenario.documents
    digests = _digests(scenario)
    context = get_context("spawn")
    pool = ProcessPoolExecutor(min(workers, terms.replications), mp_context=context)
    try:
        waiting: list[Future[Replication]] = [
            pool.submit(_task, documents, digests, terms, number)
            for number in range(terms.replications)
        ]
        for future in waiting:
            future.add_done_callback(partial(_count, done))
        while waiting:
            yield waiting.pop(0).result()
    except BrokenProcessPool as error:
        msg = (
            "a worker process died: is there enough memory for so many of them? A script must "
            "start its run below 'if __name__ == \"__main__\":', or with workers=1"
        )
        raise RunError(msg) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _digests(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return the digest of every file that the study was read from."""
    people = (("workforce", scenario.roster.digest),) if scenario.roster else ()
    return (*sorted(input_digests(scenario.inputs).items()), *people)


def _count(done: Callable[[], None], ended: Future[Replication]) -> None:
    """Count a replication that was made, and neither given up nor broken off."""
    if not ended.cancelled() and ended.exception() is None:
        done()


def _task(
    documents: Documents, digests: tuple[tuple[str, str], ...], terms: Terms, number: int
) -> Replication:
    """Run one replication in a worker process."""
    return replicate(_opened(documents, digests), terms, number)


@lru_cache(maxsize=1)
def _opened(documents: Documents, digests: tuple[tuple[str, str], ...]) -> Scenario:
    """Return the scenario in *documents* with its people; all must be those that were started."""
    path, profile, workforce, mapping = documents
    scenario = load_scenario(path, profile=profile, workforce=workforce, mapping=mapping)
    if _digests(scenario) != digests:
        msg = f"the documents of {path} were changed while the study was running"
        raise RunError(msg)
    return scenario
