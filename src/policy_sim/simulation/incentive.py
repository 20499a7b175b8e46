"""Incentive: effort answers to what a rise would bring, and to whether good work leads to it.

A rise is a tournament (Lazear & Rosen 1981): people work the more for it, the larger the prize,
and the more their own work moves the chance to win. The prize is asked of the law of pay: what it
would pay the same person one step up. The chance is what people have seen: by how much those who
took places stood above those who competed with them. Where places go by seniority, closeness or
lot it is nil, and where few places open to many it is small. A prize that others get without
having earned it demoralises, the more the larger it is.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from policy_sim import elementary
from policy_sim.documents.fields import Months, Name
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.behaviour import WORK_ASSUMPTIONS, performance
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.contests.fairness import FAIRNESS_ASSUMPTIONS, lots
from policy_sim.simulation.contests.seen import RANK, THOUSANDTHS
from policy_sim.simulation.contests.settled import Settled
from policy_sim.simulation.measures.sums import MILLIONTHS
from policy_sim.simulation.naming import unknown_words_among
from policy_sim.simulation.promotion import AREA, LADDER
from policy_sim.simulation.prospects.pay import paid_as
from policy_sim.simulation.prospects.reach import Ahead, Steps, ahead
from policy_sim.simulation.state import State

__all__ = ["EFFORT", "WORK", "WORTH", "Incentive", "Settings"]

Numbers = NDArray[np.float64]

EFFORT, WORTH = "effort for a rise", "worth of better work"
"""The figures of each person: what the prospect of a rise adds to work, in SD, and by how much one
SD better work raises the chance to get it, 0 to 1, as people have seen."""

WORK = "work of last year"
"""How well each person worked when the year began, in thousandths of an SD; whoever came later is
not known."""

CIRCUMSTANCE = "incentive"
"""The lasting circumstance by which people work more or less."""

LADDERS = (AREA, "appointment")
"""The areas in which people rise: who competes for an award competes for no rise."""

TAKEN_UP = ("office", "job_class")
"""What changes of a person's record with a post in the own unit."""

JANUARY, DECEMBER = 1, 12


class Settings(Shape):
    """Which steps people work for: those granted *within* so long, if waiting is all it takes.

    Conditions on *by_effort* (attributes, series, events) are taken to be met.
    """

    noun = "the settings of incentive"

    within: Annotated[Months, Field(ge=0, le=480)] = Field(default="2 years", validate_default=True)
    by_effort: tuple[Name, ...] = ()


class Incentive:
    """People work for the next step as far as work leads to it."""

    name = "incentive"
    assumptions = (
        "incentive_horizon",
        "incentive_memory",
        "prize_effort",
        "unearned_prize_effort",
        *FAIRNESS_ASSUMPTIONS,
        *WORK_ASSUMPTIONS,
    )

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Note the contests of each month, and let people draw their conclusions in December.

        Raises :exc:`~policy_sim.errors.ScenarioError` with every name that the vocabulary does
        not know.
        """
        words = state.people.vocabulary
        known = {*words.attributes, *words.series, *words.events}
        if findings := unknown_words_among(self.settings.by_effort, known):
            raise ScenarioError(findings)
        state.signals.watch_contests()
        state.people.standing.begin([CIRCUMSTANCE])
        for name in (EFFORT, WORK, WORTH):
            state.personal.begin(name)
        calendar.every(Phase.EXPIRIES, partial(_look_round, state), [JANUARY])
        calendar.every(Phase.BEHAVIOUR, partial(_note_month, state))
        calendar.every(Phase.BEHAVIOUR, partial(self.conclude, state), [DECEMBER])
        calendar.every(Phase.CLOSE, state.signals.watch_contests)

    def conclude(self, state: State) -> None:
        """Let everybody work by the largest prize within reach, and by what was seen of it."""
        people, seen = state.people, state.seen
        seen.close_year()
        prize, step, reach = _best_ahead(state, self._steps(state))
        worth, unearned = np.zeros((2, people.size))
        for number, numbers in sorted(reach.items()):
            those = np.flatnonzero((step == number) & (prize > 0.0))
            posts = int(np.count_nonzero(state.posts.office == number)) if number else 0
            horizon = state.assumption("incentive_horizon")
            worth[those] = seen.worth(number, numbers, posts, horizon)
            unearned[those] = seen.unearned(number)
        effort = prize * (
            state.assumption("prize_effort") * worth
            - state.assumption("unearned_prize_effort") * unearned
        )
        people.standing.put(CIRCUMSTANCE, np.arange(people.size), effort)
        state.personal.put(EFFORT, people.ids, effort)
        state.personal.put(WORTH, people.ids, worth)
        memory = state.assumption("incentive_memory")
        seen.fade(float(elementary.exp(-elementary.log(2.0) / memory)) if memory > 0.0 else 0.0)

    def _steps(self, state: State) -> Steps:
        """Return which steps count: those for which people compete."""
        rules = [rule for area in LADDERS for rule in state.vintage.area(area)]
        alone = frozenset(rule.id for rule in rules if rule.select is None)
        return Steps(self.settings.within, frozenset(self.settings.by_effort), alone)


def _look_round(state: State) -> None:
    """Note how well everybody works in the present post: a rise is given for work before it."""
    people = state.people
    work = np.rint(performance(people, state.register) * THOUSANDTHS)
    state.personal.put(WORK, people.ids, work)
    state.seen.next_id = state.next_id


def _note_month(state: State) -> None:
    """Note how well those had worked who competed this month, and who of them took the places."""
    contests = [one for one in state.signals.settled or [] if one.rule.area in LADDERS]
    if not contests:
        return
    ids = state.people.ids
    known = ids < state.seen.next_id
    work = state.personal.of(WORK, ids).astype(np.int64)
    for contest in contests:
        _note(state, contest, work, known)


def _note(state: State, contest: Settled, work: Integers, known: Flags) -> None:
    won = np.isin(contest.field, contest.took)
    rivals = known[contest.field] & _rising(state, contest, won)
    field, won = contest.field[rivals], won[rivals]
    if not len(field):
        return
    best = int(work[field[~won]].max(initial=-(2**53)))
    unearned = sum(
        lot.weight * int(np.count_nonzero(work[lot.took] < best)) for lot in lots(state, contest)
    )
    step = RANK if contest.office is None else contest.office
    state.seen.note(step, work[field], won, len(contest.took), unearned / MILLIONTHS)


def _rising(state: State, contest: Settled, won: Flags) -> Flags:
    """Return who of the field competed for a rise: an equal post, not won, would be none."""
    if contest.office is None or "office" not in state.people.record:
        return np.ones(len(won), np.bool_)
    return won | (state.people.record["office"][contest.field] < contest.office)


def _best_ahead(state: State, steps: Steps) -> tuple[Numbers, Integers, dict[int, int]]:
    """Return everybody's largest prize within reach, the step to it, and how many each step has.

    A prize is counted in doublings of pay.
    """
    size = state.people.size
    prize, step = np.zeros(size), np.full(size, RANK)
    reached: dict[int, Flags] = {}
    for found in ahead(state, steps):
        if not len(found.rows):
            continue
        reached.setdefault(found.office, np.zeros(size, np.bool_))[found.rows] = True
        larger = _prize(state, found)
        better = larger > prize[found.rows]
        rows = found.rows[better]
        prize[rows], step[rows] = larger[better], found.office
    return prize, step, {office: int(mask.sum()) for office, mask in reached.items()}


def _prize(state: State, found: Ahead) -> Numbers:
    """Return by how many doublings of pay the law would pay each person more, one step up."""
    now = paid_as(state, found.rows, {})
    then = paid_as(state, found.rows, _one_step_up(state, found))
    prize = np.zeros(len(found.rows))
    both = np.flatnonzero((now > 0) & (then > now))
    prize[both] = elementary.log(then[both] / now[both]) / float(elementary.log(2.0))
    return prize


def _one_step_up(state: State, found: Ahead) -> dict[str, Integers | int]:
    record = state.people.record
    if found.office == RANK:
        grade = record[LADDER][found.rows].astype(np.int64) + 1
        highest = state.people.vocabulary.attributes[LADDER].type.high
        return {LADDER: np.minimum(grade, highest)}
    about = {name: found.about.get(f"post.{name}") for name in TAKEN_UP if name in record}
    return {name: value for name, value in about.items() if value is not None}
