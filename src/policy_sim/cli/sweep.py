"""run a study at many points: levers, thresholds, what it hinges on, the best rule, a fit to data

One of these at a time:
  --vary NAME=VALUES        what each value brings (VALUES: a,b,c or LOW..HIGH or LOW..HIGH:STEPS)
  --threshold NAME=RANGE    at what value the reform stops paying
  --sensitivity             which assumptions decide the conclusion, within so many --runs
  --design LAW              the best trade-offs over --parameter, as amendment files
  --calibrate FILE          assumptions fitted to the totals of past years (CSV)
  --indicators              of a finished run folder: what to watch after 12 to 24 months
NAME is a parameter of a reform's law or an assumption, or says where it stands (docs/sweep.md).
The folder gets report.html, tables (CSV, Parquet) and figures, below the name of what was asked.
Finished tasks are kept beside it, so that a sweep that was broken off goes on.

examples:
  policy-sim sweep scenarios/small.yaml --vary "min_competence=60 points..75 points:4"
  policy-sim sweep scenarios/small.yaml --threshold assume.rating_reliability=0.2..0.9
  policy-sim sweep scenarios/small.yaml --sensitivity --runs 200
  policy-sim sweep runs/medan --indicators
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from policy_sim.cli.arguments import Misuse, a_path, add_engine, add_people
from policy_sim.cli.output import BAD_INPUT, FINE, print_json, show_error, show_findings
from policy_sim.cli.progress import Bar
from policy_sim.policy.rule import Authority
from policy_sim.study.schedulers import LOCAL

if TYPE_CHECKING:
    from policy_sim.report.sweep.parts import Told

__all__ = ["add_arguments", "call"]

_NUMBERS = {
    "replications": "how often every arm is run at each point",
    "years": "the years simulated",
    "people": "people at the start; posts and budgets scale along",
    "seed": "the seed of all chance, from 0",
}
_MODES = ("vary", "threshold", "sensitivity", "design", "calibrate", "indicators")
_ONLY_FOR = {
    "runs": ("sensitivity",),
    "assumption": ("sensitivity", "calibrate"),
    "parameter": ("design",),
    "objective": ("design",),
    "limit": ("design",),
    "candidates": ("design",),
    "statute": ("design",),
    "authority": ("design",),
    "hold_out": ("calibrate",),
    "outcome": ("vary", "threshold", "sensitivity", "indicators"),
    **dict.fromkeys((*_NUMBERS, "engine", "workforce", "mapping", "workers"), _MODES[:-1]),
}
"""What only some of the sweeps take."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``sweep`` takes."""
    parser.add_argument("scenario", type=a_path, help="a scenario file, or a run folder")
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--vary", action="append", metavar="NAME=VALUES", help="a lever; repeatable")
    mode.add_argument("--threshold", metavar="NAME=LOW..HIGH", help="where a reform stops paying")
    mode.add_argument("--sensitivity", action="store_true", help="which assumptions decide")
    mode.add_argument("--design", metavar="LAW", help="search parameters of this law")
    mode.add_argument("--calibrate", type=a_path, metavar="FILE", help="totals of past years")
    mode.add_argument("--indicators", action="store_true", help="what to watch, of a run folder")
    parser.add_argument("--out", type=a_path, metavar="FOLDER", help="default: runs/NAME-sweep")
    parser.add_argument("--overwrite", action="store_true", help="remove tasks of another study")
    for name, meaning in _NUMBERS.items():
        parser.add_argument(f"--{name}", type=int, metavar="N", help=meaning)
    parser.add_argument("--workers", type=int, metavar="N", help="processes side by side")
    parser.add_argument(
        "--scheduler",
        default=LOCAL,
        metavar="local|tcp://HOST:PORT|FILE.json|dask",
        help="where tasks are made: by this machine, or by a Dask cluster (docs/cluster.md)",
    )
    add_engine(parser, None, "what decides (default: the scenario's)")
    add_people(parser)
    parser.add_argument("--outcome", action="append", metavar="NAME", help="default: the primary")
    parser.add_argument("--runs", type=int, metavar="N", help="budget of --sensitivity (200)")
    parser.add_argument(
        "--assumption", action="append", metavar="NAME", help="only these are varied or fitted"
    )
    _add_of_design(parser)
    parser.add_argument("--hold-out", type=int, metavar="YEARS", help="last years kept apart")


def _add_of_design(parser: ArgumentParser) -> None:
    """Add what a search of policies takes."""
    parser.add_argument(
        "--parameter",
        action="append",
        metavar="NAME=RANGE",
        help="searched by --design: NAME, or NAME=LOW..HIGH by STEP (default: as documents state)",
    )
    parser.add_argument("--objective", action="append", metavar="OUTCOME")
    parser.add_argument(
        "--limit", action="append", metavar="OUTCOME=MOST", help="of a mean difference"
    )
    parser.add_argument("--candidates", type=int, metavar="N", help="at most (30)")
    parser.add_argument("--statute", type=a_path, metavar="FILE", help="a law to conform to")
    parser.add_argument(
        "--authority",
        choices=tuple(map(str, Authority)),
        help="who proposes (default: whoever would enact the law)",
    )


def call(options: Namespace) -> int:
    """Print what was found, and leave page, tables, figures and documents in the folder."""
    from policy_sim.report.sweep.parts import lines_of

    _refuse_in_vain(options)
    try:
        told, folder = _watched(options) if options.indicators else _swept(options)
    except ImportError as error:
        message = options.language.say(
            "this sweep needs {package}: pip install 'policy-sim[search]'", package=error.name
        )
        show_error(message, options.format, options.language)
        return BAD_INPUT
    if options.format == "json":
        print_json(dict(told.values) | {"folder": str(folder)})
        return FINE
    print("\n".join(lines_of(told.parts)).lstrip("\n"))
    page = options.language.say("report: {file}", file=folder / "report.html")
    print(f"\n{page}")
    return FINE


def _swept(options: Namespace) -> tuple[Told, Path]:
    """Return what the sweep that was asked for finds, and the folder in which all of it is."""
    from policy_sim.cli.inquiry import inquiry_of
    from policy_sim.cli.people import peopled
    from policy_sim.report.sweep.answering import answered

    inquiry = inquiry_of(options)
    scenario, mode = peopled(options)
    out = options.out or Path("runs") / f"{scenario.name}-sweep"
    asked = {name: getattr(options, name) for name in (*_NUMBERS, "engine")}
    tell = partial(show_findings, form="text", language=options.language, stream=sys.stderr)
    with closing(Bar(options.language)) as bar:
        return answered(
            scenario,
            inquiry,
            out,
            options.language,
            workers=options.workers,
            scheduler=options.scheduler,
            overwrite=options.overwrite,
            progress=bar.progress,
            findings=tell,
            workforce=mode,
            **asked,
        )


def _watched(options: Namespace) -> tuple[Told, Path]:
    """Return the monitoring plans of a run folder, and where they are written."""
    from policy_sim.report.sweep.answering import watched
    from policy_sim.study.result import load_result

    result = load_result(options.scenario)
    out = options.out or Path("runs") / f"{result.manifest['scenario']}-sweep"
    return watched(result, tuple(options.outcome or ()), out, options.language)


def _refuse_in_vain(options: Namespace) -> None:
    """Raise for an option that another sweep takes, not the one that is asked for."""
    asked = next(mode for mode in _MODES if getattr(options, mode))
    for name, modes in _ONLY_FOR.items():
        if getattr(options, name) is not None and asked not in modes:
            takes = ", ".join(f"--{mode}" for mode in modes)
            msg = f"--{name.replace('_', '-')} means nothing to --{asked}; it belongs to {takes}"
            raise Misuse(msg, "")
