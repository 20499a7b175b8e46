"""Intakes: the law says who may attend a course, and its seats and the budget decide who does.

All courses that begin in a month are filled in the order of the words by which the law calls
them; nobody enters two in one month, or one while attending another. A seat that the budget does
not pay for is not given, at once and for good.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from policy_sim.policy.ast import Const
from policy_sim.policy.rule import Rule
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.combination import Given
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.programs import Program, compile_area
from policy_sim.simulation.books.ledger import Actual, Deviation, Entry, Ruling
from policy_sim.simulation.books.rulings import rule_words, write_given, write_refusals
from policy_sim.simulation.contests.competition import Contest
from policy_sim.simulation.learning.courses import Intake
from policy_sim.simulation.learning.paying import paid_for
from policy_sim.simulation.practices.compliance import left_undone
from policy_sim.simulation.state import Decided, State

__all__ = [
    "COST",
    "DECLINED",
    "ELIGIBLE",
    "SEATS",
    "TRAVEL_COST",
    "TRAVEL_HOURS",
    "UNFUNDED",
    "hold_intakes",
]

AREA, EFFECT = "training", "enrol"

ATTENDED = "course"
"""The attribute that tells the course which a person attends; its first word is none."""

COST, SEATS, UNFUNDED = "training_cost", "training_seats", "training_unfunded"
"""The flows that count money spent, seats taken, and seats for which there was no money."""

TRAVEL_COST, TRAVEL_HOURS = "training_travel_cost", "training_travel_hours"
"""The flows that count what of it was spent on the way, and the hours lost there."""

DECLINED, ELIGIBLE = "training_declined", "training_eligible"
"""The flows of those who did not take a seat because of the way, and of all who might have one:
people are counted once for every course that begins and that they may attend.
"""


def hold_intakes(
    state: State, intakes: Sequence[Intake], budget: int | None
) -> Iterator[tuple[Intake, Integers]]:
    """Yield the rows of those who enter each of *intakes*; write the ledger of everybody.

    *budget* is the year's, of which what has been spent since 1 January is gone.
    """
    law = _about(state.vintage, frozenset(intake.code for intake in intakes))
    rows = _in_scope(state, compile_area(law, AREA))
    if not len(rows):
        return
    decided = state.decide(AREA, rows, law=law)
    write_refusals(state, decided, AREA)
    given = decided.decision.given[EFFECT]
    free = np.ones(len(rows), np.bool_)
    for intake in intakes:
        for which in _filled(state, decided, given, (intake, budget), free):
            free[which] = False
            yield intake, rows[which]


_NARROWED: dict[tuple[str, frozenset[int]], Vintage] = {}


def _about(law: Vintage, codes: frozenset[int]) -> Vintage:
    """Return *law* without the rules that can only enrol people in other courses than *codes*.

    Nobody is refused a course that does not begin. A rule that overrides others stays. The same
    law and courses give the same object.
    """
    known = _NARROWED.get((law.key, codes)) if law.key else None
    if known is None:
        rules = tuple(rule for rule in law.rules if rule.overrides or not _idle(rule, codes))
        key = f"{law.key} courses {sorted(codes)}" if law.key else ""
        known = replace(law, rules=rules, key=key)
        if law.key:
            _NARROWED[law.key, codes] = known
    return known


def _idle(rule: Rule, codes: Collection[int]) -> bool:
    """Whether all that *rule* can do is to enrol people in other courses than *codes*."""
    return bool(rule.effects) and all(
        effect.name == EFFECT
        and isinstance(effect.value, Const)
        and effect.value.value not in codes
        for effect in rule.effects
    )


def _in_scope(state: State, program: Program) -> Integers:
    """Return the rows of those whom a rule that enrols is about and who attend no course."""
    people = state.people
    frame = people.frame(None, state.today, related=state.related())
    features = Features(frame, program.terms, program.grids)
    asked = np.zeros(people.size, np.bool_)
    for rule, _ in program.gives.get(EFFECT, ()):
        asked |= features.meets(program.rules[rule].scope)
    return np.flatnonzero(asked & (people.record[ATTENDED] == 0))


def _filled(
    state: State, decided: Decided, given: Given, of: tuple[Intake, int | None], free: Flags
) -> Iterator[Integers]:
    """Fill one intake rule by rule; yield who enters, as positions in *decided*."""
    intake, left = of[0], dict[int, int]()
    asked = _asked(decided, intake)
    _count_eligible(state, decided, given, intake, free)
    for number in given.rules:
        rule = decided.decision.program.rules[number]
        wanting = _wanting(given, number, intake, free)
        if not len(wanting):
            continue
        for pool, which in _pools(state, rule, decided.rows, wanting):
            seats = left.get(pool, -1)
            if seats < 0:
                seats = intake.room(_members(state, rule, decided.rows[asked], pool))
            contest = _contest(state, decided, rule, which, (intake.code, pool), seats)
            entered = _seated(state, decided, number, contest, which, of)
            left[pool] = seats - len(entered)
            yield entered


def _count_eligible(
    state: State, decided: Decided, given: Given, intake: Intake, free: Flags
) -> None:
    """Count who might attend *intake*, each person once, whatever the rule."""
    each = [_wanting(given, number, intake, free) for number in given.rules]
    some = [wanting for wanting in each if len(wanting)]
    if some:
        which = some[0] if len(some) == 1 else np.unique(np.concatenate(some))
        state.flows.count(ELIGIBLE, state.people.record, decided.rows[which])


def _asked(decided: Decided, intake: Intake) -> Flags:
    """Return about whom of *decided* the law asks whether they may attend *intake*."""
    asked = np.zeros(len(decided.rows), np.bool_)
    for rule, effect in decided.decision.program.gives[EFFECT]:
        if not isinstance(effect.value, Const) or effect.value.value == intake.code:
            asked |= decided.decision.scope[rule]
    return asked


def _members(state: State, rule: Rule, rows: Integers, pool: int) -> int:
    """Return how many of the people at *rows* belong to the pool of that number."""
    if rule.select is None or rule.select.pool != "unit":
        return len(rows)
    return int(np.count_nonzero(state.people.record["unit"][rows] == pool))


def _wanting(given: Given, rule: int, intake: Intake, free: Flags) -> Integers:
    """Return whom *rule* lets attend *intake* and who has entered no other this month."""
    parts = [
        part.rows[(part.amounts == intake.code) & free[part.rows]]
        for part in given.parts
        if part.rule == rule
    ]
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _pools(
    state: State, rule: Rule, rows: Integers, which: Integers
) -> Iterator[tuple[int, Integers]]:
    """Yield those who compete with each other: everybody, or each unit for seats of its own."""
    if rule.select is None or rule.select.pool != "unit":
        yield 0, which
        return
    unit = state.people.record["unit"][rows[which]]
    for number in np.unique(unit):
        yield int(number), which[unit == number]


def _contest(
    state: State,
    decided: Decided,
    rule: Rule,
    which: Integers,
    name: tuple[int, int],
    seats: int,
) -> Contest:
    rows = decided.rows[which]
    return Contest(
        chance=state.chance,
        area=AREA,
        rule=rule.id,
        select=rule.select,
        features=decided.decision.features.within(which),
        people=state.people.ids[rows],
        keys=state.people.keys[rows],
        seats=seats,
        name=(state.month, *name),
    )


def _seated(
    state: State,
    decided: Decided,
    rule: int,
    contest: Contest,
    which: Integers,
    of: tuple[Intake, int | None],
) -> Integers:
    """Give the seats of *contest* that can be paid for; return who of *which* takes one."""
    intake, budget = of
    money = None if budget is None else budget - state.flows.total(COST)
    won, unpaid = paid_for(state, contest, decided.rows[which], intake, money)
    chosen = _coming(state, decided, rule, which[won], intake)
    undone = left_undone(state, AREA, decided.rows[chosen])
    entered = chosen[~undone]
    for some, entry in (
        (entered, Entry(AREA, cause=intake.word)),
        (chosen[undone], _neglected(intake)),
        (which[unpaid], Entry(AREA, Ruling.NO_BUDGET, Actual.NOT_DONE, cause=intake.word)),
    ):
        write_given(state, decided, np.full(len(decided.rows), rule), some, entry)
    _write_losers(state, decided, rule, contest, (won, won | unpaid), intake)
    _count(state, decided.rows[entered], decided.rows[which[unpaid]], intake)
    return entered


def _coming(
    state: State, decided: Decided, rule: int, chosen: Integers, intake: Intake
) -> Integers:
    """Return who of *chosen* takes the seat; whoever declines it leaves it empty."""
    declining = intake.journey.declining(state, decided.rows[chosen])
    if declining.any():
        some, entry = chosen[declining], Entry(AREA, actual=Actual.NOT_DONE, cause=intake.word)
        rules = np.full(len(decided.rows), rule)
        write_given(state, decided, rules, some, entry, "declined for the way")
        state.flows.count(DECLINED, state.people.record, decided.rows[some])
    return chosen[~declining]


def _neglected(intake: Intake) -> Entry:
    deviation = Deviation.COMPLIANCE
    return Entry(AREA, actual=Actual.NOT_DONE, deviation=deviation, cause=intake.word)


def _write_losers(
    state: State,
    decided: Decided,
    rule: int,
    contest: Contest,
    result: tuple[Flags, Flags],
    intake: Intake,
) -> None:
    """Write who is outranked, with the own score and the last one that won a seat."""
    if not state.ledger.kept:
        return
    won, served = result
    score = contest.score
    step = 1.0 if contest.select is None else float(contest.select.rank_by.type.step)
    last = f"{float(score[won].min()) * step:g}" if won.any() else "nobody"
    lost = np.flatnonzero(~served)

    entry = Entry(AREA, Ruling.OUTRANKED, Actual.NOT_DONE, cause=intake.word)
    people = contest.people[lost]
    rules = rule_words(state, decided.decision, np.full(len(lost), rule))
    new = np.flatnonzero(state.ledger.news(people, entry, rules))
    distinct, place = np.unique(score[lost[new]], return_inverse=True)
    texts = [f"score {float(own) * step:g}, last winner {last}" for own in distinct]
    reasons = state.ledger.words(texts)
    state.ledger.write(state.month, people[new], entry, rules[new], reasons[place])


def _count(state: State, entered: Integers, unpaid: Integers, intake: Intake) -> None:
    record, flows = state.people.record, state.flows
    flows.count(SEATS, record, entered)
    flows.count(UNFUNDED, record, unpaid)
    cost, hours = intake.journey.of(state, entered)
    flows.add(COST, record, entered, intake.terms.cost + cost)
    if intake.journey:
        flows.add(TRAVEL_COST, record, entered, cost)
        flows.add(TRAVEL_HOURS, record, entered, hours)
