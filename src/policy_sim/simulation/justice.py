"""Justice as people feel it: who was passed over by somebody less able sees it, and minds.

A refusal is fair where a better colleague was taken, or where the law's own order, by merit,
chose. It is not where somebody less able took the place by favour, by a habit, or by a law that
ranks people by nothing that tells who is better. What is felt is reckoned over a year and over
all places that a person competed for and did not get, so that ten lost contests weigh no more
than one of the same kind.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from policy_sim.documents.shape import Shape
from policy_sim.rules.frame import Integers
from policy_sim.simulation.behaviour import LEADING
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.contests.fairness import lots
from policy_sim.simulation.contests.settled import Settled
from policy_sim.simulation.measures.sums import MILLIONTHS
from policy_sim.simulation.state import State

__all__ = ["COMPETED", "LOST_FAIRLY", "WRONGED", "Justice", "Settings"]

Numbers = NDArray[np.float64]

COMPETED, LOST_FAIRLY, WRONGED = "places competed for", "places lost fairly", "places lost unfairly"
"""What is kept of each person since 1 January: places competed for in vain, those of them that a
better colleague or the law's order by merit took, and, in weighted millionths, those that went
unfairly to somebody less able."""

KEPT = (COMPETED, LOST_FAIRLY, WRONGED)

DECEMBER = 12


class Settings(Shape):
    """Justice has no settings: its coefficients are assumptions of the register."""

    noun = "the settings of justice"


class Justice:
    """People who were passed over unfairly lose motivation at the year's end."""

    name = "justice"
    assumptions = (
        "fair_loss_motivation",
        "habit_injustice",
        "injustice_seen_from",
        "justice_motivation",
        "unrelated_law_injustice",
    )

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Ask for the contests of each month, and reckon in December what they come to.

        Who is wronged bears the burden that everybody would bear otherwise; if being wronged
        costs nothing (``justice_motivation`` 0), that burden stays as it is without the system.
        """
        state.signals.watch_contests()
        for name in KEPT:
            state.personal.begin(name)
        calendar.every(Phase.BEHAVIOUR, partial(_note_month, state))
        calendar.every(Phase.BEHAVIOUR, partial(_feel, state), [DECEMBER])
        calendar.every(Phase.LAW, partial(_begin_month, state))
        calendar.every(Phase.CLOSE, partial(state.personal.clear, *KEPT), [DECEMBER])
        calendar.every(Phase.CLOSE, state.signals.watch_contests)


def _begin_month(state: State) -> None:
    state.signals.grievance_by_person = state.assumption("justice_motivation") != 0.0


def _note_month(state: State) -> None:
    """Note for each who lost a contest of this month how many places went how."""
    for contest in state.signals.settled or []:
        _note(state, contest)


def _note(state: State, contest: Settled) -> None:
    losers = _losers(state, contest)
    if not len(losers):
        return
    ids, personal = state.people.ids[losers], state.personal
    places = len(contest.took)
    fair, wronged = np.full(len(losers), float(places)), np.zeros(len(losers))
    displaced = np.isin(losers, contest.lawful)
    seen = _able(state, contest, losers) - state.assumption("injustice_seen_from")
    for lot in lots(state, contest):
        less_able = np.searchsorted(np.sort(_able(state, contest, lot.took)), seen, side="left")
        if lot.out_of_order:
            # The law had given them a place: whoever took it, and however able, wrongs them.
            less_able[displaced] = len(lot.took)
        fair -= less_able
        wronged += less_able * lot.weight
    personal.add(COMPETED, ids, places)
    personal.add(LOST_FAIRLY, ids, fair)
    personal.add(WRONGED, ids, wronged)


def _able(state: State, contest: Settled, rows: Integers) -> Numbers:
    """Return how able the people at *rows* are in what the place asks for; 0 if nobody is."""
    people = state.people
    names = ("ability",) if contest.office is None else LEADING
    held = next((name for name in names if name in people.truth), "")
    if not held:
        return np.zeros(len(rows))
    inborn, acquired = people.truth[held][rows], people.acquired
    return inborn + acquired.at(held, rows) if held in acquired.amounts else inborn


def _losers(state: State, contest: Settled) -> Integers:
    """Return who competed for a rise and did not get it; an equal post is none."""
    won = np.zeros(state.people.size, np.bool_)
    won[contest.took] = True
    losers = contest.field[~won[contest.field]]
    if contest.office is not None and "office" in state.people.record:
        losers = losers[state.people.record["office"][losers] < contest.office]
    return np.sort(losers)


def _feel(state: State) -> None:
    """Let who lost this year's contests lose motivation: much if unfairly, little if fairly."""
    people = state.people
    if "motivation" not in people.truth:
        return
    competed = state.personal.of(COMPETED, people.ids)
    rows = competed.nonzero()[0]
    ids, places = people.ids[rows], competed[rows]
    unfair = state.personal.of(WRONGED, ids) / MILLIONTHS / places
    fair = state.personal.of(LOST_FAIRLY, ids) / places
    lost = state.assumption("justice_motivation") * unfair
    people.truth["motivation"][rows] -= lost + state.assumption("fair_loss_motivation") * fair
