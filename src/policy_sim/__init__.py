"""Simulate personnel regulations over a civil-service workforce, and compare them.

::

    import policy_sim as ps

    study = ps.load_scenario("scenarios/medan.yaml")
    result = study.run(replications=4, people=2000)
    result.compare(law="merit")
    result.plot("service_quality")
"""

from __future__ import annotations

from policy_sim.api import Result, Study, check, load_result, load_scenario
from policy_sim.catalogue import sentence
from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.errors import (
    AuditError,
    BadInput,
    DocumentError,
    EngineError,
    PolicyError,
    PolicySimError,
    RunError,
    ScenarioError,
)

__all__ = [
    "AuditError",
    "BadInput",
    "Diagnostic",
    "DocumentError",
    "EngineError",
    "Place",
    "PolicyError",
    "PolicySimError",
    "Result",
    "RunError",
    "ScenarioError",
    "Severity",
    "Study",
    "check",
    "load_result",
    "load_scenario",
    "sentence",
]
