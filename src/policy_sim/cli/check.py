"""check a regulation: what it says, and what is proved of everybody who could exist

Every finding has its place (file, line and column), its article, an example person that both
engines confirm, and how to mend it. Of an amendment only what is not found without it is told.

examples:
  policy-sim check policies/medan/drafts/merit-reform.yaml
  policy-sim check draft.yaml --format json --fail-level warning
exit status: 0 no grave finding, 1 a grave finding, 2 a file that cannot be read
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from typing import TYPE_CHECKING

from policy_sim.cli.arguments import a_day, a_path, add_amendments
from policy_sim.cli.output import BAD_INPUT, FINE, FOUND, show_findings
from policy_sim.diagnostics import Severity, worst
from policy_sim.errors import DocumentError
from policy_sim.policy.loading import load_regulation, unamended
from policy_sim.rules.checking import check_regulation

if TYPE_CHECKING:
    from policy_sim.proof.examination import Examined

__all__ = ["add_arguments", "call"]

_GRAVE = {"error": {Severity.ERROR}, "warning": {Severity.ERROR, Severity.WARNING}}


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``check`` takes."""
    parser.add_argument("policy", type=a_path, help="a policy or amendment file")
    add_amendments(parser)
    parser.add_argument(
        "--on",
        type=a_day,
        metavar="DATE",
        help="the day from which on it is looked at (default: today)",
    )
    parser.add_argument(
        "--no-proof",
        action="store_true",
        help="only what loading finds: text, types, units, tables, dates",
    )
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
    examined = None
    if worst(findings) is not Severity.ERROR and not options.no_proof:
        examined = _examined(options)
        findings += examined.findings
    show_findings(findings, options.format)
    grave = [f for f in findings if f.severity in _GRAVE[options.fail_level]]
    if options.format == "text":
        count = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"
        print(f"{options.policy}: {count if findings else 'no findings'}")
        print(_scope(examined))
    return FOUND if grave else FINE


def _examined(options: Namespace) -> Examined:
    # Here, since only a regulation that loads is worth the time to load the solver.
    from policy_sim.proof.examination import examine
    from policy_sim.proof.no_effect import changes_in_vain

    new = load_regulation(options.policy, options.amended_by)
    before = unamended(options.policy, options.amended_by)
    since = options.on or date.today()  # noqa: DTZ011 - a user's today
    examined = examine(new.law, since, None if before is None else before.law)
    if before is not None:
        examined.findings += changes_in_vain(new, before, since)
    return examined


def _scope(examined: Examined | None) -> str:
    """Return what the findings are about: what was proved, and of whom."""
    if examined is None:
        return "nothing was proved: the findings above are those of loading"
    days = ", ".join(day.isoformat() for day in examined.versions)
    return (
        f"proved for everybody within the ranges and what is 'always' so in the vocabulary, "
        f"in the law from {days}: {', '.join(examined.areas) or 'nothing that decides'}"
    )
