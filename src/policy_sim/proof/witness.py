"""The canonical example: of all people whom some conditions are true of, the most ordinary one.

The day, then each attribute in the order of its declaration, then the past, is held at its
ordinary value if that stays possible, else at the nearest one. So the same regulation gives the
same example everywhere, whatever the solver would have found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from policy_sim.proof.decided import Decided
from policy_sim.proof.logic import Number, Truth
from policy_sim.proof.person import Person
from policy_sim.proof.solver import Answer, Solver

__all__ = ["SERVICE", "Found", "Wish", "held", "most_ordinary", "ordinary", "recorded", "settle"]


@dataclass(frozen=True)
class Wish:
    """What an unknown integer should be, and if it cannot, be near to."""

    number: Number
    value: int


@dataclass(frozen=True)
class Found:
    """One example: attributes by name, periods of series (the newest first), events, the day.

    *events* are per name (months ago, value, months still in force), the newest first. *stands*
    tells of each rule of the program whether it stands, *within* whether the person is in its
    scope, *given* of what value each effect is; *service* is how many months ago the person
    entered.
    """

    on: date
    attributes: dict[str, int]
    series: dict[str, tuple[int, ...]]
    events: dict[str, tuple[tuple[int, int, int], ...]]
    stands: tuple[bool, ...]
    given: dict[str, int]
    service: int = 0
    within: tuple[bool, ...] = ()


def most_ordinary(solver: Solver, asked: Sequence[Decided], *conditions: Truth) -> list[Found]:
    """Return the canonical example of everybody who is *asked* about if *conditions* are true.

    Raises :exc:`ValueError` if there is no such example.
    """
    people = {id(one.person): one.person for one in asked}
    wishes = list(_wishes(list(people.values())))
    solver.push()
    try:
        for condition in conditions:
            solver.suppose(condition)
        settle(solver, wishes)
        if solver.ask() is not Answer.YES:
            msg = "there is no such example"
            raise ValueError(msg)
        return [_read(solver, one) for one in asked]
    finally:
        solver.pop()


def held(person: Person, found: Found) -> Iterator[Truth]:
    """Yield that *person* is the one who was *found*."""
    for name, value in found.attributes.items():
        yield person.attributes[name].number == value
    for name, periods in found.series.items():
        yield person.series[name].known == len(periods)
        for number, value in zip(person.series[name].values, periods, strict=False):
            yield number == value
    for name, entries in found.events.items():
        for entry, values in zip_longest(person.events[name].entries, entries):
            yield entry.there == int(values is not None)
            if values is not None:
                parts = zip((entry.ago, entry.value, entry.left), values, strict=True)
                yield from (number == value for number, value in parts)


def settle(solver: Solver, wishes: Sequence[Wish]) -> None:
    """Hold each wish in turn, or the nearest that is possible beside those before it."""
    held = [wish.number == wish.value for wish in wishes]
    done = 0
    while done < len(wishes):
        granted = solver.together(held[done:])
        for wish in held[done : done + granted]:
            solver.suppose(wish)
        done += granted
        if done < len(wishes):
            wish = wishes[done]
            solver.suppose(wish.number == _nearest(solver, wish))
            done += 1


def _nearest(solver: Solver, wish: Wish) -> int:
    """Return the possible value nearest to the wish; of two as near, the lower one."""
    if solver.ask() is not Answer.YES:
        msg = "there is no such example"
        raise ValueError(msg)
    low, high = 0, abs(solver.value(wish.number) - wish.value)
    while high - low > 1:
        middle = (low + high) // 2
        if (
            solver.ask(wish.number >= wish.value - middle, wish.number <= wish.value + middle)
            is Answer.YES
        ):
            high = min(middle, abs(solver.value(wish.number) - wish.value))
        else:
            low = middle
    below = solver.ask(wish.number == wish.value - high) is Answer.YES
    return wish.value - high if below else wish.value + high


def _wishes(people: Sequence[Person]) -> Iterator[Wish]:
    """Yield what an ordinary example would be: today, typical, without a past."""
    first = people[0]
    yield Wish(first.day.month, first.day.earliest)
    for person in people:
        yield from ordinary(person)


def ordinary(person: Person) -> Iterator[Wish]:
    """Yield what *person* would be like: attributes as they are declared, then the past."""
    declared = list(person.vocabulary.attributes)
    order = {name: place for place, name in enumerate(declared)}
    for attribute in sorted(
        person.attributes.values(), key=lambda one: (order.get(one.name, len(order)), one.name)
    ):
        yield Wish(attribute.number, attribute.typical)
    if person.events:
        yield Wish(person.service, SERVICE)
    for name in sorted(person.series):
        past = person.series[name]
        yield Wish(past.known, 0)
        for value in past.values:
            yield Wish(value, past.series.if_missing)
    for name in sorted(person.events):
        entries = person.events[name].entries
        # As few entries as possible, before what each of them is.
        for entry in reversed(entries):
            yield Wish(entry.there, 0)
        for entry in entries:
            yield Wish(entry.ago, 12)
            yield Wish(entry.value, person.events[name].lowest)
            yield Wish(entry.left, 6)


SERVICE = 120
"""Months since entry, if the vocabulary does not say what is typical."""


def recorded(solver: Solver, person: Person) -> Found:
    """Return the record of *person* in the solver's last example, of whom nothing is decided."""
    value = solver.value
    return Found(
        on=person.day.date(solver),
        attributes={name: value(one.number) for name, one in person.attributes.items()},
        series={
            name: tuple(value(period) for period in past.values[: value(past.known)])
            for name, past in person.series.items()
        },
        events={
            name: tuple(
                (value(entry.ago), value(entry.value), value(entry.left))
                for entry in past.entries
                if value(entry.there)
            )
            for name, past in person.events.items()
        },
        stands=(),
        given={},
        service=value(person.service) if person.events else 0,
    )


def _read(solver: Solver, decided: Decided) -> Found:
    given = {
        name: solver.value(decided.amount(name))
        for name in decided.shares
        if solver.holds(decided.given(name))
    }
    stands = tuple(map(solver.holds, decided.stands))
    within = tuple(map(solver.holds, decided.scopes))
    return replace(recorded(solver, decided.person), stands=stands, within=within, given=given)
