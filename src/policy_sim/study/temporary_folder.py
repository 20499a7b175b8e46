"""A folder for what nobody asked to keep."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

__all__ = ["TemporaryFolder"]


class TemporaryFolder:
    """A folder that is there as long as this object is held, or its process lives."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="policy-sim-"))
        finalize(self, rmtree, self.path, ignore_errors=True)
