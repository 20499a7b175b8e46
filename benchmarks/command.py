"""What a whole command costs: its time, and the memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

__all__ = ["cost_of_command"]

PAUSE = 0.2
"""Seconds between two looks at the memory."""

GIB = 1 << 20
"""A GiB in the kilobytes in which the system counts memory."""


def cost_of_command(arguments: list[str]) -> tuple[float, float]:
    """Return the seconds and the most GiB that ``policy-sim`` takes, from nothing kept.

    Memory is the proportional set size of all its processes at one time, so that what they
    share is counted once.
    """
    with TemporaryDirectory() as folder:
        begun = perf_counter()
        command = [sys.executable, "-m", "policy_sim", *arguments, "--out", f"{folder}/run"]
        quiet = subprocess.DEVNULL
        most = 0
        # What this run keeps, such as the history of a replication, it may use again.
        own = os.environ | {"POLICY_SIM_CACHE": f"{folder}/stocks"}
        with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=own) as process:
            while True:
                try:
                    process.wait(PAUSE)
                    break
                except subprocess.TimeoutExpired:
                    most = max(most, sum(map(_memory, _family(process.pid))))
        if process.returncode:
            msg = f"policy-sim {' '.join(arguments)} ended with {process.returncode}"
            raise RuntimeError(msg)
        return perf_counter() - begun, most / GIB


def _family(process: int) -> list[int]:
    """Return a process and all that it started."""
    try:
        told = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return [process]
    children = [int(child) for child in told.split()]
    return [process, *(other for child in children for other in _family(child))]


def _memory(process: int) -> int:
    """Return the kilobytes of a process; none if it has ended."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
