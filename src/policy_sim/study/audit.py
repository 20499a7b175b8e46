"""The audit of a run: a sample of its own decisions, decided again by the other engine.

A run decided by columns is checked by durable-rules, and one decided by durable-rules by columns:
an engine that checks itself would confirm its own faults. It belongs to the task whose decisions it
checks, so that it is kept with the task's results.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from policy_sim.errors import AuditError, EngineError
from policy_sim.rules.audit import AuditSample, redecide

__all__ = ["CHECKED_BY", "Audited", "audited", "raise_disagreements"]

CHECKED_BY: Mapping[str, str] = MappingProxyType({"columnar": "durable", "durable": "columnar"})
"""The engine that audits the decisions of each engine."""


@dataclass(frozen=True, slots=True)
class Audited:
    """How many sampled decisions were made again by *engine*, how many came out the same.

    *skipped_reason* is empty unless the engine could not be used; *disagreements* names each
    decision that came out otherwise.
    """

    checked: int
    confirmed: int
    skipped_reason: str = ""
    disagreements: tuple[str, ...] = ()
    engine: str = "durable"

    def as_dict(self) -> dict[str, Any]:
        """Return the audit for the manifest."""
        told: dict[str, Any] = {
            "checked": self.checked,
            "confirmed": self.confirmed,
            "engine": self.engine,
            "skipped_reason": self.skipped_reason or None,
        }
        if self.disagreements:
            told["disagreements"] = list(self.disagreements)
        return told


def audited(sample: AuditSample, engine: str) -> Audited:
    """Decide the cases of *sample* again with *engine*, and return what came of it."""
    if not sample.strata:
        return Audited(0, 0, "no decision was sampled", engine=engine)
    try:
        found = redecide(sample, engine)
    except EngineError as error:
        return Audited(0, 0, str(error), engine=engine)
    return Audited(found.checked, found.confirmed, "", found.disagreements, engine)


def raise_disagreements(told: dict[str, Any]) -> None:
    """Raise :exc:`~policy_sim.errors.AuditError` if a manifest's audit found a disagreement."""
    disagreements = told.get("disagreements", [])
    if disagreements:
        checked, confirmed = told["checked"], told["confirmed"]
        msg = f"{confirmed} of {checked} decisions confirmed by {told['engine']}"
        raise AuditError("\n".join([msg, *disagreements]))
