"""Everything that loading a regulation finds, down to whether every engine can take it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, distinct
from policy_sim.errors import PolicyError
from policy_sim.policy.effects import AREAS
from policy_sim.policy.keeping import JUDGED
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation, read_regulation
from policy_sim.policy.subjects import GROUPS, PERSON
from policy_sim.policy.uniting import united
from policy_sim.rules.programs import compile_area

__all__ = ["check_regulation"]


def check_regulation(
    path: Path, amendments: Sequence[Path] = ()
) -> tuple[Regulation | None, list[Diagnostic]]:
    """Return the regulation in *path* with *amendments*, and everything found in it, by place.

    There is none if it does not hold together, or an engine cannot take it. Raises
    :exc:`~policy_sim.errors.DocumentError` only if a file named here cannot be read.
    """
    regulation, findings = read_regulation(path, amendments)
    if regulation is None:
        return None, findings
    beyond = distinct(_uncompilable(regulation.law))
    return (None if beyond else regulation), findings + beyond


def _uncompilable(law: Law) -> Iterator[Diagnostic]:
    """Yield what keeps the rules of an area, in some vintage, from becoming a program.

    Of people in transitions it is the law that a simulation decides by: that of everybody.
    """
    days = {vintage.begins for versions in law.kept.values() for vintage in versions}
    vintages = [*law.vintages, *law.judging, *(united(law, day) for day in sorted(days))]
    for vintage in vintages:
        for area in (*AREAS, JUDGED):
            for subject in (PERSON, *GROUPS):
                if area == JUDGED and not vintage.area(area):
                    continue
                try:
                    compile_area(vintage, area, subject)
                except PolicyError as error:
                    yield from error.findings
