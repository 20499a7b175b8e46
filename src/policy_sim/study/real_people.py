"""The file of real people that a study starts from, if it does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.study.named_files import beside
from policy_sim.study.scenario_document import RosterShape, ScenarioShape
from policy_sim.workforce.organisation import Plan
from policy_sim.workforce.profile import Profile
from policy_sim.workforce.roster import Roster, load_mapping, read_roster

__all__ = ["imported_files", "read_people"]


def imported_files(
    path: Path,
    stated: ScenarioShape,
    workforce: str | Path | None,
    mapping: str | Path | None,
) -> tuple[Path, Path] | None:
    """Return the file of real people and its mapping, None if the people are synthetic.

    Raises :exc:`ScenarioError` if there is a mapping and no file, or a file and no mapping.
    """
    named = stated.roster or RosterShape()
    file = Path(workforce) if workforce else None
    if file is None and named.file is not None:
        file = beside(named.file, path)
    if file is None:
        if mapping is None:
            return None
        finding = Diagnostic("mapping-of-nothing", Place(str(mapping), 0, 0))
        raise ScenarioError([finding])
    if mapping is not None:
        return file, Path(mapping)
    if named.mapping is not None:
        return file, beside(named.mapping, path)
    neighbour = file.with_suffix(".mapping.yaml")
    if not neighbour.exists():
        finding = Diagnostic("no-mapping", Place(str(file), 0, 0), {"seen": str(neighbour)})
        raise ScenarioError([finding])
    return file, neighbour


def read_people(
    files: tuple[Path, Path] | None, start: date, law: Law, profile: Profile, plan: Plan
) -> Roster | None:
    """Return the people of the file in *files*, which holds its mapping too; None without.

    Raises :exc:`~policy_sim.errors.BadInput` with everything that is wrong with either.
    """
    if files is None:
        return None
    file, mapping = files
    against = (law.vocabulary, law.on(start), profile, plan)
    return read_roster(file, load_mapping(mapping, start, against))
