"""Limits on grades: how many of a unit's people may have which, and who falls when it is too many.

The law limits grades by rules about units, or about the organisation (area ``appraisal``, effect
``limit``). Each rule ranks people by what is on record: what those who rate them saw. Of those with
the limited grades the lower grade goes first, then the lower rank; a lot keyed by person and year
decides between equals. Higher grades are limited before lower ones, so that whoever falls is
counted where he falls to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.group_effects import LIMIT
from policy_sim.policy.rule import Limit, Rule
from policy_sim.rules.allocation import places
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.books.ledger import Actual, Entry, Ruling
from policy_sim.simulation.collectives.collective import UNIT
from policy_sim.simulation.collectives.deciding import decide_about, subjects_asked
from policy_sim.simulation.state import State

__all__ = ["DISPLACED", "enter_grades", "within_limits"]

AREA = "appraisal"

DISPLACED = "displaced_by_limit"
"""The flow that counts people who got a lower grade because too many had a higher one."""

MONTHS = 12


@dataclass(frozen=True)
class _Applied:
    """A limit as a *rule* puts it on the people at whose positions *concerned* is True.

    *group* is the group of each (its unit, or the organisation), *size* the number of groups.
    """

    rule: Rule
    limit: Limit
    concerned: Flags
    group: Integers
    size: int


def enter_grades(state: State, series: str, rows: Integers, grades: Integers) -> None:
    """Enter the *grades* of the people at *rows* in a *series*, as far as limits allow them."""
    allowed = within_limits(state, series, rows, grades)
    state.files.period(state.people, series, rows, allowed)


def within_limits(state: State, series: str, rows: Integers, grades: Integers) -> Integers:
    """Return the *grades*, integers of *series*, of the people at *rows* once limits are met.

    Everybody who falls has a row of the ledger that names the rule. Where no limit is in force
    the grades are those given.
    """
    subjects = [s for s in subjects_asked(state.vintage, AREA) if s in state.collectives]
    if not subjects or not len(rows):
        return grades
    state.flows.expect(DISPLACED)
    applied = [each for subject in subjects for each in _applied(state, subject, series, rows)]
    # From the highest grades down; limits of the same grades in the order of their rules.
    applied.sort(key=lambda each: (-each.limit.grades[0], -each.limit.grades[1], each.rule.id))
    grades = grades.astype(np.int64)
    for each in applied:
        falling, allowed, graded = _falling(state, each, rows, grades)
        _write(state, each, (rows, grades), falling, (allowed, graded))
        grades[falling] = each.limit.falls_to
    return grades


def _applied(state: State, subject: str, series: str, rows: Integers) -> Iterator[_Applied]:
    decision = decide_about(state, subject, AREA, state.today)
    given = decision.given.get(LIMIT)
    size = state.collectives[subject].size
    record = state.people.record
    group = record[UNIT][rows].astype(np.int64) if subject == UNIT else np.zeros_like(rows)
    for part in () if given is None else given.parts:
        rule = decision.program.rules[part.rule]
        for limit in rule.limits:
            if limit.series == series:
                yield _Applied(rule, limit, part.mask[group], group, size)


def _falling(
    state: State, each: _Applied, rows: Integers, grades: Integers
) -> tuple[Integers, Integers, Integers]:
    """Return the positions of those who fall, and by group how many may stay, and were graded."""
    low, high = each.limit.grades
    graded = np.bincount(each.group, minlength=each.size)
    allowed = np.array([_most(each.limit, int(number)) for number in graded.tolist()])
    held = np.flatnonzero(each.concerned & (low <= grades) & (grades <= high))
    many = np.bincount(each.group[held], minlength=each.size) > allowed
    held = held[many[each.group[held]]]
    if not len(held):
        return held, allowed, graded
    keys = (*_ranking(state, each.rule, rows[held]), -grades[held], each.group[held])
    order = held[np.lexsort(keys)]
    place = np.arange(len(order)) - np.searchsorted(each.group[order], each.group[order])
    return np.sort(order[place >= allowed[each.group[order]]]), allowed, graded


def _most(limit: Limit, graded: int) -> int:
    """Return how many of so many people who are *graded* may have the limited grades."""
    return places(limit.most, graded)


def _ranking(state: State, rule: Rule, rows: Integers) -> tuple[NDArray[np.number], ...]:
    """Return what orders the people at *rows*, the last first: lot, ties, score; the least wins."""
    if rule.select is None:
        return ()
    features = Features(state.frame(rows))
    columns = [features.column(term) for term in (rule.select.rank_by, *rule.select.ties)]
    keys, year = state.people.keys[rows], state.month // MONTHS
    lot = state.chance.uniform("limit on grades", keys, year)
    return (lot, *(-column for column in reversed(columns)))


def _write(
    state: State,
    each: _Applied,
    people: tuple[Integers, Integers],
    falling: Integers,
    counts: tuple[Integers, Integers],
) -> None:
    """Count those who fall, and write for each the grade lost, the one given, and the limit."""
    rows, grades = people
    state.flows.count(DISPLACED, state.people.record, rows[falling])
    if not state.ledger.kept or not len(falling):
        return
    allowed, graded = counts
    scale = state.people.vocabulary.series[each.limit.series].type.scale
    words = () if scale is None else scale.values
    low, high = each.limit.grades
    limited = words[low] if low == high else f"{words[low]} to {words[high]}"
    texts = [
        f"{words[old]} → {words[each.limit.falls_to]}: "
        f"{limited} for at most {allowed[group]} of {graded[group]}"
        for old, group in zip(grades[falling].tolist(), each.group[falling].tolist(), strict=True)
    ]
    reasons = state.ledger.words(texts)
    entry = Entry(AREA, Ruling.OUTRANKED, Actual.NOT_DONE, cause=each.limit.series)
    state.ledger.write(state.month, state.people.ids[rows[falling]], entry, each.rule.id, reasons)
