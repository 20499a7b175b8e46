"""The file of real people that a study starts from, if it does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.study.named_files import beside
from policy_sim.study.scenario import Scenario
from policy_sim.study.scenario_document import RosterShape, ScenarioShape
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import Plan
from policy_sim.workforce.profile import Profile
from policy_sim.workforce.roster import Roster, load_mapping, read_roster

__all__ = ["imported_files", "read_people", "unlike_places"]

APART = 2
"""So many times more places than people, or people than places, are not those of one agency."""


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


def unlike_places(scenario: Scenario) -> Iterator[Diagnostic]:
    """Yield a warning if the people of a file cannot be those of the organisation as it is sized.

    The first year would then be one of filling places, or of nobody being hired.
    """
    roster = scenario.roster
    if roster is None:
        return
    people = scenario.people_at_start(None)
    places = lay_out(scenario.plan, roster.scale).places
    if people * APART < places or places * APART < people:
        share = f"{max(round(100 * roster.scale * people / places), 1)}%"
        values = {"people": str(people), "places": str(places), "share": share}
        place = Place(str(roster.path), 0, 0)
        yield Diagnostic("people-unlike-places", place, values, Severity.WARNING)
