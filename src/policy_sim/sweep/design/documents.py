"""The front as studies: a scenario for each of its policies, which ``run`` takes as it is."""

from __future__ import annotations

from os.path import relpath
from pathlib import Path

from policy_sim.study.scenario import Scenario
from policy_sim.sweep.design.study import Candidate, Design

__all__ = ["write_front"]


def write_front(design: Design, scenario: Scenario, folder: Path) -> tuple[Path, ...]:
    """Write a scenario for each candidate of the front into *folder*; return their paths."""
    paths = []
    for number in design.front:
        path = folder / f"front-{number:03d}.yaml"
        text = _scenario(design, design.candidate(number), scenario, folder)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return tuple(paths)


def _scenario(design: Design, candidate: Candidate, scenario: Scenario, folder: Path) -> str:
    """Return the study with the candidate in place of the law that was searched."""
    law = design.wanted.law
    policy = scenario.beside(scenario.stated.laws[law].policy)
    named = ", ".join(_from(path, folder) for path in candidate.amendments)
    values = ", ".join(f"{name} {value}" for name, value in candidate.values.items())
    return "\n".join(
        [
            f"# Candidate {candidate.number} of a search: {values}.",
            f"scenario: {scenario.name}-candidate-{candidate.number:03d}",
            f'title: "{scenario.title} (candidate {candidate.number})"',
            f"based_on: {_from(scenario.path, folder)}",
            "laws:",
            f"  {law}:",
            f'    title: "Candidate {candidate.number}: {values}"',
            f"    policy: {_from(policy, folder)}",
            f"    amendments: [{named}]",
            "",
        ]
    )


def _from(path: Path, folder: Path) -> str:
    """Return how a document in *folder* names *path*."""
    return Path(relpath(path.resolve(), folder.resolve())).as_posix()
