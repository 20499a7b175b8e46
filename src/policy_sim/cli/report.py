"""write the report of a run folder anew: in another language, as HTML or as PDF

examples:
  policy-sim report runs/medan --lang id
  policy-sim report runs/medan --lang id --format pdf --out medan.pdf
  policy-sim report runs/medan --check
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from policy_sim.cli.arguments import a_path
from policy_sim.cli.output import FINE
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.report.illustrate import written
from policy_sim.report.page import Report
from policy_sim.report.page.html import html_of
from policy_sim.study.result import Result, load_result
from policy_sim.study.store import INPUTS
from policy_sim.study.stored_law import stored_reforms, stored_register

__all__ = ["FORMATS", "add_arguments", "call"]

FORMATS = ("html", "pdf")
"""What ``--format`` may say, in place of how other commands print."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``report`` takes."""
    parser.add_argument("folder", type=a_path, metavar="run", help="a run folder")
    parser.add_argument(
        "--out",
        type=a_path,
        metavar="FILE",
        help="the file to write (default: NAME-report-LANG.FORMAT here)",
    )
    parser.add_argument(
        "--check", action="store_true", help="prove the reforms, and tell what is found"
    )


def call(options: Namespace) -> int:
    """Write the report, and say where it is."""
    result = load_result(options.folder)
    form = "pdf" if options.format == "pdf" else "html"
    name = f"{result.manifest['scenario']}-report-{options.language.code}.{form}"
    out = options.out or Path(name)
    checked = _checked(result) if options.check else None
    report = written(result, stored_register(result), options.language, checked)
    _write(report, out, form)
    print(options.language.say("report: {file}", file=out))
    return FINE


def _write(report: Report, out: Path, form: str) -> None:
    if form == "html":
        out.write_text(html_of(report), encoding="utf-8")
        return
    # Here, since nothing else needs what writes it.
    from policy_sim.report.page.pdf import pdf_of

    out.write_bytes(pdf_of(report))


def _checked(result: Result) -> Sequence[Diagnostic]:
    """Return what proof finds in the reforms, from the day on which the study begins."""
    # Here, since the solver takes longer to load than everything else.
    from policy_sim.proof.checkup import Asked, check_policy

    asked = Asked(since=date.fromisoformat(result.manifest["start"]))
    found: list[Diagnostic] = []
    for policy, *amendments in stored_reforms(result).values():
        found += check_policy(policy, amendments, asked).findings
    return [_placed(finding, result.folder / INPUTS) for finding in found]


def _placed(finding: Diagnostic, inputs: Path) -> Diagnostic:
    """Return *finding* with its places in the documents of the study, wherever the run lies."""

    def within(place: Place) -> Place:
        path = Path(place.file).resolve()
        root = inputs.resolve()
        return replace(place, file=str(path.relative_to(root))) if root in path.parents else place

    related = tuple((label, within(place)) for label, place in finding.related)
    return replace(finding, where=within(finding.where), related=related)
