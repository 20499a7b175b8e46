"""The sentences of findings, by code (English)."""

from __future__ import annotations

from policy_sim.diagnostics import Diagnostic

__all__ = ["sentence"]


def sentence(finding: Diagnostic) -> str:
    """Return the sentence of a finding, with its place."""
    values = ", ".join(f"{key}: {value}" for key, value in finding.values.items())
    return f"{finding.where}: {finding.severity}[{finding.code}] {values}"
