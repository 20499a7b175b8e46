"""Selection for places of one kind: promotion within its quotas, entry into open places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from policy_sim.policy.rule import Rule
from policy_sim.rules.combination import Given
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.books.ledger import Actual, Entry, Ruling
from policy_sim.simulation.books.rulings import rule_words, write_outranked
from policy_sim.simulation.contests.competition import BY_LOT, Contest, Eligible, held, line_up
from policy_sim.simulation.contests.foremost import winners
from policy_sim.simulation.contests.settled import Settled
from policy_sim.simulation.practices.deviation import Running, risen_in_order
from policy_sim.simulation.practices.seats import Line, reseated
from policy_sim.simulation.state import Decided, State
from policy_sim.workforce.table import Workforce

__all__ = ["Chosen", "Promoted", "held_at_once", "pools", "promoted", "select"]


@dataclass(frozen=True)
class Chosen:
    """Who is chosen: *rows* ascending, the *values* given, and the ledger's words for *rules*.

    *favoured* tells who of them is chosen by practice, where the law would choose another.
    """

    rows: Integers
    values: Integers
    rules: Integers
    favoured: Flags


@dataclass(frozen=True)
class Promoted:
    """To whom the law gives the rise, and to whom practice does: positions in a decision.

    *rule* holds, for every subject of the decision, the position of the rule under which.
    """

    lawful: Integers
    risen: Integers
    rule: Integers


def promoted(state: State, decided: Decided, effect: str) -> Promoted:
    """Return to whom *effect* is given, by law and in practice; note who is outranked.

    Under a rule with a selection, as many may rise as are eligible, within its caps; whoever
    rises under another rule anyway does not compete.
    """
    given = decided.decision.given[effect]
    lawful, rules = np.zeros(len(given.mask), np.bool_), given.rule.copy()
    selecting = []
    for number, rule in _rules(decided, given):
        if rule.select is None:
            rules[given.by(number) & ~lawful] = number
            lawful |= given.by(number)
        else:
            selecting.append((number, rule))
    risen = lawful.copy()
    for number, rule in selecting:
        eligible = np.flatnonzero(given.by(number) & ~lawful & ~risen)
        rules[eligible] = number
        for pool, which in pools(state, rule, decided.rows, eligible):
            contest = Contest(
                chance=state.chance,
                area=rule.area,
                rule=rule.id,
                select=rule.select,
                features=decided.decision.features.within(which),
                people=state.people.ids[decided.rows[which]],
                keys=state.people.keys[decided.rows[which]],
                seats=len(which),
                name=(state.month, pool),
            )
            won = winners(state, contest)
            lawful[which] = won
            field = Running(decided.rows[which], contest)
            risen[which] = risen_in_order(state, field, won, contest.key)
            taken = field.rows[risen[which]]
            state.signals.note(Settled(rule, field.rows, taken, field.rows[won]))
            if state.ledger.kept:
                lost = np.flatnonzero(~won & ~risen[which])
                reasons = partial(contest.reasons, np.flatnonzero(won), lost)
                entry = Entry(rule.area, Ruling.OUTRANKED, Actual.NOT_DONE)
                write_outranked(state, decided, number, which[lost], entry, reasons)
    return Promoted(np.flatnonzero(lawful), np.flatnonzero(risen), rules)


def select(
    state: State,
    decided: Decided,
    effect: str,
    people: Workforce,
    cell: Integers,
    seats: Integers,
) -> Chosen:
    """Return who of *people*, who are not in service yet, wins one of the places applied for.

    *cell* gives, for each person, the contest applied to: a position in *seats*. All contests
    are held at once; where one has quotas, one after the other.
    """
    given = decided.decision.given.get(effect)
    won, favoured = np.zeros((2, people.size), np.bool_)
    if given is None:
        none = np.empty(0, np.int64)
        return Chosen(none, none, none, won[none])
    left, rules = seats.copy(), given.rule.copy()
    for number, rule in _rules(decided, given):
        eligible = np.flatnonzero(given.by(number) & ~won)
        field = Eligible.of(decided, eligible)
        lawful = np.zeros(len(eligible), np.bool_)
        lawful[held_at_once(state, field, rule, cell[eligible], left, people)] = True
        line = Line.of(people, field, rule, cell[eligible], lawful)
        seated = reseated(state, rule.area, line, len(seats))
        winning = eligible[seated]
        won[winning] = True
        favoured[eligible[seated & ~lawful]] = True
        rules[winning] = number
        left -= np.bincount(cell[winning], minlength=len(seats))
    rows = np.flatnonzero(won)
    words = rule_words(state, decided.decision, rules[rows])
    return Chosen(rows, given.value[rows], words, favoured[rows])


def held_at_once(
    state: State,
    eligible: Eligible,
    rule: Rule,
    cell: Integers,
    seats: Integers,
    among: Workforce | None = None,
) -> Integers:
    """Return the winners, positions in *eligible*, of every contest under one rule: in no order.

    The rows of *eligible* are of *among* or else of those in service; *cell* gives each one's
    contest: a position in *seats*.
    """
    people = state.people if among is None else among

    def contest(field: Eligible, places: int, name: tuple[int, ...]) -> Contest:
        return Contest(
            chance=state.chance,
            area=rule.area,
            rule=rule.id,
            select=rule.select,
            features=field.features,
            people=people.ids[field.rows],
            keys=people.keys[field.rows],
            seats=places,
            name=(state.month, *name),
        )

    if rule.select is not None and (rule.select.reserves or rule.select.caps):
        winning = [
            which[held(state, contest(eligible.within(which), int(seats[number]), (number,))).won]
            for number in np.unique(cell).tolist()
            for which in [np.flatnonzero(cell == number)]
        ]
        return np.concatenate([np.empty(0, np.int64), *winning])
    whole = contest(eligible, int(seats.sum()), ())
    if len(seats) == 1:
        return winners(state, whole).nonzero()[0]
    won, by_lot = line_up(cell, seats, whole.score, whole.ties, whole.lots_of)
    state.flows.tally(BY_LOT, by_lot)
    return won.nonzero()[0]


def _rules(decided: Decided, given: Given) -> Iterator[tuple[int, Rule]]:
    """Each rule that gives the effect to anybody, by id."""
    for number in given.rules:
        yield number, decided.decision.program.rules[number]


def pools(
    state: State, rule: Rule, rows: Integers, eligible: Integers
) -> Iterator[tuple[int, Integers]]:
    """The eligible by pool: each unit, or everybody."""
    if rule.select is None or rule.select.pool != "unit":
        yield 0, eligible
        return
    unit = state.people.record["unit"][rows[eligible]]
    for number in np.unique(unit):
        yield int(number), eligible[unit == number]
