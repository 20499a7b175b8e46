"""The career path: seeing a next step within reach raises effort, a blocked path lowers it.

Once a year the law is asked whether it would grant each person a rise within some years, if
waiting were all that changes. Who is told how the path runs works the more, or the less, for it;
who is not told sees neither hope nor the end of it. A path is blocked for those of whom rules of
rising speak and whom none would let rise; others have no ladder, and may never have expected one.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

import numpy as np
from pydantic import Field

from policy_sim.documents.fields import Months, Name, Whole
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.frame import Flags
from policy_sim.simulation.amounts import Proportion, proportion, proportion_findings
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.naming import unknown_words_among
from policy_sim.simulation.prospects.reach import Steps, on_a_ladder, reachable
from policy_sim.simulation.state import State

__all__ = ["BLOCKED", "NO_LADDER", "Path", "Settings"]

BLOCKED, NO_LADDER = "blocked path", "no ladder"
"""The figures that are 1 for those whose path was found blocked when it was last looked at, and
for those of whom no rule of rising speaks at all."""

CIRCUMSTANCE = "path"
"""The lasting circumstance by which people work more or less."""


class Settings(Shape):
    """When paths are looked at, and what counts as a step within reach.

    In *month* the law is asked about the next *within*. Conditions on *by_effort* (attributes,
    series, events) are taken to be met, rules *leaving_out* are no steps of a career, and the
    share *transparency* of people sees how the own path runs.
    """

    noun = "the settings of path"

    within: Annotated[Months, Field(ge=0, le=480)] = Field(default="5 years", validate_default=True)
    month: Annotated[Whole, Field(ge=1, le=12)] = 1
    by_effort: tuple[Name, ...] = ()
    leaving_out: tuple[Name, ...] = ()
    transparency: Proportion = Field(default="100%", validate_default=True)


class Path:
    """People work by what they see ahead of them."""

    name = "path"
    assumptions = ("blocked_path_effort", "no_ladder_effort", "open_path_effort")

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Look at everybody's path in the month stated.

        Raises :exc:`~policy_sim.errors.ScenarioError` with every name that neither the
        vocabulary nor the law knows.
        """
        stated, words = self.settings, state.people.vocabulary
        known = {*words.attributes, *words.series, *words.events}
        laws = state.laws_ahead
        rules = {rule.id for law in laws for rule in law.rules}
        findings = [
            *unknown_words_among(stated.by_effort, known),
            *unknown_words_among(stated.leaving_out, rules),
            *proportion_findings(stated.transparency, laws),
        ]
        if findings:
            raise ScenarioError(findings)
        state.people.standing.begin([CIRCUMSTANCE])
        for name in (BLOCKED, NO_LADDER):
            state.personal.begin(name)
        calendar.every(Phase.BEHAVIOUR, partial(self.look_ahead, state), [stated.month])

    def look_ahead(self, state: State) -> None:
        """Ask the law what lies ahead of everybody, and let people work accordingly."""
        stated, people = self.settings, state.people
        steps = Steps(stated.within, frozenset(stated.by_effort), frozenset(stated.leaving_out))
        on_it = on_a_ladder(state, steps)
        blocked = np.flatnonzero(on_it & ~reachable(state, steps, on_it))
        aside = np.flatnonzero(~on_it)
        sees = _sees(state, float(proportion(stated.transparency, state.vintage)))
        effort = np.full(people.size, state.assumption("open_path_effort"))
        effort[blocked] = -state.assumption("blocked_path_effort")
        effort[aside] = -state.assumption("no_ladder_effort")
        effort[~sees] = 0.0
        people.standing.put(CIRCUMSTANCE, np.arange(people.size), effort)
        for name, rows in ((BLOCKED, blocked), (NO_LADDER, aside)):
            state.personal.clear(name)
            state.personal.put(name, people.ids[rows], 1.0)


def _sees(state: State, share: float) -> Flags:
    """Return who sees how the own path runs: the same people first, whatever the share."""
    return np.asarray(state.chance.uniform("sees the path", state.people.keys) < share)
