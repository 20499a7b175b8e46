"""What can be applied to numbers and ranks, besides the past: functions and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from policy_sim.catalogue import phrase
from policy_sim.policy.ast import Extreme, Lookup, Moved, Rounding, Term
from policy_sim.policy.comparison import one_unit
from policy_sim.policy.literals import merged
from policy_sim.policy.operands import Operand, as_quantity, as_term, operand_of
from policy_sim.policy.quantity import Quantity, common_step
from policy_sim.policy.scaling import integer_type, rounded, term_of
from policy_sim.policy.site import Site
from policy_sim.policy.tables import Table
from policy_sim.policy.unit_words import decimal
from policy_sim.policy.values import EXACT, Kind, ValueType

__all__ = ["FUNCTIONS", "called", "looked_up"]

_ROUNDINGS = {str(rounding): rounding for rounding in Rounding}
_STEPS = {"one_above": 1, "one_below": -1}
FUNCTIONS = frozenset({"max", "min", *_ROUNDINGS, *_STEPS})
"""The functions: ``min max round floor ceil one_above one_below``."""


def called(
    name: str,
    arguments: Sequence[tuple[Operand, Site]],
    to: tuple[Operand, Site] | None,
    site: Site,
) -> Operand | None:
    """Return a function applied to typed arguments; *to* is the step of a rounding."""
    if to is not None and name not in _ROUNDINGS:
        to[1].refuse("step-not-here", seen=name, allowed=_ROUNDINGS)
        return None
    if name in ("max", "min"):
        return _extreme(name == "max", arguments, site)
    if len(arguments) != 1:
        site.refuse("wrong-arguments", seen=name, allowed=["1"])
        return None
    if name in _STEPS:
        return _moved(*arguments[0], _STEPS[name])
    return _rounded(*arguments[0], to, _ROUNDINGS[name])


def _moved(operand: Operand, site: Site, by: int) -> Term | None:
    if not isinstance(operand, Term) or operand.type.kind is not Kind.ORDERED:
        site.refuse("not-ordered")
        return None
    return Moved(operand.type, operand, by)


def _rounded(
    operand: Operand, site: Site, to: tuple[Operand, Site] | None, rounding: Rounding
) -> Quantity | None:
    quantity = as_quantity(operand, site)
    if quantity is None:
        return None
    step = Fraction(1)
    if to is not None:
        asked = as_quantity(*to)
        if asked is None:
            return None
        if not asked.top.fixed or asked.bottom is not None or asked.top.constant <= 0:
            to[1].refuse("not-fixed")
            return None
        if not asked.plain_number and not one_unit(quantity, asked, site, to[1]):
            return None
        step = asked.top.constant
    return rounded(quantity, step, rounding, site)


def _extreme(
    highest: bool, arguments: Sequence[tuple[Operand, Site]], site: Site
) -> Quantity | None:
    if len(arguments) < 2:
        site.refuse(
            "wrong-arguments", seen="max" if highest else "min", allowed=[phrase("2 or more")]
        )
        return None
    found = [as_quantity(*argument) for argument in arguments]
    quantities = [quantity for quantity in found if quantity is not None]
    if len(quantities) < len(found):
        return None
    sites = [place for _, place in arguments]
    first = quantities[0]
    if not all(one_unit(first, q, sites[0], s) for q, s in zip(quantities, sites, strict=True)):
        return None
    step = common_step(q.top.step for q in quantities)
    terms = [term_of(q, s, step) for q, s in zip(quantities, sites, strict=True)]
    known = tuple(term for term in terms if term is not None)
    if len(known) < len(terms):
        return None
    choose = max if highest else min
    low, high = choose(t.type.low for t in known), choose(t.type.high for t in known)
    kind = integer_type(low, high, step, first.dimension.unit)
    return Quantity.of(Extreme(kind, highest, known), first.dimension)


def looked_up(
    table: Table, arguments: Sequence[tuple[Operand, Site]], site: Site
) -> Operand | None:
    """Return the cell of a table for typed arguments, one for each input.

    Findings: ``wrong-arguments``, ``outside-table`` (an argument may have a value that no row has
    and the table has no ``else``), and those of :func:`policy_sim.policy.operands.as_term`.
    """
    if len(arguments) != len(table.inputs):
        site.refuse("wrong-arguments", seen=table.name, allowed=[str(len(table.inputs))])
        return None
    terms: list[Term] = []
    for index, (operand, place) in enumerate(arguments):
        term = as_term(operand, _unbounded(table.inputs[index]), place)
        if term is not None and _covered(table, index, term, place):
            terms.append(term)
    if len(terms) < len(arguments):
        return None
    return operand_of(Lookup(_reached(table), table, tuple(terms)))


def _reached(table: Table) -> ValueType:
    """Return the type of the cells, between the least and the greatest that there is."""
    cells = [row.value for row in table.rows]
    if table.otherwise is not None:
        cells.append(table.otherwise)
    if not table.output.numeric or not cells:
        return table.output
    return replace(table.output, low=min(cells), high=max(cells))


def _unbounded(kind: ValueType) -> ValueType:
    """Return a numeric type without its range: coverage by the rows is what counts."""
    if not kind.numeric:
        return kind
    return replace(kind, low=-EXACT, high=EXACT)


def _covered(table: Table, index: int, term: Term, site: Site) -> bool:
    if table.otherwise is not None or not term.type.numeric:
        return True
    spans = merged(row.spans[index] for row in table.rows)
    low, high = term.type.low, term.type.high
    if any(a <= low and high <= b for a, b in spans):
        return True
    shown = [_span(a, b, term.type.step) for a, b in spans]
    site.refuse("outside-table", seen=_span(low, high, term.type.step), allowed=shown)
    return False


def _span(low: int, high: int, step: Fraction) -> str:
    """Return a range as it is written; the widest upper end counts as open."""
    return f"{decimal(low * step)}..{'' if high >= EXACT - 1 else decimal(high * step)}"
