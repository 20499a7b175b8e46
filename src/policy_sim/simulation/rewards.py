"""Rewards: awards that are competed for, medals for whoever has earned them, and their money.

The law gives ``award`` and, once, ``pay`` in the area ``rewards``. Under a rule with a selection
people compete, within its caps; without one everybody who qualifies is given it. What costs money
is granted while the year's budget lasts, the best first, and refused from then on.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Annotated

import numpy as np
from pydantic import Field

from policy_sim.documents.fields import Money, Name, Whole
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.policy.rule import Rule
from policy_sim.rules.combination import BARE, Given
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.books.funding import Fund, fund_findings, note_sources, raised
from policy_sim.simulation.books.ledger import Actual, Deviation, Entry, Ruling
from policy_sim.simulation.books.rulings import write_given, write_refusals
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.contests.selection import Promoted, promoted
from policy_sim.simulation.state import Decided, State

__all__ = ["AWARDS", "COST", "MEDALS", "Rewards", "Settings"]

AREA, AWARD, BONUS = "rewards", "award", "pay"

AWARDS, MEDALS, COST = "awarded", "medals", "reward_cost"
"""Flows of the year: awards won in competition, those given to all who qualify, and money."""

MOTIVATION = "motivation"

DECEMBER = 12


class Settings(Shape):
    """When rewards are given, and the yearly *budget* of what is paid with them.

    *months* are months of the year, 1 to 12. Without a budget all that the law gives is paid;
    *funding* from other sources is added to it.
    """

    noun = "the settings of rewards"

    months: tuple[Annotated[Whole, Field(ge=1, le=12)], ...] = (8,)
    budget: Money | None = None
    funding: dict[Name, Fund] = {}


class Rewards:
    """The system that gives awards and medals, and pays what goes with them."""

    name = "rewards"
    assumptions = ("award_motivation", "medal_motivation")

    def __init__(self, settings: Settings, scale: Fraction = Fraction(1)) -> None:
        self.settings = settings
        self.scale = scale

    def scaled(self, scale: Fraction) -> Rewards:
        """Return the system with its money times *scale*."""
        return Rewards(self.settings, self.scale * scale)

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the months in which rewards are given.

        Raises :exc:`~policy_sim.errors.ScenarioError` if the law has no parameter that is named.
        """
        laws = state.laws_ahead
        if findings := [*fund_findings(self.settings.funding, laws)]:
            raise ScenarioError(findings)
        calendar.every(Phase.REWARDS, partial(self._give, state), self.settings.months)
        if self.settings.funding:
            calendar.every(Phase.BEHAVIOUR, partial(self._note_sources, state), [DECEMBER])

    def _give(self, state: State) -> None:
        own = self._own
        _reward(state, None if own is None else own + sum(self._raised(state).values()))

    def _note_sources(self, state: State) -> None:
        if self._own is not None:
            note_sources(state.flows, state.flows.total(COST), self._own, self._raised(state))

    @property
    def _own(self) -> int | None:
        budget = self.settings.budget
        return None if budget is None else round(budget * self.scale)

    def _raised(self, state: State) -> dict[str, int]:
        return raised(self.settings.funding, state.vintage, state.today, self.scale)


def _reward(state: State, budget: int | None) -> None:
    """Decide who is rewarded this month, within what is left of the *budget*, and give it."""
    if not state.vintage.area(AREA):
        return
    decided = state.decide(AREA)
    write_refusals(state, decided, AREA)
    given = decided.decision.given.get(AWARD)
    if given is None or not given.mask.any():
        return
    choice = promoted(state, decided, AWARD)
    amount = _bonus(decided, choice)
    order = _best_first(state, decided, choice)
    granted = order[_affordable(amount[order], _left(state, budget))]
    if state.ledger.kept:
        _write(state, decided, choice, granted)
    _give(state, decided, given, choice, np.sort(granted))
    state.flows.tally(COST, int(amount[granted].sum()))


def _bonus(decided: Decided, choice: Promoted) -> Integers:
    """Return the money that goes with each reward: of the rules under which it is won."""
    amount = np.zeros(decided.decision.size, dtype=np.int64)
    paid = decided.decision.given.get(BONUS)
    won = np.zeros(decided.decision.size, dtype=np.bool_)
    won[choice.risen] = True
    for part in paid.parts if paid else ():
        rewarded = part.mask & won & (choice.rule == part.rule)
        amount += np.where(rewarded, part.values, 0)
    return amount


def _best_first(state: State, decided: Decided, choice: Promoted) -> Integers:
    """Return the rewarded in the order in which money is given: by rule, score, then lot."""
    rule, people = choice.rule[choice.risen], decided.rows[choice.risen]
    score = np.zeros(len(people), dtype=np.int64)
    for number in np.unique(rule):
        select = _rule(decided, int(number)).select
        mine = np.flatnonzero(rule == number)
        if select is not None:
            features = decided.decision.features.within(choice.risen[mine])
            score[mine] = features.column(select.rank_by)
    lot = state.chance.uniform("reward budget", state.people.keys[people], state.month)
    return choice.risen[np.lexsort((lot, -score, rule))]


def _left(state: State, budget: int | None) -> int | None:
    return None if budget is None else budget - state.flows.total(COST)


def _affordable(amounts: Integers, left: int | None) -> Flags:
    """Return which of *amounts*, in turn, are granted from what is *left* (None: all).

    The first that does not fit ends the giving of money; what costs nothing is always granted.
    """
    if left is None:
        return np.ones(len(amounts), dtype=np.bool_)
    return np.asarray((amounts == 0) | (np.cumsum(amounts) <= left))


def _write(state: State, decided: Decided, choice: Promoted, granted: Integers) -> None:
    """Enter who is given a reward, who has it by practice alone, and for whom no money is left."""
    lawful = np.isin(granted, choice.lawful)
    refused = np.setdiff1d(choice.risen, granted)
    for which, entry in (
        (granted[lawful], Entry(AREA)),
        (granted[~lawful], Entry(AREA, Ruling.OUTRANKED, deviation=Deviation.ORDER)),
        (refused, Entry(AREA, Ruling.NO_BUDGET, Actual.NOT_DONE)),
        (
            np.setdiff1d(choice.lawful, choice.risen),
            Entry(AREA, actual=Actual.NOT_DONE, deviation=Deviation.ORDER),
        ),
    ):
        write_given(state, decided, choice.rule, np.sort(which), entry)


def _give(
    state: State, decided: Decided, given: Given, choice: Promoted, granted: Integers
) -> None:
    """Enter the awards in the record, count them, and move the motivation of those awarded."""
    rules = decided.decision.program.rules
    selecting = np.array([rule.select is not None for rule in rules], dtype=np.bool_)
    competed = selecting[choice.rule[granted]]
    for which, flow, assumption in (
        (granted[competed], AWARDS, "award_motivation"),
        (granted[~competed], MEDALS, "medal_motivation"),
    ):
        rows, values = decided.rows[which], given.value[which]
        bare = values == BARE
        state.happened(AWARD, rows[bare])
        state.happened(AWARD, rows[~bare], values[~bare])
        state.reset(AWARD, rows)
        state.flows.count(flow, state.people.record, rows)
        if MOTIVATION in state.people.truth:
            state.people.truth[MOTIVATION][rows] += state.assumption(assumption)


def _rule(decided: Decided, number: int) -> Rule:
    return decided.decision.program.rules[number]
