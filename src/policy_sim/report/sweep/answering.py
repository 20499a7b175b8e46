"""Inquiries answered: what a sweep finds, in words, and written into a folder that can be checked.

The folder of an answer lies below that of the sweep, and says by which command it is made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shlex import join
from typing import Any

from policy_sim.catalogue.language import Language
from policy_sim.report.sweep.folder import cleared, write_sweep
from policy_sim.report.sweep.inquiries import Inquiry
from policy_sim.report.sweep.monitoring import monitoring_told
from policy_sim.report.sweep.parts import Told
from policy_sim.report.sweep.teller import Teller
from policy_sim.study.manifest import manifest_of
from policy_sim.study.result import Result
from policy_sim.study.scenario import Scenario
from policy_sim.sweep.evaluation import sweeping
from policy_sim.sweep.foresight.run_folder import monitoring_plans

__all__ = ["answered", "watched"]

_NO_MATTER = ("findings", "overwrite", "progress", "scheduler", "workers")
"""What changes nothing of what is found."""


def answered(
    scenario: Scenario, inquiry: Inquiry, out: Path, language: Language, **options: Any
) -> tuple[Told, Path]:
    """Return what a sweep of *scenario* finds, and the folder below *out* in which all of it is.

    *options* are those of :func:`policy_sim.sweep.evaluation.sweeping`.

    Raises :exc:`~policy_sim.errors.ScenarioError` for what cannot be asked, or a folder that
    cannot be used.
    """
    with sweeping(scenario, out, **options) as sweep:
        folder = cleared(out / inquiry.name)
        manifest = manifest_of(scenario, sweep.terms, scenario.findings)
        told = inquiry.told(sweep, folder, Teller.of(scenario, manifest, language))
        manifest["digest"] = sweep.store.digest
        words = [*_peopled(scenario), *inquiry.words(), *_stated(options)]
        command = join(["policy-sim", "sweep", str(scenario.path), *words])
        write_sweep(told, folder, manifest, command, language)
    return told, folder


def watched(
    result: Result, outcomes: Sequence[str], out: Path, language: Language
) -> tuple[Told, Path]:
    """Return the monitoring plans of a finished run, and the folder below *out* that holds them.

    They foretell *outcomes*, the primary ones if none is named. Raises
    :exc:`~policy_sim.errors.ScenarioError` for an outcome that the run has not.
    """
    asked: Sequence[str | None] = outcomes or [None]
    plans = [plan for name in asked for plan in monitoring_plans(result, outcome=name)]
    told = monitoring_told(plans, Teller(language, result.manifest))
    folder = cleared(out / told.name)
    named = [word for name in outcomes for word in ("--outcome", name)]
    command = join(["policy-sim", "sweep", str(result.folder), "--indicators", *named])
    write_sweep(told, folder, result.manifest, command, language)
    return told, folder


def _peopled(scenario: Scenario) -> Iterator[str]:
    """Yield whose people they are, where they are not those that the scenario names."""
    _, profile, workforce, mapping = scenario.documents
    if workforce is not None and mapping is not None:
        yield from ("--workforce", str(workforce), "--mapping", str(mapping))
    elif profile != scenario.beside(scenario.stated.profile):
        yield from ("--workforce", str(profile))


def _stated(options: Mapping[str, Any]) -> Iterator[str]:
    """Yield what replaces what the scenario states."""
    for name, value in options.items():
        if name not in _NO_MATTER and value is not None:
            yield from (f"--{name}", str(value))
