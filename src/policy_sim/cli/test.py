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
  policy-sim test policies/cases --coverage --fail-under 100 --mutate
  policy-sim test promotion.cases.yaml --amended-by draft.yaml --coverage --of draft.yaml
exit status: 0 all as expected, 1 something is not, or too little is covered; 2 a document that
cannot be used. A change that no test notices is told, and fails nothing.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from policy_sim.cases import case_files, load_cases, tried
from policy_sim.cases.coverage import Coverage, covered
from policy_sim.cases.mutation import Mutation, mutated
from policy_sim.cases.trial import Trial, confirm
from policy_sim.catalogue.language import Language
from policy_sim.cli.arguments import a_path, add_amendments
from policy_sim.cli.output import FINE, FOUND, print_json, show_findings, warn
from policy_sim.policy.law import Law
from policy_sim.report.cases import document_lines, ruling_lines, trial_line, trial_values
from policy_sim.report.coverage import coverage_lines, coverage_values
from policy_sim.report.mutation import mutation_lines, mutation_values
from policy_sim.rules.engine import engine_available, engine_named

__all__ = ["add_arguments", "call"]


def _percentage(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 100:
        msg = f"{text!r} is no percentage from 0 to 100"
        raise ArgumentTypeError(msg)
    return share


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
    parser.add_argument(
        "--coverage", action="store_true", help="also tell what the cases have seen of the law"
    )
    parser.add_argument(
        "--mutate",
        action="store_true",
        help="also change each threshold, operator and clause, and tell what no test notices",
    )
    parser.add_argument(
        "--of",
        type=a_path,
        action="append",
        default=[],
        metavar="FILE",
        help="count and change only rules and tables of this file; may be given again",
    )
    parser.add_argument(
        "--fail-under",
        type=_percentage,
        metavar="N",
        help="fail if fewer than N %% of the rules are covered",
    )


def call(options: Namespace) -> int:
    """Print what is not as expected; 1 if anything is not."""
    documents = load_cases(case_files(options.cases), options.amended_by)
    durable = options.engine == "durable"
    trial = tried(documents, engine_named("durable" if durable else "columnar"))
    confirmed = _confirmed(trial, options.engine, options.language)
    coverage = _coverage(trial, options)
    mutation = _mutation(trial, options)
    if options.format == "json":
        print_json(_values(trial, confirmed, coverage, mutation, options.language))
    else:
        _print(trial, confirmed, options.language)
        _print_more(coverage if options.coverage else None, mutation, options.language)
    too_little = _too_little(coverage, options)
    return FOUND if trial.failed or too_little else FINE


def _confirmed(trial: Trial, asked: str, language: Language) -> int | None:
    """Return how many decisions the durable engine confirms; None if it was not asked."""
    if asked != "both":
        return None
    if not engine_available("durable"):
        warn(
            language.text("durable-rules cannot be imported: decided on the columnar engine alone")
        )
        return None
    return confirm(trial, "durable")


def _coverage(trial: Trial, options: Namespace) -> Coverage | None:
    if not options.coverage and options.fail_under is None:
        return None
    return covered(trial.laws, trial.sittings, [path.as_posix() for path in options.of])


def _too_little(coverage: Coverage | None, options: Namespace) -> bool:
    """Return whether fewer rules are covered than asked for, and say so."""
    if coverage is None or options.fail_under is None:
        return False
    share = coverage.of_rules
    if share.percent >= options.fail_under:
        return False
    language: Language = options.language
    warn(
        language.say(
            "{percent} % of the rules are covered, fewer than {least} %",
            percent=language.number(share.percent, 1),
            least=f"{options.fail_under:g}",
        )
    )
    return True


def _mutation(trial: Trial, options: Namespace) -> Mutation | None:
    if not options.mutate:
        return None
    # The solver takes its time to load, so that only who asks for changes waits for it.
    from policy_sim.cases.equality import Proof

    proofs: dict[int, Proof] = {}

    def proof(law: Law) -> Proof:
        return proofs.setdefault(id(law), Proof(law.vocabulary))

    return mutated(trial, proof, [path.as_posix() for path in options.of])


def _values(
    trial: Trial,
    confirmed: int | None,
    coverage: Coverage | None,
    mutation: Mutation | None,
    language: Language,
) -> dict[str, Any]:
    values = trial_values(trial, language)
    if confirmed is not None:
        values["confirmed"] = confirmed
    if coverage is not None:
        values["coverage"] = coverage_values(coverage)
    if mutation is not None:
        values["changes"] = mutation_values(mutation)
    return values


def _print(trial: Trial, confirmed: int | None, language: Language) -> None:
    for line in document_lines(trial, language):
        print(line)
    for verdict in trial.failed:
        print()
        show_findings(verdict.findings, "text", language)
        for line in ruling_lines(trial, verdict.check, language):
            print(line)
    line = trial_line(trial, language)
    print(f"\n{line}" if trial.failed else line)
    if confirmed is not None:
        print(language.say("{number} decisions confirmed by the durable engine", number=confirmed))


def _print_more(coverage: Coverage | None, mutation: Mutation | None, language: Language) -> None:
    if coverage is not None:
        print("\n".join(coverage_lines(coverage, language)))
    if mutation is not None:
        print("\n".join(mutation_lines(mutation, language)))
