"""Tasks: in order whoever makes them, each made once, and never from changed documents."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from policy_sim.errors import RunError, ScenarioError, TaskError
from policy_sim.study import job as module
from policy_sim.study import processes
from policy_sim.study.job import WorkerDiffersError
from policy_sim.study.ledger_rows import NO_ROWS
from policy_sim.study.observations import OUTCOME_COLUMNS
from policy_sim.study.replication import Replication
from policy_sim.study.replications import MOST_FAILED, Plan, available_workers, made_by
from policy_sim.study.task_store import TaskStore
from policy_sim.study.tasks import Kind, Task, tasks_of

DOCUMENTS = (Path("s.yaml"), Path("p.yaml"), None, None)


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let threads stand for the worker processes; return the sizes of the pools asked for."""
    asked: list[int] = []

    def pool(size: int, mp_context: object, initializer: object) -> ThreadPoolExecutor:
        asked.append(size)
        return ThreadPoolExecutor(size)

    monkeypatch.setattr(processes, "ProcessPoolExecutor", pool)
    return asked


@pytest.fixture
def store(tmp_path: Path) -> TaskStore:
    """The finished tasks of a study, none as yet."""
    return TaskStore(tmp_path, "digest")


def empty(task: Task) -> Replication:
    """Return a task that found nothing."""
    return Replication(task, OUTCOME_COLUMNS.empty_table(), NO_ROWS, {})


@dataclass(frozen=True)
class FakeJob:
    """A job that does as it is told, wherever it is."""

    make: Callable[[Task], Replication]

    def elsewhere(self) -> FakeJob:
        """Return the job itself: a thread sees all that this one does."""
        return self

    sent = elsewhere


def made(
    store: TaskStore,
    replicate: Callable[[Task], Replication],
    tasks: int,
    workers: int,
    finished: tuple[Task, ...] = (),
    done: Callable[[], None] = lambda: None,
) -> list[int]:
    """Return the numbers of the tasks, in the order in which they come."""
    plan = Plan(tasks_of(tasks, 0), finished, workers, done)
    return [found.task.number for found in made_by(FakeJob(replicate), plan, store)]


def test_central_replications_come_before_the_draws() -> None:
    """The plausible range never delays the answer at central assumptions."""
    assert [task.name for task in tasks_of(2, 1)] == [
        "replication-00000",
        "replication-00001",
        "draw-00000",
    ]


def test_results_come_in_the_order_of_their_numbers(sizes: list[int], store: TaskStore) -> None:
    """The first replication is made last, and still comes first."""
    last = Event()

    def replicate(task: Task) -> Replication:
        if task.number == 0:
            assert last.wait(20)
        if task.number == 2:
            last.set()
        return empty(task)

    assert made(store, replicate, 3, 3) == [0, 1, 2]
    assert sizes == [3]


@pytest.mark.parametrize(
    ("number", "workers", "pools"), [(3, 1, []), (1, 4, []), (2, 4, [2]), (4, 2, [2])]
)
def test_no_more_workers_than_tasks(
    sizes: list[int],
    store: TaskStore,
    number: int,
    workers: int,
    pools: list[int],
) -> None:
    """One worker, or one task, needs no other process; two tasks need two."""
    assert made(store, empty, number, workers) == list(range(number))
    assert sizes == pools


@pytest.mark.parametrize("workers", [1, 3])
def test_what_is_finished_is_not_made_again(
    sizes: list[int], store: TaskStore, workers: int
) -> None:
    """Finished tasks are read, the others made and told once each, whichever process makes them."""
    again, told = [], []
    finished = (Task(Kind.REPLICATION, 1), Task(Kind.REPLICATION, 3))
    for task in finished:
        store.keep(empty(task))

    def replicate(task: Task) -> Replication:
        again.append(task.number)
        return empty(task)

    found = made(store, replicate, 5, workers, finished, done=lambda: told.append(None))
    assert found == [0, 1, 2, 3, 4]
    assert sorted(again) == [0, 2, 4]
    assert len(told) == 3


def failing(*numbers: int, error: Exception) -> Callable[[Task], Replication]:
    """Return what makes every task but those of *numbers*."""

    def replicate(task: Task) -> Replication:
        if task.number in numbers:
            raise error
        return empty(task)

    return replicate


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_that_fails_leaves_what_the_others_found(
    sizes: list[int], store: TaskStore, workers: int
) -> None:
    """The tasks after it are made too; the error names the task, and what is kept."""
    error = RunError("arm old+habit, replication 2, in 2027-03: no places for person 7")
    with pytest.raises(TaskError) as stop:
        made(store, failing(2, error=error), 6, workers)
    assert str(stop.value) == (
        "replication-00002: arm old+habit, replication 2, in 2027-03: no places for person 7; "
        "5 finished tasks are kept, and the same run goes on there"
    )
    whole, damaged = store.finished(tasks_of(6, 0))
    assert whole == frozenset(tasks_of(6, 0)) - {Task(Kind.REPLICATION, 2)}
    assert damaged == ()


@pytest.mark.parametrize("workers", [1, 2])
def test_what_failed_is_made_when_the_same_run_is_asked_for_again(
    sizes: list[int], store: TaskStore, workers: int
) -> None:
    """Only the failed task is made the second time."""
    with pytest.raises(TaskError):
        made(store, failing(1, error=RunError("once")), 4, workers)
    again: list[int] = []

    def replicate(task: Task) -> Replication:
        again.append(task.number)
        return empty(task)

    finished = tuple(store.finished(tasks_of(4, 0))[0])
    assert made(store, replicate, 4, workers, finished) == [0, 1, 2, 3]
    assert again == [1]


def test_where_every_task_fails_only_a_few_are_tried(store: TaskStore) -> None:
    """After three failures no task is begun: the fault is in all of them."""
    tried: list[int] = []

    def replicate(task: Task) -> Replication:
        tried.append(task.number)
        raise RunError(f"fault {task.number}")  # noqa: EM102

    with pytest.raises(TaskError, match="3 tasks failed; replication-00000: fault 0;"):
        made(store, replicate, 200, 1)
    assert tried == list(range(MOST_FAILED))


def test_a_fault_of_the_program_keeps_its_traceback(store: TaskStore) -> None:
    """It comes through as it is, after the others have been made."""
    with pytest.raises(ZeroDivisionError):
        made(store, failing(0, error=ZeroDivisionError()), 3, 1)
    assert len(store.finished(tasks_of(3, 0))[0]) == 2


@pytest.mark.parametrize(
    "error", [ScenarioError([]), WorkerDiffersError("numpy")], ids=lambda e: type(e).__name__
)
def test_what_would_fail_every_task_stops_at_once(store: TaskStore, error: Exception) -> None:
    """A full disk, bad documents or another program are told as they are, at the first task."""
    with pytest.raises(type(error)):
        made(store, failing(1, error=error), 4, 1)
    assert store.finished(tasks_of(4, 0))[0] == {Task(Kind.REPLICATION, 0)}


def test_a_worker_that_dies_is_an_error_of_the_run(sizes: list[int], store: TaskStore) -> None:
    """A process that is gone gives a sentence that names likely causes and how to go on."""

    def replicate(task: Task) -> Replication:
        if task.number == 1:
            raise BrokenProcessPool
        return empty(task)

    with pytest.raises(RunError, match="a worker process died: is there enough memory") as stop:
        made(store, replicate, 3, 2)
    assert "goes on from there" in str(stop.value)
    assert store.recall(Task(Kind.REPLICATION, 0)) is not None


JOBS = """
from policy_sim.study.ledger_rows import NO_ROWS
from policy_sim.study.observations import OUTCOME_COLUMNS
from policy_sim.study.replication import Replication

class Nothing:
    def elsewhere(self): return self
    def make(self, task): return Replication(task, OUTCOME_COLUMNS.empty_table(), NO_ROWS, {})
"""
SCRIPT = """
from pathlib import Path
from jobs import Nothing
from policy_sim.study.processes import Processes
from policy_sim.study.task_store import TaskStore
from policy_sim.study.tasks import tasks_of

print("begun")
Path("tasks").mkdir()
ended = Processes(2).made(Nothing(), tasks_of(3, 0), TaskStore(Path("tasks"), "digest"))
print(sorted(one.task.number for one in ended if one.error is None))
"""


def test_a_plain_script_can_run_a_study(tmp_path: Path) -> None:
    """Workers do not run it again: it needs no guard, as the lines of the README have none."""
    (tmp_path / "jobs.py").write_text(JOBS, "utf-8")
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    answer = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (answer.stdout, answer.stderr) == ("begun\n[0, 1, 2]\n", "")


def test_a_result_that_is_taken_away_is_noticed(store: TaskStore) -> None:
    """A finished task whose file has gone stops the run: nothing is counted that is not there."""
    with pytest.raises(RunError, match="result of replication-00000 has gone"):
        made(store, empty, 1, 1, finished=tasks_of(1, 0))


def test_changed_documents_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that reads other documents than were started refuses; the same ones it keeps."""
    digests = {"s.yaml": "1", "p.yaml": "2"}
    scenario: Any = SimpleNamespace(inputs={}, roster=None)
    monkeypatch.setattr(module, "load_scenario", lambda path, **others: scenario)
    monkeypatch.setattr(module, "input_digests", lambda inputs: digests)
    module._opened.cache_clear()
    started = (("p.yaml", "2"), ("s.yaml", "1"))
    try:
        assert module._opened(DOCUMENTS, started) is scenario
        with pytest.raises(RunError, match=r"documents of s\.yaml were changed while the study"):
            module._opened(DOCUMENTS, (("p.yaml", "2"), ("s.yaml", "0")))
    finally:
        module._opened.cache_clear()


def test_there_is_at_least_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that does not tell its processors has one."""
    monkeypatch.setattr(processes.os, "cpu_count", lambda: None)
    assert available_workers() == 1
    monkeypatch.setattr(processes.os, "cpu_count", lambda: 6)
    assert available_workers() == 6
