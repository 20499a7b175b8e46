"""The law as data: rules, their effects and selections, and the law in force on a date.

A :class:`Law` is a regulation with its amendments, cut by its change dates into
:class:`Vintage` s; within one vintage nothing changes, so each is typed and compiled once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from operator import attrgetter

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.ast import ALWAYS, Condition, Term
from policy_sim.policy.tables import Table
from policy_sim.policy.values import Unit, ValueType
from policy_sim.policy.vocabulary import Vocabulary

__all__ = [
    "Amended",
    "Authority",
    "Clause",
    "Effect",
    "Law",
    "Parameter",
    "Quota",
    "Rule",
    "Selection",
    "Vintage",
]

_BEGINS = attrgetter("begins")


class Authority(StrEnum):
    """Who may change a rule or a parameter."""

    NATIONAL = "national"
    CITY = "city"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Clause:
    """One item of a rule's ``when``: what a refusal can point to."""

    condition: Condition
    text: str
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect that a standing rule gives: its name (``promote``, ``sanction`` …), the value
    given (None for a bare ``promote``) and further fields such as ``for: 6 months``.
    """

    name: str
    value: Term | None = None
    fields: Mapping[str, Term] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Quota:
    """A ``reserve`` or ``cap`` of a selection.

    *share* is a percentage times 100 (20 % is 2000) or None, *count* a number of places or
    None; *rounding* is ``up``, ``down`` or ``nearest``; *span* says per what it is counted.
    """

    whom: Condition
    share: int | None
    count: int | None
    rounding: str = "down"
    filled_first: bool = True
    release: bool = True
    span: str = "competition"


@dataclass(frozen=True, slots=True)
class Selection:
    """How scarce places are given: the pool, the exact score, the ties, the quotas.

    *pool* is ``unit``, ``agency`` or ``city``; *per* is ``post``, ``course``, ``unit`` or
    empty (one competition for the whole pool). *turn* is ``first`` or ``last`` where the rule
    fills posts before or after the other rules of its area, else empty.
    """

    rank_by: Term
    ties: tuple[Term, ...] = ()
    per: str = ""
    pool: str = "city"
    reserves: tuple[Quota, ...] = ()
    caps: tuple[Quota, ...] = ()
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One article of a regulation, typed for one vintage.

    *scope* is ``applies_to``; *clauses* are the top-level items of ``when``, in document order;
    *bars* are the effects that the rule takes away from every other rule.
    """

    id: str
    area: str
    clauses: tuple[Clause, ...]
    effects: tuple[Effect, ...] = ()
    scope: Condition = ALWAYS
    overrides: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    select: Selection | None = None
    for_each: str = ""
    title: str = ""
    source: str = ""
    authority: Authority = Authority.CITY
    status: str = ""
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value as it stands in one vintage: closed integer ranges (one for a plain value)."""

    name: str
    ranges: tuple[tuple[int, int], ...]
    type: ValueType
    text: str
    source: str = ""
    authority: Authority = Authority.CITY
    status: str = ""
    place: Place = field(default=Place(""), compare=False)

    @property
    def unit(self) -> Unit:
        """The unit of the value."""
        return self.type.unit

    @property
    def single(self) -> int | None:
        """The one integer of a plain value, or None for a set or a range."""
        (low, high), *others = self.ranges
        return low if low == high and not others else None


@dataclass(frozen=True, slots=True)
class Vintage:
    """The law in force between two change dates: *begins* inclusive, *ends* exclusive."""

    begins: date
    ends: date | None
    rules: tuple[Rule, ...]
    parameters: Mapping[str, Parameter] = field(hash=False)
    tables: Mapping[str, Table] = field(hash=False)
    definitions: Mapping[str, Term | Condition] = field(hash=False)
    key: str = ""
    """A digest of everything above: equal keys mean equal law."""
    placeholders: frozenset[str] = frozenset()
    """The rules that rest on figures which only hold a place."""

    def area(self, name: str) -> tuple[Rule, ...]:
        """Return the rules of one area, by id (file order never matters)."""
        return tuple(sorted((r for r in self.rules if r.area == name), key=lambda r: r.id))

    @property
    def bars(self) -> tuple[Rule, ...]:
        """Return the rules that bar effects; they have no area."""
        return tuple(sorted((r for r in self.rules if r.bars), key=lambda r: r.id))


@dataclass(frozen=True, slots=True)
class Amended:
    """An amendment of a law: its *title*, where it stands, and its first day in force."""

    title: str
    effective: date
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Law:
    """A regulation with its amendments over time."""

    id: str
    title: str
    vocabulary: Vocabulary = field(hash=False)
    vintages: tuple[Vintage, ...]
    files: tuple[str, ...] = ()
    digest: str = ""
    """SHA-256 of the texts of all its documents."""
    findings: tuple[Diagnostic, ...] = ()
    """Warnings and notes of loading; errors are raised instead."""
    amendments: tuple[Amended, ...] = ()

    def on(self, day: date) -> Vintage:
        """Return the law in force on *day*; raise :exc:`ValueError` before its first date."""
        index = bisect_right(self.vintages, day, key=_BEGINS) - 1
        if index < 0:
            msg = f"{self.id} has no law before {self.vintages[0].begins}: {day}"
            raise ValueError(msg)
        return self.vintages[index]
