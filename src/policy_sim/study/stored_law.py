"""The documents that a run was made on, read again from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policy_sim.policy.draft_articles import law_without
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_regulation
from policy_sim.simulation.practices.practice import DatedPractice
from policy_sim.study.arms import Arm
from policy_sim.study.based_on import read_stated
from policy_sim.study.named_files import beside
from policy_sim.study.result import Result
from policy_sim.study.store import INPUTS

__all__ = ["StoredArm", "stored_arm"]


@dataclass(frozen=True)
class StoredArm:
    """The law and the practice of one arm, as the run knew them."""

    law: Law
    practice: DatedPractice


def stored_arm(result: Result, arm: str) -> StoredArm:
    """Return law and practice of *arm* from the inputs kept in the run folder.

    Raises :exc:`~policy_sim.errors.BadInput` if they are gone or were changed.
    """
    (name,) = result.manifest["digests"]["scenario"]
    path: Path = result.folder / INPUTS / name
    stated = read_stated(path).shape
    way = Arm.of(arm)
    part = next(part for key, part in stated.laws.items() if key == way.law)
    policy, *amendments = (beside(text, path) for text in (part.policy, *part.amendments))
    habit = next(part for key, part in stated.practices.items() if key == way.practice)
    regulation = load_regulation(policy, amendments)
    law = law_without(regulation, part.without) if part.without else regulation.law
    return StoredArm(law, habit.dated(way.practice))
