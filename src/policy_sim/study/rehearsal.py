"""A study held against its words before anybody lives through a month of it.

What practices and settings say of offices, events, series and parameters is looked at in every arm
as at the start of a simulation, with nobody there. A misspelt word is then found at once, and not
when the history of the people has been simulated.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.diagnostics import Diagnostic
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
        for finding in rehearsed(world):
            if finding not in seen:
                seen.append(finding)
                yield finding
