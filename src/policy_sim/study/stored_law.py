"""The documents that a run was made on, read again from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policy_sim.policy.draft_articles import law_without
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_regulation
from policy_sim.simulation.assumptions.register import Register
from policy_sim.simulation.practices.practice import DatedPractice
from policy_sim.study.arms import Arm
from policy_sim.study.based_on import read_stated
from policy_sim.study.named_files import beside
from policy_sim.study.result import Result
from policy_sim.study.scenario_document import ScenarioShape
from policy_sim.study.stated_register import register_of
from policy_sim.study.store import INPUTS

__all__ = ["StoredArm", "stored_arm", "stored_laws", "stored_reforms", "stored_register"]


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
    part = next(part for key, part in stated.laws.items() if key == way.law)
    policy, *amendments = _law_files(stated, path, way.law)
    habit = next(part for key, part in stated.practices.items() if key == way.practice)
    regulation = load_regulation(policy, amendments)
    law = law_without(regulation, part.without) if part.without else regulation.law
    return StoredArm(law, habit.dated(way.practice))


def stored_laws(result: Result) -> dict[str, Law]:
    """Return the laws of a run's arms by name, as the run knew them, whole.

    Raises :exc:`~policy_sim.errors.BadInput` if they are gone or were changed.
    """
    stated, path = _stated(result)
    names = sorted({Arm.of(arm).law for arm in result.arms})
    files = {name: _law_files(stated, path, name) for name in names}
    return {
        name: load_regulation(policy, amendments).law
        for name, (policy, *amendments) in files.items()
    }


def stored_reforms(result: Result) -> dict[str, tuple[Path, ...]]:
    """Return, for each law that amends another, its policy and its amendments, as kept.

    A law of which articles are left out is none that anybody proposes.
    """
    stated, path = _stated(result)
    ran = {Arm.of(arm).law for arm in result.arms}
    whole = [str(name) for name, part in stated.laws.items() if name in ran and not part.without]
    files = {name: _law_files(stated, path, name) for name in whole}
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
