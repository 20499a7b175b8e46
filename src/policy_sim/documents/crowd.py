"""How many findings of one document are given: a person mends the first ones first."""

from __future__ import annotations

from collections.abc import Sequence

from policy_sim.diagnostics import Diagnostic

__all__ = ["MOST_FINDINGS", "first_of"]

MOST_FINDINGS = 100
"""After this many findings of one document the others are left out."""


def first_of(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return *findings*, or the first hundred and one that says that there are more."""
    kept = list(findings[:MOST_FINDINGS])
    if len(findings) > MOST_FINDINGS:
        values = {"seen": str(MOST_FINDINGS)}
        kept.append(Diagnostic("too-many-findings", findings[MOST_FINDINGS].where, values))
    return kept
