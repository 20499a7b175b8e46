"""Oversight of appointments: somebody independent looks at them before they are made.

A share of the proposals is checked, and a share of the irregular ones among these is found: such a
proposal is sent back, and the law's winner is appointed instead. That this is to be expected
lowers what practice tries out of the law's order. Clearance may cost time, for everybody.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

from pydantic import Field

from policy_sim.documents.fields import Months
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.simulation.amounts import Proportion, proportion, proportion_findings
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.hazards import deterred_share
from policy_sim.simulation.practices.clearance import SENT_BACK
from policy_sim.simulation.practices.overseer import Overseer
from policy_sim.simulation.state import State

__all__ = ["Oversight", "Settings"]

DETECTION, DETERRENCE = "oversight_detection", "oversight_deterrence"


class Settings(Shape):
    """Which share of appointments is *checked* (or a parameter), and the *delay* that it costs."""

    noun = "the settings of oversight"

    checked: Proportion = Field(default="100%", validate_default=True)
    delay: Annotated[Months, Field(ge=0)] = 0


class Oversight:
    """The system that has appointments cleared by an independent overseer."""

    name = "oversight"
    assumptions = (DETECTION, DETERRENCE)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Let the overseer of each month be the one of its law.

        Raises :exc:`~policy_sim.errors.ScenarioError` if the law has no such parameter.
        """
        laws = state.laws_ahead
        if findings := list(proportion_findings(self.settings.checked, laws)):
            raise ScenarioError(findings)
        calendar.every(Phase.LAW, partial(self.look, state))

    def look(self, state: State) -> None:
        """Tell whoever appoints this month what they have to reckon with."""
        checked = float(proportion(self.settings.checked, state.vintage))
        found = checked * state.assumption(DETECTION)
        attempted = deterred_share(state.assumption(DETERRENCE), found)
        state.signals.overseer = Overseer(found, attempted, self.settings.delay)
        state.flows.expect(SENT_BACK)
