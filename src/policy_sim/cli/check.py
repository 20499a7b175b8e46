"""check a regulation: every finding of loading it, with file, line and column

examples:
  policy-sim check policies/medan/merit-reform.yaml
  policy-sim check draft.yaml --format json --fail-level warning
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from policy_sim.cli.output import FINE, FOUND, show_findings
from policy_sim.diagnostics import Severity
from policy_sim.policy import check_law

__all__ = ["add_arguments", "call"]

_GRAVE = {"error": {Severity.ERROR}, "warning": {Severity.ERROR, Severity.WARNING}}


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``check`` takes."""
    parser.add_argument("policy", type=Path, help="a policy or amendment file")
    parser.add_argument(
        "--amended-by",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="an amendment to apply on top; may be given again",
    )
    parser.add_argument(
        "--fail-level", choices=tuple(_GRAVE), default="error", help="what makes the check fail"
    )


def call(options: Namespace) -> int:
    """Print the findings of a regulation; 1 if one of them is grave."""
    findings = check_law(options.policy, options.amended_by)
    show_findings(findings, options.format)
    grave = [f for f in findings if f.severity in _GRAVE[options.fail_level]]
    if options.format == "text":
        count = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"
        print(f"{options.policy}: {count if findings else 'no findings'}")
    return FOUND if grave else FINE
