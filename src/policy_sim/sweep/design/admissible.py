"""Whether a proposal may be: what ``check`` finds in it that it did not find in the law before.

A proposal that contradicts itself, treats people otherwise by what is protected, breaks what a
statute promises or changes what is not its authors' to change is no candidate. Of everything but
the last three, what the law of the study is found guilty of already is not held against a
proposal: findings are compared by what they are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.errors import BadInput
from policy_sim.proof.checkup import Asked, check_policy

__all__ = ["ALWAYS", "about", "faults"]

ALWAYS = frozenset({"beyond-authority", "discriminates", "unlawful"})
"""What excludes a proposal even if the law of the study is found guilty of it already."""


def faults(policy: Path, amendments: Sequence[Path], asked: Asked) -> tuple[Diagnostic, ...]:
    """Return what is gravely wrong with a law: every finding of ``check`` that is an error."""
    try:
        found = check_policy(policy, amendments, asked).findings
    except BadInput as error:
        found = tuple(error.findings)
    return tuple(finding for finding in found if finding.severity is Severity.ERROR)


def about(finding: Diagnostic) -> tuple[str, ...]:
    """Return what a finding is about: its example and its place may differ."""
    told = finding.values
    return (finding.code, *(told.get(name, "") for name in ("name", "rule", "seen", "attribute")))
