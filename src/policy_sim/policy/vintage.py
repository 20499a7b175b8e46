"""The law in force between two change dates: rules, parameters, tables, definitions, levers.

Within one vintage nothing changes, so each is typed and compiled once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from policy_sim.diagnostics import Place
from policy_sim.policy.ast import Column, Condition, Const, Term
from policy_sim.policy.promises import Distinction, Promise
from policy_sim.policy.rule import Authority, Quota, Rule
from policy_sim.policy.substitution import substituted
from policy_sim.policy.tables import Table
from policy_sim.policy.unit_words import decimal
from policy_sim.policy.values import Unit, ValueType
from policy_sim.policy.writing import written

__all__ = ["Lever", "Parameter", "Setting", "Vintage"]

_HUNDREDTHS = 10_000
"""Shares of places are counted in hundredths of a percent."""


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
    stated: Mapping[str, Place] = field(default_factory=dict, hash=False, compare=False)
    """Where each definition stands."""

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
