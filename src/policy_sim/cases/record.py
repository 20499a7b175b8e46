"""Persons of cases as a cohort on one day: what is stated, and defaults for all the rest.

An attribute that is not stated has its ``typical`` value, else that of a newcomer
(``before_first``), else the lowest; of a post or another subject, who may not be there at all, the
lowest. Without a stated record the past is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from policy_sim.cases.person import POST, Happening, Person
from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.ast import Column, Condition
from policy_sim.policy.rule import Rule
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.elapsed import first_of_month, months_before
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Frame, Integers
from policy_sim.rules.history import HistoryLog
from policy_sim.rules.reading import columns_of, nodes_in

__all__ = ["cohort", "default_of", "impossible", "too_late"]


@dataclass(frozen=True)
class _Record(Mapping[str, Integers]):
    """The columns of *persons*: each as stated, or with the default of its attribute."""

    persons: Sequence[Person]
    vocabulary: Vocabulary

    def __getitem__(self, name: str) -> Integers:
        default = default_of(name, self.vocabulary)
        stated = [person.columns.get(name, default) for person in self.persons]
        return np.array(stated, dtype=np.int64)

    def __iter__(self) -> Iterator[str]:
        return iter(self.vocabulary.attributes)

    def __len__(self) -> int:
        return len(self.vocabulary.attributes)


def default_of(name: str, vocabulary: Vocabulary) -> int:
    """Return what the column *name* holds if nothing is said; :exc:`KeyError` if undeclared."""
    first, dot, rest = name.partition(".")
    hop = dot and (first == POST or first in vocabulary.relations)
    if hop and name not in vocabulary.attributes:
        series = vocabulary.series.get(rest)
        return vocabulary.attributes[rest].type.low if series is None else series.if_missing
    attribute = vocabulary.attributes[name]
    return attribute.before_first if attribute.typical is None else attribute.typical


class _Cohort(Frame):
    """A frame whose subjects have the names of their tests."""

    names: tuple[str, ...] = ()

    def name(self, row: int) -> str:
        """Return what a message calls the subject at *row*."""
        return f"the person of {self.names[row]}"


def cohort(
    persons: Sequence[Person], names: Sequence[str], day: date, vocabulary: Vocabulary
) -> Frame:
    """Return *persons* as a frame of one row each on *day*; *names* are those of their tests."""
    record = _Record(persons, vocabulary)
    frame = _Cohort(record, _past(persons, record, day).past(), day, len(persons))
    frame.names = tuple(names)
    return frame


def _past(persons: Sequence[Person], record: _Record, day: date) -> HistoryLog:
    known = "service" in record.vocabulary.attributes
    served = record["service"] if known else np.zeros(len(persons), dtype=np.int64)
    entered = np.array([first_of_month(day, months).toordinal() for months in served.tolist()])
    log = HistoryLog.empty(record.vocabulary, len(persons), entered)
    for row, person in enumerate(persons):
        rows = np.array([row])
        for name, value in person.every.items():
            for _ in range(record.vocabulary.series[name].keep):
                log.record_period(name, rows, value)
        for name, values in person.series.items():
            for value in reversed(values):
                log.record_period(name, rows, value)
        for name, happened in person.events.items():
            dated = ((_on(one, day), one) for one in happened)
            for on, one in sorted(dated, key=lambda each: each[0]):
                log.record_event(name, rows, on, one.value, _until(one, on))
    return log


def _on(one: Happening, day: date) -> date:
    return one.on or date.fromordinal(max(months_before(day, one.ago), 1))


def _until(one: Happening, on: date) -> date | None:
    if one.months is None:
        return one.until
    if on.year + one.months // 12 >= date.max.year:
        return None
    return date.fromordinal(months_before(on, -one.months))


def too_late(person: Person, day: date) -> Iterator[Diagnostic]:
    """Yield a finding for each event of *person* that comes after *day*."""
    for name, happened in person.events.items():
        for one in happened:
            if one.on is not None and one.on > day:
                values = {"seen": one.on.isoformat(), "event": name, "on": day.isoformat()}
                yield Diagnostic("event-in-future", one.place, values)


def impossible(
    persons: Sequence[Person], frame: Frame, rules: Sequence[Rule], vocabulary: Vocabulary
) -> Iterator[Diagnostic]:
    """Yield what the vocabulary says is always true, and is false of one of *persons*.

    A sentence about something that is not stated is passed over if no one of *rules* reads it: a
    default that nobody looks at does no harm.
    """
    read = columns_of(rules)
    for text, condition in vocabulary.always:
        own = _columns_in(condition)
        true = Features(frame).meets(condition)
        for row in np.flatnonzero(~true).tolist():
            person = persons[row]
            if all(name in person.columns or name in read for name in own):
                yield Diagnostic("breaks-always", person.place, {"seen": text})


def _columns_in(condition: Condition) -> frozenset[str]:
    return frozenset(node.name for node in nodes_in([condition]) if isinstance(node, Column))
