"""A real cluster on this machine: the same bytes, though a worker is lost in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from policy_sim.study.store import RUNTIME
from policy_sim.study.task_store import tasks_folder
from small_study import SMALL, run_small, shipped

pytest.importorskip("distributed")

pytestmark = [pytest.mark.whole_run, pytest.mark.xdist_group("cluster")]

OPTIONS = {"people": 60, "years": 1, "replications": 3}
ENDS = 20
"""Seconds within which a process that was asked to end must have ended."""


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a run folder but the one that holds times."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != RUNTIME
    }


@dataclass
class Machines:
    """A scheduler and two workers, each a process; *file* is where its address stands."""

    file: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, kind: str, *options: str) -> None:
        """Start a ``dask scheduler`` or ``dask worker`` on loopback."""
        common = ("--host", "127.0.0.1", "--scheduler-file", str(self.file), "--no-dashboard")
        # A worker sees no history that this machine has kept, and no file of the study.
        self.running.append(
            subprocess.Popen(
                [sys.executable, "-m", "dask", kind, *common, *options],
                cwd=self.file.parent,
                env=os.environ | {"POLICY_SIM_CACHE": "", "PYTHONPATH": os.pathsep.join(sys.path)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    def kill_a_worker(self) -> None:
        """Take one worker away without a warning."""
        worker = self.running.pop()
        worker.send_signal(signal.SIGKILL)
        assert worker.wait(ENDS) == -signal.SIGKILL

    def stop(self) -> None:
        """End every process that was started, by its own number."""
        for process in reversed(self.running):
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(ENDS)
            process.kill()
            process.wait(ENDS)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    """A cluster of two workers in a folder of its own."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    cluster = Machines(folder / "scheduler.json")
    try:
        cluster.start("scheduler", "--port", "0")
        for _ in range(2):
            cluster.start("worker", "--nthreads", "1", "--no-nanny")
        yield cluster
    finally:
        cluster.stop()


def test_a_cluster_finds_the_same_bytes_though_a_worker_is_lost(
    tmp_path: Path, machines: Machines
) -> None:
    """One of two workers is killed when the first task is done; its own is made by the other.

    Every file of the folder is that of the run in this process, but for the one with the times.
    """
    scenario = shipped(SMALL.name)
    done: list[int] = []

    def progress(made: int, _: int) -> None:
        done.append(made)
        if made == 1:
            machines.kill_a_worker()

    there = run_small(
        tmp_path / "there", scenario, scheduler=str(machines.file), progress=progress, **OPTIONS
    )
    here = run_small(tmp_path / "here", scenario, **OPTIONS)
    assert done == [0, 1, 2, 3]
    assert len(machines.running) == 2
    assert contents(there.folder) == contents(here.folder)
    assert not tasks_folder(there.folder).exists()
