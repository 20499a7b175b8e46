"""The law as data: rules, their effects and selections, and the law in force on a date.

A :class:`Law` is a regulation with its amendments, cut by its change dates into
:class:`Vintage` s; within one vintage nothing changes, so each is typed and compiled once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from operator import attrgetter

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.ast import ALWAYS, Column, Condition, Const, Term
from policy_sim.policy.promises import Distinction, Promise
from policy_sim.policy.substitution import substituted
from policy_sim.policy.tables import Table
from policy_sim.policy.transition import Membership, Transition, memberships
from policy_sim.policy.unit_words import decimal
from policy_sim.policy.values import Unit, ValueType
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.writing import written

__all__ = [
    "NO_TRANSITION",
    "Amended",
    "Authority",
    "Clause",
    "Effect",
    "Law",
    "Lever",
    "Limit",
    "Parameter",
    "Quota",
    "Rule",
    "Selection",
    "Setting",
    "Stated",
    "Vintage",
]

_BEGINS = attrgetter("begins")

NO_TRANSITION: Membership = frozenset()
"""Who is in no transition is under the law as it stands."""

_HUNDREDTHS = 10_000
"""Shares of places are counted in hundredths of a percent."""


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

    *target* is the lever that ``set`` sets: two levers are two effects, which combine apart.
    """

    name: str
    value: Term | None = None
    fields: Mapping[str, Term] = field(default_factory=dict, hash=False)
    target: str = ""

    @property
    def given_as(self) -> str:
        """The name under which a decision keeps what is given: of ``set``, with its lever."""
        return f"{self.name} {self.target}" if self.target else self.name


@dataclass(frozen=True, slots=True)
class Quota:
    """A ``reserve`` or ``cap`` of a selection.

    *share* is a percentage times 100 (20 % is 2000) or None, *count* a number of places or
    None; *rounding* is ``up``, ``down`` or ``nearest``; *span* says per what it is counted.
    *lever* names the lever that the share or count is, if it is one.
    """

    whom: Condition
    share: int | None
    count: int | None
    rounding: str = "down"
    filled_first: bool = True
    release: bool = True
    span: str = "competition"
    lever: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of the people of a group may have one of some grades of a *series*.

    *grades* is a closed range of the series' integers. Whoever is one too many gets the grade
    *falls_to*, the highest below. *most* states the number, as a quota.
    """

    series: str
    grades: tuple[int, int]
    falls_to: int
    most: Quota


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
    *bars* are the effects that the rule takes away from every other rule. *subject* is whom it
    decides about: ``person``, ``unit`` or ``organisation``; *limits* are those that it puts on
    the grades of the people of a unit, who are ranked by *select*.
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
    subject: str = "person"
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Lever:
    """That a parameter can be set by a rule, for the organisation or for each unit by itself.

    *low* and *high* are inclusive bounds of its integer; everything that the law says must make
    sense for all of them.
    """

    subject: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value as it stands in one vintage: closed integer ranges (one for a plain value).

    Of a *lever* it is the value as long as no rule has set another.
    """

    name: str
    ranges: tuple[tuple[int, int], ...]
    type: ValueType
    text: str
    source: str = ""
    authority: Authority = Authority.CITY
    status: str = ""
    place: Place = field(default=Place(""), compare=False)
    lever: Lever | None = None

    @property
    def unit(self) -> Unit:
        """The unit of the value."""
        return self.type.unit

    @property
    def single(self) -> int | None:
        """The one integer of a plain value, or None for a set or a range."""
        (low, high), *others = self.ranges
        return low if low == high and not others else None

    def valued(self, value: int) -> Parameter:
        """Return this parameter with another single *value*, written as this one is."""
        if value == self.single:
            return self
        text = written(value, self.type)
        if self.text.endswith("%"):
            text = f"{decimal(100 * value * self.type.step)}%"
        return replace(self, ranges=((value, value),), text=text)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the levers of a law are set to: the third thing that a law in force hangs on.

    *values* gives the integers of levers that are the same for all, *parted* the levers that
    differ from unit to unit, whose values are no part of the law. A lever that is in neither
    has the value that the law states.
    """

    values: tuple[tuple[str, int], ...] = ()
    parted: tuple[str, ...] = ()


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
    levers: tuple[str, ...] = ()
    """The levers that are still open: what they say stands in the law as a column."""
    promises: tuple[Promise, ...] = ()
    distinctions: tuple[Distinction, ...] = ()

    def area(self, name: str, subject: str = "person") -> tuple[Rule, ...]:
        """Return the rules of one area about *subject*, by id (file order never matters)."""
        own = (r for r in self.rules if r.area == name and r.subject == subject)
        return tuple(sorted(own, key=lambda r: r.id))

    @property
    def apart(self) -> Vintage:
        """This law without its key, so that nothing compiled of an equal law in another document,
        whose places are those of that document, is taken for its own.
        """
        return replace(self, key="")

    @property
    def bars(self) -> tuple[Rule, ...]:
        """Return the rules that bar effects; they have no area."""
        return tuple(sorted((r for r in self.rules if r.bars), key=lambda r: r.id))

    def settled(self, setting: Setting) -> Vintage:
        """Return this law with its levers at what *setting* says; the same object for the same.

        A lever that differs by unit stays a column, ``unit.NAME`` for a person.
        """
        asked = (self.begins, self.key, setting)
        known = _SETTLED.get(asked) if self.key else None
        if known is None:
            known = _settled(self, setting)
            if self.key:
                _SETTLED[asked] = known
        return known


_SETTLED: dict[tuple[date, str, Setting], Vintage] = {}


def _settled(vintage: Vintage, setting: Setting) -> Vintage:
    stated = {name: vintage.parameters[name] for name in vintage.levers}
    values = {name: lever.single or 0 for name, lever in stated.items()}
    values |= {name: value for name, value in setting.values if name in stated}
    parted = [name for name in setting.parted if name in stated]
    for name in parted:
        del values[name]
    columns = values | {f"unit.{name}": value for name, value in values.items()}

    def swap(part: object) -> object | None:
        if isinstance(part, Column) and part.name in columns:
            return Const(part.type, columns[part.name])
        if isinstance(part, Quota) and part.lever in values:
            set_to = stated[part.lever].valued(values[part.lever])
            return replace(_set(part, set_to), whom=substituted(part.whom, swap))
        return None

    parameters = {name: stated[name].valued(value) for name, value in values.items()}
    said = f"{vintage.key} levers {sorted(values.items())} by unit {parted}"
    return replace(
        vintage,
        rules=substituted(vintage.rules, swap),
        definitions=substituted(vintage.definitions, swap),
        parameters={**vintage.parameters, **parameters},
        key=sha256(said.encode()).hexdigest() if vintage.key else "",
        levers=(),
    )


def _set(quota: Quota, lever: Parameter) -> Quota:
    """Return a quota whose share, or count, is what *lever* is set to."""
    amount = (lever.single or 0) * lever.type.step
    if quota.share is None:
        return replace(quota, count=int(amount))
    return replace(quota, share=int(amount * _HUNDREDTHS))


@dataclass(frozen=True, slots=True)
class Amended:
    """An amendment of a law: its *title*, where it stands, and its first day in force."""

    title: str
    effective: date
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Stated:
    """What one version of an item says of itself: its source, status, and when it was confirmed.

    *section* is parameter, table, definition, rule, promise or distinction.
    """

    section: str
    name: str
    source: str
    status: str
    authority: Authority
    checked: date | None
    begins: date
    ends: date | None
    place: Place = field(compare=False)


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
    overreach: tuple[Diagnostic, ...] = ()
    """What the amendments change beyond their authority; a what-if may, a draft may not."""
    register: tuple[Stated, ...] = ()
    """Every version of every item, in the order of the documents."""
    transitions: tuple[Transition, ...] = ()
    """Those whom amendments let keep some items, by effective date."""
    judging: tuple[Vintage, ...] = ()
    """For each transition the law of the day before, with the one rule of whom it takes."""
    kept: Mapping[Membership, tuple[Vintage, ...]] = field(default_factory=dict, hash=False)
    """The law of those in each combination of transitions, while one of these is open."""

    def on(
        self, day: date, setting: Setting | None = None, within: Membership = NO_TRANSITION
    ) -> Vintage:
        """Return the law in force on *day*; raise :exc:`ValueError` before its first date.

        It is that of those in the transitions *within*. Its levers have the values of *setting*,
        or those that the law states. The same law and values give the same object.
        """
        stated = self.stated(day, within)
        return stated.settled(setting or Setting()) if stated.levers else stated

    def memberships(self, day: date) -> tuple[Membership, ...]:
        """Return every combination of the transitions open on *day* that a person may be in.

        The first is that of those in none.
        """
        still = [one for one in self.transitions if one.open(day)]
        return (NO_TRANSITION, *memberships(still))

    def of(self, within: Membership) -> Law:
        """Return the law of those *within* some transitions, through all time, as one of its own.

        Raises :exc:`KeyError` with the name of a transition that there is not.
        """
        for name in sorted(within - {one.name for one in self.transitions}):
            raise KeyError(name)
        some = [one for one in self.transitions if one.name in within]
        days = {version.begins for version in self.vintages}
        days |= {day for one in some for day in (one.effective, one.until)}
        days |= {version.begins for versions in self.kept.values() for version in versions}
        stretches = pairwise([*sorted(days), self.vintages[-1].ends])
        vintages = tuple(
            replace(self.stated(begins, within), begins=begins, ends=ends)
            for begins, ends in stretches
            if begins is not None
        )
        return replace(self, vintages=vintages, transitions=(), judging=(), kept={})

    def kept_versions(self, since: date) -> Iterator[tuple[Membership, Vintage]]:
        """Yield every version of the law of those in some transitions, on *since* or later.

        A version lasts as long as all of these transitions are open. One that is the law as it
        stands is left out.
        """
        for within, versions in self.kept.items():
            some = [one for one in self.transitions if one.name in within]
            first = max(one.effective for one in some)
            last = min(one.until for one in some)
            for version in versions:
                begins, ends = max(version.begins, first), min(version.ends or last, last)
                if max(begins, since) < ends and self.stated(begins).key != version.key:
                    yield within, replace(version, begins=begins, ends=ends)

    def stated(self, day: date, within: Membership = NO_TRANSITION) -> Vintage:
        """Return the law in force on *day* with its levers open, as :meth:`on` does."""
        still = frozenset(one.name for one in self.transitions if one.open(day)) & within
        if still:
            kept = self.kept[still]
            return kept[bisect_right(kept, day, key=_BEGINS) - 1]
        index = bisect_right(self.vintages, day, key=_BEGINS) - 1
        if index < 0:
            msg = f"{self.id} has no law before {self.vintages[0].begins}: {day}"
            raise ValueError(msg)
        return self.vintages[index]
