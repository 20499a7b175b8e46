"""The sweeps that the command knows: each from its options to what it has to say, and its folder.

What is heavy is loaded by the sweep that needs it.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from shlex import join
from typing import Any

from policy_sim.cli.arguments import Misuse
from policy_sim.cli.output import show_findings
from policy_sim.cli.progress import Bar
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.report.page.blocks import Paragraph
from policy_sim.report.sweep.folder import cleared, write_sweep
from policy_sim.report.sweep.parts import Told
from policy_sim.study.loading import load_scenario
from policy_sim.study.manifest import manifest_of
from policy_sim.study.points import Point
from policy_sim.sweep.evaluation import Sweep, sweeping
from policy_sim.sweep.lever import Lever, lever

__all__ = ["indicators", "swept"]

RUNS, CANDIDATES = 200, 30
"""What a sensitivity and a design may spend if nothing is said."""

_ROUNDS = 4
"""So often a stretch in which the sign changes is halved."""

_NOT_ASKED = ("command", "call", "format", "lang", "language", "out", "overwrite", "scenario")
_NO_MATTER = ("workers", "scheduler")
"""Options that change nothing of what is found."""


def indicators(options: Namespace) -> tuple[Told, Path]:
    """Return the monitoring plans of a run folder, and where they are written."""
    from policy_sim.report.sweep.monitoring import monitoring_told
    from policy_sim.study.result import load_result
    from policy_sim.sweep.foresight.run_folder import monitoring_plans

    result = load_result(options.scenario)
    outcomes: Sequence[str | None] = options.outcome or [None]
    plans = [plan for name in outcomes for plan in monitoring_plans(result, outcome=name)]
    symbol = str(result.manifest.get("currency", {}).get("symbol", ""))
    told = monitoring_told(plans, symbol, options.language)
    out = options.out or Path("runs") / f"{result.manifest['scenario']}-sweep"
    folder = cleared(out / told.name)
    write_sweep(told, folder, result.manifest, _command(options), options.language)
    return told, folder


def swept(options: Namespace) -> tuple[Told, Path]:
    """Return what the sweep that was asked for finds, and the folder in which all of it is."""
    scenario = load_scenario(options.scenario)
    out = options.out or Path("runs") / f"{scenario.name}-sweep"
    names = ("replications", "years", "people", "seed", "engine")
    asked = {name: getattr(options, name) for name in names}
    name, mode = _mode(options)
    tell = partial(show_findings, form="text", language=options.language, stream=sys.stderr)
    with (
        closing(Bar(options.language)) as bar,
        sweeping(
            scenario,
            out,
            workers=options.workers,
            scheduler=options.scheduler,
            overwrite=options.overwrite,
            progress=bar.progress,
            findings=tell,
            **asked,
        ) as sweep,
    ):
        folder = cleared(out / name)
        told = mode(sweep, options, folder)
        manifest = manifest_of(scenario, sweep.terms, scenario.findings)
        manifest["digest"] = sweep.store.digest
        write_sweep(told, folder, manifest, _command(options), options.language)
    return told, folder


def _command(options: Namespace) -> str:
    """Return how to ask for the same again; where it is made changes nothing."""
    words = ["policy-sim", "sweep", str(options.scenario)]
    for name, value in vars(options).items():
        if name in (*_NOT_ASKED, *_NO_MATTER) or value is None or value is False:
            continue
        for one in value if isinstance(value, list) else [value]:
            words += [f"--{name.replace('_', '-')}", *([] if one is True else [str(one)])]
    return join(words)


def _mode(options: Namespace) -> tuple[str, Callable[[Sweep, Namespace, Path], Told]]:
    """Return the sweep that is asked for, and how its folder is called."""
    if options.vary:
        return "levers", _vary
    if options.threshold:
        return "threshold", _threshold
    if options.sensitivity:
        return "sensitivity", _sensitivity
    return ("design", _design) if options.design else ("calibration", _calibrate)


def _symbol(sweep: Sweep) -> str:
    law = sweep.scenario.laws[sweep.grid.baseline.law]
    return law.vocabulary.currency.symbol


def _outcomes(sweep: Sweep, options: Namespace) -> tuple[str, ...]:
    """Return the outcomes that are looked at: those asked for, which must exist, or the primary."""
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


def _vary(sweep: Sweep, options: Namespace, _folder: Path) -> Told:
    """Return what each value of each lever brings, with a tornado and a line for each."""
    from policy_sim.report.sweep.levers import levers_told
    from policy_sim.sweep.responses import responses

    levers = [lever(sweep.scenario, text, "--vary") for text in options.vary]
    outcomes = _outcomes(sweep, options)
    rows, swings = responses(levers, sweep.evaluate, outcomes, sweep.terms.replications)
    return levers_told(levers, rows, swings, _symbol(sweep), options.language)


def _threshold(sweep: Sweep, options: Namespace, _folder: Path) -> Told:
    """Return at what value of a lever each difference changes its sign."""
    from policy_sim.report.sweep.thresholds import thresholds_told

    one = lever(sweep.scenario, options.threshold, "--threshold")
    if one.scale is None:
        values = {"seen": options.threshold, "allowed": "NAME=LOW..HIGH", "near": ""}
        raise ScenarioError([Diagnostic("bad-option", Place("--threshold", 0), values)])
    found = list(_crossed(sweep, one, _outcomes(sweep, options)))
    return thresholds_told(one, found, _symbol(sweep), options.language)


def _crossed(
    sweep: Sweep, one: Lever, outcomes: Sequence[str]
) -> Iterator[tuple[str, str, Any, Sequence[Any]]]:
    """Yield, by policy and outcome, the curve that was looked at and where it crosses zero."""
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

            curve = refined(Curve(numbers, tuple(differences(numbers))), differences, _ROUNDS, told)
            yield arm.name, outcome, curve, crossings(curve)


def _sensitivity(sweep: Sweep, options: Namespace, _folder: Path) -> Told:
    """Return which assumptions move the differences, with a figure for each."""
    from policy_sim.report.sweep.sensitivity import sensitivity_told
    from policy_sim.sweep.sensitivity.study import sensitivity

    found = sensitivity(sweep, options.runs or RUNS, only=options.assumption or ())
    return sensitivity_told(found, _symbol(sweep), options.language)


def _design(sweep: Sweep, options: Namespace, folder: Path) -> Told:
    """Return the front of the best candidates, and write each as a scenario."""
    from policy_sim.report.sweep.design import design_told
    from policy_sim.sweep.design.documents import write_front
    from policy_sim.sweep.design.study import Wanted, design

    n = sweep.terms.replications
    wanted = Wanted(
        law=options.design,
        parameters=dict(text.partition("=")[::2] for text in options.parameter or ()),
        objectives=tuple(options.objective or sweep.design.primary),
        candidates=options.candidates or CANDIDATES,
        replications=n,
        fresh=n,
        limits=_limits(options.limit or ()),
        authority=options.authority or "",
        statute=options.statute,
    )
    found = design(sweep, wanted, folder)
    paths = write_front(found, sweep.scenario, folder)
    told = design_told(found, _symbol(sweep), options.language)
    return _with_scenarios(told, paths, options)


def _limits(stated: Sequence[str]) -> Mapping[str, float]:
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


def _calibrate(sweep: Sweep, options: Namespace, folder: Path) -> Told:
    """Return the fit, and write the scenario that assumes it."""
    from policy_sim.report.sweep.calibration import calibration_told
    from policy_sim.simulation.outcomes import OUTCOMES
    from policy_sim.sweep.calibration.document import calibrated_scenario
    from policy_sim.sweep.calibration.study import calibrated, years_of
    from policy_sim.sweep.calibration.totals import read_totals

    totals = read_totals(options.calibrate, OUTCOMES, years_of(sweep))
    found = calibrated(sweep, totals, only=options.assumption or (), held_out=options.hold_out)
    path = folder / "calibrated.yaml"
    text = calibrated_scenario(found, sweep.scenario, path, options.calibrate.name)
    path.write_text(text, encoding="utf-8")
    told = calibration_told(found, _symbol(sweep), options.language)
    return _with_scenarios(told, [path], options)


def _with_scenarios(told: Told, paths: Sequence[Path], options: Namespace) -> Told:
    """Return *told* with the scenarios that were written, each as a command that runs it."""
    say = options.language.say
    parts = [Paragraph(say("scenario: {file}", file=path)) for path in paths]
    values = dict(told.values) | {"scenarios": [str(path) for path in paths]}
    return replace(told, parts=(*told.parts, *parts), values=values)
