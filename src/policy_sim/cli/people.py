"""Whose workforce it is: the scenario's own, another profile, or a file of real people."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from policy_sim.study.loading import load_scenario
from policy_sim.study.scenario import Scenario

__all__ = ["load_peopled", "peopled"]

_DOCUMENTS = (".yaml", ".yml")
"""The endings of a profile; any other file holds real people."""

_MODES = ("fixed", "resampled")
"""What ``--workforce`` may say instead of naming a file."""


def peopled(options: Namespace) -> tuple[Scenario, str | None]:
    """Return the scenario with the people asked for, and how replications share them, if said."""
    mode = str(options.workforce) if str(options.workforce) in _MODES else None
    file = None if mode else options.workforce
    return load_peopled(options.scenario, file, options.mapping), mode


def load_peopled(scenario: Path, file: Path | None, mapping: Path | None) -> Scenario:
    """Return a scenario with the people of *file*: a profile of them, or real people.

    Without a file they are the scenario's own.
    """
    real = file is not None and file.suffix.lower() not in _DOCUMENTS
    return load_scenario(
        scenario,
        profile=None if real else file,
        workforce=file if real else None,
        mapping=mapping,
    )
