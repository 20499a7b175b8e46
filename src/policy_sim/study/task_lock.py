"""One process at a time makes a run folder: a lock that ends with the process that holds it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import ScenarioError

__all__ = ["locked"]


@contextmanager
def locked(path: Path, folder: Path) -> Iterator[None]:
    """Hold the lock at *path* over the run folder *folder*; the file names the process.

    The lock belongs to the open file, not to its name: the system releases it when the process
    ends, be it by kill -9, so that nobody has to judge whether an old process still lives.
    Processes started meanwhile do not inherit it. Raises
    :exc:`~policy_sim.errors.ScenarioError` if another process holds it.
    """
    handle = _opened(path, folder)
    try:
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)


def _opened(path: Path, folder: Path) -> int:
    """Return a locked handle of the file that stands at *path*.

    A process that has finished removes the file while it still holds it: whoever opened it
    before then has locked a file of no name, and takes the next one.
    """
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            process = os.read(handle, 20).decode(errors="replace").strip() or "unknown"
            os.close(handle)
            if not isinstance(error, BlockingIOError):
                raise
            values = {"folder": str(folder), "seen": process}
            raise ScenarioError(
                [Diagnostic("folder-busy", Place(str(folder), 0), values)]
            ) from error
        if _stands(handle, path):
            return handle
        os.close(handle)


def _stands(handle: int, path: Path) -> bool:
    """Return whether the open file is the one that *path* names."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
