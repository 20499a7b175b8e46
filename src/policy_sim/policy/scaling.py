"""From exact fractions to integers: common steps, cleared denominators, ranges under 2^53."""

from __future__ import annotations

from fractions import Fraction

from policy_sim.policy.ast import Const, Product, Quotient, Rounding, Sum, Term
from policy_sim.policy.quantity import PURE, Dimension, Linear, Quantity
from policy_sim.policy.site import Site
from policy_sim.policy.unit_words import decimal
from policy_sim.policy.values import EXACT, Kind, Unit, ValueType

__all__ = [
    "crossed",
    "divided",
    "integer_type",
    "multiplied",
    "rounded",
    "scaled_to",
    "summed",
    "term_of",
]


def integer_type(low: int, high: int, step: Fraction, unit: Unit | None) -> ValueType:
    """Return the type of a computed number; a compound dimension has no unit of its own."""
    kind = Kind.WHOLE if step.denominator == 1 else Kind.DECIMAL
    return ValueType(kind, low, high, unit or Unit.NONE, step)


def scaled_to(linear: Linear, step: Fraction, dimension: Dimension, site: Site) -> Term | None:
    """Return *linear* as an integer term of *step*.

    Findings: ``finer-than-step`` if it is not a whole number of steps, ``too-large`` if an
    integer on the way could reach 2^53.
    """
    weights = [(weight / step, term) for weight, term in linear.parts]
    rest = linear.constant / step
    if any(w.denominator != 1 for w, _ in weights) or rest.denominator != 1:
        site.refuse("finer-than-step", allowed=[decimal(step)])
        return None
    reach = abs(rest) + sum(abs(w) * _reach(term) for w, term in weights)
    if reach >= EXACT:
        site.refuse("too-large")
        return None
    if len(weights) == 1 and not rest and weights[0][1].type.step == linear.parts[0][0] == step:
        return weights[0][1]
    low, high = (int(end / step) for end in linear.bounds())
    kind = integer_type(low, high, step, dimension.unit)
    if linear.fixed:
        return Const(kind, int(rest))
    parts = [(int(w), term) for w, term in weights]
    if rest:
        constant = integer_type(int(rest), int(rest), step, dimension.unit)
        parts.append((1, Const(constant, int(rest))))
    return Sum(kind, tuple(parts))


def _reach(term: Term) -> int:
    return max(abs(term.type.low), abs(term.type.high))


def term_of(quantity: Quantity, site: Site, step: Fraction | None = None) -> Term | None:
    """Return a quantity without a division as an integer term, in *step* or its own step."""
    if quantity.divided or quantity.bottom is not None:
        site.refuse("division-outside")
        return None
    return scaled_to(quantity.top, step or quantity.top.step, quantity.dimension, site)


def summed(left: Quantity, right: Quantity, sign: int, site: Site) -> Quantity | None:
    """Return the sum or (*sign* -1) the difference of two quantities of one dimension."""
    one = _raised(left.top, right.bottom, site)
    other = _raised(right.top, left.bottom, site)
    if one is None or other is None:
        return None
    bottom = left.bottom
    if bottom is None:
        bottom = right.bottom
    elif right.bottom is not None:
        bottom = _raised(bottom, right.bottom, site)
        if bottom is None:
            return None
    divided = left.divided or right.divided
    return Quantity(one.plus(other, sign), left.dimension, bottom, divided)


def multiplied(left: Quantity, right: Quantity, site: Site) -> Quantity | None:
    """Return the product of two quantities; their dimensions combine."""
    dimension = left.dimension.times(right.dimension)
    top = _raised(left.top, right.top, site, dimension)
    bottom = left.bottom
    if right.bottom is not None:
        bottom = right.bottom if bottom is None else _raised(bottom, right.bottom, site)
        if bottom is None:
            return None
    if top is None:
        return None
    return Quantity(top, dimension, bottom, left.divided or right.divided)


def divided(left: Quantity, right: Quantity, site: Site) -> Quantity | None:
    """Return the quotient of two quantities; the divisor must be above zero for everyone."""
    if right.top.bounds()[0] <= 0:
        site.refuse("divisor-not-positive")
        return None
    dimension = left.dimension.times(right.dimension, -1)
    top = _raised(left.top, right.bottom, site)
    if top is None:
        return None
    if right.top.fixed:
        return Quantity(top.scaled(1 / right.top.constant), dimension, left.bottom, divided=True)
    bottom = _raised(right.top, left.bottom, site)
    return None if bottom is None else Quantity(top, dimension, bottom, divided=True)


def crossed(left: Quantity, right: Quantity, site: Site) -> tuple[Linear, Linear] | None:
    """Return two sums that compare as the quantities do; every divisor is above zero."""
    one = _raised(left.top, right.bottom, site)
    other = _raised(right.top, left.bottom, site)
    return None if one is None or other is None else (one, other)


def _raised(
    linear: Linear, other: Linear | None, site: Site, dimension: Dimension = PURE
) -> Linear | None:
    """Return the product of two sums (*other* None is 1); a column for each side if both vary."""
    if other is None:
        return linear
    if other.fixed:
        return linear.scaled(other.constant)
    if linear.fixed:
        return other.scaled(linear.constant)
    left = scaled_to(linear, linear.step, PURE, site)
    right = scaled_to(other, other.step, PURE, site)
    if left is None or right is None:
        return None
    ends = [a * b for a in _ends(left) for b in _ends(right)]
    if max(map(abs, ends)) >= EXACT:
        site.refuse("too-large")
        return None
    step = linear.step * other.step
    product = Product(integer_type(min(ends), max(ends), step, dimension.unit), left, right)
    return Linear(((step, product),))


def _ends(term: Term) -> tuple[int, int]:
    return term.type.low, term.type.high


def rounded(quantity: Quantity, step: Fraction, rounding: Rounding, site: Site) -> Quantity | None:
    """Return a quantity rounded to whole steps; halves go away from zero under ``round``."""
    bottom = quantity.bottom or Linear((), Fraction(1))
    top_step = quantity.top.step
    above = scaled_to(quantity.top, top_step, quantity.dimension, site)
    below = scaled_to(bottom, bottom.step, PURE, site)
    if above is None or below is None:
        return None
    if isinstance(above, Const) and isinstance(below, Const):
        value = _round(quantity.top.constant / bottom.constant / step, rounding) * step
        return Quantity(Linear((), value), quantity.dimension)
    numerator, divisor = _unwrapped(above), _unwrapped(below)
    ratio = top_step / (bottom.step * step)
    divisor = _repeated(divisor, ratio.denominator)
    factor = ratio.numerator
    if 2 * factor * _reach(numerator) + _reach(divisor) >= EXACT:
        site.refuse("too-large")
        return None
    ends = [
        _round(Fraction(factor * a, b), rounding) for a in _ends(numerator) for b in _ends(divisor)
    ]
    kind = integer_type(min(ends), max(ends), step, quantity.dimension.unit)
    term = Quotient(kind, numerator, divisor, rounding, factor)
    return Quantity(Linear(((step, term),)), quantity.dimension)


def _unwrapped(term: Term) -> Term:
    """Return the term inside a sum of it alone, once: the same integers in another step."""
    if isinstance(term, Sum) and len(term.parts) == 1 and term.parts[0][0] == 1:
        return term.parts[0][1]
    return term


def _repeated(term: Term, times: int) -> Term:
    if times == 1:
        return term
    low, high = (times * end for end in _ends(term))
    kind = integer_type(low, high, term.type.step, term.type.unit)
    return Const(kind, low) if isinstance(term, Const) else Sum(kind, ((times, term),))


def _round(value: Fraction, rounding: Rounding) -> int:
    if rounding is Rounding.FLOOR:
        return value.__floor__()
    if rounding is Rounding.CEIL:
        return value.__ceil__()
    half = Fraction(1, 2)
    return (value + half).__floor__() if value >= 0 else (value - half).__ceil__()
