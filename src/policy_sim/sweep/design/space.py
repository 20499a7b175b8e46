"""The space of a search: which parameters of a law may take which values.

A parameter is searched over the range that its document states, that of its lever, or one that is
asked for; in steps of the finest difference that value and range show, but in at most 21 values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.errors import ScenarioError
from policy_sim.policy.expressions import parse_ranges
from policy_sim.policy.loading import Regulation
from policy_sim.policy.measures import implied_type
from policy_sim.policy.statute import ValueForm, Version
from policy_sim.policy.unit_words import decimal
from policy_sim.policy.values import Unit, ValueType
from policy_sim.policy.wording import unknown_parameter
from policy_sim.policy.writing import written
from policy_sim.sweep.design.proposal import Proposed, in_force

__all__ = ["MOST_VALUES", "Dimension", "Space", "space_of"]

MOST_VALUES = 21
"""A parameter is searched at so many values at most."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A parameter and its values, ascending, each as a policy would hold it."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Space:
    """What is searched: every combination of the values of all parameters."""

    dimensions: tuple[Dimension, ...]

    @property
    def size(self) -> int:
        """How many combinations there are."""
        return prod(len(dimension.values) for dimension in self.dimensions)

    def at(self, places: Mapping[str, int]) -> dict[str, str]:
        """Return the values at *places*, by parameter."""
        return {one.name: one.values[places[one.name]] for one in self.dimensions}


def space_of(regulation: Regulation, proposed: Proposed, asked: Mapping[str, str]) -> Space:
    """Return the space of *asked* parameters, each with a range ``LOW..HIGH`` or nothing.

    After the range may stand ``by STEP``. Raises
    :exc:`~policy_sim.errors.ScenarioError` with every parameter that the law does not have from
    the day of the proposal on, every one without a range, and every range that cannot be read.
    """
    findings: list[Diagnostic] = []
    known = {str(item.name): version for item, version in in_force(regulation, proposed.since)}
    dimensions: list[Dimension] = []
    for name, text in asked.items():
        place = Place(f"--parameter {name}", 0)
        if name not in known:
            findings.append(unknown_parameter(name, proposed.since, known, place))
            continue
        dimensions += _dimension(regulation, name, known[name], (text, place), findings)
    if findings:
        raise ScenarioError(findings)
    return Space(tuple(dimensions))


def _dimension(
    regulation: Regulation,
    name: str,
    version: Version,
    asked: tuple[str, Place],
    findings: list[Diagnostic],
) -> Iterator[Dimension]:
    """Yield the dimension of one parameter, or add what is wrong with it."""
    form, (text, place) = version.body, asked
    if not isinstance(form, ValueForm):
        return
    stated = form.range or (form.lever.range if form.lever else None)
    span, _, step = text.partition(" by ")
    within = Scalar(span.strip(), place) if span.strip() else stated
    if within is None:
        findings.append(Diagnostic("search-without-range", place, {"seen": name}))
        return
    shown = [form.text, within, *([Scalar(step.strip(), place)] if step else [])]
    kind = implied_type(shown, regulation.law.vocabulary, place, findings)
    bounds = None if kind is None else parse_ranges(within, kind, findings)
    if kind is None or not bounds:
        return
    (low, high), *others = bounds
    if others or not kind.numeric or low >= high:
        findings.append(Diagnostic("lever-range", place, {"seen": within}))
        return
    stride = _stride(high - low, step.strip(), kind, findings)
    symbol = regulation.law.vocabulary.currency.symbol
    numbers = range(low, high + 1, stride)
    yield Dimension(name, tuple(_said(n, kind, form.text, symbol) for n in numbers))


def _stride(width: int, step: str, kind: ValueType, findings: list[Diagnostic]) -> int:
    """Return the difference between neighbours, in steps of the type."""
    found = parse_ranges(Scalar(step), kind, findings) if step else None
    if found:
        return max(1, found[0][0])
    return max(1, -(-width // (MOST_VALUES - 1)))


def _said(number: int, kind: ValueType, like: str, symbol: str) -> str:
    """Return a value as the law says the one in force: per cent as per cent, years as years."""
    if like.endswith("%"):
        return f"{decimal(Fraction(100) * number * kind.step)}%"
    if kind.unit is Unit.MONTHS and "year" in like and number % 12 == 0:
        return "1 year" if number == 12 else f"{number // 12} years"
    return written(number, kind, symbol)
