"""Finished tasks: whole or not at all, refused to another study, and to a second process."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from policy_sim.catalogue.language import language_named
from policy_sim.errors import ScenarioError
from policy_sim.study.ledger_rows import NO_ROWS
from policy_sim.study.observations import OUTCOME_COLUMNS
from policy_sim.study.replication import Replication
from policy_sim.study.task_store import DamagedTaskError, TaskStore, claimed, tasks_folder
from policy_sim.study.tasks import Kind, Task

DECIDES = {
    "schema_version": 1,
    "inputs": {"policies/a.yaml": "1", "policies/b.yaml": "2"},
    "terms": {"years": 3, "people": None},
    "versions": {"numpy": "2.0", "policy-sim source": "abc"},
}
FIRST, DRAW = Task(Kind.REPLICATION, 0), Task(Kind.DRAW, 3)


def outcomes(rows: int) -> pa.Table:
    """Return the outcomes of so many groups."""
    return pa.table(
        {
            "policy": ["old+habit"] * rows,
            "replication": pa.array([0] * rows, pa.int32()),
            "date": [date(2026, 12, 31)] * rows,
            "outcome": ["service_quality"] * rows,
            "group": [f"unit={n}" for n in range(rows)],
            "value": [n / 7 for n in range(rows)],
        },
        schema=OUTCOME_COLUMNS,
    )


def replication(task: Task = FIRST, rows: int = 40) -> Replication:
    """Return what a task found."""
    told = {"audit": {"checked": 3, "confirmed": 3}, "start_fit": {"largest_error": 0.1 + 0.2}}
    return Replication(task, outcomes(rows), NO_ROWS, {"start": 0.25}, told, {"rate": 0.1})


def codes(error: pytest.ExceptionInfo[ScenarioError]) -> list[str]:
    """Return the codes of what was found."""
    return [finding.code for finding in error.value.findings]


@pytest.mark.parametrize("task", [FIRST, DRAW])
def test_a_task_comes_back_as_it_was_kept(tmp_path: Path, task: Task) -> None:
    """Tables, times, the audit and the drawn values are the same to the last bit."""
    store, made = TaskStore(tmp_path, "abc"), replication(task)
    store.keep(made)
    assert store.recall(task) == made
    assert [path.name for path in tmp_path.iterdir()] == [f"{task.name}.task"]


def test_a_task_that_was_not_made_is_not_there(tmp_path: Path) -> None:
    """Nothing is read where nothing was written."""
    store = TaskStore(tmp_path, "abc")
    assert store.recall(FIRST) is None
    assert store.finished([FIRST, DRAW]) == (frozenset(), ())


def _truncated(content: bytes) -> bytes:
    return content[:-20]


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    "damage", [_truncated, _flipped, lambda c: b"", lambda c: b"\n", lambda c: c + b"\0"]
)
def test_a_damaged_file_is_found(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """A file cut short, with one bit turned, emptied or grown does not count, and is named."""
    store = TaskStore(tmp_path, "abc")
    store.keep(replication())
    path = tmp_path / "replication-00000.task"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DamagedTaskError, match=r"replication-00000\.task is not as it was"):
        store.recall(FIRST)
    assert store.finished([FIRST]) == (
        frozenset(),
        ("replication-00000.task is not as it was written",),
    )


def test_a_file_of_another_study_or_task_does_not_count(tmp_path: Path) -> None:
    """A whole file in the wrong place is found out by what it says of itself."""
    store = TaskStore(tmp_path, "abc")
    store.keep(replication())
    with pytest.raises(DamagedTaskError, match="another study"):
        TaskStore(tmp_path, "xyz").recall(FIRST)
    (tmp_path / "replication-00000.task").rename(tmp_path / "draw-00003.task")
    with pytest.raises(DamagedTaskError, match="holds replication-00000"):
        store.recall(DRAW)


def test_the_same_study_finds_its_tasks_again(tmp_path: Path) -> None:
    """What one process finished is there for the next, whether or not it may overwrite."""
    with claimed(tmp_path / "run", DECIDES) as store:
        store.keep(replication())
    for overwrite in (False, True):
        with claimed(tmp_path / "run", DECIDES, overwrite=overwrite) as store:
            assert store.recall(FIRST) is not None


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"inputs": {"policies/a.yaml": "9", "policies/b.yaml": "2"}}, "policies/a.yaml (changed)"),
        ({"inputs": {"policies/a.yaml": "1"}}, "policies/b.yaml (gone)"),
        ({"inputs": DECIDES["inputs"] | {"c.yaml": "3"}}, "c.yaml (new)"),  # type: ignore[operator]
        ({"terms": {"years": 5, "people": None}}, "--years was 3, is 5"),
        ({"terms": {"years": 3, "people": 300}}, "--people was not given, is 300"),
        ({"versions": {"numpy": "2.1", "policy-sim source": "abc"}}, "numpy was 2.0, is 2.1"),
        ({"versions": {"numpy": "2.0", "policy-sim source": "x"}}, "the program itself"),
        ({"schema_version": 2}, "schema_version was 1, is 2"),
    ],
)
def test_another_study_is_refused_with_what_changed(
    tmp_path: Path, change: dict[str, Any], named: str
) -> None:
    """Every file, option and version that differs is named; nothing is removed unasked."""
    with claimed(tmp_path / "run", DECIDES) as store:
        store.keep(replication())
    with pytest.raises(ScenarioError) as error, claimed(tmp_path / "run", DECIDES | change):
        pass
    assert codes(error) == ["tasks-of-another-study"]
    assert error.value.findings[0].values["seen"] == named
    assert "--overwrite" in str(error.value)
    assert store.recall(FIRST) is not None
    with claimed(tmp_path / "run", DECIDES | change, overwrite=True) as other:
        assert other.recall(FIRST) is None


def test_what_changed_is_told_in_the_language(tmp_path: Path) -> None:
    """The message of a broken-off study has no English in the middle of its Indonesian."""
    change = {"versions": {"numpy": "2.0", "policy-sim source": "x"}}
    terms = {"terms": {"years": 3, "people": 300}}
    with claimed(tmp_path / "run", DECIDES) as store:
        store.keep(replication())
    with pytest.raises(ScenarioError) as error, claimed(tmp_path / "run", DECIDES | change | terms):
        pass
    told = language_named("id").told(error.value.findings[0].values["seen"])
    assert told == "--people semula tidak diberikan, kini 300; program itu sendiri"


def test_several_changes_are_named_at_once(tmp_path: Path) -> None:
    """Whoever changed two things hears of both."""
    with claimed(tmp_path / "run", DECIDES) as store:
        store.keep(replication())
    other = DECIDES | {"inputs": {"policies/b.yaml": "3"}, "terms": {"years": 4, "people": None}}
    with pytest.raises(ScenarioError) as error, claimed(tmp_path / "run", other):
        pass
    seen = error.value.findings[0].values["seen"]
    assert seen == "policies/a.yaml (gone); policies/b.yaml (changed); --years was 3, is 4"


def test_a_study_of_which_nothing_was_finished_hinders_nobody(tmp_path: Path) -> None:
    """Without a finished task there is nothing to lose: another study simply begins."""
    with claimed(tmp_path / "run", DECIDES):
        pass
    with claimed(tmp_path / "run", DECIDES | {"schema_version": 2}) as store:
        assert store.recall(FIRST) is None


def test_an_unreadable_record_of_the_study_loses_nothing(tmp_path: Path) -> None:
    """Each task says itself to which study it belongs."""
    with claimed(tmp_path / "run", DECIDES) as store:
        store.keep(replication())
    (store.folder / "study.json").write_bytes(b"\xff{")
    with claimed(tmp_path / "run", DECIDES) as store:
        assert store.recall(FIRST) is not None


def test_a_half_written_file_is_swept_away(tmp_path: Path) -> None:
    """What a killed process left unfinished is not kept for ever."""
    folder = tasks_folder(tmp_path / "run")
    folder.mkdir()
    (folder / ".replication-00000.task.77.draft").write_bytes(b"half")
    with claimed(tmp_path / "run", DECIDES):
        assert sorted(path.name for path in folder.iterdir()) == ["lock", "study.json"]


def test_a_second_process_is_refused_with_the_first_ones_number(tmp_path: Path) -> None:
    """Another process finds the folder taken, is told by whom, and leaves everything alone."""
    second = (
        "from pathlib import Path; import sys\n"
        "from policy_sim.errors import ScenarioError\n"
        "from policy_sim.study.task_store import claimed\n"
        "try:\n"
        "    with claimed(Path(sys.argv[1]), {}, overwrite=True): pass\n"
        "except ScenarioError as error: print(error); sys.exit(2)\n"
    )
    with claimed(tmp_path / "run", DECIDES) as store:
        store.keep(replication())
        command = [sys.executable, "-c", second, str(tmp_path / "run")]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ended.returncode == 2
        assert f"another process ({os.getpid()}) is writing" in ended.stdout
        assert store.recall(FIRST) is not None


def test_a_lock_file_without_a_holder_blocks_nobody(tmp_path: Path) -> None:
    """The file that a killed process left, even with the number of a living one, holds nothing."""
    folder = tasks_folder(tmp_path / "run")
    folder.mkdir()
    (folder / "lock").write_text(f"{os.getppid()}\n")
    with claimed(tmp_path / "run", DECIDES):
        assert (folder / "lock").read_text() == f"{os.getpid()}\n"


def test_a_folder_removed_by_its_holder_can_be_claimed_again(tmp_path: Path) -> None:
    """Whoever has finished takes the lock's file away; the next one makes a new one."""
    with claimed(tmp_path / "run", DECIDES) as store:
        store.remove()
        assert not store.folder.exists()
    with claimed(tmp_path / "run", DECIDES) as store:
        assert store.folder.exists()


def test_a_full_disk_is_a_plain_message_and_keeps_what_was_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk is full, the task does not count, and no half of it is left."""
    with claimed(tmp_path / "run", DECIDES) as store:
        store.keep(replication())

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(ScenarioError, match="No space left on device") as error:
            store.keep(replication(DRAW))
        assert codes(error) == ["folder-unwritable"]
        assert "finished tasks are kept" in str(error.value)
        assert store.recall(FIRST) is not None
        assert store.recall(DRAW) is None
        assert not list(store.folder.glob("*.draft"))


def test_a_place_that_cannot_be_written_to_is_a_plain_message(tmp_path: Path) -> None:
    """A folder below a file, say, is refused before anything is simulated."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ScenarioError) as error, claimed(tmp_path / "file" / "run", DECIDES):
        pass
    assert codes(error) == ["folder-unwritable"]
