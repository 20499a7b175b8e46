"""Real people as their file records them, on the first day of a study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from policy_sim.diagnostics import Diagnostic
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.history import HistoryLog
from policy_sim.workforce.people import day_of_entry
from policy_sim.workforce.roster.column_mapping import NEVER, ColumnMapping

__all__ = ["EventRows", "Roster", "history_of"]


@dataclass(frozen=True)
class EventRows:
    """Dated events of some people: *rows* of the file's people, ordinals *day* and *until*."""

    name: str
    rows: Integers
    day: Integers
    value: Integers | None
    until: Integers | None


@dataclass(frozen=True)
class Roster:
    """Real people as their file records them, on the first day of the study.

    *record* holds one column an attribute that the file or a default gives, *stated* who has a
    value of their own in each; *series* the periods of each year, the oldest first, with
    :data:`~policy_sim.workforce.roster.column_mapping.NEVER` where none is on record; *post* the
    seats of those whose unit the file gives (*has_units*). Nothing of it tells who anybody is.
    """

    path: Path
    mapping: ColumnMapping
    digest: str
    people: int
    record: Mapping[str, Integers]
    stated: Mapping[str, Flags]
    series: Mapping[str, tuple[Integers, ...]]
    events: tuple[EventRows, ...]
    post: NDArray[np.int32]
    findings: tuple[Diagnostic, ...] = field(default=())

    @property
    def has_units(self) -> bool:
        """Whether the file says in which unit everybody works."""
        return "unit" in self.record

    @property
    def scale(self) -> Fraction:
        """The part of the organisation whose people the file lists."""
        return self.mapping.scale

    def counts(self, attribute: str, fewest: int) -> dict[str, int | None]:
        """Return how many have each word of *attribute*; None for fewer than *fewest* people."""
        kind = self.mapping.vocabulary.attributes.get(attribute)
        if kind is None or kind.type.scale is None or attribute not in self.record:
            return {}
        words = kind.type.scale.values
        heads = np.bincount(self.record[attribute], minlength=len(words)).tolist()
        told = zip(words, heads, strict=True)
        return {word: head if head >= fewest else None for word, head in told if head}

    def history(self) -> HistoryLog:
        """Return the past of everybody, as far as the file records it."""
        return history_of(self.mapping, self.record, self.series, self.events, self.people)


def history_of(
    mapping: ColumnMapping,
    record: Mapping[str, Integers],
    series: Mapping[str, tuple[Integers, ...]],
    events: tuple[EventRows, ...],
    size: int,
) -> HistoryLog:
    """Return the past: periods from the first that is on record on, and dated events."""
    service = record.get("service", np.zeros(size, dtype=np.int64))
    entered = day_of_entry(mapping.start, np.maximum(service, 0))
    log = HistoryLog.empty(mapping.vocabulary, size, entered)
    for name, years in series.items():
        begun = np.zeros(size, dtype=np.bool_)
        missing = mapping.vocabulary.series[name].if_missing
        for values in years:
            begun |= values != NEVER
            rows = np.flatnonzero(begun)
            known = np.where(values == NEVER, missing, values)
            log.record_period(name, rows, known[rows])
    for event in events:
        log.record_event(event.name, event.rows, event.day, event.value, event.until)
    return log
