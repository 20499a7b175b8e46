"""Every file that a study is made from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policy_sim.policy.law import Law
from policy_sim.study.based_on import StatedScenario
from policy_sim.study.named_files import beside, located

__all__ = ["inputs_of"]


def inputs_of(
    read: StatedScenario, people: tuple[Path, ...], laws: Iterable[Law]
) -> tuple[Path, ...]:
    """Return every file of the study, the scenario first, the others in order of their paths."""
    path, stated = read.files[0], read.shape
    named = {beside(text, path) for text in (stated.organisation, *stated.assumptions)}
    named |= {beside(stated.facts, path)} if stated.facts else set()
    named.update(people, read.files)
    named |= {Path(file) for law in laws for file in law.files}
    return (path, *sorted({located(file) for file in named} - {located(path)}))
