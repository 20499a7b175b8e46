"""simulate a scenario and compare its arms; writes a run folder with report.html

examples:
  policy-sim run scenarios/medan.yaml
  policy-sim run scenarios/medan.yaml --people 2000 --replications 4 --out runs/quick
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from policy_sim.cli.output import FINE, print_json, show_findings, warn
from policy_sim.report import comparison_table, illustrate
from policy_sim.report.wording import decision_lines, limit_lines, run_line
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario, load_scenario

__all__ = ["add_arguments", "call"]


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``run`` takes."""
    parser.add_argument("scenario", type=Path, help="a scenario file")
    parser.add_argument("--out", type=Path, help="the run folder (default: runs/NAME)")
    parser.add_argument(
        "--overwrite", action="store_true", help="replace a run folder that holds another run"
    )
    parser.add_argument("--replications", type=int, help="how often every arm is run")
    parser.add_argument("--years", type=int, help="the years simulated")
    parser.add_argument(
        "--people", type=int, help="people at the start; posts and budgets scale along"
    )
    parser.add_argument("--seed", type=int, help="the seed of all chance, from 0")
    parser.add_argument(
        "--engine", choices=("columnar", "durable"), help="what decides in the study window"
    )
    parser.add_argument("--workers", type=int, help="processes side by side (default: one a core)")
    parser.add_argument("--workforce", help="a profile file, instead of the scenario's")
    parser.add_argument(
        "--ledger",
        choices=("first", "all", "sample", "none"),
        help="whose decisions are written down (default: the first replication's)",
    )


@dataclass
class _Teller:
    """Tells how a run goes on, on standard error."""

    scenario: Scenario
    bar: Any = field(default=None)

    def progress(self, done: int, total: int) -> None:
        """Move the progress bar."""
        if self.bar is None:
            self.bar = tqdm(total=total, desc="replications", unit="")
        self.bar.update(done - self.bar.n)
        if done == total:
            self.bar.close()

    def provisional(self, comparison: pd.DataFrame, done: int) -> None:
        """Print what the first replications say, marked provisional."""
        design = self.scenario.design
        told = {
            "design": {
                "windows": [window.as_dict() for window in design.windows],
                "primary": list(design.primary),
            },
            "practices": {
                name: {"hypothetical": part.hypothetical}
                for name, part in self.scenario.practices.items()
            },
        }
        warn(f"\nProvisional, after {done} replications:\n{comparison_table(comparison, told)}\n")


def call(options: Namespace) -> int:
    """Run the study, telling how it goes on, and print the comparison."""
    scenario = load_scenario(options.scenario)
    out = options.out or Path("runs") / scenario.name
    asked = ("replications", "years", "people", "seed", "engine", "workforce", "ledger")
    teller = _Teller(scenario)
    result = run(
        scenario,
        out=out,
        overwrite=options.overwrite,
        workers=options.workers,
        progress=teller.progress,
        provisional=teller.provisional,
        illustrate=partial(illustrate, register=scenario.register),
        **{name: getattr(options, name) for name in asked if getattr(options, name) is not None},
    )
    if options.format == "json":
        rows = result.comparison.to_json(orient="records")
        print_json(
            {"folder": str(out), "stored": result.stored, "manifest": dict(result.manifest)}
            | {"comparison": json.loads(rows)}
        )
        return FINE
    show_findings(scenario.findings, "text")
    _print_result(result, scenario, out)
    return FINE


def _print_result(result: Any, scenario: Scenario, out: Path) -> None:
    """Print what was run, its limits, the comparison and where the rest is."""
    manifest = result.manifest
    print(run_line(manifest) + (" (stored result)" if result.stored else ""))
    for line in (*decision_lines(manifest), *limit_lines(manifest, scenario.register)):
        print(line)
    print(f"\n{comparison_table(result.comparison, manifest)}\n")
    audit = manifest["audit"]
    if audit.get("skipped_reason"):
        print(f"audit: not done: {audit['skipped_reason']}")
    else:
        print(f"audit: {audit['confirmed']} of {audit['checked']} confirmed on {audit['engine']}")
    print(f"report: {out / 'report.html'}")
