"""How each column of a file of people is to be read, once the mapping has been understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from policy_sim.documents import Scalar
from policy_sim.policy.ast import Condition
from policy_sim.policy.values import ValueType
from policy_sim.policy.vocabulary import Event, Vocabulary
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.profile import Profile
from policy_sim.workforce.roster.cells import Reader
from policy_sim.workforce.roster.mapping_form import MappingForm

__all__ = ["NEVER", "ColumnMapping", "EventSource", "Source"]

NEVER = -1
"""Stands for a blank cell of a series or an event, which is no fault."""


@dataclass(frozen=True)
class Source:
    """One column as it is to be read.

    *target* is what it becomes, as findings call it; *header* the column, empty if everybody has
    the *default*; *kind* the type of the values, None for a day; *allowed* what may stand in a
    cell, *near* the words among which the nearest one is looked for; *since* tells that days
    are to become months.
    """

    target: str
    header: Scalar | None
    reader: Reader
    default: int | None
    kind: ValueType | None
    allowed: str
    near: tuple[str, ...] = ()
    since: bool = False


@dataclass(frozen=True)
class EventSource:
    """The columns of one event."""

    event: Event
    on: Source
    value: Source | None
    until: Source | None


@dataclass(frozen=True)
class ColumnMapping:
    """How the columns of a file become the record of people on *start*.

    *attributes*, *series* (by year, the oldest first) and *events* say which column is read how;
    *checks* are sentences beyond the vocabulary's own; *organisation* is laid out at *scale*;
    *elapsed* the months between the day of the extract and the start.
    """

    path: Path
    form: MappingForm
    vocabulary: Vocabulary
    organisation: Organisation
    profile: Profile
    start: date
    attributes: Mapping[str, Source]
    series: Mapping[str, tuple[Source, ...]]
    events: tuple[EventSource, ...]
    checks: tuple[tuple[str, Condition], ...]
    elapsed: int

    @property
    def scale(self) -> Fraction:
        """The part of the organisation whose people the file lists."""
        return self.form.scale

    @property
    def sources(self) -> Iterator[Source]:
        """Every column to be read, once for each thing that it becomes."""
        yield from self.attributes.values()
        for years in self.series.values():
            yield from years
        for event in self.events:
            yield from (part for part in (event.on, event.value, event.until) if part)
