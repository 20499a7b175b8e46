"""The vocabulary: what can be said of a person, a unit or a post; declared in documents.

An attribute belongs to the *record* (written by events, read by law). Truth is not here: no
regulation can name what nobody has measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from policy_sim.diagnostics import Place
from policy_sim.policy.ast import Condition, Term
from policy_sim.policy.tables import Table
from policy_sim.policy.values import Scale, ValueType

__all__ = [
    "EARNING",
    "Attribute",
    "Currency",
    "Event",
    "Figure",
    "Group",
    "Moves",
    "Relation",
    "Series",
    "Vocabulary",
]

EARNING: Mapping[str, str] = MappingProxyType({"admit": "examination", "enrol": "course"})
"""The effects by which somebody may earn an entry, and the attribute whose words they give."""


@dataclass(frozen=True, slots=True)
class Moves:
    """How an attribute changes by itself: *each_month* steps, back to zero by these effects.

    *cut_by* says, by effect, by how much the attribute then falls: a term that reads the record
    after the effect. *earned_by* says, by the word of an examination or a course, which value
    it enters for whoever passes.
    """

    each_month: int = 0
    reset_by: tuple[str, ...] = ()
    cut_by: Mapping[str, Term] = field(default_factory=dict, hash=False)
    earned_by: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of the record.

    *before_first* is a newcomer's integer until the first record; *merit* is ``higher``,
    ``lower`` or empty; *subject* is ``person``, ``unit``, ``post`` or ``organisation``.
    """

    name: str
    type: ValueType
    subject: str = "person"
    protected: bool = False
    merit: str = ""
    typical: int | None = None
    before_first: int = 0
    moves: Moves | None = None
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Series:
    """A periodic record on a scale (appraisals): the last *keep* periods are remembered.

    *subject* is ``person``, ``unit`` or ``organisation``.
    """

    name: str
    type: ValueType
    every: str = "year"
    keep: int = 10
    merit: str = ""
    if_missing: int = 0
    place: Place = field(default=Place(""), compare=False)
    subject: str = "person"


@dataclass(frozen=True, slots=True)
class Event:
    """A dated occurrence (a sanction, a promotion), with a value if *type* is given."""

    name: str
    type: ValueType | None = None
    expires: bool = False
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """One hop to another subject: ``superior.grade`` reads the superior's grade."""

    name: str
    to: str


class Figure(StrEnum):
    """What is worked out of a group of people."""

    SHARE = "share"
    MEAN = "mean"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Group:
    """How the figure of a group, which is a series of its *subject*, is worked out of people.

    *figure* is of the *term* (None: of heads) of those people whom *where* is true of: their
    share in the total of all, their mean, or their number. A rule *waits* for as many figures as it
    looks at if nothing is said of missing ones.
    """

    name: str
    subject: str
    figure: Figure
    where: Condition
    term: Term | None = None
    waits: bool = True


@dataclass(frozen=True, slots=True)
class Currency:
    """Money as it is written (``Rp 175000``) and named (rupiah).

    Without a symbol, amounts may be written with any one.
    """

    symbol: str = ""
    name: str = "money"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that a regulation may name."""

    attributes: Mapping[str, Attribute]
    scales: Mapping[str, Scale]
    series: Mapping[str, Series] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    always: tuple[tuple[str, Condition], ...] = ()
    """What is true of every real person: the text of each, and its condition."""
    tables: Mapping[str, Table] = field(default_factory=dict)
    """Look-ups that `always` needs, such as the highest grade that an education can reach."""
    currency: Currency = Currency()
    """What money is, in everything that uses the vocabulary."""
    tracks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Procedures of several stages; the subject's stage is the attribute ``NAME.stage``."""

    def series_of(self, subject: str) -> dict[str, Series]:
        """Return the series of people, of units or of the organisation, by name."""
        return {name: one for name, one in self.series.items() if one.subject == subject}
