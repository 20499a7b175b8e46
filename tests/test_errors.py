from __future__ import annotations

import pickle

import pytest

from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.errors import BadInput, DocumentError, PolicyError, RunError, ScenarioError

FOUND = (
    Diagnostic("empty-document", Place("a.yaml", 3, 4)),
    Diagnostic(
        "no-manifest", Place("b"), {"seen": "x"}, Severity.WARNING, (("first", Place("c")),)
    ),
)


@pytest.mark.parametrize("kind", [BadInput, DocumentError, PolicyError, ScenarioError])
def test_findings_cross_to_another_process(kind: type[BadInput]) -> None:
    """What a worker process finds reaches its caller as the same error with the same findings."""
    error = kind(FOUND)
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(back) is kind
    assert back.findings == error.findings
    assert str(back) == str(error)


def test_a_broken_run_crosses_too() -> None:
    """An error without findings keeps its message."""
    assert str(pickle.loads(pickle.dumps(RunError("stopped")))) == "stopped"  # noqa: S301


def test_every_finding_has_its_sentence() -> None:
    """The message holds one sentence a finding, with its place."""
    lines = str(ScenarioError(FOUND)).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("a.yaml:3:4: error[empty-document]")
