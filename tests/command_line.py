"""Runs the command line in this process, as tests of it need."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from policy_sim.cli import main

__all__ = ["GOLDEN", "ROOT", "Said", "Say", "said"]

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "cli"


@dataclass(frozen=True)
class Said:
    """What a command answered: its exit *status*, and what it printed where."""

    status: int
    out: str
    err: str

    @property
    def values(self) -> Any:
        """What was printed to standard output, read as JSON."""
        return json.loads(self.out)


Say = Callable[..., Said]
"""Runs a command with its arguments."""


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> Said:
    """Run one command; a help text or a misuse is an exit status like any other."""
    try:
        status = main([str(argument) for argument in arguments])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    return Said(status, *capsys.readouterr())
