"""Where two operands meet: compared with each other, or as the branches of an ``if``."""

from __future__ import annotations

from policy_sim.policy.ast import All, Any, Choice, Condition, Not
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.comparison import compared_numbers, compared_words, one_unit
from policy_sim.policy.literals import wanted
from policy_sim.policy.operands import (
    CONDITIONS,
    Operand,
    as_condition,
    as_quantity,
    as_term,
    as_word,
    type_of,
)
from policy_sim.policy.quantity import Quantity, common_step
from policy_sim.policy.scaling import integer_type, term_of
from policy_sim.policy.site import Site
from policy_sim.policy.values import ValueType

__all__ = ["alternative", "compared"]

Branch = tuple[Operand, Site]
"""An operand with the place where it stands."""


def compared(comparison: Comparison, left: Branch, right: Branch, site: Site) -> Condition | None:
    """Return a comparison of two numbers, or of two words, flags or dates of one kind."""
    if isinstance(left[0], Quantity) and isinstance(right[0], Quantity):
        if not one_unit(left[0], right[0], left[1], right[1]):
            return None
        return compared_numbers(comparison, left[0], right[0], site)
    for number, other in ((left, right), (right, left)):
        if isinstance(number[0], Quantity):
            _no_number(number[1], other)
            return None
    first = as_word(left[0], type_of(right[0]), left[1])
    second = as_word(right[0], type_of(left[0]), right[1])
    if first is None or second is None:
        return None
    return compared_words(comparison, first, second, site)


def _no_number(number: Site, other: Branch) -> None:
    """Record that a number stands where the other side asks for something else."""
    kind = type_of(other[0])
    if kind is None:
        as_quantity(*other)
    else:
        number.refuse("wrong-value", allowed=wanted(kind))


def alternative(
    when: Condition, chosen: Branch, other: Branch, expected: ValueType | None
) -> Operand | None:
    """Return one of two branches, which must be of one kind, unit or scale.

    *expected* is the type of bare words when both branches are bare words.
    """
    operands = chosen[0], other[0]
    if any(isinstance(operand, Quantity) for operand in operands):
        return _number(when, chosen, other)
    if any(isinstance(operand, CONDITIONS) for operand in operands):
        return _condition(when, chosen, other)
    first = as_word(chosen[0], type_of(other[0]) or expected, chosen[1])
    second = None if first is None else as_term(other[0], first.type, other[1])
    if first is None or second is None:
        return None
    return Choice(first.type, when, first, second)


def _number(when: Condition, chosen: Branch, other: Branch) -> Quantity | None:
    one, two = as_quantity(*chosen), as_quantity(*other)
    if one is None or two is None or not one_unit(one, two, chosen[1], other[1]):
        return None
    step = common_step((one.top.step, two.top.step))
    first, second = term_of(one, chosen[1], step), term_of(two, other[1], step)
    if first is None or second is None:
        return None
    low = min(first.type.low, second.type.low)
    high = max(first.type.high, second.type.high)
    kind = integer_type(low, high, step, one.dimension.unit)
    return Quantity.of(Choice(kind, when, first, second), one.dimension)


def _condition(when: Condition, chosen: Branch, other: Branch) -> Condition | None:
    one, two = as_condition(*chosen), as_condition(*other)
    if one is None or two is None:
        return None
    return Any((All((when, one)), All((Not(when), two))))
