"""The result of a calibration as a scenario: the study with the values that the data tell."""

from __future__ import annotations

from os.path import relpath
from pathlib import Path

from policy_sim.study.scenario import Scenario
from policy_sim.sweep.calibration.fitting import Parameter
from policy_sim.sweep.calibration.study import Calibration

__all__ = ["calibrated_scenario"]

FIGURES = 4
"""So many significant figures are written: the data tell no more."""


def calibrated_scenario(found: Calibration, scenario: Scenario, path: Path, source: str) -> str:
    """Return the document at *path*: what is identified is assumed, the rest stays as it was.

    *source* names the file of the totals.
    """
    base = Path(relpath(scenario.path.resolve(), path.resolve().parent)).as_posix()
    told = [one for one in found.parameters if one.identified]
    left = [one.entry.name for one in found.parameters if not one.identified]
    lines = [
        f"# Calibrated to {source}, {found.histories} histories of the baseline.",
        *(f"# Not identified by these figures, and left as they were: {name}." for name in left),
        f"scenario: {scenario.name}-calibrated",
        f'title: "{scenario.title} (calibrated)"',
        f"based_on: {base}",
    ]
    if told:
        lines += ["assume:", *map(_assumed, told)]
    return "\n".join([*lines, ""])


def _assumed(one: Parameter) -> str:
    low, value, high = (
        f"{min(max(float(f'{x:.{FIGURES}g}'), one.entry.low), one.entry.high):.10g}"
        for x in (one.low, one.value, one.high)
    )
    return f"  {one.entry.name}: {{value: {value}, range: [{low}, {high}]}}"
