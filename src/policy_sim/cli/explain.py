"""explain a decision about one person: why, why not, and which clauses would change it

examples:
  policy-sim explain policies/medan/in-force.yaml --person person.yaml --area promotion
  policy-sim explain policies/medan/merit-reform.yaml --person person.yaml --on 2027-06-01
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path

from policy_sim.cli.output import FINE, print_json, show_findings
from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.errors import DocumentError, PolicyError
from policy_sim.policy import load_law
from policy_sim.policy.effects import AREAS
from policy_sim.policy.law import Law, Vintage
from policy_sim.report.decisions import trace_lines, trace_values
from policy_sim.rules.case import CaseError, load_case
from policy_sim.rules.engine import engine_named
from policy_sim.rules.programs import compile_area
from policy_sim.rules.trace import trace

__all__ = ["add_arguments", "call"]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"{text!r} is not a date like 2027-01-31"
        raise ArgumentTypeError(msg) from error


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``explain`` takes."""
    parser.add_argument("policy", type=Path, help="a policy or amendment file")
    parser.add_argument("--person", type=Path, required=True, help="a file with one case")
    parser.add_argument("--on", type=_day, help="the date of the decision (default: the case's)")
    parser.add_argument("--area", choices=AREAS, help="one area only (default: all with rules)")
    parser.add_argument(
        "--amended-by",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="an amendment to apply on top; may be given again",
    )
    parser.add_argument(
        "--engine", choices=("columnar", "durable"), default="columnar", help="what decides"
    )


def call(options: Namespace) -> int:
    """Print, for each area, what is decided about the person and why."""
    law = load_law(options.policy, options.amended_by)
    case = load_case(options.person, law.vocabulary)
    day: date = options.on or case.on
    engine = engine_named(options.engine)
    vintage = _vintage(law, day)
    traces, lacking = [], []
    for area in (area for area in AREAS if options.area in (None, area) and vintage.area(area)):
        try:
            traces.append(trace(compile_area(vintage, area), case.frame(day), 0, engine))
        except CaseError as missing:
            values = {"seen": str(missing.args[0]), "area": area}
            lacking.append(Diagnostic("case-lacks", case.place, values, Severity.INFO))
    if lacking and not traces:
        raise DocumentError([replace(finding, severity=Severity.ERROR) for finding in lacking])
    if options.format == "json":
        print_json([trace_values(found) for found in traces])
        return FINE
    print(f"{case.name}, {day:%Y-%m-%d}, under {law.title}")
    for found in traces:
        print("\n".join(("", *trace_lines(found))))
    if lacking:
        print()
        show_findings(lacking, options.format)
    return FINE


def _vintage(law: Law, day: date) -> Vintage:
    try:
        return law.on(day)
    except ValueError as error:
        begins = law.vintages[0].begins.isoformat()
        values = {"seen": day.isoformat(), "law": law.title, "begins": begins}
        place = Place(law.files[0] if law.files else "")
        raise PolicyError([Diagnostic("no-law-yet", place, values)]) from error
