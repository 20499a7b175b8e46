"""What a cluster may lose, and how it is said; scheduler and workers are played by the tests."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

distributed = pytest.importorskip("distributed")

from policy_sim.errors import RunError, ScenarioError, TaskError  # noqa: E402 - needs Dask
from policy_sim.study import cluster  # noqa: E402
from policy_sim.study.cluster import Cluster  # noqa: E402
from policy_sim.study.job import WorkerDiffersError  # noqa: E402
from policy_sim.study.ledger_rows import NO_ROWS  # noqa: E402
from policy_sim.study.observations import OUTCOME_COLUMNS  # noqa: E402
from policy_sim.study.replication import Replication  # noqa: E402
from policy_sim.study.replications import Plan, made_by  # noqa: E402
from policy_sim.study.task_store import TaskStore  # noqa: E402
from policy_sim.study.tasks import Task, tasks_of  # noqa: E402


class FakeJob:
    """A job that finds nothing, anywhere."""

    def make(self, task: Task) -> Replication:
        """Return a task that found nothing."""
        return Replication(task, OUTCOME_COLUMNS.empty_table(), NO_ROWS, {})

    def elsewhere(self) -> FakeJob:
        """Return the job itself."""
        return self

    sent = elsewhere


class FakeFuture:
    """What a scheduler holds of one task: what comes of it when it is asked for."""

    def __init__(self, comes: Any) -> None:
        self.comes = comes

    def result(self) -> Any:
        """Return what was found, or raise what went wrong."""
        if isinstance(self.comes, BaseException):
            raise self.comes
        return self.comes

    def release(self) -> None:
        """Be forgotten."""


class FakeClient:
    """A cluster with so many *workers* left, on which some tasks end otherwise than well."""

    def __init__(self, workers: int = 1, ends: dict[int, Any] | None = None) -> None:
        self.workers, self.ends = workers, ends or {}
        self.cancelled: list[FakeFuture] = []

    def submit(self, function: Any, *arguments: Any, pure: bool) -> FakeFuture:
        """Make a task at once, as a worker would."""
        assert not pure
        if function is not cluster._sealed:
            return FakeFuture(function(*arguments))
        job, task, store = arguments
        found = self.ends.get(task.number) or function(job.result(), task, store)
        return FakeFuture(found)

    def as_current(self) -> Any:
        """Be the client that is asked."""
        return nullcontext()

    def nthreads(self) -> dict[str, int]:
        """Return the workers that there are."""
        return {f"tcp://worker-{n}": 1 for n in range(self.workers)}

    def cancel(self, futures: list[FakeFuture]) -> None:
        """Give tasks up."""
        self.cancelled += futures


@pytest.fixture
def store(tmp_path: Path) -> TaskStore:
    """The finished tasks of a study, none as yet."""
    return TaskStore(tmp_path, "digest")


def made(monkeypatch: pytest.MonkeyPatch, client: FakeClient, store: TaskStore, wait: Any) -> int:
    """Return how many of three tasks come from the cluster."""

    @contextmanager
    def connected(_: Cluster) -> Iterator[FakeClient]:
        yield client

    monkeypatch.setattr(Cluster, "_client", connected)
    monkeypatch.setattr(distributed, "wait", wait)
    plan = Plan(tasks_of(3, 0), (), 1, lambda: None, Cluster("tcp://there:8786"))
    return len(list(made_by(FakeJob(), plan, store)))  # type: ignore[arg-type]


class _Ended:
    def __init__(self, futures: list[FakeFuture]) -> None:
        self.done = set(futures[:1])


def at_once(futures: list[FakeFuture], timeout: int, returned: str) -> _Ended:
    """Let one task end whenever somebody waits."""
    return _Ended(futures)


def never(futures: list[FakeFuture], timeout: int, returned: str) -> _Ended:
    """Let no task end."""
    raise TimeoutError


def test_what_comes_back_is_written_here(monkeypatch: pytest.MonkeyPatch, store: TaskStore) -> None:
    """Every task that the cluster made is in the store of this machine."""
    assert made(monkeypatch, FakeClient(), store, at_once) == 3
    assert len(store.finished(tasks_of(3, 0))[0]) == 3


def test_a_cluster_without_workers_ends_the_run(
    monkeypatch: pytest.MonkeyPatch, store: TaskStore
) -> None:
    """When all workers have gone and none comes back, the run says so in place of waiting."""
    client = FakeClient(workers=0)
    with pytest.raises(RunError, match=r"tcp://there:8786 has no workers any more.*goes on"):
        made(monkeypatch, client, store, never)
    assert len(client.cancelled) == 3


def test_workers_that_are_slow_are_waited_for(
    monkeypatch: pytest.MonkeyPatch, store: TaskStore
) -> None:
    """As long as there is one that could make it, a task may take its time."""
    waited = iter(range(1000))

    def late(futures: list[FakeFuture], timeout: int, returned: str) -> _Ended:
        if next(waited) < 2 * cluster.PATIENCE:
            raise TimeoutError
        return _Ended(futures)

    assert made(monkeypatch, FakeClient(), store, late) == 3


@pytest.mark.parametrize("lost", [CancelledError("lost"), OSError("connection closed")])
def test_a_lost_scheduler_ends_the_run(
    monkeypatch: pytest.MonkeyPatch, store: TaskStore, lost: BaseException
) -> None:
    """What is finished is kept, and the sentence says how to go on."""

    def gone(futures: list[FakeFuture], timeout: int, returned: str) -> _Ended:
        if len(futures) < 3:
            raise lost
        return _Ended(futures)

    with pytest.raises(RunError, match=r"the cluster at tcp://there:8786 has gone.*goes on"):
        made(monkeypatch, FakeClient(), store, gone)
    assert len(store.finished(tasks_of(3, 0))[0]) == 1


def test_a_task_that_kills_its_workers_is_named(
    monkeypatch: pytest.MonkeyPatch, store: TaskStore
) -> None:
    """The others are made all the same, and the sentence thinks of memory."""
    killed = distributed.KilledWorker("task", "tcp://worker-0", 3)
    with pytest.raises(TaskError, match=r"replication-00001: every worker that made it died"):
        made(monkeypatch, FakeClient(ends={1: killed}), store, at_once)
    assert len(store.finished(tasks_of(3, 0))[0]) == 2


def test_a_worker_with_another_program_ends_the_run(
    monkeypatch: pytest.MonkeyPatch, store: TaskStore
) -> None:
    """It would find something else; no other task is waited for."""
    differs = WorkerDiffersError("the worker on there would find something else")
    with pytest.raises(WorkerDiffersError, match="would find something else"):
        made(monkeypatch, FakeClient(ends={0: differs, 1: differs, 2: differs}), store, at_once)


def test_bytes_that_were_altered_on_the_way_do_not_count(
    monkeypatch: pytest.MonkeyPatch, store: TaskStore
) -> None:
    """A result is written only if it still bears the checksum that the worker gave it."""
    sealed = store.sealed(FakeJob().make(tasks_of(3, 0)[2]))
    with pytest.raises(TaskError, match=r"replication-00002\.task is not as it was written"):
        made(monkeypatch, FakeClient(ends={2: sealed[:-1] + b"?"}), store, at_once)
    assert len(store.finished(tasks_of(3, 0))[0]) == 2


@pytest.mark.parametrize(
    ("address", "code"), [("tcp://127.0.0.1:1", "cluster-silent"), ("dask", "cluster-unnamed")]
)
def test_a_cluster_that_is_not_there(
    address: str, code: str, store: TaskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No scheduler at the address, or none in the configuration: refused before anything else."""
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(ScenarioError) as refused:
        list(Cluster(address).made(FakeJob(), tasks_of(1, 0), store))  # type: ignore[arg-type]
    assert [finding.code for finding in refused.value.findings] == [code]
