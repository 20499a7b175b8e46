"""run a study at many points: levers, thresholds, what it hinges on, the best rule, a fit to data

One of these at a time:
  --vary NAME=VALUES        what each value brings (VALUES: a,b,c or LOW..HIGH or LOW..HIGH:STEPS)
  --threshold NAME=RANGE    at what value the reform stops paying
  --sensitivity             which assumptions decide the conclusion, within so many --runs
  --design LAW              the best trade-offs over --parameter, as amendment files
  --calibrate FILE          assumptions fitted to the totals of past years (CSV)
  --indicators              of a finished run folder: what to watch after 12 to 24 months
NAME is a parameter of a reform's law or an assumption, or says where it stands (docs/sweep.md).
Finished tasks are kept beside the folder, so that a sweep that was broken off goes on.

examples:
  policy-sim sweep scenarios/small.yaml --vary "min_competence=60 points..75 points:4"
  policy-sim sweep scenarios/small.yaml --threshold assume.rating_reliability=0.2..0.9
  policy-sim sweep scenarios/small.yaml --sensitivity --runs 200
  policy-sim sweep runs/medan --indicators
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from policy_sim.cli.arguments import Misuse, a_path, add_engine
from policy_sim.cli.output import BAD_INPUT, FINE, print_json, show_error
from policy_sim.cli.progress import Bar
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.study.loading import load_scenario
from policy_sim.study.points import Point
from policy_sim.sweep.evaluation import Sweep, sweeping
from policy_sim.sweep.lever import Lever, lever

__all__ = ["add_arguments", "call"]

_NUMBERS = {
    "--replications": "how often every arm is run at each point",
    "--years": "the years simulated",
    "--people": "people at the start; posts and budgets scale along",
    "--seed": "the seed of all chance, from 0",
}
_ROUNDS = 4
"""So often a stretch in which the sign changes is halved."""

Told = tuple[dict[str, Any], list[str]]


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
        parser.add_argument(name, type=int, metavar="N", help=meaning)
    parser.add_argument("--workers", type=int, metavar="N", help="processes side by side")
    add_engine(parser, None, "what decides (default: the scenario's)")
    parser.add_argument("--outcome", action="append", metavar="NAME", help="default: the primary")
    parser.add_argument(
        "--runs", type=int, default=200, metavar="N", help="budget of --sensitivity (200)"
    )
    parser.add_argument(
        "--assumption", action="append", default=[], metavar="NAME", help="only these are varied"
    )
    parser.add_argument(
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=RANGE",
        help="searched by --design: NAME, or NAME=LOW..HIGH by STEP (default: as documents state)",
    )
    parser.add_argument("--objective", action="append", default=[], metavar="OUTCOME")
    parser.add_argument(
        "--limit", action="append", default=[], metavar="OUTCOME=MOST", help="of a mean difference"
    )
    parser.add_argument("--candidates", type=int, default=30, metavar="N", help="at most (30)")
    parser.add_argument("--statute", type=a_path, metavar="FILE", help="a law to conform to")
    parser.add_argument("--hold-out", type=int, metavar="YEARS", help="last years kept apart")


def call(options: Namespace) -> int:
    """Print what was found, and leave figures and documents in the folder."""
    try:
        values, lines = _indicators(options) if options.indicators else _swept(options)
    except ImportError as error:
        told = options.language.say(
            "this sweep needs {package}: pip install 'policy-sim[search]'", package=error.name
        )
        show_error(told, options.format, options.language)
        return BAD_INPUT
    if options.format == "json":
        print_json(values)
    else:
        print("\n".join(lines))
    return FINE


def _indicators(options: Namespace) -> Told:
    """Return the monitoring plans of a run folder."""
    from policy_sim.report.sweep.monitoring import monitoring_lines, monitoring_values
    from policy_sim.study.result import load_result
    from policy_sim.sweep.foresight.run_folder import monitoring_plans

    result = load_result(options.scenario)
    outcomes: Sequence[str | None] = options.outcome or [None]
    plans = [plan for name in outcomes for plan in monitoring_plans(result, outcome=name)]
    symbol = str(result.manifest.get("currency", {}).get("symbol", ""))
    return {"plans": monitoring_values(plans)}, monitoring_lines(plans, symbol, options.language)


def _swept(options: Namespace) -> Told:
    """Return what the sweep that was asked for finds."""
    scenario = load_scenario(options.scenario)
    out = options.out or Path("runs") / f"{scenario.name}-sweep"
    names = ("replications", "years", "people", "seed", "engine")
    asked = {name: getattr(options, name) for name in names}
    with (
        closing(Bar(options.language)) as bar,
        sweeping(
            scenario,
            out,
            workers=options.workers,
            overwrite=options.overwrite,
            progress=bar.progress,
            **asked,
        ) as sweep,
    ):
        out.mkdir(parents=True, exist_ok=True)
        return _mode(options)(sweep, options, out)


def _mode(options: Namespace) -> Callable[[Sweep, Namespace, Path], Told]:
    if options.vary:
        return _vary
    if options.threshold:
        return _threshold
    if options.sensitivity:
        return _sensitivity
    return _design if options.design else _calibrate


def _symbol(sweep: Sweep) -> str:
    law = sweep.scenario.laws[sweep.grid.baseline.law]
    return law.vocabulary.currency.symbol


def _outcomes(sweep: Sweep, options: Namespace) -> tuple[str, ...]:
    from policy_sim.simulation.outcomes import OUTCOMES

    asked = tuple(options.outcome or sweep.design.primary)
    allowed = ", ".join(sorted(OUTCOMES))
    unknown = [
        Diagnostic(
            "bad-option",
            Place("--outcome", 0),
            {"seen": name, "allowed": allowed, "near": near(name, OUTCOMES)},
        )
        for name in asked
        if name not in OUTCOMES
    ]
    if unknown:
        raise ScenarioError(unknown)
    return asked


def _vary(sweep: Sweep, options: Namespace, out: Path) -> Told:
    """Return what each value of each lever brings, with a tornado and a line for each."""
    from policy_sim.report.sweep.axes import save
    from policy_sim.report.sweep.levers import (
        draw_responses,
        draw_swings,
        lever_lines,
        lever_values,
    )
    from policy_sim.sweep.responses import responses

    levers = [lever(sweep.scenario, text, "--vary") for text in options.vary]
    outcomes = _outcomes(sweep, options)
    rows, swings = responses(levers, sweep.evaluate, outcomes, sweep.terms.replications)
    for policy, outcome in dict.fromkeys((row.policy, row.outcome) for row in rows):
        name = f"{policy}-{outcome}"
        own = [row for row in swings if (row.policy, row.outcome) == (policy, outcome)]
        if own:
            save(draw_swings(own, options.language), out / f"tornado-{name}.png")
        for one in levers:
            of = [r for r in rows if (r.what, r.policy, r.outcome) == (one.what, policy, outcome)]
            if of:
                path = out / f"{one.what.replace('.', '-')}-{name}.png"
                save(draw_responses(one, of, options.language), path)
    lines = lever_lines(rows, swings, _symbol(sweep), options.language)
    return lever_values(rows, swings), [*lines, "", f"{options.language.say('figures')}: {out}"]


def _threshold(sweep: Sweep, options: Namespace, _out: Path) -> Told:
    """Return at what value of a lever each difference changes its sign."""
    from policy_sim.report.sweep.levers import crossing_lines

    one = lever(sweep.scenario, options.threshold, "--threshold")
    if one.scale is None:
        values = {"seen": options.threshold, "allowed": "NAME=LOW..HIGH", "near": ""}
        raise ScenarioError([Diagnostic("bad-option", Place("--threshold", 0), values)])
    found: list[dict[str, Any]] = []
    lines: list[str] = []
    for policy, outcome, crossed in _crossed(sweep, one, _outcomes(sweep, options)):
        about = {"what": one.what, "policy": policy, "outcome": outcome}
        found.append(about | {"crossings": [asdict(each) for each in crossed]})
        lines += crossing_lines(one, policy, outcome, crossed, options.language)
    return {"thresholds": found}, lines


def _crossed(
    sweep: Sweep, one: Lever, outcomes: Sequence[str]
) -> Iterator[tuple[str, str, Sequence[Any]]]:
    from fractions import Fraction

    from policy_sim.sweep.threshold import Curve, crossings, refined

    scale, numbers = one.scale, one.numbers
    if scale is None or numbers is None:
        return
    n = sweep.terms.replications
    for arm in sweep.grid.reforms():
        for outcome in outcomes:

            def differences(
                values: Sequence[float], arm: Any = arm, outcome: str = outcome
            ) -> list[tuple[float, ...]]:
                texts = [scale.text(Fraction(value)) for value in values]
                points = [Point.of({one.what: text}) for text in texts]
                return [each.differences(arm, outcome) for each in sweep.evaluate(points, n)]

            def told(value: float) -> float:
                text = scale.text(Fraction(value))
                return float(text.removeprefix(scale.before).removesuffix(scale.after))

            curve = Curve(numbers, tuple(differences(numbers)))
            yield arm.name, outcome, crossings(refined(curve, differences, _ROUNDS, told))


def _sensitivity(sweep: Sweep, options: Namespace, out: Path) -> Told:
    """Return which assumptions move the differences, with a figure for each."""
    from policy_sim.report.sweep.axes import save
    from policy_sim.report.sweep.sensitivity import (
        draw_screening,
        sensitivity_lines,
        sensitivity_values,
    )
    from policy_sim.sweep.sensitivity.study import sensitivity

    found = sensitivity(sweep, options.runs, only=options.assumption)
    for one in found:
        if one.screening is not None:
            name = f"sensitivity-{one.target.arm.name}-{one.target.outcome}.png"
            save(draw_screening(one, options.language), out / name)
    lines = sensitivity_lines(found, _symbol(sweep), options.language)
    return {"sensitivity": sensitivity_values(found)}, lines


def _design(sweep: Sweep, options: Namespace, out: Path) -> Told:
    """Return the front of the best candidates, and write each as a scenario."""
    from policy_sim.report.sweep.axes import save
    from policy_sim.report.sweep.design import design_lines, design_values, draw_front
    from policy_sim.sweep.design.documents import write_front
    from policy_sim.sweep.design.study import Wanted, design

    pairs = [text.partition("=") for text in options.parameter]
    limits = _limits(options.limit)
    n = sweep.terms.replications
    wanted = Wanted(
        law=options.design,
        parameters={name: stated for name, _, stated in pairs},
        objectives=tuple(options.objective or sweep.design.primary),
        candidates=options.candidates,
        replications=n,
        fresh=n,
        limits=limits,
        statute=options.statute,
    )
    found = design(sweep, wanted, out)
    paths = write_front(found, sweep.scenario, out)
    if len(wanted.objectives) > 1:
        save(draw_front(found, options.language), out / "front.png")
    lines = design_lines(found, _symbol(sweep), options.language)
    return design_values(found) | {"scenarios": [str(path) for path in paths]}, [
        *lines,
        *(f"{options.language.say('scenario')}: {path}" for path in paths),
    ]


def _limits(stated: Sequence[str]) -> dict[str, float]:
    """Return the limits, by outcome."""
    limits = {}
    for text in stated:
        name, _, most = text.partition("=")
        try:
            limits[name] = float(most)
        except ValueError:
            msg = f"--limit: '{text}' is not OUTCOME=MOST, such as pay_bill=0"
            raise Misuse(msg, "") from None
    return limits


def _calibrate(sweep: Sweep, options: Namespace, out: Path) -> Told:
    """Return the fit, and write the scenario that assumes it."""
    from policy_sim.report.sweep.calibration import calibration_lines, calibration_values
    from policy_sim.simulation.outcomes import OUTCOMES
    from policy_sim.sweep.calibration.document import calibrated_scenario
    from policy_sim.sweep.calibration.study import calibrated, years_of
    from policy_sim.sweep.calibration.totals import read_totals

    totals = read_totals(options.calibrate, OUTCOMES, years_of(sweep))
    found = calibrated(sweep, totals, only=options.assumption, held_out=options.hold_out)
    path = out / "calibrated.yaml"
    text = calibrated_scenario(found, sweep.scenario, path, options.calibrate.name)
    path.write_text(text, encoding="utf-8")
    lines = calibration_lines(found, _symbol(sweep), options.language)
    values = calibration_values(found) | {"scenario": str(path)}
    return values, [*lines, f"{options.language.say('scenario')}: {path}"]
