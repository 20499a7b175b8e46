"""Where the tasks of a study are made: a job for every task, and who hands it out.

The same study is made by one process, by several of one machine or by a cluster. They differ in
nothing but the place: a job makes the same bytes wherever it is done, and a task counts when its
bytes are in the store of whoever asked for it.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from policy_sim.study.replication import Replication
from policy_sim.study.task_store import TaskStore
from policy_sim.study.tasks import Task

__all__ = ["Ended", "Job", "Maker", "OneByOne", "Scheduler"]


class Maker(Protocol):
    """How the tasks of one study are made; one that is given to another process can be pickled."""

    def make(self, task: Task, /) -> Replication:
        """Make one task."""


class Job(Maker, Protocol):
    """How the tasks of one study are made here, and what makes them elsewhere."""

    def elsewhere(self) -> Maker:
        """Return what makes them in another process of this machine, which sees the same files."""

    def sent(self) -> Maker:
        """Return what makes them on another machine, which sees none of them.

        Raises :exc:`~policy_sim.errors.ScenarioError` if something may not leave this machine.
        """


@dataclass(frozen=True, slots=True)
class Ended:
    """A task that is in the store, or the *error* that kept it from getting there."""

    task: Task
    error: Exception | None = None


class Scheduler(Protocol):
    """Who hands tasks out, and sees to it that what they find comes to the store."""

    def made(
        self, job: Job, tasks: Sequence[Task], store: TaskStore
    ) -> Generator[Ended, None, None]:
        """Make *tasks*; yield each as soon as it has ended, whichever is first.

        When it is closed, tasks that were not begun are given up. Raises
        :exc:`~policy_sim.errors.RunError` if no more tasks can be made by anybody.
        """


class OneByOne:
    """Makes the tasks in this process, in their order, each when it is asked for."""

    def made(
        self, job: Job, tasks: Sequence[Task], store: TaskStore
    ) -> Generator[Ended, None, None]:
        """Make *tasks* one after the other; see :class:`Scheduler`."""
        for task in tasks:
            try:
                store.keep(job.make(task))
            except Exception as error:  # noqa: BLE001 - whoever asked for the task judges it
                yield Ended(task, error)
            else:
                yield Ended(task)
