"""Tasks made side by side, by several processes of this machine.

Each worker writes what it found into the store itself, so that nothing large passes between
processes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from types import ModuleType

from policy_sim.errors import RunError
from policy_sim.study.scheduler import Ended, Job, Maker
from policy_sim.study.task_store import TaskStore
from policy_sim.study.tasks import Task

__all__ = ["Processes", "available_workers"]

_KILLED = 1


def available_workers() -> int:
    """Return how many processes the machine runs at once."""
    return os.cpu_count() or 1


class Processes:
    """So many *workers*, each a process that ends when this one does."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def made(
        self, job: Job, tasks: Sequence[Task], store: TaskStore
    ) -> Generator[Ended, None, None]:
        """Make *tasks* side by side; see :class:`~policy_sim.study.scheduler.Scheduler`."""
        there = job.elsewhere()
        context = get_context("spawn")
        pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=_end_with_parent)
        try:
            with _script_left_alone():
                under_way: dict[Future[None], Task] = {
                    pool.submit(_make, there, task, store): task for task in tasks
                }
            for future in as_completed(under_way):
                yield Ended(under_way.pop(future), _error_of(future))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _script_left_alone() -> Iterator[None]:
    """Start workers that do not run the script again by which this process was started.

    Python has them run it for what it defines. No task needs that, and a script that starts a
    study would start it in each of them.
    """
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _make(job: Maker, task: Task, store: TaskStore) -> None:
    """Make one task in a worker process."""
    store.keep(job.make(task))


def _error_of(future: Future[None]) -> Exception | None:
    """Return what went wrong in a task that has ended; raise if its process died."""
    error = future.exception()
    if isinstance(error, BrokenProcessPool):
        msg = (
            "a worker process died: is there enough memory for so many of them? What is finished "
            "is kept: the same run again goes on from there"
        )
        raise RunError(msg) from error
    if error is not None and not isinstance(error, Exception):
        raise error
    return error


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
