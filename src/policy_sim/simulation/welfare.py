"""Welfare: how content people are with pay and provision, and what a part that is tied is worth.

Once a year, and whenever the law of pay changes, everybody compares what the law pays with what the
law of the first day would pay for the same record; provision in kind comes on top. Contentment
moves leaving, and work only as far as an assumption says, which is not at all: pay was doubled
and work stayed as it was. A part that hangs on presence or on the rating works by itself, through
what one spell of absence costs and what one grade more brings; the law of pay is asked for both.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from policy_sim import elementary
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Name, Whole
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.policy.values import Unit
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.frame import Flags
from policy_sim.simulation.amounts import (
    Money,
    Proportion,
    amount,
    amount_findings,
    proportion,
    proportion_findings,
)
from policy_sim.simulation.calendar import Phase, Timetable, day_of
from policy_sim.simulation.naming import unknown_series
from policy_sim.simulation.prospects.pay import (
    Supposition,
    changed_pay,
    paid,
    paid_now,
    pay_reading,
)
from policy_sim.simulation.state import State

__all__ = ["AT_STAKE", "CONTENTMENT", "COST", "Benefit", "Settings", "Welfare"]

Numbers = NDArray[np.float64]

CONTENTMENT, AT_STAKE = "contentment", "pay at stake by absence"
"""The figures of each person: contentment with pay and provision, in SD, and what a spell of
absence is expected to cost, in per cent of a month's pay."""

COST = "welfare_cost"
"""The flow of money spent on provision in kind."""

CIRCUMSTANCE = "welfare"
PER_CENT, TENTH = 100.0, 10.0


class Benefit(Shape):
    """A provision in kind, such as a health check or a canteen: what it has as *cost* a year for
    each person whom it *reach*es, and the assumption of how much *contentment* it brings, in SD.
    """

    noun = "a benefit"

    cost: Money
    contentment: Name
    reach: Proportion = Field(default="100%", validate_default=True)


class Settings(Shape):
    """What people are provided with, who leaves less for it, and which ties of pay are felt.

    In *month* people compare. A *spell* of so many workdays of the event *absence* is what pay may
    be lost by, the series *rating* what it may be gained by; the share *verified* of absences is
    seen in any case.
    """

    noun = "the settings of welfare"

    month: Annotated[Whole, Field(ge=1, le=12)] = 1
    leaving: tuple[Name, ...] = ("resigned",)
    absence: Name = "absence"
    spell: Annotated[Whole, Field(ge=1, le=60)] = 3
    rating: Name | None = None
    verified: Proportion = Field(default="0%", validate_default=True)
    benefits: dict[Name, Benefit] = {}


class Welfare:
    """People compare, stay or leave, and mind what they could lose or gain."""

    name = "welfare"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Those of pay, of leaving and of incentives, and what each benefit brings."""
        own = (
            "absence_noted",
            "contentment_absence_ratio",
            "contentment_effort",
            "contentment_leaving_ratio",
            "pay_contentment",
            "presence_incentive_ratio",
            "rating_incentive_effort",
        )
        return (*own, *(benefit.contentment for benefit in self.settings.benefits.values()))

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Compare when the year comes round or the law of pay changes; pay for provision yearly.

        Raises :exc:`~policy_sim.errors.ScenarioError` with every name that means nothing.
        """
        if findings := self._findings(state):
            raise ScenarioError(findings)
        for name in (CONTENTMENT, AT_STAKE):
            state.personal.begin(name)
        for reason in self.settings.leaving:
            state.signals.lean(f"exit:{reason}", CONTENTMENT, "contentment_leaving_ratio")
        state.signals.lean("absence", CONTENTMENT, "contentment_absence_ratio")
        state.signals.lean("absence", AT_STAKE, "presence_incentive_ratio")
        state.people.standing.begin([CIRCUMSTANCE])
        first = state.vintage
        calendar.every(Phase.BEHAVIOUR, partial(self.compare, state, first), [self.settings.month])
        calendar.every(Phase.BEHAVIOUR, partial(self._if_changed, state, first))
        calendar.every(Phase.BEHAVIOUR, partial(self._provide, state), [12])

    def _findings(self, state: State) -> list[Diagnostic]:
        stated = self.settings
        laws = state.laws_ahead
        findings = [*proportion_findings(stated.verified, laws)]
        if stated.rating is not None:
            findings += unknown_series([stated.rating], state.people.vocabulary)
        for benefit in stated.benefits.values():
            findings += amount_findings(benefit.cost, (Unit.MONEY,), laws)
            findings += proportion_findings(benefit.reach, laws)
        return findings

    def _if_changed(self, state: State, first: Vintage) -> None:
        """Let people compare with the law of the *first* day, if the law of pay has changed."""
        day = max(day_of(state.month - state.step), state.law.vintages[0].begins)
        if changed_pay(state.law_on(day), state.vintage):
            self.compare(state, first)

    def compare(self, state: State, first: Vintage) -> None:
        """Note how content everybody is now, and what each could lose or gain."""
        people = state.people
        now = paid_now(state)
        content = self._contentment(state, now, first)
        state.personal.put(CONTENTMENT, people.ids, content)
        state.signals.verified = float(proportion(self.settings.verified, state.vintage))
        state.personal.put(AT_STAKE, people.ids, self._at_stake(state, now))
        effort = state.assumption("contentment_effort") * content
        effort += state.assumption("rating_incentive_effort") / TENTH * self._to_gain(state, now)
        people.standing.put(CIRCUMSTANCE, np.arange(people.size), effort)

    def _contentment(self, state: State, now: NDArray[np.int64], first: Vintage) -> Numbers:
        """Return everybody's contentment: by each doubling of pay, and by what is provided."""
        content = np.zeros(state.people.size)
        changed = changed_pay(state.vintage, first)
        if changed:
            then = now - paid(state, state.vintage, changed) + paid(state, first, changed)
            both = np.flatnonzero((now > 0) & (then > 0))
            doublings = elementary.log(now[both] / then[both]) / float(elementary.log(2.0))
            content[both] = state.assumption("pay_contentment") * doublings
        for name, benefit in sorted(self.settings.benefits.items()):
            content[_has(state, name, benefit)] += state.assumption(benefit.contentment)
        return content

    def _at_stake(self, state: State, now: NDArray[np.int64]) -> Numbers:
        """Return what a spell of absence would cost if seen, times the chance that it is seen."""
        stated = self.settings
        less = -_difference(state, Supposition(stated.absence, stated.spell))
        seen = max(state.signals.verified, state.assumption("absence_noted"))
        return seen * _per_cent(less, now)

    def _to_gain(self, state: State, now: NDArray[np.int64]) -> Numbers:
        """Return what one grade more in the rating would bring, in per cent of pay."""
        rating = self.settings.rating
        if rating is None:
            return np.zeros(state.people.size)
        return _per_cent(_difference(state, Supposition(rating, 1)), now)

    def _provide(self, state: State) -> None:
        """Spend what the year's provision costs, on whomever it reaches at the year's end."""
        state.flows.expect(COST)
        for name, benefit in sorted(self.settings.benefits.items()):
            rows = np.flatnonzero(_has(state, name, benefit))
            each = np.full(len(rows), amount(benefit.cost, state.vintage), np.int64)
            state.flows.add(COST, state.people.record, rows, each)


def _difference(state: State, supposed: Supposition) -> NDArray[np.int64]:
    """Return by how much more the law would pay each person if it were as *supposed*."""
    law = state.vintage
    reading = pay_reading(law, supposed.source)
    if not reading:
        return np.zeros(state.people.size, np.int64)
    return paid(state, law, reading, supposed) - paid(state, law, reading)


def _has(state: State, name: str, benefit: Benefit) -> Flags:
    """Return whom a benefit reaches: the same people first, whatever the share; nobody if it
    costs nothing, since then it is not provided.
    """
    share = float(proportion(benefit.reach, state.vintage))
    if not amount(benefit.cost, state.vintage):
        share = 0.0
    return np.asarray(state.chance.uniform(f"benefit {name}", state.people.keys) < share)


def _per_cent(part: NDArray[np.int64], whole: NDArray[np.int64]) -> Numbers:
    return np.asarray(PER_CENT * part / np.maximum(whole, 1))
