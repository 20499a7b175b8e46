"""Everything that loading a regulation finds, down to whether every engine can take it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Severity, worst
from policy_sim.errors import PolicyError
from policy_sim.policy import check_law, load_law
from policy_sim.policy.effects import AREAS
from policy_sim.policy.law import Law
from policy_sim.policy.subjects import GROUPS, PERSON
from policy_sim.rules.programs import compile_area

__all__ = ["check_regulation"]


def check_regulation(path: Path, amendments: Sequence[Path] = ()) -> list[Diagnostic]:
    """Return everything found in the regulation in *path* with *amendments*, by place.

    Raises :exc:`~policy_sim.errors.DocumentError` only if a file named here cannot be read.
    """
    findings = check_law(path, amendments)
    if worst(findings) is not Severity.ERROR:
        for finding in _uncompilable(load_law(path, amendments)):
            if finding not in findings:
                findings.append(finding)
    return findings


def _uncompilable(law: Law) -> Iterator[Diagnostic]:
    """Yield what keeps the rules of an area, in some vintage, from becoming a program."""
    for vintage in law.vintages:
        for area in AREAS:
            for subject in (PERSON, *GROUPS):
                try:
                    compile_area(vintage, area, subject)
                except PolicyError as error:
                    yield from error.findings
