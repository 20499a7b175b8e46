"""A person of a case: what is stated of them, in the integers that a rule reads.

The keys of a person are the words of the vocabulary: an attribute (``grade: iii_b``), a series
(``predikat: [good, very_good]``, the newest first; a single word stands for every period), an
event (``sanction: {ago: 3 months, value: cut_6m, for: 6 months}``), a relation or a post
(``superior: {grade: iv_a}``). As in a case for ``explain`` they may stand under ``record``,
``series`` and ``events``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from pydantic import Field

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents import (
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    Shape,
    Text,
    place_of,
    shape,
)
from policy_sim.documents import kind_of as kind_of_node
from policy_sim.documents.fields import Date, Months, read_date
from policy_sim.errors import DocumentError
from policy_sim.policy.literals import parse_literal
from policy_sim.policy.values import ValueType
from policy_sim.policy.vocabulary import Vocabulary

__all__ = ["POST", "Happening", "Person", "person_of"]

POST = "post"
"""The vacant post that a case is about."""


class _EventForm(Shape):
    noun: ClassVar[str] = "an event of a person"

    on: Date | None = None
    ago: Months | None = None
    value: Text | None = None
    until: Date | None = None
    for_: Months | None = Field(default=None, alias="for")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: *on* a date or so many months *ago*; in force *until* a date, or for *months*."""

    on: date | None
    ago: int
    value: int | None
    until: date | None
    months: int | None
    place: Place


@dataclass(frozen=True)
class Person:
    """What is stated: *columns* by name (``grade``, ``post.office``), *series* from the newest.

    A series under ``every`` has one value in every period. What is not stated is left to
    :mod:`policy_sim.cases.record`.
    """

    place: Place
    columns: Mapping[str, int]
    series: Mapping[str, tuple[int, ...]]
    every: Mapping[str, int]
    events: Mapping[str, tuple[Happening, ...]]
    asks_about_post: bool


def person_of(
    written: Mapping[str, Node], place: Place, vocabulary: Vocabulary, findings: list[Diagnostic]
) -> Person:
    """Return the person *written* so; what cannot be read is added to *findings*."""
    reader = _Reader(vocabulary, findings)
    for key, node in written.items():
        reader.read(key, node)
    return Person(
        place, reader.columns, reader.series, reader.every, reader.events, POST in written
    )


@dataclass
class _Reader:
    """Sorts the keys of a person by what they are in the vocabulary."""

    vocabulary: Vocabulary
    findings: list[Diagnostic]
    columns: dict[str, int] = field(default_factory=dict)
    series: dict[str, tuple[int, ...]] = field(default_factory=dict)
    every: dict[str, int] = field(default_factory=dict)
    events: dict[str, tuple[Happening, ...]] = field(default_factory=dict)

    def read(self, key: str, node: Node) -> None:
        """Read what *key* says."""
        words = self.vocabulary
        if isinstance(node, MappingNode) and (key == POST or key in words.relations):
            self.other(key, node)
        elif key in words.series_of("person"):
            self.periods(key, node)
        elif key in words.events:
            items = node if isinstance(node, SequenceNode) else (node,)
            read = [self.event(key, item) for item in items]
            self.events[key] = tuple(one for one in read if one is not None)
        elif self.known(key, self.attributes, "an attribute, series, event or relation"):
            self.column(key, node, self.attributes[key])

    @property
    def attributes(self) -> dict[str, ValueType]:
        """The types of all that can be said of a person in one word."""
        every = self.vocabulary.attributes
        return {name: one.type for name, one in every.items() if one.subject == "person"}

    def known(self, key: str, names: Iterable[str], what: str) -> bool:
        """Return whether *key* is among *names*; else add a finding."""
        allowed = {*names}
        if key in allowed:
            return True
        if what.endswith("relation"):
            allowed |= {*self.vocabulary.series_of("person"), *self.vocabulary.events, POST}
            allowed |= {*self.vocabulary.relations}
        values = {"seen": str(key), "what": what, "near": near(key, allowed)}
        values["allowed"] = ", ".join(sorted(allowed))
        self.findings.append(Diagnostic("unknown-in-case", place_of(key), values))
        return False

    def column(self, name: str, node: Node, kind: ValueType) -> None:
        """Read one word or quantity."""
        value = self.value(node, kind)
        if value is not None:
            self.columns[name] = value

    def other(self, prefix: str, node: MappingNode) -> None:
        """Read what is stated of the post or of another subject; a series is its latest record."""
        relation = self.vocabulary.relations.get(prefix)
        kinds = {name: one.type for name, one in self.vocabulary.attributes.items()}
        if relation is not None:
            series = self.vocabulary.series_of(relation.to)
            kinds |= {name: one.type for name, one in series.items()}
        for key, part in node.items():
            if self.known(key, kinds, f"an attribute of the {prefix}"):
                self.column(f"{prefix}.{key}", part, kinds[key])

    def periods(self, name: str, node: Node) -> None:
        """Read the records of a series: a list from the newest, or one for every period."""
        kind = self.vocabulary.series[name].type
        if isinstance(node, SequenceNode):
            read = [self.value(item, kind) for item in node]
            self.series[name] = tuple(value for value in read if value is not None)
            return
        value = self.value(node, kind)
        if value is not None:
            self.every[name] = value

    def value(self, node: Node, kind: ValueType) -> int | None:
        """Return the integer that *node* stands for; None after a finding."""
        if not isinstance(node, Scalar):
            values = {"seen": kind_of_node(node), "allowed": phrase("one value")}
            self.findings.append(Diagnostic("wrong-kind", place_of(node), values))
            return None
        return parse_literal(node, kind, self.findings)

    def event(self, name: str, node: Node) -> Happening | None:
        """Return one event: a mapping, or only its date; None after a finding."""
        try:
            if isinstance(node, Scalar):
                form = _EventForm(on=read_date(node))
            else:
                form = shape(node, _EventForm)
        except DocumentError as error:
            self.findings += error.findings
            return None
        if (form.on is None) == (form.ago is None):
            values = {"seen": str(name)}
            self.findings.append(Diagnostic("event-dated-once", place_of(node), values))
            return None
        value = self.event_value(name, form.value, place_of(node))
        return Happening(form.on, form.ago or 0, value, form.until, form.for_, place_of(node))

    def event_value(self, name: str, stated: Scalar | None, place: Place) -> int | None:
        """Return the value of an event, None if it has none or after a finding."""
        kind = self.vocabulary.events[name].type
        if stated is not None and kind is not None:
            return self.value(stated, kind)
        if stated is not None:
            values = {"seen": str(stated), "event": str(name)}
            self.findings.append(Diagnostic("event-without-value", place, values))
        elif kind is not None:
            self.findings.append(Diagnostic("event-needs-value", place, {"seen": str(name)}))
        return None
