"""Finished tasks on disk: each is whole, bears its checksum, and counts only when it is there.

Beside a run folder ``runs/medan`` the folder ``runs/.medan.tasks`` holds, while the study is made,
what decides it (``study.json``), who makes it (``lock``), and one file a finished task. A run that
was broken off goes on from there; when the run folder is complete, the tasks are removed.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa

from policy_sim.catalogue.phrase import listed, phrase
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import RunError, ScenarioError
from policy_sim.study.ledger_rows import LEDGER_COLUMNS, LedgerRows
from policy_sim.study.own_titles import TITLES, spoken, titles_in
from policy_sim.study.replication import Replication
from policy_sim.study.store import canonical_json
from policy_sim.study.task_lock import locked
from policy_sim.study.tasks import Task

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

__all__ = ["DamagedTaskError", "TaskStore", "claimed", "plainly", "tasks_folder", "write_whole"]

STUDY, LOCK = "study.json", "lock"
_MAGIC = b"policy-sim task 2 "
_UNKNOWN = b"0" * 64
"""Stands for the checksum until the content is written."""
_HEAD = len(_MAGIC) + len(_UNKNOWN) + 1
_COUNT = 8
"""So many bytes say how long the line of JSON is."""


class DamagedTaskError(RunError):
    """The file of a task is truncated, altered, or of another study."""


@dataclass(frozen=True)
class TaskStore:
    """The finished tasks of the study with this *digest*, in a *folder*."""

    folder: Path
    digest: str

    def keep(self, made: Replication) -> None:
        """Write a finished task so that it is on disk, whole, when this returns.

        Raises :exc:`~policy_sim.errors.ScenarioError` if the folder cannot be written to.
        """
        with plainly(self.folder):
            _write(self._path(made.task), partial(self._seal, made))

    def sealed(self, made: Replication) -> bytes:
        """Return a finished task as the bytes of its file, its checksum first."""
        stream = io.BytesIO()
        self._seal(made, stream)
        return stream.getvalue()

    def _seal(self, made: Replication, stream: BinaryIO) -> None:
        """Write a finished task to *stream*, some rows at a time, and then its checksum."""
        stream.write(_MAGIC + _UNKNOWN + b"\n")
        hashed = _Hashed(stream)
        _pack(made, self.digest, hashed)
        stream.seek(len(_MAGIC))
        stream.write(hashed.digest.hexdigest().encode())

    def put(self, task: Task, sealed: bytes) -> None:
        """Write the bytes of a finished task, which another machine has sealed, as :meth:`keep`.

        Raises :exc:`DamagedTaskError`, and writes nothing, if they are not as they were sealed.
        """
        self._opened(task, sealed)
        with plainly(self.folder):
            write_whole(self._path(task), sealed)

    def recall(self, task: Task) -> Replication | None:
        """Return a task that was finished, or None if there is no file of it.

        Raises :exc:`DamagedTaskError` if the file is not as it was written.
        """
        path = self._path(task)
        try:
            with path.open("rb") as stream:
                # Mapped, not read: the rows of a ledger are looked at when they are asked for.
                size = os.fstat(stream.fileno()).st_size
                content = mmap(stream.fileno(), 0, access=ACCESS_READ) if size else b""
        except FileNotFoundError:
            return None
        return self._opened(task, content)

    def _opened(self, task: Task, content: bytes | mmap) -> Replication:
        """Return the task in the bytes of its file; raise if they are not as they were written."""
        path, rest = self._path(task), memoryview(content)[_HEAD:]
        if content[:_HEAD] != _MAGIC + hashlib.sha256(rest).hexdigest().encode() + b"\n":
            msg = f"{path.name} is not as it was written"
            raise DamagedTaskError(msg)
        made, digest = _unpacked(rest, task)
        if digest != self.digest:
            msg = f"{path.name} belongs to another study"
            raise DamagedTaskError(msg)
        return made

    def finished(self, tasks: Iterable[Task]) -> tuple[frozenset[Task], tuple[str, ...]]:
        """Return which of *tasks* are finished, and what is wrong with files that are not."""
        whole, damaged = set(), []
        for task in tasks:
            try:
                if self.recall(task) is not None:
                    whole.add(task)
            except DamagedTaskError as error:
                damaged.append(str(error))
        return frozenset(whole), tuple(damaged)

    def remove(self) -> None:
        """Remove every finished task: the run folder holds their results."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, task: Task) -> Path:
        return self.folder / f"{task.name}.task"


def tasks_folder(folder: Path) -> Path:
    """Return where the tasks of the run folder *folder* are kept while it is made."""
    folder = folder.absolute()
    return folder.with_name(f".{folder.name}.tasks")


@contextmanager
def claimed(
    folder: Path, decides: Mapping[str, Any], *, overwrite: bool = False
) -> Iterator[TaskStore]:
    """Have the tasks of the run folder *folder* for this process alone.

    *decides* is everything that decides what is found. Tasks of the same study stay; those of
    another are removed with *overwrite*, and refused without. Raises
    :exc:`~policy_sim.errors.ScenarioError` for that, for a folder that another process writes,
    and for one that cannot be written to.
    """
    kept = tasks_folder(folder)
    store = TaskStore(kept, hashlib.sha256(canonical_json(decides).encode()).hexdigest())
    with ExitStack() as held:
        with plainly(kept):
            held.enter_context(locked(kept / LOCK, folder))
        _settle(store, folder, decides, overwrite=overwrite)
        yield store


def _settle(store: TaskStore, folder: Path, decides: Mapping[str, Any], *, overwrite: bool) -> None:
    """Let the folder hold tasks of this study only; raise if it holds others to be kept."""
    before = _study(store.folder / STUDY)
    finished = len(list(store.folder.glob("*.task")))
    changes = [] if before is None else list(_changes(before, decides))
    if changes and finished and not overwrite:
        values = {"folder": str(folder), "finished": str(finished), "seen": listed(changes, "; ")}
        raise ScenarioError([Diagnostic("tasks-of-another-study", Place(str(folder), 0), values)])
    with plainly(store.folder):
        left = [*store.folder.glob("*.draft"), *(store.folder.glob("*.task") if changes else ())]
        for path in left:
            path.unlink()
        write_whole(store.folder / STUDY, canonical_json(decides).encode())


def _study(path: Path) -> dict[str, Any] | None:
    """Return what decided the study that left its tasks; None if nothing can be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Yield each thing that decides a study and is no longer as it was, by its name."""
    for part in sorted(before.keys() | now.keys()):
        old, new = before.get(part), now.get(part)
        if isinstance(old, dict) and isinstance(new, dict):
            names = sorted(n for n in old.keys() | new.keys() if old.get(n) != new.get(n))
            yield from (_change(part, name, old, new) for name in names)
        elif old != new:
            yield phrase("{name} was {before}, is {now}", name=part, before=old, now=new)


def _change(part: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return how one file, option or version changed."""
    if part == "inputs":
        if name in old and name in new:
            return phrase("{file} (changed)", file=name)
        if name in new:
            return phrase("{file} (new)", file=name)
        return phrase("{file} (gone)", file=name)
    if name == "policy-sim source":
        return phrase("the program itself")
    option = f"--{name}" if part == "terms" else name
    before, now = _shown(old.get(name)), _shown(new.get(name))
    return phrase("{name} was {before}, is {now}", name=option, before=before, now=now)


def _shown(value: object) -> str:
    return phrase("not given") if value is None else str(value)


def write_whole(path: Path, content: bytes) -> None:
    """Put a file with this *content* in its place whole."""
    _write(path, lambda stream: stream.write(content))


def _write(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Put a file in its place whole: written beside it, forced to disk, then renamed."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as stream:
            fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Force the names in a folder to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def plainly(folder: Path) -> Iterator[None]:
    """Say in a sentence what the file system refuses."""
    try:
        yield
    except OSError as error:
        values = {"folder": str(folder), "seen": error.strerror or str(error)}
        raise ScenarioError(
            [Diagnostic("folder-unwritable", Place(str(folder), 0), values)]
        ) from error


class _Hashed(io.RawIOBase):
    """Writes to *stream*, and takes the checksum of what is written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, content: Buffer, /) -> int:
        self.digest.update(content)
        return self._stream.write(content)


def _pack(made: Replication, digest: str, sink: io.RawIOBase) -> None:
    """Write a task to *sink*: JSON, the bytes of which are counted, then two Arrow streams."""
    told = {
        "digest": digest,
        "task": made.task.name,
        "seconds": dict(made.seconds),
        "told": dict(made.told),
        "drawn": dict(made.drawn),
    }
    told[TITLES] = titles_in(told)
    head = json.dumps(told, allow_nan=False).encode()
    sink.write(len(head).to_bytes(_COUNT) + head)
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, made.outcomes.schema, options=options) as stream:
        stream.write_table(made.outcomes)
    with pa.ipc.new_stream(sink, LEDGER_COLUMNS, options=options) as stream:
        for rows in made.ledger:
            stream.write_batch(rows)


def _unpacked(content: memoryview, task: Task) -> tuple[Replication, str]:
    """Return the task that :func:`_pack` made into *content*, and the digest of its study."""
    end = _COUNT + int.from_bytes(content[:_COUNT])
    head = spoken(json.loads(bytes(content[_COUNT:end])))
    if head["task"] != task.name:
        msg = f"the file of {task.name} holds {head['task']}"
        raise DamagedTaskError(msg)
    buffer = pa.py_buffer(content[end:])
    stream = pa.BufferReader(buffer)
    outcomes = pa.ipc.open_stream(stream).read_all()
    ledger = LedgerRows(partial(pa.ipc.open_stream, buffer.slice(stream.tell())))
    made = Replication(task, outcomes, ledger, head["seconds"], head["told"], head["drawn"])
    return made, str(head["digest"])
