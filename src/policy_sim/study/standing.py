"""Where the people of the first day stand in the end: who rose, who left, who is paid what.

Every arm starts from the same people, so that each of them can be held against themselves under
another law: this tells who gains and who loses. Of those who serve to the end in both arms it is
asked who holds a higher grade, a higher office, and more pay a month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.values import ValueType
from policy_sim.simulation.calendar import month_of
from policy_sim.simulation.measures.groups import words_of
from policy_sim.simulation.promotion import AREA
from policy_sim.simulation.simulate import Record
from policy_sim.workforce.table import Column, Workforce

__all__ = [
    "MEASURES",
    "Parting",
    "Standing",
    "moves",
    "partings",
    "standing_of",
    "turns",
    "waits",
    "waits_of",
]

Integers = NDArray[np.int64]

MEASURES = ("grade", "office", "pay")
"""In what somebody may stand higher or lower than under the baseline."""

AGES = (0, 30 * 12, 40 * 12, 50 * 12, 1 << 30)
"""The ages, in months, at which one group of ages ends and the next begins."""

GRADE, AGE = "grade", "age"
LEFT = "left"
"""Where those have gone who are not in service in the end."""


@dataclass(frozen=True)
class Standing:
    """How the people of the first day stand after the last month, one entry a person.

    *serves* says who is still in service; *held* what each then has of each of
    :data:`MEASURES`; *until* the month after the last in which each was seen (an index from the
    first month), and *risen* whether they had then just risen in grade for the first time. It is
    None where no ledger tells.
    """

    serves: NDArray[np.bool_]
    held: Mapping[str, Integers]
    until: Integers | None
    risen: NDArray[np.bool_] | None


@dataclass(frozen=True)
class Parting:
    """A way to part the people of the first day: the cells, and in which each person is."""

    attribute: str
    cells: tuple[str, ...]
    codes: Integers


def partings(people: Workforce, groups: Sequence[str]) -> list[Parting]:
    """Return everybody, the study's *groups*, grades, ages, and each further protected attribute.

    What nobody has in their record is left out.
    """
    attributes = people.vocabulary.attributes
    protected = [
        name
        for name, one in attributes.items()
        if one.protected and one.subject == "person" and one.type.scale is not None
    ]
    everybody = Parting("", ("",), np.zeros(people.size, np.int64))
    found = [everybody]
    for name in dict.fromkeys([*groups, *protected, GRADE]):
        if name in people.record:
            codes = people.record[name].astype(np.int64)
            found.append(Parting(name, _labels(attributes[name].type), codes))
    if AGE in people.record:
        cells = tuple(f"{low // 12}-{high // 12 - 1}" for low, high in pairwise(AGES[:-1]))
        codes = np.searchsorted(AGES[1:-1], people.record[AGE], side="right").astype(np.int64)
        found.append(Parting(AGE, (*cells, f"{AGES[-2] // 12}-"), codes))
    return found


def _labels(kind: ValueType) -> tuple[str, ...]:
    """Return the values of an attribute as its scale labels them."""
    labels = {} if kind.scale is None else kind.scale.labels
    return tuple(str(labels.get(word, word)) for word in words_of(kind))


def standing_of(people: Workforce, record: Record, start: int) -> Standing:
    """Return how *people*, those of the first day, stand at the end of *record*.

    *start* is the month of the first day, as the calendar counts months.
    """
    state = record.state
    rows = state.people.rows_of(people.ids)
    serves = rows >= 0
    held = {
        "grade": _held(state.people.record.get(GRADE), rows),
        "office": _held(state.levels_held, rows),
        "pay": state.spells.paid(people.ids),
    }
    until, risen = _first_rises(people, record, start)
    return Standing(serves, held, until, risen)


def _held(column: Column | None, rows: Integers) -> Integers:
    """Return what *column* holds at *rows*; 0 for whoever has left (-1), and without a column."""
    held, serves = np.zeros(len(rows), np.int64), rows >= 0
    if column is not None:
        held[serves] = column[rows[serves]]
    return held


def _first_rises(
    people: Workforce, record: Record, start: int
) -> tuple[Integers | None, NDArray[np.bool_] | None]:
    """Return until when each person was seen, and whether they then rose in grade."""
    if not len(record.state.ledger):
        return None, None
    until = np.full(people.size, record.state.month + 1 - start, np.int64)
    gone = record.leavers
    _earlier(until, people, gone["person"].to_numpy(), _months(gone["date"]) - start)
    risen = np.zeros(people.size, np.bool_)
    before = until.copy()
    for months, ids in record.state.ledger.done(AREA):
        _earlier(until, people, ids, months - start)
    risen[until < before] = True
    return until, risen


def _months(days: Any) -> Integers:
    return np.array([month_of(day) for day in days], np.int64)


def _earlier(until: Integers, people: Workforce, ids: Integers, months: Integers) -> None:
    """Let nobody be seen after the months in which *ids* left, or rose."""
    rows = np.searchsorted(people.ids, ids)
    known = rows < people.size
    rows, ids, months = rows[known], ids[known], months[known]
    same = people.ids[rows] == ids
    np.minimum.at(until, rows[same], months[same])


def turns(
    arms: Mapping[str, Standing], baseline: str, parted: Sequence[Parting]
) -> Iterator[dict[str, Any]]:
    """Yield who gains and who loses against the *baseline*, for each other arm, measure and cell.

    *people* are those who serve to the end in both arms; *gains* stand higher, *loses* lower.
    """
    base = arms[baseline]
    for arm, one in arms.items():
        both = one.serves & base.serves
        for measure in MEASURES if arm != baseline else ():
            change = one.held[measure] - base.held[measure]
            for parting in parted:
                counts = [
                    _heads(parting, mask)
                    for mask in (both, both & (change > 0), both & (change < 0))
                ]
                for cell, *numbers in zip(parting.cells, *counts, strict=True):
                    if numbers[0]:
                        named = {"policy": arm, "measure": measure}
                        named |= {"attribute": parting.attribute, "cell": cell}
                        yield named | dict(zip(("people", "gains", "loses"), numbers, strict=True))


def moves(arms: Mapping[str, Standing], parted: Sequence[Parting]) -> Iterator[dict[str, Any]]:
    """Yield how many went from each grade of the first day to each grade of the last."""
    grades = next((parting for parting in parted if parting.attribute == GRADE), None)
    if grades is None:
        return
    names = [*grades.cells, LEFT]
    for arm, one in arms.items():
        ends = np.where(one.serves, one.held[GRADE], len(grades.cells))
        table = np.zeros((len(names), len(names)), np.int64)
        np.add.at(table, (grades.codes, ends), 1)
        for before, after in np.argwhere(table).tolist():
            number = int(table[before, after])
            yield {"policy": arm, "from": names[before], "to": names[after], "people": number}


def waits(
    arms: Mapping[str, Standing], people: Workforce, parted: Sequence[Parting]
) -> Iterator[dict[str, Any]]:
    """Yield, by month, how many rose in grade for the first time and how many were lost sight of.

    They are those of the first day who hold a grade; who leaves, or has not risen in the end, is
    lost sight of. Nothing is told without a ledger.
    """
    if GRADE in people.record:
        yield from waits_of(arms, people.record[GRADE] > 0, parted)


def waits_of(
    arms: Mapping[str, Standing], graded: NDArray[np.bool_], parted: Sequence[Parting]
) -> Iterator[dict[str, Any]]:
    """Yield the waits of the people in *graded*, but not by the grade they rise from."""
    for arm, one in arms.items():
        if one.until is None or one.risen is None:
            continue
        for parting in parted:
            for code, cell in enumerate(parting.cells if parting.attribute != GRADE else ()):
                mine = graded & (parting.codes == code)
                if mine.any():
                    yield {
                        "policy": arm,
                        "attribute": parting.attribute,
                        "cell": cell,
                        "rose": _by_month(one.until[mine & one.risen]),
                        "lost": _by_month(one.until[mine & ~one.risen]),
                    }


def _by_month(months: Integers) -> list[list[int]]:
    """Return each month that occurs, with how often."""
    values, numbers = np.unique(months, return_counts=True)
    return [list(pair) for pair in zip(values.tolist(), numbers.tolist(), strict=True)]


def _heads(parting: Parting, mask: NDArray[np.bool_]) -> list[int]:
    heads: list[int] = np.bincount(parting.codes[mask], minlength=len(parting.cells)).tolist()
    return heads
