"""A case: one person on one date, written in a document, as a rule reads it.

::

    case: supervisor with three good years
    on: 2027-06-01
    record: {employment: pns, grade: iii_c, office: supervisor, time_in_office: 40 months}
    series: {predikat: [good, very_good, good]}        # the newest first
    events: {promoted: [{on: 2023-10-01}]}
    post: {office: administrator, unit: 12}            # the vacant post asked about
    superior: {grade: iv_a}
    appraisal_month: 2                                 # when ratings are entered; else January

An attribute that a rule reads and the case does not give is a finding: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents import Scalar, Shape, Text, place_of, read_document, shape
from policy_sim.documents.fields import Date, Title, Whole
from policy_sim.errors import DocumentError
from policy_sim.policy.expressions import parse_literal
from policy_sim.policy.values import ValueType
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.elapsed import first_of_month
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Column, Frame
from policy_sim.rules.history import HistoryLog

__all__ = ["Case", "CaseError", "CaseShape", "load_case"]


class _EventShape(Shape):
    noun: ClassVar[str] = "an event of a case"

    on: Date
    value: Text | None = None
    until: Date | None = None


class CaseShape(Shape):
    """What the document of a case holds."""

    noun: ClassVar[str] = "a case"

    case: Title
    on: Date
    appraisal_month: Annotated[Whole, Field(ge=1, le=12)] = 1
    record: dict[Text, Text]
    series: dict[Text, list[Text]] = {}
    events: dict[Text, list[_EventShape]] = {}
    post: dict[Text, Text] = {}
    superior: dict[Text, Text] = {}
    unit: dict[Text, Text] = {}
    organisation: dict[Text, Text] = {}


class CaseError(KeyError):
    """A rule reads something that the case does not give; the argument is its name."""


@dataclass(frozen=True)
class _Given(Mapping[str, Column | int]):
    """What the case gives; asking for anything else names what is missing."""

    values_given: Mapping[str, Column | int]

    def __getitem__(self, name: str) -> Column | int:
        if name not in self.values_given:
            raise CaseError(name)
        return self.values_given[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_given)

    def __len__(self) -> int:
        return len(self.values_given)


@dataclass(frozen=True)
class Case:
    """One person on one date: *columns* by name (``grade``, ``post.office``) and the past.

    *appraisal_month* is the month in which the ratings of the year before are entered.
    """

    name: str
    on: date
    columns: Mapping[str, int]
    past: HistoryLog
    place: Place
    vocabulary: Vocabulary
    appraisal_month: int = 1

    def frame(self) -> Frame:
        """Return the case as a frame of one subject.

        Reading an attribute that the case does not give raises :exc:`CaseError`.
        """
        everyone = np.zeros(1, dtype=np.int64)
        return Frame(_Given(self.columns), self.past.past(everyone), self.on, 1)

    def variants(self, columns: Mapping[str, Column], past: HistoryLog) -> Frame:
        """Return a frame of several persons on the case's day, one a row of *past*.

        *columns* has an entry a row; reading any other name raises :exc:`CaseError`.
        """
        return Frame(_Given(columns), past.past(), self.on, past.size)

    def supposing(self, name: str) -> Case:
        """Return the case with the least value of *name*, to learn what else a rule reads.

        What is decided about it is decided about nobody.
        """
        attributes = self.vocabulary.attributes
        plain = name if name in attributes else name.rpartition(".")[2]
        kind = attributes[plain].type if plain in attributes else self.vocabulary.series[plain].type
        return replace(self, columns={**self.columns, name: kind.low})


@dataclass
class _Reader:
    """Reads the words of a case with a vocabulary, collecting every finding."""

    vocabulary: Vocabulary
    findings: list[Diagnostic] = field(default_factory=list)

    def known(self, name: Scalar, names: Mapping[str, object], what: str) -> bool:
        """Return whether *name* is among *names*; else add a finding."""
        if name in names:
            return True
        values = {"seen": str(name), "what": what, "near": near(name, names)}
        values["allowed"] = ", ".join(sorted(names))
        self.findings.append(Diagnostic("unknown-in-case", place_of(name), values))
        return False

    def value(self, text: Scalar, kind: ValueType) -> int:
        """Return the integer that *text* stands for; 0 after a finding."""
        read = parse_literal(text, kind, self.findings)
        return 0 if read is None else read

    def columns(self, given: Mapping[Scalar, Scalar], prefix: str = "") -> dict[str, int]:
        """Return the integers of attributes, by their names with *prefix*."""
        known = {name: one.type for name, one in self.vocabulary.attributes.items()}
        if prefix:
            # Of another subject a series is its latest record.
            series = self.vocabulary.series_of(prefix.removesuffix("."))
            known |= {name: one.type for name, one in series.items()}
        return {
            prefix + str(name): self.value(text, known[name])
            for name, text in given.items()
            if self.known(name, known, "an attribute")
        }

    def past(self, document: CaseShape, service: int) -> HistoryLog:
        """Return the past of the person, whose service began *service* months before."""
        entered = first_of_month(document.on, service).toordinal()
        log = HistoryLog.empty(self.vocabulary, 1, entered)
        row = np.zeros(1, dtype=np.int64)
        for name, words in document.series.items():
            if self.known(name, self.vocabulary.series_of("person"), "a series"):
                kind = self.vocabulary.series[name].type
                for word in reversed(words):
                    log.record_period(name, row, self.value(word, kind))
        for name, entries in document.events.items():
            if self.known(name, self.vocabulary.events, "an event"):
                for entry in sorted(entries, key=lambda entry: entry.on):
                    self.not_later(name, entry.on, document.on)
                    value = self.event_value(name, entry.value)
                    log.record_event(name, row, entry.on, value, entry.until)
        return log

    def event_value(self, name: Scalar, text: Scalar | None) -> int | None:
        """Return the value of an event, None if it has none; else add a finding."""
        kind = self.vocabulary.events[name].type
        if text is not None and kind is not None:
            return self.value(text, kind)
        if text is not None:
            values = {"seen": str(text), "event": str(name)}
            self.findings.append(Diagnostic("event-without-value", place_of(text), values))
        elif kind is not None:
            values = {"seen": str(name)}
            self.findings.append(Diagnostic("event-needs-value", place_of(name), values))
        return None if kind is None else kind.low

    def not_later(self, name: Scalar, day: date, today: date) -> None:
        """Add a finding if an event lies in the future of the case."""
        if day > today:
            values = {"seen": day.isoformat(), "event": str(name), "on": today.isoformat()}
            self.findings.append(Diagnostic("event-in-future", place_of(name), values))


def load_case(path: Path, vocabulary: Vocabulary) -> Case:
    """Return the case written in the document at *path*.

    Raises :exc:`~policy_sim.errors.DocumentError` with every finding: unknown names, values
    out of range or of the wrong kind, or what the vocabulary says is never so.
    """
    root = read_document(path).root
    document = shape(root, CaseShape)
    reader = _Reader(vocabulary)
    columns = reader.columns(document.record)
    for prefix in ("post", "superior", "unit", "organisation"):
        columns |= reader.columns(getattr(document, prefix), prefix + ".")
    past = reader.past(document, columns.get("service", 0))
    if reader.findings:
        raise DocumentError(reader.findings)
    case = Case(
        document.case,
        document.on,
        columns,
        past,
        place_of(root),
        vocabulary,
        document.appraisal_month,
    )
    breaches = list(_breaches(case))
    if breaches:
        raise DocumentError(breaches)
    return case


def _breaches(case: Case) -> Iterator[Diagnostic]:
    """Yield what the vocabulary says is always true, and is false of the case.

    A sentence about something that the case does not give is passed over.
    """
    for text, condition in case.vocabulary.always:
        with suppress(CaseError):
            if not Features(case.frame()).meets(condition)[0]:
                yield Diagnostic("breaks-always", case.place, {"seen": text})
