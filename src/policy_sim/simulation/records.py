"""Records: what of appraisals, courses and sanctions enters the record late, wrongly, or never.

A rule reads nothing but the record, so that what goes astray decides about people although it
never happened, or did. An information system lowers what goes astray, in the units that have it;
reviews of the files find some of what was lost. Services that are online are more often in time,
whatever becomes of the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Annotated

import numpy as np
from pydantic import Field

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents.fields import Name, Whole
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.policy.values import Unit
from policy_sim.rules.frame import Flags
from policy_sim.simulation.amounts import (
    Money,
    Proportion,
    amount,
    amount_findings,
    proportion,
    proportion_findings,
)
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.filing.desk import ENTRIES, LATE, LOST, MISFILED, Desk
from policy_sim.simulation.state import State

__all__ = ["COST", "ONLINE", "Records", "Settings"]

COST = "records_cost"
"""The flow of money, twelve times what the information system costs."""

ONLINE = "services_online"
"""The figure of a unit that tells whether its services are online, 0 or 1."""

SHARES = ("entry_late", "entry_lost", "entry_misfiled")
LEFT, DELAY, FOUND = "information_system_ratio", "entry_delay", "review_finds"


class Settings(Shape):
    """Which *entries* pass the desk, and what helps it.

    *system* is the share of units whose files are in an information system, which would cost *cost*
    a year in all of them; *services* the share whose services are online. Each may be a
    parameter of the law. In the months *reviews* the files are gone through.
    """

    noun = "the settings of records"

    entries: tuple[Name, ...] = ()
    system: Proportion = Field(default="0%", validate_default=True)
    services: Proportion = Field(default="0%", validate_default=True)
    cost: Money = 0
    reviews: tuple[Annotated[Whole, Field(ge=1, le=12)], ...] = ()


class Records:
    """The system by which entries go astray, and are found; costs are those at *scale* 1."""

    name = "records"
    assumptions = (
        DELAY,
        *SHARES,
        LEFT,
        FOUND,
        "timeliness_middle",
        "timeliness_online",
        "timeliness_slope",
    )

    def __init__(self, settings: Settings, scale: Fraction = Fraction(1)) -> None:
        self.settings = settings
        self.scale = scale

    def scaled(self, scale: Fraction) -> Records:
        """Return the same system for a place *scale* times as large."""
        return Records(self.settings, self.scale * scale)

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the desk of each month, and what is due at it.

        Raises :exc:`~policy_sim.errors.ScenarioError` if an entry is neither an attribute nor a
        series nor an event, or the law has no such parameter.
        """
        if findings := list(self._findings(state)):
            raise ScenarioError(findings)
        calendar.every(Phase.LAW, partial(self.open_desk, state))
        calendar.every(Phase.EXPIRIES, partial(_enter_due, state))

    def open_desk(self, state: State) -> None:
        """Let this month's entries pass the desk as its law has it."""
        state.flows.expect(ENTRIES, LATE, LOST, MISFILED)
        online = _units(state, "files online", self.settings.system)
        served = _units(state, "services online", self.settings.services)
        state.units[ONLINE] = served.astype(np.float64)
        late, lost, misfiled = (state.assumption(name) for name in SHARES)
        state.files.desk = Desk(
            entries=frozenset(self.settings.entries),
            month=state.month,
            chance=state.chance,
            flows=state.flows,
            online=online,
            left=state.assumption(LEFT),
            late=late,
            lost=lost,
            misfiled=misfiled,
            delay=state.assumption(DELAY),
            found=state.assumption(FOUND),
            reviews=self.settings.reviews,
        )
        whole = amount(self.settings.cost, state.vintage) * self.scale
        state.flows.tally(COST, round(whole * int(online.sum()) / len(online)))

    def _findings(self, state: State) -> Iterator[Diagnostic]:
        vocabulary = state.people.vocabulary
        known = {*state.people.record, *vocabulary.series, *vocabulary.events}
        for name in self.settings.entries:
            if name not in known:
                values = {
                    "seen": str(name),
                    "allowed": ", ".join(sorted(known)),
                    "near": near(name, known),
                }
                yield Diagnostic("unknown-figure", getattr(name, "place", Place("")), values)
        laws = state.laws_ahead
        for stated in (self.settings.system, self.settings.services):
            yield from proportion_findings(stated, laws)
        yield from amount_findings(self.settings.cost, (Unit.MONEY,), laws)


def _units(state: State, purpose: str, stated: str | Fraction) -> Flags:
    """Return which units have it: with a larger share others join those that have it already."""
    luck = state.chance.uniform(purpose, np.arange(state.organisation.units))
    return np.asarray(luck < float(proportion(stated, state.vintage)))


def _enter_due(state: State) -> None:
    state.files.enter_due(state.people, state.month)
