"""Nothing of a sweep is lost: damage is found and said, and what fails says where it failed."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from policy_sim.diagnostics import Diagnostic
from policy_sim.errors import ScenarioError, TaskError
from policy_sim.study.loading import load_scenario
from policy_sim.study.points import STATED, Point
from policy_sim.study.scenario import Scenario
from policy_sim.study.task_store import tasks_folder
from policy_sim.sweep.evaluation import Evaluated, Sweep, sweeping

SHARE = "laws.generous.promoted_share"
POINTS = (STATED, Point.of({SHARE: "100%"}))
TICK, TICKS = 0.05, 4800
"""How long, in seconds, a look at the file system waits for the child, and how often it looks."""

CLASH = """\
policy: generous
title: Whoever has waited long leaps to the top
amends: {base}
authority: national
source: "invented example"
effective: 2026-06-01
status: assumption
add:
  parameters:
    leap_after: {{value: 600 months}}
  rules:
    leap:
      area: promotion
      when: [time_in_grade >= leap_after, grade < a]
      then: {{promote: a}}
"""


@pytest.fixture(scope="module")
def swept(office: Scenario, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A folder in which two replications of two points are finished, and what was found."""
    folder = tmp_path_factory.mktemp("drills") / "office"
    with sweeping(office, folder, workers=1) as sweep:
        return folder, sweep.evaluate(POINTS, 2)


@pytest.fixture
def folder(swept: tuple[Path, Any], tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    shutil.copytree(tasks_folder(swept[0]), tasks_folder(tmp_path / "office"))
    return tmp_path / "office"


@contextmanager
def told(office: Scenario, folder: Path) -> Iterator[tuple[Sweep, list[Diagnostic]]]:
    """Have a sweep that tells what it finds, and what it has told."""
    findings: list[Diagnostic] = []
    with sweeping(office, folder, workers=1, findings=findings.extend) as sweep:
        yield sweep, findings


def test_damaged_files_are_found_said_and_made_again(
    office: Scenario, swept: tuple[Path, tuple[Evaluated, ...]], folder: Path
) -> None:
    """One file is cut short, in another a byte is turned: both are named, and the rest is kept."""
    first, second, *_ = sorted(tasks_folder(folder).glob("*.task"))
    content = second.read_bytes()
    first.write_bytes(first.read_bytes()[:-9])
    second.write_bytes(content[:-30] + bytes([content[-30] ^ 255]) + content[-29:])
    with told(office, folder) as (sweep, findings):
        assert sweep.evaluate(POINTS, 2) == swept[1]
    codes = [finding.code for finding in findings]
    assert codes == ["task-damaged", "task-damaged", "tasks-finished"]
    assert {f.values["seen"] for f in findings[:2]} == {
        f"{path.name} is not as it was written" for path in (first, second)
    }
    assert findings[2].values == {"seen": "2", "all": "4"}
    assert second.read_bytes()[-30] == content[-30]
    with told(office, folder) as (sweep, findings):
        sweep.evaluate(POINTS, 2)
    assert findings == []


def test_a_second_sweep_of_a_folder_is_refused(office: Scenario, folder: Path) -> None:
    """It is told which process writes there, and goes on when that has ended."""
    with sweeping(office, folder), pytest.raises(ScenarioError) as busy, sweeping(office, folder):
        pass
    assert [finding.code for finding in busy.value.findings] == ["folder-busy"]
    assert busy.value.findings[0].values["seen"] == str(os.getpid())
    with sweeping(office, folder):
        pass


def test_a_changed_policy_is_not_mixed_with_what_was_made_under_the_old_one(
    office: Scenario, folder: Path, tmp_path: Path
) -> None:
    """The sweep refuses, and names the file that changed; as it was, it goes on."""
    copy = tmp_path / "documents"
    shutil.copytree(office.path.parent, copy)
    with sweeping(load_scenario(copy / "office.yaml"), folder, overwrite=True) as sweep:
        sweep.evaluate([STATED], 1)
    law = copy / "generous.yaml"
    text = law.read_text(encoding="utf-8")
    law.write_text(text.replace("50%", "55%"), encoding="utf-8")
    with (
        pytest.raises(ScenarioError, match=r"generous\.yaml \(changed\)"),
        sweeping(load_scenario(copy / "office.yaml"), folder),
    ):
        pass
    law.write_text(text, encoding="utf-8")
    with sweeping(load_scenario(copy / "office.yaml"), folder) as sweep:
        assert len(sweep.store.finished(sweep.tasks([STATED], [0]))[0]) == 1


def test_a_full_disk_ends_a_sweep_with_what_was_finished_kept(
    office: Scenario, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is named with what the system says; no half of a task is left."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with told(office, folder) as (sweep, _):
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(ScenarioError, match="No space left on device") as error:
            sweep.evaluate([STATED], [0, 1, 2])
        monkeypatch.undo()
        assert [finding.code for finding in error.value.findings] == ["folder-unwritable"]
        kept = sweep.store.finished(sweep.tasks([STATED], [0, 1, 2]))
    assert len(kept[0]) == 2
    assert not list(tasks_folder(folder).glob("*.draft"))


def test_a_task_that_fails_says_where_and_keeps_the_others(
    office: Scenario, folder: Path, tmp_path: Path
) -> None:
    """Arm, replication, what was set, month, person and both rules; the other points are there."""
    copy = tmp_path / "documents"
    shutil.copytree(office.path.parent, copy)
    law = copy / "generous.yaml"
    base = law.read_text(encoding="utf-8").partition("amends: ")[2].partition("\n")[0]
    law.write_text(CLASH.format(base=base), encoding="utf-8")
    clash = load_scenario(copy / "office.yaml")
    leap = "laws.generous.leap_after"
    points = [Point.of({leap: value}) for value in ("24 months", "600 months")]
    with sweeping(clash, folder, workers=1, overwrite=True) as sweep:
        with pytest.raises(TaskError) as failed:
            sweep.evaluate(points, 1)
        kept = sweep.store.finished(sweep.tasks(points, [0]))
    message = str(failed.value)
    for part in (
        "arm generous+as-written, replication 0, with laws.generous.leap_after = 24 months",
        "in 2026-09: rules examination and leap both promote person ",
        "2 finished tasks are kept",
    ):
        assert part in message
    assert {task.point for task in kept[0]} == {STATED, points[1]}


@pytest.mark.whole_run
def test_a_killed_sweep_goes_on_where_it_was(
    office: Scenario, swept: tuple[Path, tuple[Evaluated, ...]], tmp_path: Path
) -> None:
    """Killed once a task is on disk; the same sweep makes the others and finds the same."""
    folder = tmp_path / "office"
    command = [sys.executable, "-m", "policy_sim", "sweep", str(office.path), "--workers", "1"]
    child = subprocess.Popen(
        [*command, "--vary", f"{SHARE}=100%", "--replications", "2", "--out", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(TICKS):
        if list(tasks_folder(folder).glob("*.task")):
            break
        with suppress(subprocess.TimeoutExpired):
            child.wait(TICK)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL, "the child ended before it could be killed"
    finished = {path: path.stat().st_mtime_ns for path in tasks_folder(folder).glob("*.task")}
    assert 1 <= len(finished) < 4
    with sweeping(office, folder, workers=1) as sweep:
        assert sweep.evaluate(POINTS, 2) == swept[1]
    assert {path: path.stat().st_mtime_ns for path in finished} == finished
