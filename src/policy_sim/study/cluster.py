"""Tasks made on a cluster of Dask: a scheduler at an address, and workers wherever they are.

Workers need no folder in common with this machine: they are sent the documents, and what they
found comes back through the scheduler, with its checksum, and is written by this process. A worker
that is lost in the middle loses its task to another one.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import RunError, ScenarioError
from policy_sim.study.scheduler import Ended, Job, Maker
from policy_sim.study.task_store import TaskStore
from policy_sim.study.tasks import Task

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["CONFIGURED", "Cluster"]

CONFIGURED = "dask"
"""The address of a cluster that stands in Dask's own configuration."""

PATIENCE = 30
"""How many seconds a scheduler may take to answer, and its first worker to be there."""

LOOK = 2
"""How many seconds nothing may end before somebody looks whether there are workers."""

_ONE_AT_A_TIME = Lock()


class Cluster:
    """The cluster whose scheduler is at *address*, such as ``tcp://10.0.0.5:8786``.

    The address may also be a file in which the scheduler has written it (``scheduler.json``), or
    ``dask``: then Dask's configuration says it (``DASK_SCHEDULER_ADDRESS``).
    """

    def __init__(self, address: str) -> None:
        self.address = address

    def made(
        self, job: Job, tasks: Sequence[Task], store: TaskStore
    ) -> Generator[Ended, None, None]:
        """Make *tasks* on the cluster; see :class:`~policy_sim.study.scheduler.Scheduler`.

        Raises :exc:`~policy_sim.errors.ScenarioError` if there is no such cluster.
        """
        if not tasks:
            return
        with _plainly(self.address), self._client() as client:
            # The documents are a task of their own: a worker that has them and is lost is no loss.
            sent = client.submit(_itself, job.sent(), pure=False)
            under_way: dict[Future[bytes], Task] = {
                client.submit(_sealed, sent, task, store, pure=False): task for task in tasks
            }
            try:
                while under_way:
                    for future in self._finished(client, list(under_way)):
                        yield _ended(future, under_way.pop(future), store)
            finally:
                client.cancel(list(under_way))

    def _finished(self, client: Client, futures: list[Future[bytes]]) -> set[Future[bytes]]:
        """Return those of *futures* that have ended, as soon as there is one.

        Raises :exc:`~policy_sim.errors.RunError` when nobody has been there to make any of them
        for as long as a cluster may take to have its first worker.
        """
        from distributed import wait

        deserted = 0
        while deserted * LOOK < PATIENCE:
            try:
                with client.as_current():
                    ended: set[Future[bytes]] = wait(futures, LOOK, "FIRST_COMPLETED").done
            except TimeoutError:
                deserted = 0 if client.nthreads() else deserted + 1
            else:
                return ended
        msg = (
            f"the cluster at {self.address} has no workers any more. What is finished is kept: the "
            f"same run again goes on from there when workers are back"
        )
        raise RunError(msg)

    @contextmanager
    def _client(self) -> Iterator[Client]:
        """Be connected with the cluster, and sure that it has a worker."""
        try:
            from dask import config
            from distributed import Client
        except ImportError as error:
            values = {"address": self.address, "seen": str(error)}
            raise _refused(values, "cluster-not-installed") from error
        found = config.get("scheduler-address", None) if self._configured else self.address
        if found is None:
            raise _refused({}, "cluster-unnamed")
        named: dict[str, Any] = (
            {"scheduler_file": found} if found.endswith(".json") else {"address": found}
        )
        try:
            client = Client(**named, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            values = {"address": found, "seen": str(error)}
            raise _refused(values, "cluster-silent") from error
        with client, _told_by_us():
            try:
                client.wait_for_workers(1, timeout=PATIENCE)
            except TimeoutError as error:
                raise _refused({"address": found}, "cluster-without-workers") from error
            yield client

    @property
    def _configured(self) -> bool:
        return self.address == CONFIGURED


def _itself(made: Maker) -> Maker:
    return made


def _sealed(made: Maker, task: Task, store: TaskStore) -> bytes:
    """Make one task on a worker, and return the bytes of its file.

    A worker with several threads makes one task at a time: durable-rules has one host a process.
    """
    with _ONE_AT_A_TIME:
        return store.sealed(made.make(task))


def _ended(future: Future[bytes], task: Task, store: TaskStore) -> Ended:
    """Write what came back of one task, or return what kept it from being made."""
    from distributed import KilledWorker

    try:
        sealed = future.result()
    except KilledWorker as error:
        msg = f"every worker that made it died: is there enough memory? ({error.last_worker})"
        return Ended(task, RunError(msg))
    except CancelledError:
        raise
    except Exception as error:  # noqa: BLE001 - whoever asked for the task judges it
        return Ended(task, error)
    finally:
        future.release()
    try:
        store.put(task, sealed)
    except RunError as error:
        return Ended(task, error)
    return Ended(task)


@contextmanager
def _plainly(address: str) -> Iterator[None]:
    """Say in a sentence that the cluster has gone."""
    try:
        yield
    except (CancelledError, OSError) as error:
        msg = (
            f"the cluster at {address} has gone. What is finished is kept: the same run again "
            f"goes on from there"
        )
        raise RunError(msg) from error


@contextmanager
def _told_by_us() -> Iterator[None]:
    """Keep Dask's client from printing how it lost its scheduler: that is said in a sentence."""
    logger = logging.getLogger("distributed.client")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _refused(values: dict[str, str], code: str) -> ScenarioError:
    """Return the error of a cluster that cannot be used."""
    return ScenarioError([Diagnostic(code, Place("--scheduler", 0, 0), values)])
