"""What tests of the command line are given: its commands, run at the root of the project."""

from __future__ import annotations

from functools import partial

import pytest

from command_line import ROOT, Say, said


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Runs a command at the root, on a plain terminal of 100 columns."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("POLICY_SIM_LANG", raising=False)
    return partial(said, capsys)
