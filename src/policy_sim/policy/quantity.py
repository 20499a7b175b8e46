"""Exact arithmetic while an expression is typed: weighted sums of columns, and their quotients.

A quantity is kept in exact fractions of its unit until its place in the law is known; only then
is it brought to integers (:mod:`policy_sim.policy.scaling`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from policy_sim.policy.ast import Const, Term
from policy_sim.policy.unit_words import unit_word
from policy_sim.policy.values import Unit

__all__ = ["PURE", "Dimension", "Linear", "Quantity", "common_step", "dimension_of"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A product of units with their powers, such as points per month."""

    powers: tuple[tuple[Unit, int], ...] = ()

    def times(self, other: Dimension, sign: int = 1) -> Dimension:
        """Return the dimension of a product, or (with *sign* -1) of a quotient."""
        powers = dict(self.powers)
        for unit, power in other.powers:
            powers[unit] = powers.get(unit, 0) + sign * power
        return Dimension(tuple(sorted((u, p) for u, p in powers.items() if p)))

    @property
    def unit(self) -> Unit | None:
        """The single unit that this is, or None if it is a compound."""
        if not self.powers:
            return Unit.NONE
        unit, power = self.powers[0]
        return unit if power == 1 and len(self.powers) == 1 else None

    def __str__(self) -> str:
        if not self.powers:
            return unit_word(Unit.NONE)
        above = [_power(unit, power) for unit, power in self.powers if power > 0]
        below = [_power(unit, -power) for unit, power in self.powers if power < 0]
        return " / ".join(["*".join(above) or "1", *below])


PURE = Dimension()
"""The dimension of a plain number."""


def _power(unit: Unit, power: int) -> str:
    return str(unit) if power == 1 else f"{unit}^{power}"


def dimension_of(unit: Unit) -> Dimension:
    """Return the dimension of one unit."""
    return PURE if unit is Unit.NONE else Dimension(((unit, 1),))


@dataclass(frozen=True, slots=True)
class Linear:
    """``sum of weight * integer of the term, + constant``, exactly, in the unit itself."""

    parts: tuple[tuple[Fraction, Term], ...]
    constant: Fraction = Fraction(0)

    @property
    def fixed(self) -> bool:
        """Whether this is the same number for everyone."""
        return not self.parts

    @property
    def factors(self) -> tuple[Fraction, ...]:
        """The weights and the constant: all are whole in a step that divides each."""
        return (*(weight for weight, _ in self.parts), self.constant)

    def plus(self, other: Linear, sign: int = 1) -> Linear:
        """Return the sum, or (with *sign* -1) the difference."""
        moved = tuple((sign * weight, term) for weight, term in other.parts)
        return Linear(self.parts + moved, self.constant + sign * other.constant)

    def scaled(self, factor: Fraction) -> Linear:
        """Return this times a number."""
        parts = tuple((factor * weight, term) for weight, term in self.parts) if factor else ()
        return Linear(parts, factor * self.constant)

    @property
    def step(self) -> Fraction:
        """The step in which this is a whole number without losing anything."""
        if len(self.parts) == 1 and not self.constant:
            weight, term = self.parts[0]
            if weight == term.type.step:
                return weight
        return Fraction(1, lcm(*(factor.denominator for factor in self.factors)))

    def bounds(self) -> tuple[Fraction, Fraction]:
        """Return the least and the greatest value that the ranges of the terms allow."""
        low = high = self.constant
        for weight, term in self.parts:
            ends = sorted((weight * term.type.low, weight * term.type.high))
            low, high = low + ends[0], high + ends[1]
        return low, high


def common_step(steps: Iterable[Fraction]) -> Fraction:
    """Return the greatest step that all *steps* are whole multiples of (1 if all are 0)."""
    top, bottom = 0, 1
    for step in steps:
        top, bottom = (
            gcd(top * step.denominator, step.numerator * bottom),
            bottom * step.denominator,
        )
    return Fraction(top, bottom) if top else Fraction(1)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its dimension: ``top / bottom`` (*bottom* None: no column below).

    *divided* remembers that a division was written, even one by a plain number: it may stand
    only in a comparison or under a rounding.
    """

    top: Linear
    dimension: Dimension = PURE
    bottom: Linear | None = None
    divided: bool = False

    @classmethod
    def number(cls, value: Fraction, unit: Unit | None) -> Quantity:
        """Return a literal; *unit* None and :attr:`Unit.NONE` both mean a plain number."""
        return cls(Linear((), value), dimension_of(unit or Unit.NONE))

    @classmethod
    def of(cls, term: Term, dimension: Dimension | None = None) -> Quantity:
        """Return the quantity that a numeric term is; *dimension* if it is a compound one."""
        dimension = dimension or dimension_of(term.type.unit)
        if isinstance(term, Const):
            return cls(Linear((), term.value * term.type.step), dimension)
        return cls(Linear(((term.type.step, term),)), dimension)

    @property
    def plain_number(self) -> bool:
        """Whether this is a fixed number without a unit."""
        return self.top.fixed and self.bottom is None and self.dimension == PURE
