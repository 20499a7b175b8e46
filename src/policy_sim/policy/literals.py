"""Fixed values: literals, words and sets of a type, as integers and closed ranges of integers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor

from policy_sim.diagnostics import Diagnostic, near
from policy_sim.policy.kinds import same_kind
from policy_sim.policy.names import NO, YES
from policy_sim.policy.parser import parse
from policy_sim.policy.site import Site
from policy_sim.policy.syntax import (
    AnyValue,
    Choices,
    DateValue,
    Name,
    Negative,
    Number,
    Span,
    Syntax,
)
from policy_sim.policy.unit_words import decimal, meant, unit_word, written
from policy_sim.policy.values import Kind, Scale, Unit, ValueType
from policy_sim.policy.vintage import Parameter

__all__ = [
    "Literals",
    "Ranges",
    "merged",
    "parse_literal",
    "parse_ranges",
    "tied_with",
    "wanted",
]

Ranges = tuple[tuple[int, int], ...]
"""Closed ranges of integers, disjoint and ascending."""


def parse_literal(text: str, kind: ValueType, findings: list[Diagnostic]) -> int | None:
    """Return the integer of one fixed value of a declared type: a cell, a bound, a parameter.

    A plain number takes the declared unit. None, with findings, if the text is no such value.
    """
    syntax = parse(text, findings)
    return None if syntax is None else Literals(findings, declared=True).value(syntax, kind)


def parse_ranges(text: str, kind: ValueType, findings: list[Diagnostic]) -> Ranges | None:
    """Return the integers that a key, a cell or a set names: ``4..6``, ``28..``, ``any``,
    ``(a | b)`` or one value. Open ends reach to the ends of the type. None, with findings, if the
    text is no such set.
    """
    syntax = parse(text, findings)
    return None if syntax is None else Literals(findings, declared=True).ranges(syntax, kind)


def tied_with(scale: Scale, code: int) -> tuple[int, int]:
    """Return the lowest and the highest code of the words that share the rank of *code*."""
    same = [i for i, rank in enumerate(scale.ranks) if rank == scale.ranks[code]]
    return same[0], same[-1]


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return the union of closed ranges, disjoint and ascending."""
    union: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if union and low <= union[-1][1] + 1:
            union[-1] = (union[-1][0], max(high, union[-1][1]))
        else:
            union.append((low, high))
    return tuple(union)


@dataclass(frozen=True)
class Literals:
    """Reads fixed values.

    With *declared* the type is the declared one of a cell or key: plain numbers take its unit, and
    a value outside its range is a finding. Otherwise the type is that of the other side of a
    comparison. *parameters* are the names that stand for fixed values.
    """

    findings: list[Diagnostic]
    declared: bool = False
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def value(self, syntax: Syntax, kind: ValueType) -> int | None:
        """Return the integer of one value of *kind*."""
        site = Site.of(syntax, self.findings)
        parameter = self._parameter(syntax)
        if parameter is not None:
            return None if _refused(parameter, site) else self._only(parameter, kind, site)
        if kind.numeric:
            return self._number(syntax, kind, site)
        if isinstance(syntax, Name) and kind.scale is not None:
            if syntax.name in kind.scale.values:
                return kind.scale.code(syntax.name)
            words = kind.scale.values
            mend = _labelled(site.text, kind) or near(syntax.name, words)
            mend = mend or self._parameter_near(syntax)
            site.refuse("unknown-value", seen=syntax.name, allowed=words, mend=mend)
            return None
        if isinstance(syntax, Name) and kind.kind is Kind.FLAG and syntax.name in (NO, YES):
            return int(syntax.name == YES)
        if isinstance(syntax, DateValue) and kind.kind is Kind.DATE:
            return syntax.day.toordinal()
        mend = _labelled(site.text, kind) or self._parameter_near(syntax)
        site.refuse("wrong-value", allowed=wanted(kind), mend=mend)
        return None

    def ranges(self, syntax: Syntax, kind: ValueType) -> Ranges | None:
        """Return the integers of *kind* that a set, a range or one value names."""
        site = Site.of(syntax, self.findings)
        parameter = self._parameter(syntax)
        if parameter is not None:
            return None if _refused(parameter, site) else _converted(parameter, kind, site)
        if isinstance(syntax, AnyValue):
            return ((kind.low, kind.high),)
        if isinstance(syntax, Span):
            return self._span(syntax, kind, site)
        if isinstance(syntax, Choices):
            found = [self.ranges(item, kind) for item in syntax.items]
            known = [ranges for ranges in found if ranges is not None]
            return (
                merged(r for ranges in known for r in ranges) if len(known) == len(found) else None
            )
        value = self.value(syntax, kind)
        return None if value is None else ((value, value),)

    def _parameter(self, syntax: Syntax) -> Parameter | None:
        return self.parameters.get(syntax.name) if isinstance(syntax, Name) else None

    def _parameter_near(self, syntax: Syntax) -> str:
        """Return the parameter whose name was probably meant, or an empty text."""
        return near(syntax.name, self.parameters) if isinstance(syntax, Name) else ""

    def _only(self, parameter: Parameter, kind: ValueType, site: Site) -> int | None:
        ranges = _converted(parameter, kind, site)
        if ranges is None:
            return None
        if parameter.single is None:
            site.refuse("set-not-value", seen=parameter.name, allowed=[f"in {parameter.name}"])
            return None
        return ranges[0][0]

    def _span(self, span: Span, kind: ValueType, site: Site) -> Ranges | None:
        if kind.kind in (Kind.CATEGORY, Kind.FLAG):
            site.refuse("not-ordered")
            return None
        low = kind.low if span.low is None else self.value(span.low, kind)
        high = kind.high if span.high is None else self.value(span.high, kind)
        if low is None or high is None:
            return None
        if kind.scale is not None:
            low, high = tied_with(kind.scale, low)[0], tied_with(kind.scale, high)[1]
        if low <= high:
            return ((low, high),)
        if span.low is None or span.high is None:
            return ()
        site.refuse("range-reversed")
        return None

    def _number(self, syntax: Syntax, kind: ValueType, site: Site) -> int | None:
        sign, number = (-1, syntax.item) if isinstance(syntax, Negative) else (1, syntax)
        if not isinstance(number, Number):
            site.refuse("wrong-value", allowed=wanted(kind), mend=self._parameter_near(syntax))
            return None
        if not self._united(number, kind, site):
            return None
        steps = sign * number.value / kind.step
        if steps.denominator != 1:
            site.refuse("finer-than-step", allowed=[decimal(kind.step)])
            return None
        if self.declared and not kind.low <= steps <= kind.high:
            site.refuse("out-of-range", allowed=wanted(kind))
            return None
        return int(steps)

    def _united(self, number: Number, kind: ValueType, site: Site) -> bool:
        if number.unit == kind.unit:
            return True
        if number.unit is None:
            if self.declared or kind.unit is Unit.NONE:
                return True
            mend = meant(site.text, kind.unit)
            site.refuse("unit-missing", allowed=[kind.unit], mend=mend)
            return False
        site.refuse("units-differ", allowed=[unit_word(kind.unit)])
        return False


def _refused(parameter: Parameter, site: Site) -> bool:
    """Record that a lever stands where a value must be fixed, if it is one."""
    if parameter.lever is None:
        return False
    site.refuse("lever-not-fixed", seen=parameter.name)
    return True


def _labelled(text: str, kind: ValueType) -> str:
    """Return the word of *kind* whose label was written in its place, or an empty text."""
    labels = {} if kind.scale is None else kind.scale.labels
    found = (word for word, label in labels.items() if label.casefold() == text.casefold())
    return next(found, "")


def _converted(parameter: Parameter, kind: ValueType, site: Site) -> Ranges | None:
    """Return a parameter's values as integers of *kind*: the same quantity, counted in its step."""
    own = parameter.type
    if not same_kind(own, kind, site):
        return None
    if own.unit is not kind.unit:
        site.refuse("units-differ", seen=unit_word(own.unit), allowed=[unit_word(kind.unit)])
        return None
    ratio = own.step / kind.step
    ranges = [(ceil(low * ratio), floor(high * ratio)) for low, high in parameter.ranges]
    if any(low > high for low, high in ranges):
        site.refuse("finer-than-step", allowed=[decimal(kind.step)])
        return None
    return merged(ranges)


def wanted(kind: ValueType) -> tuple[str, ...]:
    """Return what may be written where a fixed value of *kind* is needed."""
    if kind.scale is not None:
        return kind.scale.values
    if kind.kind is Kind.FLAG:
        return (YES, NO)
    if kind.kind is Kind.DATE:
        return ("2026-01-31",)
    low, high = (decimal(kind.step * end) for end in (kind.low, kind.high))
    return (f"{low}..{written(high, kind.unit)}",)
