"""The tasks of a study, made by whoever can, and taken in their order.

Only what is in the store is taken, in the order of the tasks, so that neither where a task was
made nor a broken run leaves a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from policy_sim.errors import BadInput, PolicySimError, RunError, TaskError
from policy_sim.study.job import StudyJob, WorkerDiffersError
from policy_sim.study.processes import Processes, available_workers
from policy_sim.study.replication import Replication
from policy_sim.study.scenario import Scenario
from policy_sim.study.scheduler import Ended, Job, OneByOne, Scheduler
from policy_sim.study.task_store import TaskStore
from policy_sim.study.tasks import Task
from policy_sim.study.terms import Terms

__all__ = ["MOST_FAILED", "Plan", "available_workers", "made_by", "replications", "taken"]

MOST_FAILED = 3
"""Once so many tasks have failed no other is begun: they would fail too."""


class Plan:
    """What is to be done: every task in order, those that are *finished*, and by whom.

    Without a *scheduler* the tasks are made on this machine, *workers* at once. *done* is called
    when one has been made, in whatever order they are.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        finished: Collection[Task],
        workers: int,
        done: Callable[[], None],
        scheduler: Scheduler | None = None,
    ) -> None:
        self.tasks = tuple(tasks)
        self.missing = tuple(task for task in tasks if task not in finished)
        self.workers = min(workers, len(self.missing))
        self.done = done
        self.scheduler = scheduler or (Processes(self.workers) if self.workers > 1 else OneByOne())


@dataclass
class _Failures:
    """The tasks that failed, each with what is wrong."""

    ended: list[Ended] = field(default_factory=list)

    def add(self, ended: Ended) -> None:
        """Enter a task that failed; raise at once what would fail every other task too."""
        if isinstance(ended.error, BadInput | WorkerDiffersError):
            raise ended.error
        self.ended.append(ended)

    @property
    def too_many(self) -> bool:
        """Whether no other task should be begun."""
        return len(self.ended) >= MOST_FAILED

    def raise_any(self, kept: int) -> None:
        """Raise if a task failed, with all of them; a fault of the program keeps its traceback."""
        if not self.ended:
            return
        errors = [ended.error for ended in self.ended]
        for error in errors:
            if error is not None and not isinstance(error, PolicySimError):
                raise error
        told = [f"{ended.task.name}: {ended.error}" for ended in self.ended]
        if len(told) > 1:
            told.insert(0, f"{len(told)} tasks failed")
        msg = "; ".join([*told, f"{kept} finished tasks are kept, and the same run goes on there"])
        raise TaskError(msg) from errors[0]


def replications(
    scenario: Scenario, terms: Terms, plan: Plan, store: TaskStore
) -> Iterator[Replication]:
    """Yield every task of *plan*, in order; those that are not finished are made.

    See :func:`made_by` for what is raised.
    """
    return made_by(StudyJob(scenario, terms), plan, store)


def made_by(job: Job, plan: Plan, store: TaskStore) -> Iterator[Replication]:
    """Yield every task of *plan* as *job* makes it, in order; finished ones are read.

    A task that fails keeps none of the others from being made; only when :data:`MOST_FAILED`
    have failed is none begun any more. Raises :exc:`~policy_sim.errors.TaskError` at the end,
    with every task that failed, and at once what would fail all of them: documents that cannot
    be used, a disk that is full, or :exc:`~policy_sim.errors.RunError` when nobody is left to
    make a task.
    """
    waiting, failures = set(plan.missing), _Failures()

    def take(ended: Ended) -> None:
        waiting.discard(ended.task)
        if ended.error is None:
            plan.done()
        else:
            failures.add(ended)

    with closing(plan.scheduler.made(job, plan.missing, store)) as ending:
        for task in plan.tasks:
            while task in waiting and not failures.ended:
                take(next(ending))
            if failures.ended:
                break
            yield taken(store, task)
        while waiting and not failures.too_many:
            take(next(ending))
    failures.raise_any(len(store.finished(plan.tasks)[0]))


def taken(store: TaskStore, task: Task) -> Replication:
    """Return a task that must be finished, from the *store*.

    Raises :exc:`~policy_sim.errors.RunError` if its file has gone or is not as it was written.
    """
    found = store.recall(task)
    if found is None:
        msg = f"the result of {task.name} has gone from {store.folder}"
        raise RunError(msg)
    return found
