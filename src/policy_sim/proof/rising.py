"""How a term or a condition moves with one attribute, as far as its form shows: up, down, or not.

What the form shows at once the solver need not prove; a sum of looked-up and multiplied amounts
takes it seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

import numpy as np

from policy_sim.policy.ast import (
    All,
    Any,
    Choice,
    Column,
    Compare,
    Condition,
    Extreme,
    History,
    Lookup,
    Moved,
    Not,
    Product,
    Quotient,
    Rank,
    Sum,
    Term,
)
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.values import ValueType
from policy_sim.rules.grids import grid_of
from policy_sim.rules.reading import nodes_in

__all__ = ["Way", "condition_way", "term_way"]


class Way(IntEnum):
    """Where something goes when an attribute rises and nothing else changes."""

    DOWN = -1
    NOWHERE = 0
    UP = 1


def term_way(term: Term, name: str) -> Way | None:
    """Return where *term* goes, or rests, when the attribute *name* rises.

    None if its form does not show it, which does not say that it goes both ways.
    """
    if not _reads(term, name):
        return Way.NOWHERE
    match term:
        case Column():
            return Way.UP
        case Lookup():
            return _looked_up(term, name)
        case Choice(when=when, chosen=chosen, other=other):
            ways = [term_way(chosen, name), term_way(other, name)]
            return _one_way([_between(when, chosen.type, other.type, name), *ways])
        case Extreme(terms=terms):
            return _one_way(term_way(one, name) for one in terms)
        case Moved(term=inner) | Rank(term=inner):
            return term_way(inner, name)
    return _reckoned(term, name)


def condition_way(condition: Condition, name: str) -> Way | None:
    """Return whether *condition*, when the attribute *name* rises, can only come true, or cease.

    None if its form does not show it.
    """
    if not _reads(condition, name):
        return Way.NOWHERE
    match condition:
        case All(items=items) | Any(items=items):
            return _one_way(condition_way(one, name) for one in items)
        case Not(item=item):
            return _turned(condition_way(item, name), -1)
        case Compare(operator=operator, left=left, right=right) if operator in _SENSE:
            ways = [term_way(left, name), _turned(term_way(right, name), -1)]
            return _turned(_one_way(ways), _SENSE[operator])
    return None


_SENSE = {Comparison.GE: 1, Comparison.GT: 1, Comparison.LE: -1, Comparison.LT: -1}
"""The way of a comparison when its left side rises."""


def _reads(part: Term | Condition, name: str) -> bool:
    """Whether *part* can change with *name*; the past is as long as the attribute ``service``."""
    return any(
        one.name == name if isinstance(one, Column) else name == "service"
        for one in nodes_in([part])
        if isinstance(one, Column | History)
    )


def _reckoned(term: Term, name: str) -> Way | None:
    match term:
        case Sum(parts=parts):
            return _one_way(_turned(term_way(part, name), weight) for weight, part in parts)
        case Product(left=left, right=right):
            ways = term_way(left, name), term_way(right, name)
            return _one_way([_scaled(ways[0], right.type), _scaled(ways[1], left.type)])
        case Quotient(numerator=numerator, divisor=divisor, factor=factor):
            return None if _reads(divisor, name) else _turned(term_way(numerator, name), factor)
    return None


def _looked_up(term: Lookup, name: str) -> Way | None:
    """Return where the cells within the ranges of the arguments go, each going its own way."""
    grid = grid_of(term.table)
    cells = grid.cells.astype(np.int64)
    for axis, argument in enumerate(term.arguments):
        ends = grid.axes[axis].intervals(np.array([argument.type.low, argument.type.high]))
        cells = cells.take(np.arange(ends[0], ends[1] + 1), axis=axis)
    ways = list[Way | None]()
    for axis, argument in enumerate(term.arguments):
        steps = np.diff(cells, axis=axis)
        rises, falls = bool((steps > 0).any()), bool((steps < 0).any())
        way = term_way(argument, name)
        if way is not Way.NOWHERE and (rises or falls):
            ways.append(None if rises and falls else _turned(way, rises - falls))
    return _one_way(ways)


def _between(when: Condition, chosen: ValueType, other: ValueType, name: str) -> Way | None:
    """Return where a choice goes by the change of its condition alone."""
    way = condition_way(when, name)
    if chosen.low >= other.high:
        return way
    if chosen.high <= other.low:
        return _turned(way, -1)
    return way if way is Way.NOWHERE else None


def _one_way(ways: Iterable[Way | None]) -> Way | None:
    """Return the way of several together; None if they part."""
    found = set(ways) - {Way.NOWHERE}
    return found.pop() if len(found) == 1 else None if found else Way.NOWHERE


def _turned(way: Way | None, by: int) -> Way | None:
    """Return *way* after a factor of the sign of *by*."""
    if by == 0:
        return Way.NOWHERE
    return None if way is None else Way(way if by > 0 else -way)


def _scaled(way: Way | None, kind: ValueType) -> Way | None:
    """Return *way* after a factor of *kind*, which may be of one sign only."""
    if way is Way.NOWHERE or kind.low >= 0:
        return way
    return _turned(way, -1) if kind.high <= 0 else None
