"""A study held against its words before anybody lives through a month of it.

What practices and settings say of offices, events, series and parameters is looked at in every arm
as at the start of a simulation, with nobody there. A misspelt word is then found at once, and not
when the history of the people has been simulated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import place_of
from policy_sim.errors import ScenarioError
from policy_sim.simulation.simulate import rehearsed
from policy_sim.study.replication import world_of
from policy_sim.study.scenario import Scenario
from policy_sim.study.start import Start, emptied
from policy_sim.study.tasks import Kind, Task
from policy_sim.study.terms import Terms

__all__ = ["rehearse"]


def rehearse(scenario: Scenario, terms: Terms) -> None:
    """Raise :exc:`~policy_sim.errors.ScenarioError` with all that the arms do not understand."""
    findings = list(_findings(scenario, terms, emptied(scenario, terms)))
    if findings:
        raise ScenarioError(findings)


def _findings(scenario: Scenario, terms: Terms, start: Start) -> Iterator[Diagnostic]:
    """Yield what is found in any arm, once."""
    seen: list[Diagnostic] = []
    for arm in scenario.grid.everyone:
        world = world_of(scenario, terms, Task(Kind.REPLICATION, 0), (arm, start, None))
        for found in rehearsed(world):
            finding = _placed(found, scenario)
            if finding not in seen:
                seen.append(finding)
                yield finding


def _placed(finding: Diagnostic, scenario: Scenario) -> Diagnostic:
    """Return *finding* with a place: a name that nobody wrote is one that a system takes to be.

    It stands in the settings of no system, so that all of them are pointed to.
    """
    if finding.where.file:
        return finding
    place = place_of(scenario.stated.systems)
    unstated = phrase("a system reads this name where its settings name no other (docs/systems/)")
    return replace(finding, where=place, related=(*finding.related, (unstated, place)))
