"""The tasks of a study, made side by side, and taken in their order.

Tasks are handed to worker processes. Each writes its result to disk, and only what is there is
taken, in the order of the tasks, so that neither the number of workers nor a broken run leaves a
trace.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from policy_sim.errors import RunError
from policy_sim.study.loading import load_scenario
from policy_sim.study.replication import Replication, replicate
from policy_sim.study.scenario import Scenario
from policy_sim.study.store import input_digests
from policy_sim.study.task_store import TaskStore
from policy_sim.study.tasks import Task
from policy_sim.study.terms import Terms

__all__ = ["Plan", "available_workers", "replications"]

Documents = tuple[Path, Path, Path | None, Path | None]
"""Scenario, profile, and the file of real people with its mapping, if any."""

_KILLED = 1


class Plan:
    """What is to be done: every task in order, those that are *finished*, and how many at once.

    *done* is called when one has been made, in whatever order they are.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        finished: Collection[Task],
        workers: int,
        done: Callable[[], None],
    ) -> None:
        self.tasks = tuple(tasks)
        self.missing = tuple(task for task in tasks if task not in finished)
        self.workers = min(workers, len(self.missing))
        self.done = done


def available_workers() -> int:
    """Return how many processes the machine runs at once."""
    return os.cpu_count() or 1


def replications(
    scenario: Scenario, terms: Terms, plan: Plan, store: TaskStore
) -> Iterator[Replication]:
    """Yield every task of *plan*, in order; those that are not finished are made.

    A single worker is this process. The others read the documents themselves; if those have
    changed since, :exc:`~policy_sim.errors.RunError` is raised. If a task fails, those under way
    are brought to their end, and stay.
    """
    if plan.workers > 1:
        yield from _side_by_side(scenario, terms, plan, store)
        return
    missing = set(plan.missing)
    for task in plan.tasks:
        if task in missing:
            store.keep(replicate(scenario, terms, task))
            plan.done()
        yield _taken(store, task)


def _side_by_side(
    scenario: Scenario, terms: Terms, plan: Plan, store: TaskStore
) -> Iterator[Replication]:
    """Yield every task, made by several processes."""
    documents, digests = scenario.documents, _digests(scenario)
    context = get_context("spawn")
    pool = ProcessPoolExecutor(plan.workers, mp_context=context, initializer=_end_with_parent)
    try:
        waiting: dict[Task, Future[None]] = {
            task: pool.submit(_task, documents, digests, (terms, task), store)
            for task in plan.missing
        }
        for future in waiting.values():
            future.add_done_callback(partial(_count, plan.done))
        for task in plan.tasks:
            if task in waiting:
                waiting.pop(task).result()
            yield _taken(store, task)
    except BrokenProcessPool as error:
        msg = (
            "a worker process died: is there enough memory for so many of them? A script must "
            "start its run below 'if __name__ == \"__main__\":', or with workers=1. What is "
            "finished is kept: the same run again goes on from there"
        )
        raise RunError(msg) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _digests(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return the digest of every file that the study was read from."""
    people = (("workforce", scenario.roster.digest),) if scenario.roster else ()
    return (*sorted(input_digests(scenario.inputs).items()), *people)


def _taken(store: TaskStore, task: Task) -> Replication:
    """Return a task that must be finished."""
    found = store.recall(task)
    if found is None:
        msg = f"the result of {task.name} has gone from {store.folder}"
        raise RunError(msg)
    return found


def _count(done: Callable[[], None], ended: Future[None]) -> None:
    """Count a task that was made, and neither given up nor broken off."""
    if not ended.cancelled() and ended.exception() is None:
        done()


def _task(
    documents: Documents,
    digests: tuple[tuple[str, str], ...],
    asked: tuple[Terms, Task],
    store: TaskStore,
) -> None:
    """Make one task in a worker process."""
    store.keep(replicate(_opened(documents, digests), *asked))


def _end_with_parent() -> None:
    """Let this worker end when the process that started it does, however that ends.

    A worker whose parent was killed would wait for its next task for ever.
    """

    def wait() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(_KILLED)

    Thread(target=wait, daemon=True).start()


@lru_cache(maxsize=1)
def _opened(documents: Documents, digests: tuple[tuple[str, str], ...]) -> Scenario:
    """Return the scenario in *documents* with its people; all must be those that were started."""
    path, profile, workforce, mapping = documents
    scenario = load_scenario(path, profile=profile, workforce=workforce, mapping=mapping)
    if _digests(scenario) != digests:
        msg = f"the documents of {path} were changed while the study was running"
        raise RunError(msg)
    return scenario
