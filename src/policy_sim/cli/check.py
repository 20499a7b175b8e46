"""check a regulation: every finding of loading it, with file, line and column

examples:
  policy-sim check policies/medan/drafts/merit-reform.yaml
  policy-sim check draft.yaml --format json --fail-level warning
exit status: 0 no grave finding, 1 a grave finding, 2 a file that cannot be read
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from policy_sim.cli.arguments import a_path, add_amendments
from policy_sim.cli.output import BAD_INPUT, FINE, FOUND, show_findings
from policy_sim.diagnostics import Severity
from policy_sim.errors import DocumentError
from policy_sim.rules.checking import check_regulation

__all__ = ["add_arguments", "call"]

_GRAVE = {"error": {Severity.ERROR}, "warning": {Severity.ERROR, Severity.WARNING}}


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``check`` takes."""
    parser.add_argument("policy", type=a_path, help="a policy or amendment file")
    add_amendments(parser)
    parser.add_argument(
        "--fail-level",
        choices=tuple(_GRAVE),
        default="error",
        help="the least grave finding that makes the check fail (default: error)",
    )


def call(options: Namespace) -> int:
    """Print the findings of a regulation; 1 if one of them is grave, 2 if it is unreadable."""
    try:
        findings = check_regulation(options.policy, options.amended_by)
    except DocumentError as unreadable:
        show_findings(unreadable.findings, options.format, stream=sys.stdout)
        return BAD_INPUT
    show_findings(findings, options.format)
    grave = [f for f in findings if f.severity in _GRAVE[options.fail_level]]
    if options.format == "text":
        count = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"
        print(f"{options.policy}: {count if findings else 'no findings'}")
    return FOUND if grave else FINE
