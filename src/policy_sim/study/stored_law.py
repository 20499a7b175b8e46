"""The documents that a run was made on, read again from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policy_sim.policy import load_law
from policy_sim.policy.law import Law
from policy_sim.simulation.assumptions.register import Register
from policy_sim.simulation.practices.practice import DatedPractice
from policy_sim.study.arms import Arm
from policy_sim.study.based_on import read_stated
from policy_sim.study.loading import register_of
from policy_sim.study.named_files import beside
from policy_sim.study.result import Result
from policy_sim.study.scenario_document import ScenarioShape
from policy_sim.study.store import INPUTS

__all__ = ["StoredArm", "stored_arm", "stored_reforms", "stored_register"]


@dataclass(frozen=True)
class StoredArm:
    """The law and the practice of one arm, as the run knew them."""

    law: Law
    practice: DatedPractice


def stored_arm(result: Result, arm: str) -> StoredArm:
    """Return law and practice of *arm* from the inputs kept in the run folder.

    Raises :exc:`~policy_sim.errors.BadInput` if they are gone or were changed.
    """
    stated, path = _stated(result)
    way = Arm.of(arm)
    policy, *amendments = _law_files(stated, path, way.law)
    habit = next(part for key, part in stated.practices.items() if key == way.practice)
    return StoredArm(load_law(policy, amendments), habit.dated(way.practice))


def stored_reforms(result: Result) -> dict[str, tuple[Path, ...]]:
    """Return, for each law that amends another, its policy and its amendments, as kept."""
    stated, path = _stated(result)
    ran = {Arm.of(arm).law for arm in result.arms}
    files = {str(name): _law_files(stated, path, name) for name in stated.laws if name in ran}
    return {name: found for name, found in files.items() if len(found) > 1}


def stored_register(result: Result) -> Register:
    """Return the assumptions as the run knew them.

    Raises :exc:`~policy_sim.errors.BadInput` if they are gone or were changed.
    """
    stated, path = _stated(result)
    return register_of(stated, path)


def _stated(result: Result) -> tuple[ScenarioShape, Path]:
    (name,) = result.manifest["digests"]["scenario"]
    path: Path = result.folder / INPUTS / name
    return read_stated(path).shape, path


def _law_files(stated: ScenarioShape, path: Path, law: str) -> tuple[Path, ...]:
    part = next(part for key, part in stated.laws.items() if key == law)
    return tuple(beside(text, path) for text in (part.policy, *part.amendments))
