"""What the terms and conditions of a law mean to the solver: the third reading of its tree.

Every value is an integer, as for the other readings; quotients divide by what is known to be above
zero, where the solver's division rounds down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from policy_sim.policy.ast import (
    All,
    Any,
    Choice,
    Column,
    Compare,
    Condition,
    Const,
    Constant,
    Extreme,
    History,
    Lookup,
    Member,
    Moved,
    Not,
    Product,
    Quotient,
    Rank,
    Rounding,
    Sum,
    Term,
)
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.tables import Table
from policy_sim.policy.values import ValueType
from policy_sim.proof.logic import Number, Truth, both, choice, negated, total
from policy_sim.proof.solver import Solver
from policy_sim.rules.grids import Grid, grid_of
from policy_sim.rules.making import moved_positions

__all__ = ["COMPARE", "Meaning", "Subject", "inside"]

COMPARE: Mapping[Comparison, Callable[[Number, Number | int], Truth]] = MappingProxyType(
    {
        Comparison.LT: lambda left, right: left < right,
        Comparison.LE: lambda left, right: left <= right,
        Comparison.EQ: lambda left, right: left == right,
        Comparison.NE: lambda left, right: left != right,
        Comparison.GE: lambda left, right: left >= right,
        Comparison.GT: lambda left, right: left > right,
    }
)
"""Each comparison, of the solver's numbers."""


class Subject(Protocol):
    """Somebody about whom a law is asked: unknown integers, one for whatever a rule reads."""

    def column(self, column: Column) -> Number:
        """Return the attribute."""

    def past(self, use: History) -> Number:
        """Return what a use of the past gives."""


class Meaning:
    """What a law says of one *subject*; each part of the tree is translated once."""

    def __init__(self, solver: Solver, subject: Subject) -> None:
        self.solver = solver
        self.subject = subject
        # By identity, with the node kept alive: comparing nodes would take as long as translating.
        self._terms: dict[int, tuple[Term, Number]] = {}
        self._conditions: dict[int, tuple[Condition, Truth]] = {}

    def term(self, term: Term) -> Number:
        """Return what *term* is, for the subject."""
        known = self._terms.get(id(term))
        if known is None:
            known = self._terms[id(term)] = (term, self._term(term))
        return known[1]

    def condition(self, condition: Condition) -> Truth:
        """Return when *condition* is true of the subject."""
        known = self._conditions.get(id(condition))
        if known is None:
            known = self._conditions[id(condition)] = (condition, self._condition(condition))
        return known[1]

    def ranked(self, value: Number, kind: ValueType) -> Number:
        """Return what values of *kind* are compared by: the rank of a word, else the value."""
        if kind.scale is None:
            return value
        return self._by_position(value, kind.scale.ranks)

    def _condition(self, condition: Condition) -> Truth:
        match condition:
            case Constant(value):
                return self.solver.truth(value)
            case Compare(operator, left, right):
                return COMPARE[operator](self.term(left), self.term(right))
            case Member(term, ranges):
                return inside(self.solver, self.term(term), ranges)
            case Not(item):
                return negated(self.condition(item))
            case All(items):
                return self.solver.every(map(self.condition, items))
            case Any(items):
                return self.solver.some(map(self.condition, items))

    def _term(self, term: Term) -> Number:
        match term:
            case Const(value=value):
                return self.solver.number(value)
            case Column():
                return self.subject.column(term)
            case History():
                return self.subject.past(term)
            case Lookup(table=table, arguments=arguments):
                return self._looked_up(table, [self.term(one) for one in arguments])
            case Choice(when=when, chosen=chosen, other=other):
                return choice(self.condition(when), self.term(chosen), self.term(other))
            case Moved(term=inner, by=by) if inner.type.scale is not None:
                moved = moved_positions(inner.type, by).tolist()
                return self._by_position(self.term(inner), moved)
            case Moved(term=inner, by=by):
                moved_by = self.term(inner) + by
                return _least(inner.type.high, _greatest(inner.type.low, moved_by))
            case Rank(term=inner):
                return self.ranked(self.term(inner), inner.type)
            case _:
                return self._reckoned(term)

    def _reckoned(self, term: Term) -> Number:
        match term:
            case Sum(parts=parts):
                return total(
                    [self.solver.number(0), *(weight * self.term(part) for weight, part in parts)]
                )
            case Product(left=left, right=right):
                return self.term(left) * self.term(right)
            case Extreme(highest=highest, terms=terms):
                pick = _greatest if highest else _least
                found = self.term(terms[0])
                for other in terms[1:]:
                    found = pick(found, self.term(other))
                return found
            case Quotient(numerator=numerator, divisor=divisor, rounding=rounding, factor=factor):
                return _quotient(factor * self.term(numerator), self.term(divisor), rounding)
        msg = f"no meaning for a term of class {type(term).__name__}"
        raise TypeError(msg)

    def _by_position(self, position: Number, values: Sequence[int]) -> Number:
        """Return which of *values* stands at *position*."""
        return self._chosen(position, range(1, len(values)), values)

    def _looked_up(self, table: Table, arguments: list[Number]) -> Number:
        return self._box(grid_of(table), arguments, ())

    def _box(self, grid: Grid, arguments: list[Number], at: tuple[int, ...]) -> Number:
        """Return the cell of a grid in the box *at* its first axes, by the *arguments* left.

        Where there is no cell the law stops; that is said of the table when it is loaded.
        """
        axis = len(at)
        cuts = grid.axes[axis].cuts.tolist()
        if axis == len(arguments) - 1:
            return self._chosen(arguments[axis], cuts, grid.cells[at].tolist())
        rows = [grid.cells[(*at, i)].tobytes() for i in range(len(cuts) + 1)]
        starts, firsts = _stretches(cuts, rows)
        boxes = [self._box(grid, arguments, (*at, i)) for i in firsts]
        return self._tree(arguments[axis], starts, boxes)

    def _chosen(self, argument: Number, cuts: Sequence[int], values: Sequence[int]) -> Number:
        starts, firsts = _stretches(cuts, values)
        return self._tree(argument, starts, [self.solver.number(values[i]) for i in firsts])

    def _tree(self, argument: Number, starts: list[int], values: list[Number]) -> Number:
        """Return the value of the stretch that *argument* lies in; a balanced tree of choices."""
        if len(values) == 1:
            return values[0]
        half = len(values) // 2
        below = self._tree(argument, starts[: half - 1], values[:half])
        above = self._tree(argument, starts[half:], values[half:])
        return choice(argument < starts[half - 1], below, above)


def inside(solver: Solver, value: Number, ranges: Sequence[tuple[int, int]]) -> Truth:
    """Return that *value* lies in one of several closed *ranges*."""
    return solver.some(
        value == low if low == high else both(value >= low, value <= high) for low, high in ranges
    )


def _stretches(cuts: Sequence[int], values: Sequence[object]) -> tuple[list[int], list[int]]:
    """Return the *cuts* at which neighbouring *values* differ, and where each stretch begins."""
    starts, firsts = list[int](), [0]
    for position, cut in enumerate(cuts, start=1):
        if values[position] != values[firsts[-1]]:
            starts.append(cut)
            firsts.append(position)
    return starts, firsts


def _greatest(left: Number | int, right: Number) -> Number:
    return choice(right > left, right, left)


def _least(left: Number | int, right: Number) -> Number:
    return choice(right < left, right, left)


def _quotient(numerator: Number, divisor: Number, rounding: Rounding) -> Number:
    if rounding is Rounding.FLOOR:
        return numerator / divisor
    if rounding is Rounding.CEIL:
        return -((-numerator) / divisor)
    size = choice(numerator < 0, -numerator, numerator)
    rounded = (2 * size + divisor) / (2 * divisor)
    return choice(numerator < 0, -rounded, rounded)
