"""From a file of people and its mapping to their record, or to everything that is wrong with it.

In three steps, each of which tells all that it finds: the headers, then the cells, then what
several cells say together (an event that ends before it begins, a sentence of the vocabulary
that is false of somebody, more holders of an office than it has posts).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import place_of
from policy_sim.errors import ScenarioError
from policy_sim.rules.elapsed import completed_months
from policy_sim.rules.frame import Flags, Integers
from policy_sim.workforce.roster.binding import ID, bound
from policy_sim.workforce.roster.cells import Read, read_column
from policy_sim.workforce.roster.column_mapping import NEVER, ColumnMapping, EventSource, Source
from policy_sim.workforce.roster.faults import Faults
from policy_sim.workforce.roster.people_on_file import EventRows, Roster, history_of
from policy_sim.workforce.roster.schema import Expected, failures, require_schema_library
from policy_sim.workforce.roster.seating import seated
from policy_sim.workforce.roster.sentences import breaches
from policy_sim.workforce.roster.sheet import Sheet, read_sheet

__all__ = ["read_roster"]


def read_roster(path: Path, mapping: ColumnMapping) -> Roster:
    """Return the people in the file at *path*.

    Raises :exc:`ScenarioError` with every finding about its headers or, if those can be used,
    with every fault of every row.
    """
    require_schema_library(path)
    sheet = read_sheet(path, mapping.form)
    headers, warnings = bound(sheet, mapping)
    return _Reading(sheet, mapping, headers, tuple(warnings)).roster()


@dataclass
class _Reading:
    """Reads the cells of a sheet whose headers are known."""

    sheet: Sheet
    mapping: ColumnMapping
    headers: Mapping[str, str]
    findings: tuple[Diagnostic, ...]

    def __post_init__(self) -> None:
        self.faults = Faults(self.sheet, self.headers)
        self.read: dict[str, Read] = {}

    def roster(self) -> Roster:
        """Return the people; raise with every fault."""
        for source in self.mapping.sources:
            self.read[source.target] = self.column(source)
        self.expect()
        record = {name: self.read[name].values for name in self.mapping.attributes}
        events = tuple(self.events())
        series = {
            name: tuple(self.read[year.target].values for year in years)
            for name, years in self.mapping.series.items()
        }
        history = history_of(self.mapping, record, series, events, self.sheet.size)
        known = {name: self.read[name].known for name in record}
        for breach in breaches(self.mapping, record, known, history):
            self.faults.row(breach.row, self.headers.get(breach.attribute, ""),
                            "row-breaks-always", breach.values)  # fmt: skip
        post, misplaced = seated(self.mapping, record, known)
        for fault in misplaced:
            header = self.headers.get("office", "")
            self.faults.row(fault.row, header, fault.code, {"column": header, **fault.values})
        self.kinds(record, known)
        if faults := self.faults.told():
            raise ScenarioError([*self.findings, *faults])
        return Roster(
            path=self.sheet_path,
            mapping=self.mapping,
            digest=self.sheet.digest,
            people=self.sheet.size,
            record=record,
            stated={name: self.stated(name) for name in record},
            series=series,
            events=events,
            post=post,
            findings=self.findings,
        )

    @property
    def sheet_path(self) -> Path:
        return Path(self.sheet.file)

    def column(self, source: Source) -> Read:
        """Return one column in the integers of the record on the first day of the study."""
        size = self.sheet.size
        if source.header is None:
            read = Read(np.full(size, source.default), np.ones(size, dtype=np.bool_), {})
            return self.moved(source, read)
        blank = frozenset(map(str, self.mapping.form.blank))
        texts = self.sheet.cells[self.headers[source.target]]
        if not source.since:
            return self.moved(source, read_column(texts, source.reader, source.default, blank))
        days = read_column(texts, source.reader, NEVER, blank)
        given = days.values != NEVER
        months = completed_months(np.where(given, days.values, 1), self.mapping.start)
        if source.default is not None:
            later = source.default + self.passed(source)
            return Read(np.where(given, months, later), days.known, days.flaws)
        missing = {"cell-missing": ("", *blank)} if not given.all() else {}
        return Read(months * given, days.known & given, {**days.flaws, **missing})

    def moved(self, source: Source, read: Read) -> Read:
        """Return *read* as it is at the start: what moves every month has moved on."""
        passed = self.passed(source)
        return Read(read.values + passed, read.known, read.flaws) if passed else read

    def passed(self, source: Source) -> int:
        """Return by how much an attribute moves from the day of the extract to the start."""
        attribute = self.mapping.vocabulary.attributes.get(source.target)
        moves = attribute.moves if attribute else None
        return moves.each_month * self.mapping.elapsed if moves else 0

    def stated(self, name: str) -> Flags:
        """Return who has a value of their own, and not a default."""
        header = self.headers.get(name)
        if header is None:
            return np.zeros(self.sheet.size, dtype=np.bool_)
        blank = ["", *map(str, self.mapping.form.blank)]
        return np.asarray(~pd.Series(self.sheet.cells[header]).isin(blank))

    def expect(self) -> None:
        """Hold every column against what is expected of it, and note each row that fails."""
        sources = {s.target: s for s in self.mapping.sources if s.header is not None}
        texts = {
            name: Expected(self.sheet.cells[self.headers[name]], none_of=self.read[name].flaws)
            for name in sources
            if self.read[name].flaws
        }
        for failure in failures(texts) if texts else ():
            self.faults.cells(sources[failure.column], failure.code, failure.rows)
        numbers = {
            name: Expected(
                self.read[name].values,
                known=self.read[name].known & (self.read[name].values != NEVER)
                if source.default == NEVER
                else self.read[name].known,
                between=("cell-out-of-range", source.kind.low, source.kind.high),
            )
            for name, source in sources.items()
            if source.kind is not None
        }
        for failure in failures(numbers) if numbers else ():
            self.faults.cells(sources[failure.column], failure.code, failure.rows)
            self.read[failure.column].values[failure.rows] = 0
            self.read[failure.column].known[failure.rows] = False
        self.ids()

    def ids(self) -> None:
        """Note who has no id, or one that stands in an earlier row; it is never shown."""
        header = self.headers.get(ID)
        if header is None:
            return
        texts = self.sheet.cells[header]
        expected = Expected(texts, known=texts != "", unique="id-twice", none_of={})
        values = {"column": header}
        for row in np.flatnonzero(texts == "").tolist():
            self.faults.row(row, header, "id-missing", values)
        for failure in failures({"id": expected}):
            first = {text: row for row, text in reversed(list(enumerate(texts.tolist())))}
            for row in failure.rows.tolist():
                line = str(self.sheet.lines[first[texts[row]]])
                self.faults.row(row, header, failure.code, values | {"first": line})

    def kinds(self, record: Mapping[str, Integers], known: Mapping[str, Flags]) -> None:
        """Note kinds of employment that shall come from the profile and stand in the file."""
        if "employment" not in record:
            return
        for name in self.mapping.form.from_profile:
            code = self.mapping.profile.kind(name).code
            heads = int((known["employment"] & (record["employment"] == code)).sum())
            if heads:
                values = {"seen": str(name), "people": str(heads)}
                self.faults.found.append(Diagnostic("kind-in-file", place_of(name), values))

    def events(self) -> Iterator[EventRows]:
        for event in self.mapping.events:
            on = self.read[event.on.target]
            happened = on.known & (on.values != NEVER)
            self.check_event(event, on, happened)
            rows = np.flatnonzero(happened)
            value = None if event.value is None else self.read[event.value.target].values[rows]
            until = None
            if event.until is not None:
                ends = self.read[event.until.target].values[rows]
                until = np.where(ends == NEVER, np.iinfo(np.int64).max, ends)
            yield EventRows(event.event.name, rows, on.values[rows], value, until)

    def check_event(self, event: EventSource, on: Read, happened: Flags) -> None:
        """Note events without a value or day, and those that end before they begin."""
        absent = on.known & ~happened
        for part in (event.value, event.until):
            if part is None:
                continue
            read = self.read[part.target]
            given = read.known & (read.values != NEVER)
            self.faults.cells(event.on, "cell-missing", np.flatnonzero(absent & given).tolist())
            if part is event.value:
                bare = happened & read.known & ~given
                self.faults.cells(part, "cell-missing", np.flatnonzero(bare).tolist())
            else:
                early = happened & given & (read.values < on.values)
                days = self.sheet.cells[self.headers[event.on.target]]
                for row in np.flatnonzero(early).tolist():
                    header = self.headers[part.target]
                    values = {"column": header, "what": event.event.name, "on": str(days[row])}
                    values["seen"] = str(self.sheet.cells[header][row])
                    self.faults.row(row, header, "event-ends-before", values)
