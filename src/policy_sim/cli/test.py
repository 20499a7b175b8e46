"""test cases: persons, and what a regulation must decide about them

A file of cases names a policy, persons, and for each test a day and what must be decided:
  cases: regular promotion
  policy: in-force
  persons:
    adi: {grade: iii_b, education: s1, time_in_grade: 4 years, predikat: [good, good]}
  tests:
    rises:      {person: adi, on: 2025-04-01, expect: {promote: iii_c}}
    not-before: {person: adi, with: {time_in_grade: 47 months}, on: 2025-04-01,
                 expect: {promote: no}, because: {regular-promotion: time_in_grade}}
What a person does not state has its typical value. Of a folder, all files *.cases.yaml are tested.

examples:
  policy-sim test policies/cases
  policy-sim test promotion.cases.yaml --amended-by draft.yaml
exit status: 0 all as expected, 1 something is not, 2 a document that cannot be used
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from policy_sim.cases import case_files, load_cases, tried
from policy_sim.cases.trial import Trial, confirm
from policy_sim.cli.arguments import a_path, add_amendments
from policy_sim.cli.output import FINE, FOUND, print_json, show_findings, warn
from policy_sim.report.cases import document_lines, ruling_lines, trial_line, trial_values
from policy_sim.rules.engine import engine_available, engine_named

__all__ = ["add_arguments", "call"]


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``test`` takes."""
    parser.add_argument("cases", type=a_path, help="a file of cases, or a folder of them")
    add_amendments(parser)
    parser.add_argument(
        "--engine",
        choices=("columnar", "durable", "both"),
        default="both",
        help="what decides (default: both, and they must agree)",
    )


def call(options: Namespace) -> int:
    """Print what is not as expected; 1 if anything is not."""
    documents = load_cases(case_files(options.cases), options.amended_by)
    durable = options.engine == "durable"
    trial = tried(documents, engine_named("durable" if durable else "columnar"))
    confirmed = _confirmed(trial, options.engine)
    values = trial_values(trial)
    if confirmed is not None:
        values["confirmed"] = confirmed
    if options.format == "json":
        print_json(values)
    else:
        _print(trial, confirmed)
    return FOUND if trial.failed else FINE


def _confirmed(trial: Trial, asked: str) -> int | None:
    """Return how many decisions the durable engine confirms; None if it was not asked."""
    if asked != "both":
        return None
    if not engine_available("durable"):
        warn("durable-rules cannot be imported: decided on the columnar engine alone")
        return None
    return confirm(trial, "durable")


def _print(trial: Trial, confirmed: int | None) -> None:
    for line in document_lines(trial):
        print(line)
    for verdict in trial.failed:
        print()
        show_findings(verdict.findings, "text")
        for line in ruling_lines(trial, verdict.check):
            print(line)
    print(f"\n{trial_line(trial)}" if trial.failed else trial_line(trial))
    if confirmed is not None:
        print(f"{confirmed} decisions confirmed by the durable engine")
