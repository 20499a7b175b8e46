"""A run killed in the middle goes on where it was, and ends as if nothing had happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from policy_sim.diagnostics import Diagnostic
from policy_sim.errors import ScenarioError
from policy_sim.study.loading import load_scenario
from policy_sim.study.run import run
from policy_sim.study.store import RUNTIME, publish
from policy_sim.study.task_store import tasks_folder
from policy_sim.study.verify import verify
from small_study import copied, run_small

pytestmark = pytest.mark.whole_run

REPLICATIONS = 3
OPTIONS = {"people": 60, "years": 1, "replications": REPLICATIONS}
TICK, TICKS = 0.05, 4800
"""How long, in seconds, a look at the file system waits for the child, and how often it looks."""


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a run folder but the one that holds times."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files
        if path.name != RUNTIME
    }


def children(process: int) -> set[int]:
    """Return the living processes started by *process*."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == process and fields[0] != "Z":
                found.add(int(stat.parent.name))
    return found


def alive(process: int) -> bool:
    """Return whether a process runs, one that is not yet collected not counting."""
    try:
        state = (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def killed(scenario: Path, folder: Path) -> tuple[set[str], set[int]]:
    """Start the study in a child and kill it once a task is on disk.

    Return the tasks that were finished, and the workers that the child had.
    """
    command = [sys.executable, "-m", "policy_sim", "run", str(scenario), "--out", str(folder)]
    for name, value in OPTIONS.items():
        command += [f"--{name}", str(value)]
    child = subprocess.Popen(
        [*command, "--draws", "0", "--workers", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(TICKS):
            if list(tasks_folder(folder).glob("*.task")):
                break
            with suppress(subprocess.TimeoutExpired):
                child.wait(TICK)
        workers = children(child.pid)
    finally:
        child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL, "the child ended before it could be killed"
    return {path.name for path in tasks_folder(folder).glob("*.task")}, workers


def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(tmp_path: Path) -> None:
    """Nothing finished is made again, a second study is refused, the folder is the same.

    One uninterrupted run is compared, file by file, with one that was killed, tampered with
    and gone on with. The killed one's workers have ended too.
    """
    path = copied(tmp_path)
    whole = run_small(tmp_path / "whole", path, draws=0, **OPTIONS)
    folder = tmp_path / "run"
    finished, workers = killed(path, folder)
    assert 1 <= len(finished) < REPLICATIONS
    assert not folder.exists()
    for _ in range(TICKS):
        if not any(map(alive, workers)):
            break
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert workers
    assert not any(map(alive, workers))
    finished = {path.name for path in tasks_folder(folder).glob("*.task")}
    assert len(finished) < REPLICATIONS

    law = tmp_path / "policies/medan/drafts/merit-reform.yaml"
    text = law.read_text(encoding="utf-8")
    law.write_text(text + "# another word\n", encoding="utf-8")
    with pytest.raises(
        ScenarioError, match=r"policies/medan/drafts/merit-reform\.yaml \(changed\)"
    ):
        run_small(folder, path, draws=0, **OPTIONS)
    law.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="--seed was 2026, is 1"):
        run_small(folder, path, draws=0, **OPTIONS | {"seed": 1})

    damaged = tasks_folder(folder) / min(finished)
    damaged.write_bytes(damaged.read_bytes()[:-7])
    told: list[Diagnostic] = []
    steps: list[int] = []
    again = run_small(
        folder,
        path,
        draws=0,
        findings=told.extend,
        progress=lambda done, _: steps.append(done),
        **OPTIONS,
    )
    sound = len(finished) - 1
    codes = ["task-damaged", *(["tasks-finished"] if sound else [])]
    assert [finding.code for finding in told] == codes
    assert told[0].values["seen"] == f"{damaged.name} is not as it was written"
    assert steps == list(range(sound, REPLICATIONS + 1))
    assert contents(folder) == contents(whole.folder)
    assert verify(again.folder).holds
    assert not tasks_folder(folder).exists()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"policies", "scenarios", "whole", "run"}


def test_tasks_of_the_same_study_outlive_overwriting(tmp_path: Path) -> None:
    """The same command, ``--overwrite`` and all, goes on after a failure; another starts anew."""
    folder, small = tmp_path / "run", load_scenario(copied(tmp_path))
    options = {**OPTIONS, "replications": 1, "draws": 0, "workers": 1}

    def fail(_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(ScenarioError, match="No space left on device"):
        run(small, out=folder, illustrate=fail, **options)
    assert not folder.exists()
    steps: list[int] = []
    run(small, out=folder, overwrite=True, progress=lambda n, _: steps.append(n), **options)
    assert steps == [1]
    run(small, out=folder, overwrite=True, seed=3, **options)
    assert not tasks_folder(folder).exists()


def test_a_run_killed_between_its_last_moves_keeps_the_folder_before_it(tmp_path: Path) -> None:
    """A folder that had been put aside for a new one stands in its place again."""
    folder = tmp_path / "run"
    publish(folder, lambda draft: (draft / "old").touch())
    folder.rename(tmp_path / ".run.past")

    def fail(draft: Path) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        publish(folder, fail)
    assert [path.name for path in folder.iterdir()] == ["old"]


def test_a_place_that_cannot_be_written_to_ends_with_two(tmp_path: Path) -> None:
    """The command line says plainly what is wrong with the folder, and leaves with 2."""
    (tmp_path / "file").write_text("")
    command = [sys.executable, "-m", "policy_sim", "run", "scenarios/small.yaml"]
    ended = subprocess.run(
        [*command, "--out", str(tmp_path / "file" / "run"), "--people", "60"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert ended.returncode == 2
    assert "error[folder-unwritable]" in ended.stderr
    assert "Traceback" not in ended.stderr
