"""Innovation: somebody finds a better way of working, and it is noticed, taken up, or neither.

Who innovates is a hazard that hangs on ability and motivation. Recognition lifts the motivation of
the innovator and is on record; what the unit takes up betters the work of some colleagues for a
time. A new idea wears out by halves, as the next one takes its place.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from pydantic import Field

from policy_sim.documents.fields import Name
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.amounts import Proportion, proportion, proportion_findings
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.hazards import (
    Hazard,
    Numbers,
    Ratio,
    at_large,
    hazard_findings,
    monthly_probability,
    struck,
)
from policy_sim.simulation.learning.skill import kept
from policy_sim.simulation.naming import unknown_events
from policy_sim.simulation.service import LIFT
from policy_sim.simulation.state import State

__all__ = ["ADOPTED", "INNOVATIONS", "RECOGNISED", "Innovation", "Settings"]

INNOVATIONS, RECOGNISED, ADOPTED = "innovations", "innovations_recognised", "innovations_adopted"
"""The flows that count new ways of working, those recognised, and those that a unit takes up."""

ADOPTION, RECOGNISED_ADOPTION = "innovation_adoption", "innovation_recognised_adoption"
GAIN, REACH, HALF_LIFE = "innovation_gain", "innovation_reach", "innovation_half_life"
LIFTS, LOWERS = "recognition_motivation", "neglect_motivation"

MOTIVATION = "motivation"


class Settings(Shape):
    """Who has new ideas (the hazard *innovations*), and which share of them is *recognised*.

    The share may be a parameter of the law. A recognised one is the event *event*, if declared.
    """

    noun = "the settings of innovation"

    innovations: Hazard = Hazard(
        assumption="innovation_rate",
        ratios=(
            Ratio(of="ability", assumption="innovation_ability_ratio"),
            Ratio(of="motivation", assumption="innovation_motivation_ratio"),
        ),
    )
    recognised: Proportion = Field(default="0%", validate_default=True)
    event: Name = "innovation"


class Innovation:
    """The system by which people find better ways of working."""

    name = "innovation"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Those of the hazard, of adoption, of what it is worth, and of what recognition does."""
        own = (ADOPTION, RECOGNISED_ADOPTION, GAIN, HALF_LIFE, REACH, LIFTS, LOWERS)
        return (*self.settings.innovations.assumptions, *own)

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the ideas of every month, at its end, and their wearing out.

        The units begin with what they would come to rest at if all went on as on the first day.
        Raises :exc:`~policy_sim.errors.ScenarioError` if an event that is stated, a parameter of
        the law or a figure of the hazard does not exist.
        """
        stated = ["event"] if "event" in self.settings.model_fields_set else []
        findings = unknown_events([self.settings.event for _ in stated], state.people.vocabulary)
        laws = state.laws_ahead
        findings += proportion_findings(self.settings.recognised, laws)
        findings += hazard_findings(self.settings.innovations, state)
        if findings:
            raise ScenarioError(findings)
        for ratio in self.settings.innovations.ratios:
            state.figure(ratio.of)
        calendar.every(Phase.EXPIRIES, partial(self._wear_out, state))
        calendar.every(Phase.BEHAVIOUR, partial(self.innovate, state))

    def innovate(self, state: State) -> None:
        """Let people have this month's ideas; recognise some, and let units take some up."""
        people, flows = state.people, state.flows
        flows.expect(INNOVATIONS, RECOGNISED, ADOPTED)
        rows = struck(self.settings.innovations, state, "innovation")
        rows = rows[~state.away(rows)]
        noticed = self._drawn(state, "innovation recognised", rows, self._recognised(state))
        shares = np.where(noticed, *self._adoption(state))
        adopted = self._drawn(state, "innovation adopted", rows, shares)
        for kind, which in ((INNOVATIONS, rows), (RECOGNISED, rows[noticed])):
            flows.count(kind, people.record, which)
        flows.count(ADOPTED, people.record, rows[adopted])
        state.happened(self.settings.event, rows[noticed])
        if MOTIVATION in people.truth:
            lifted = np.where(noticed, state.assumption(LIFTS), -state.assumption(LOWERS))
            people.truth[MOTIVATION][rows] += lifted
        self._take_up(state, rows[adopted])

    def _take_up(self, state: State, rows: Integers) -> None:
        """Let the ideas of the people at *rows* better the work of their units."""
        units = len(state.units[LIFT])
        ideas = np.bincount(state.people.record["unit"][rows], minlength=units)
        state.units[LIFT] += ideas * _worth(state)

    def _wear_out(self, state: State) -> None:
        if LIFT not in state.units:
            state.units[LIFT] = self._at_rest(state)
        else:
            state.units[LIFT] *= kept(1, state.assumption(HALF_LIFE))

    def _at_rest(self, state: State) -> Numbers:
        """Return the lift of each unit at which as much is added as wears out."""
        rows = at_large(self.settings.innovations, state, np.arange(state.people.size))
        likely = monthly_probability(self.settings.innovations, state, rows)
        # In whole millionths, so that the sum does not depend on the order of people.
        weights = np.rint(likely * 1e6)
        unit = state.people.record["unit"][rows]
        ideas = np.bincount(unit, weights, minlength=state.organisation.units) / 1e6
        share, (known, unknown) = self._recognised(state), self._adoption(state)
        adopted = ideas * (share * known + (1.0 - share) * unknown)
        return adopted * _worth(state) / (1.0 - kept(1, state.assumption(HALF_LIFE)))

    def _recognised(self, state: State) -> float:
        return float(proportion(self.settings.recognised, state.vintage))

    def _adoption(self, state: State) -> tuple[float, float]:
        """Return the share of ideas taken up, of those recognised and of the others."""
        return state.assumption(RECOGNISED_ADOPTION), state.assumption(ADOPTION)

    def _drawn(self, state: State, purpose: str, rows: Integers, share: Numbers | float) -> Flags:
        luck = state.chance.uniform(purpose, state.people.keys[rows], state.month)
        return np.asarray(luck < share)


def _worth(state: State) -> Numbers:
    """Return by how many SD one idea lifts the service of each unit: it reaches so many people."""
    units = state.organisation.units
    heads = np.bincount(state.people.record["unit"], minlength=units)
    reached = np.minimum(state.assumption(REACH) / np.maximum(heads, 1), 1.0)
    return np.asarray(state.assumption(GAIN) * reached)
