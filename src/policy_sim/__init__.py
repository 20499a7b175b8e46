"""Simulate personnel regulations over a civil-service workforce, and compare them.

::

    import policy_sim as ps

    study = ps.load_scenario("scenarios/medan.yaml")
    study.law("merit").check()
    result = study.run(replications=4, people=2000)
    result.compare(law="merit")
    result.plot("service_quality")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from policy_sim.catalogue import sentence
from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.errors import (
    AuditError,
    BadInput,
    DocumentError,
    EngineError,
    Misnamed,
    PolicyError,
    PolicySimError,
    RunError,
    ScenarioError,
)

if TYPE_CHECKING:
    from policy_sim.api import (
        Assumptions,
        CareerTold,
        CasesTried,
        Differences,
        Explanation,
        Findings,
        Policy,
        Result,
        Study,
        Swept,
        check,
        diff,
        explain,
        load_policy,
        load_result,
        load_scenario,
        try_cases,
        why,
    )

__all__ = [
    "Assumptions",
    "AuditError",
    "BadInput",
    "CareerTold",
    "CasesTried",
    "Diagnostic",
    "Differences",
    "DocumentError",
    "EngineError",
    "Explanation",
    "Findings",
    "Misnamed",
    "Place",
    "Policy",
    "PolicyError",
    "PolicySimError",
    "Result",
    "RunError",
    "ScenarioError",
    "Severity",
    "Study",
    "Swept",
    "check",
    "diff",
    "explain",
    "load_policy",
    "load_result",
    "load_scenario",
    "sentence",
    "try_cases",
    "why",
]


def __getattr__(name: str) -> Any:
    """Return what a notebook uses: it brings frames and figures, which a command may not need."""
    if name in __all__:
        return getattr(import_module("policy_sim.api"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
