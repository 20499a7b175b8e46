"""The small study of Medan (300 people) as tests use it, whole or altered."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario

__all__ = [
    "HASHED",
    "ROOT",
    "SMALL",
    "altered",
    "bytes_of",
    "copied",
    "run_small",
    "scenarios_copied",
    "shipped",
]

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "scenarios" / "small.yaml"
HASHED = ("outcomes.parquet", "comparison.json", "ledger.parquet")
"""The files whose bytes are promised."""


def copied(into: Path) -> Path:
    """Copy all policies and scenarios below *into*; return the small scenario there."""
    for folder in ("policies", "scenarios"):
        shutil.copytree(ROOT / folder, into / folder)
    return into / "scenarios" / "small.yaml"


def scenarios_copied(into: Path) -> Path:
    """Copy the scenarios alone, beside the shipped policies; return the small scenario there."""
    shutil.copytree(ROOT / "scenarios", into / "scenarios")
    (into / "policies").symlink_to(ROOT / "policies")
    return into / "scenarios" / "small.yaml"


@cache
def shipped(name: str) -> Scenario:
    """Return a scenario that comes along, by its path below ``scenarios``; read once a process."""
    return load_scenario(ROOT / "scenarios" / name)


def altered(path: Path, *changes: tuple[str, str]) -> Path:
    """Replace texts in the document at *path*, each of which must occur; return the path."""
    assert not path.resolve().is_relative_to(ROOT), f"{path} is shipped, and no copy"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{path.name} does not hold {old!r}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def run_small(out: Path, scenario: Path | Scenario = SMALL, **options: Any) -> Result:
    """Run the small study into *out*: two replications of two years by default."""
    loaded = scenario if isinstance(scenario, Scenario) else _loaded(scenario)
    few = {"replications": 2, "years": 2, "draws": 0, "workers": 1}
    return run(loaded, out=out, **(few | options))


def _loaded(scenario: Path) -> Scenario:
    return shipped(SMALL.name) if scenario == SMALL else load_scenario(scenario)


def bytes_of(result: Result, names: Iterable[str] = HASHED) -> dict[str, bytes]:
    """Return the bytes of the hashed files of a run."""
    return {name: (result.folder / name).read_bytes() for name in names}
