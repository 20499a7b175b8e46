"""Comparisons: both sides brought to integers of one step, or to ranks of one scale."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from policy_sim.policy.ast import Compare, Condition, Const, Constant, Member, Rank, Term
from policy_sim.policy.comparator import HOLDS, Comparison
from policy_sim.policy.kinds import same_kind
from policy_sim.policy.literals import Ranges, tied_with
from policy_sim.policy.quantity import PURE, Dimension, Linear, Quantity, common_step
from policy_sim.policy.scaling import crossed, scaled_to
from policy_sim.policy.site import Site
from policy_sim.policy.unit_words import meant
from policy_sim.policy.values import EXACT, Kind, Scale, ValueType

__all__ = ["compared_numbers", "compared_words", "in_ranges", "one_unit", "tied_bound"]

_IDENTITY = (Comparison.EQ, Comparison.NE)


def one_unit(left: Quantity, right: Quantity, left_site: Site, right_site: Site) -> bool:
    """Return whether two sides have one unit; record a finding if not.

    A plain number beside a unit is ``unit-missing`` (its mend writes the unit), anything else is
    ``units-differ``.
    """
    if left.dimension == right.dimension:
        return True
    pairs = ((left, left_site, right), (right, right_site, left))
    for side, site, other in pairs:
        unit = other.dimension.unit
        if side.plain_number and unit is not None:
            site.refuse("unit-missing", allowed=[unit], mend=meant(site.text, unit))
            return False
    right_site.refuse("units-differ", seen=str(right.dimension), allowed=[str(left.dimension)])
    return False


def compared_numbers(
    comparison: Comparison, left: Quantity, right: Quantity, site: Site
) -> Condition | None:
    """Return a comparison of two quantities of one unit; quotients are multiplied out."""
    sides = crossed(left, right, site)
    if sides is None:
        return None
    one, other = sides
    if one.fixed and not other.fixed:
        comparison, one, other = comparison.mirrored, other, one
    factor = _plain_factor(one)
    if factor is not None and other.fixed:
        if factor < 0:
            comparison = comparison.mirrored
        return _threshold(comparison, one.parts[0][1], other.constant * factor, site)
    divided = left.bottom is not None or right.bottom is not None
    return _weighed(comparison, one, other, PURE if divided else left.dimension, site)


def _plain_factor(side: Linear) -> Fraction | None:
    """Return what turns *side* into the integers of its one column: 1/2 of a column against 10
    is the column against 20. None if it is more than one column times a number.
    """
    if len(side.parts) != 1 or side.constant:
        return None
    return 1 / side.parts[0][0]


def _threshold(comparison: Comparison, term: Term, bound: Fraction, site: Site) -> Condition | None:
    """Return a column against a number; one between two steps is moved to the step that decides
    the same (at least 70.55 in steps of 0.1 is at least 70.6).
    """
    if abs(bound) >= EXACT:
        site.refuse("too-large")
        return None
    if bound.denominator != 1 and comparison in _IDENTITY:
        return Constant(comparison is Comparison.NE)
    upward = comparison in (Comparison.GE, Comparison.LT)
    value = ceil(bound) if upward else floor(bound)
    return _compare(comparison, term, Const(replace(term.type, low=value, high=value), value))


def _weighed(
    comparison: Comparison, left: Linear, right: Linear, dimension: Dimension, site: Site
) -> Condition | None:
    step = common_step((*left.factors, *right.factors))
    one = scaled_to(left, step, dimension, site)
    other = None if one is None else scaled_to(right, step, dimension, site)
    return None if one is None or other is None else _compare(comparison, one, other)


def _compare(comparison: Comparison, left: Term, right: Term) -> Condition:
    """Return the comparison with what is fixed on the right, or its answer if all is fixed."""
    if isinstance(left, Const) and isinstance(right, Const):
        return Constant(HOLDS[comparison](left.value, right.value))
    if isinstance(left, Const):
        return Compare(comparison.mirrored, right, left)
    return Compare(comparison, left, right)


def compared_words(comparison: Comparison, left: Term, right: Term, site: Site) -> Condition | None:
    """Return a comparison of two words, flags or dates of one type.

    ``==`` asks for the same word, the orders compare ranks. Findings: ``kinds-differ``,
    ``scales-differ``, ``not-ordered``.
    """
    if not same_kind(right.type, left.type, site):
        return None
    scale = left.type.scale
    if comparison in _IDENTITY:
        return _compare(comparison, left, right)
    if left.type.kind in (Kind.CATEGORY, Kind.FLAG):
        site.refuse("not-ordered", seen=comparison, allowed=_IDENTITY)
        return None
    if scale is None or not scale.tied:
        return _compare(comparison, left, right)
    return _ranked(comparison, left, right, scale)


def _ranked(comparison: Comparison, left: Term, right: Term, scale: Scale) -> Condition:
    if isinstance(left, Const):
        if isinstance(right, Const):
            ranks = scale.ranks[left.value], scale.ranks[right.value]
            return Constant(HOLDS[comparison](*ranks))
        return _ranked(comparison.mirrored, right, left, scale)
    if isinstance(right, Const):
        bound = tied_bound(comparison, right.value, scale)
        return Compare(comparison, left, Const(right.type, bound))
    kind = ValueType(Kind.WHOLE, min(scale.ranks), max(scale.ranks))
    return Compare(comparison, Rank(kind, left), Rank(kind, right))


def tied_bound(comparison: Comparison, code: int, scale: Scale) -> int:
    """Return the code to compare codes with, so that words tied with *code* count as it does."""
    if comparison in _IDENTITY:
        return code
    low, high = tied_with(scale, code)
    return low if comparison in (Comparison.GE, Comparison.LT) else high


def in_ranges(term: Term, ranges: Ranges) -> Condition:
    """Return whether a term lies in one of several ranges; the answer itself if that is fixed."""
    low, high = term.type.low, term.type.high
    reached = tuple((max(a, low), min(b, high)) for a, b in ranges if a <= high and b >= low)
    if isinstance(term, Const) or not reached or reached == ((low, high),):
        return Constant(bool(reached))
    return Member(term, reached)
