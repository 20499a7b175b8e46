"""People whose record the solver is given in full, so that its answer is about them alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from policy_sim.policy.values import Unit
from policy_sim.proof.day import Day
from policy_sim.proof.logic import Truth
from policy_sim.proof.past_events import LONGEST_PAST, EventPast
from policy_sim.proof.past_series import SeriesPast
from policy_sim.proof.person import Person as Unknown
from policy_sim.proof.solver import Solver
from slow_evaluator import Dated, Person, months_between
from strategies_rules import World, worlds

__all__ = ["SLOTS", "fixed", "monthly_worlds", "unknown"]

SLOTS = 3
_PER_MONTH = {Unit.WORKDAYS: 20, Unit.DAYS: 28}


@st.composite
def monthly_worlds(draw: st.DrawFn) -> World:
    """Return a world in which everything happens on the first of a month, as in a proof."""
    world = draw(worlds())
    today = world.today.replace(day=1)
    people = tuple(_monthly(world, person, today) for person in world.people)
    return replace(world, people=people, today=today)


def _monthly(world: World, person: Person, today: date) -> Person:
    entered = min(person.entered, today).replace(day=1)
    events = {}
    for name, entries in person.events.items():
        kind = world.vocabulary.events[name].type
        kept = []
        for entry in entries:
            day = max(entry.day.replace(day=1), entered)
            until = None if entry.until is None else max(entry.until.replace(day=1), day)
            value = entry.value
            if day.year == today.year and kind is not None and kind.unit in _PER_MONTH:
                # No longer than the months of the year that were over on its last day.
                value = min(value, _PER_MONTH[kind.unit] * (day.month - 1))
            kept.append(Dated(day, value, until))
        events[name] = sorted(kept, key=lambda one: one.day, reverse=True)[:SLOTS]
    series = {
        name: list(values)[: world.vocabulary.series[name].keep]
        for name, values in person.series.items()
    }
    return Person(person.record, series, events, entered)


def unknown(world: World) -> Unknown:
    """Return an unknown person on an unknown day of the world's law."""
    solver = Solver()
    day = Day.within(solver, date(2020, 1, 1), None)
    return Unknown(solver, world.vocabulary, day, "", dict.fromkeys(world.vocabulary.events, SLOTS))


def fixed(someone: Unknown, person: Person, today: date) -> list[Truth]:
    """Return that the unknown *someone* is exactly *person*, *today*."""
    solver = someone.solver
    held = [someone.day.month == today.year * 12 + today.month - 1]
    held += [one.number == person.record[name] for name, one in someone.attributes.items()]
    for name, past in someone.series.items():
        held += _periods(past, list(person.series[name]))
    for name, happened in someone.events.items():
        held += _entries(happened, list(person.events[name]), today)
    if someone.events:
        held.append(someone.service == months_between(person.entered, today))
    assert all(one is not None for one in held), solver
    return held


def _periods(past: SeriesPast, values: list[int]) -> list[Truth]:
    pairs = zip(past.values, values, strict=False)
    return [past.known == len(values), *(number == value for number, value in pairs)]


def _entries(past: EventPast, entries: list[Dated], today: date) -> list[Truth]:
    held = []
    for number, slot in enumerate(past.entries):
        if number >= len(entries):
            held.append(slot.there == 0)
            continue
        entry = entries[number]
        left = LONGEST_PAST if entry.until is None else _until(today, entry.until)
        held += [slot.there == 1, slot.ago == _until(entry.day, today)]
        held += [slot.value == entry.value, slot.left == left]
    return held


def _until(day: date, later: date) -> int:
    return (later.year - day.year) * 12 + later.month - day.month
