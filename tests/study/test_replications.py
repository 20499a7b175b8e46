"""Tasks: in order whoever makes them, each made once, and never from changed documents."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from policy_sim.errors import RunError
from policy_sim.study import replications as module
from policy_sim.study.replication import LEDGER_COLUMNS, OUTCOME_COLUMNS, Replication
from policy_sim.study.replications import Plan, available_workers, replications
from policy_sim.study.task_store import TaskStore
from policy_sim.study.tasks import Kind, Task, tasks_of
from policy_sim.study.terms import Terms

DOCUMENTS = (Path("s.yaml"), Path("p.yaml"), None, None)
SCENARIO: Any = SimpleNamespace(documents=DOCUMENTS, inputs={}, roster=None)
TERMS = Terms(3, 1, 1, "columnar", "fixed")


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let threads stand for the worker processes; return the sizes of the pools asked for."""
    asked: list[int] = []

    def pool(size: int, mp_context: object, initializer: object) -> ThreadPoolExecutor:
        asked.append(size)
        return ThreadPoolExecutor(size)

    monkeypatch.setattr(module, "ProcessPoolExecutor", pool)
    monkeypatch.setattr(module, "input_digests", lambda inputs: {})
    monkeypatch.setattr(module, "_opened", lambda *of: SCENARIO)
    return asked


@pytest.fixture
def store(tmp_path: Path) -> TaskStore:
    """The finished tasks of a study, none as yet."""
    return TaskStore(tmp_path, "digest")


def empty(task: Task) -> Replication:
    """Return a task that found nothing."""
    return Replication(task, OUTCOME_COLUMNS.empty_table(), LEDGER_COLUMNS.empty_table(), {})


def made(
    monkeypatch: pytest.MonkeyPatch,
    store: TaskStore,
    replicate: Callable[[Task], Replication],
    tasks: int,
    workers: int,
    finished: tuple[Task, ...] = (),
    done: Callable[[], None] = lambda: None,
) -> list[int]:
    """Return the numbers of the tasks, in the order in which they come."""
    monkeypatch.setattr(module, "replicate", lambda scenario, terms, task: replicate(task))
    plan = Plan(tasks_of(tasks, 0), finished, workers, done)
    return [found.task.number for found in replications(SCENARIO, TERMS, plan, store)]


def test_central_replications_come_before_the_draws() -> None:
    """The plausible range never delays the answer at central assumptions."""
    assert [task.name for task in tasks_of(2, 1)] == [
        "replication-00000",
        "replication-00001",
        "draw-00000",
    ]


def test_results_come_in_the_order_of_their_numbers(
    sizes: list[int], store: TaskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first replication is made last, and still comes first."""
    last = Event()

    def replicate(task: Task) -> Replication:
        if task.number == 0:
            assert last.wait(20)
        if task.number == 2:
            last.set()
        return empty(task)

    assert made(monkeypatch, store, replicate, 3, 3) == [0, 1, 2]
    assert sizes == [3]


@pytest.mark.parametrize(
    ("number", "workers", "pools"), [(3, 1, []), (1, 4, []), (2, 4, [2]), (4, 2, [2])]
)
def test_no_more_workers_than_tasks(
    sizes: list[int],
    store: TaskStore,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    workers: int,
    pools: list[int],
) -> None:
    """One worker, or one task, needs no other process; two tasks need two."""
    assert made(monkeypatch, store, empty, number, workers) == list(range(number))
    assert sizes == pools


@pytest.mark.parametrize("workers", [1, 3])
def test_what_is_finished_is_not_made_again(
    sizes: list[int], store: TaskStore, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """Finished tasks are read, the others made and told once each, whichever process makes them."""
    again, told = [], []
    finished = (Task(Kind.REPLICATION, 1), Task(Kind.REPLICATION, 3))
    for task in finished:
        store.keep(empty(task))

    def replicate(task: Task) -> Replication:
        again.append(task.number)
        return empty(task)

    found = made(
        monkeypatch, store, replicate, 5, workers, finished, done=lambda: told.append(None)
    )
    assert found == [0, 1, 2, 3, 4]
    assert sorted(again) == [0, 2, 4]
    assert len(told) == 3


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_that_fails_leaves_what_the_others_found(
    sizes: list[int], store: TaskStore, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """The error comes through as it is; what was finished before it is on disk."""

    def replicate(task: Task) -> Replication:
        if task.number == 2:
            raise RunError("no places")  # noqa: EM101
        return empty(task)

    with pytest.raises(RunError, match="no places"):
        made(monkeypatch, store, replicate, 3, workers)
    whole, damaged = store.finished(tasks_of(3, 0))
    assert whole == frozenset(tasks_of(2, 0))
    assert damaged == ()


def test_a_worker_that_dies_is_an_error_of_the_run(
    sizes: list[int], store: TaskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is gone gives a sentence that names likely causes and how to go on."""

    def replicate(task: Task) -> Replication:
        if task.number == 1:
            raise BrokenProcessPool
        return empty(task)

    with pytest.raises(RunError, match="a worker process died: is there enough memory") as stop:
        made(monkeypatch, store, replicate, 3, 2)
    assert '__name__ == "__main__"' in str(stop.value)
    assert "goes on from there" in str(stop.value)
    assert store.recall(Task(Kind.REPLICATION, 0)) is not None


def test_a_result_that_is_taken_away_is_noticed(
    store: TaskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finished task whose file has gone stops the run: nothing is counted that is not there."""
    with pytest.raises(RunError, match="result of replication-00000 has gone"):
        made(monkeypatch, store, empty, 1, 1, finished=tasks_of(1, 0))


def test_changed_documents_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that reads other documents than were started refuses; the same ones it keeps."""
    digests = {"s.yaml": "1", "p.yaml": "2"}
    monkeypatch.setattr(module, "load_scenario", lambda path, **others: SCENARIO)
    monkeypatch.setattr(module, "input_digests", lambda inputs: digests)
    module._opened.cache_clear()
    started = (("p.yaml", "2"), ("s.yaml", "1"))
    try:
        assert module._opened(DOCUMENTS, started) is SCENARIO
        with pytest.raises(RunError, match=r"documents of s\.yaml were changed while the study"):
            module._opened(DOCUMENTS, (("p.yaml", "2"), ("s.yaml", "0")))
    finally:
        module._opened.cache_clear()


def test_there_is_at_least_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that does not tell its processors has one."""
    monkeypatch.setattr(module.os, "cpu_count", lambda: None)
    assert available_workers() == 1
    monkeypatch.setattr(module.os, "cpu_count", lambda: 6)
    assert available_workers() == 6
