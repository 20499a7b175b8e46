"""simulate a scenario and compare its arms; writes a run folder with report.html

examples:
  policy-sim run scenarios/medan.yaml
  policy-sim run scenarios/medan.yaml --people 2000 --replications 4 --out runs/quick
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from policy_sim.catalogue import finding_of, sentence
from policy_sim.catalogue.language import Language
from policy_sim.cli.arguments import a_path, add_engine, add_people
from policy_sim.cli.output import FINE, print_json, show_findings, warn
from policy_sim.cli.people import peopled
from policy_sim.cli.progress import Bar
from policy_sim.report.assurance import assurance_lines
from policy_sim.report.cannot_tell import limit_lines
from policy_sim.report.illustrate import illustrate
from policy_sim.report.likeness import likeness_line, result_line, result_table
from policy_sim.report.summary import aligned, comparison_table, levels_table
from policy_sim.report.wording import decision_lines, run_line
from policy_sim.study.estimate import durable_minutes
from policy_sim.study.replications import available_workers
from policy_sim.study.result import Result
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario
from policy_sim.study.schedulers import LOCAL
from policy_sim.study.store import COMPARISON
from policy_sim.study.terms import settle

__all__ = ["add_arguments", "call"]


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``run`` takes."""
    parser.add_argument("scenario", type=a_path, help="a scenario file")
    parser.add_argument(
        "--out", type=a_path, metavar="FOLDER", help="the run folder (default: runs/NAME)"
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="replace a run folder that holds another run"
    )
    _add_number(parser, "--replications", "how often every arm is run")
    _add_number(
        parser, "--draws", "how often the assumptions are drawn from their ranges (0: never)"
    )
    _add_number(parser, "--years", "the years simulated")
    _add_number(parser, "--people", "people at the start; posts and budgets scale along")
    _add_number(parser, "--seed", "the seed of all chance, from 0")
    add_engine(parser, None, "what decides in the study window (default: the scenario's)")
    _add_number(parser, "--workers", "processes side by side (default: one a core)")
    parser.add_argument(
        "--scheduler",
        default=LOCAL,
        metavar="local|tcp://HOST:PORT|FILE.json|dask",
        help="where tasks are made: by this machine, or by the Dask cluster at this address, in "
        "this scheduler file, or in Dask's configuration (docs/cluster.md)",
    )
    add_people(parser)
    parser.add_argument(
        "--ledger",
        metavar="first|all|sample|sample:N|none",
        help="whose decisions are written down: the first replication's (the default), of all, of "
        "one person in twenty or in N, or nobody's",
    )


def _add_number(parser: ArgumentParser, name: str, meaning: str) -> None:
    parser.add_argument(name, type=int, metavar="N", help=meaning)


@dataclass(frozen=True)
class _Teller:
    """Tells what is found while a run goes on, on standard error."""

    scenario: Scenario
    language: Language
    years: int | None = None

    def provisional(self, comparison: pd.DataFrame, done: int) -> None:
        """Print what the first replications say, marked provisional."""
        horizon = self.scenario.horizon(self.years)
        design = self.scenario.design_within(horizon)
        told = {
            "start": horizon.start.isoformat(),
            "years": horizon.years,
            "design": {
                "windows": [window.as_dict() for window in design.windows],
                "primary_window": design.primary_window,
                "primary": list(design.primary),
            },
            "practices": {
                name: {"hypothetical": part.hypothetical}
                for name, part in self.scenario.practices.items()
            },
        }
        heading = self.language.say("Provisional, after {number} replications:", number=done)
        warn(f"\n{heading}\n{comparison_table(comparison, told, self.language)}\n")


def call(options: Namespace) -> int:
    """Run the study, telling how it goes on, and print the comparison."""
    scenario, mode = peopled(options)
    out = options.out or Path("runs") / scenario.name
    show_findings(scenario.findings, "text", options.language, stream=sys.stderr)
    result = _run(scenario, out, options, mode)
    if options.format == "json":
        rows = json.loads((result.folder / COMPARISON).read_text(encoding="utf-8"))
        print_json(
            {"folder": str(out), "stored": result.stored, "manifest": dict(result.manifest)}
            | {"comparison": rows}
        )
    else:
        _print_result(result, scenario, out, options.language)
    return FINE


def _run(scenario: Scenario, out: Path, options: Namespace, mode: str | None) -> Result:
    """Return the result of the study, with its figures and report beside it in *out*."""
    names = ("replications", "draws", "years", "people", "seed", "engine", "ledger")
    asked = {name: getattr(options, name) for name in names}
    _warn_of_time(scenario, asked, options.workers, options.language)
    teller = _Teller(scenario, options.language, options.years)
    with closing(Bar(options.language)) as bar:
        return run(
            scenario,
            out=out,
            overwrite=options.overwrite,
            workers=options.workers,
            scheduler=options.scheduler,
            workforce=mode,
            progress=bar.progress,
            provisional=teller.provisional,
            findings=partial(
                show_findings, form="text", language=options.language, stream=sys.stderr
            ),
            illustrate=partial(illustrate, register=scenario.register, laws=scenario.laws),
            **asked,
        )


def _warn_of_time(
    scenario: Scenario, asked: dict[str, Any], workers: int | None, language: Language
) -> None:
    """Say how long a study on durable-rules may take, before it begins."""
    terms = settle(scenario, asked, workers)
    if terms.engine == "durable":
        minutes = durable_minutes(scenario, terms, workers or available_workers())
        warn(
            language.say(
                "durable-rules decides one case at a time: about {minutes} minutes",
                minutes=language.number(max(minutes, 1)),
            )
        )


def _print_result(result: Result, scenario: Scenario, out: Path, language: Language) -> None:
    """Print what was run, its limits, the comparison and where the rest is."""
    manifest, say = result.manifest, language.say
    print(run_line(manifest, language) + (f" ({say('stored result')})" if result.stored else ""))
    for line in (
        *decision_lines(manifest, language),
        *limit_lines(manifest, scenario.register, language),
    ):
        print(line)
    if line := likeness_line(manifest, language):
        print(line)
    if table := result_table(manifest, language):
        print(f"\n{result_line(manifest, language)}\n{aligned(table)}\n")
    for finding in map(finding_of, manifest["messages"]):
        # What follows from the options of this run was not known when the scenario was loaded.
        if finding not in scenario.findings:
            print(sentence(finding, language))
    if len(result.arms) > 1:
        print(f"\n{comparison_table(result.comparison, manifest, language)}\n")
    else:
        groups = tuple(map(str, scenario.stated.groups))
        print(f"\n{levels_table(result, groups, language)}\n")
    for line in assurance_lines(result, language, scenario.register):
        print(line)
    audit = manifest["audit"]
    if audit.get("skipped_reason"):
        print(say("audit: not done: {reason}", reason=language.text(audit["skipped_reason"])))
    else:
        confirmed, checked = (language.number(audit[name]) for name in ("confirmed", "checked"))
        print(
            say(
                "audit: {confirmed} of {checked} confirmed on {engine}",
                confirmed=confirmed,
                checked=checked,
                engine=audit["engine"],
            )
        )
    print(say("report: {file}", file=out / "report.html"))
