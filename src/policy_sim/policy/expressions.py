"""Expressions of the law: from their syntax to typed conditions and terms.

Names are resolved in the scope of one vintage, parameters and definitions are put in their
places, units and kinds are checked, and every number becomes an integer with a known range.
"""

from __future__ import annotations

from fractions import Fraction

from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.ast import All, Any, Condition, Const, Not, Term
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.comparison import in_ranges, one_unit
from policy_sim.policy.extent import readable
from policy_sim.policy.functions import FUNCTIONS, called, looked_up
from policy_sim.policy.history import HISTORY_OPERATORS, history_use
from policy_sim.policy.literals import Literals, parse_literal, parse_ranges
from policy_sim.policy.meeting import alternative, compared
from policy_sim.policy.names import Scope
from policy_sim.policy.operands import (
    Operand,
    as_condition,
    as_quantity,
    as_term,
    as_word,
    operand_of,
    type_of,
)
from policy_sim.policy.parser import parse
from policy_sim.policy.quantity import Quantity
from policy_sim.policy.resolution import resolved
from policy_sim.policy.scaling import divided, multiplied, summed, term_of
from policy_sim.policy.site import Site
from policy_sim.policy.syntax import (
    Application,
    Arithmetic,
    Compared,
    Conditional,
    DateValue,
    Junction,
    Name,
    Negation,
    Negative,
    Number,
    Syntax,
    Within,
    conjuncts,
    names_of,
)
from policy_sim.policy.values import FLAG, Kind, ValueType

__all__ = [
    "Scope",
    "conjuncts",
    "names_of",
    "parse",
    "parse_literal",
    "parse_ranges",
    "type_condition",
    "type_term",
]


def type_condition(syntax: Syntax, scope: Scope, findings: list[Diagnostic]) -> Condition | None:
    """Return what an expression asks, as a condition; None exactly if findings were added."""
    before = len(findings)
    operand = _Typer(scope, findings).operand(syntax)
    if operand is None:
        return None
    site = Site.of(syntax, findings)
    condition = as_condition(operand, site)
    if condition is None or not readable(condition, site):
        return None
    return condition if len(findings) == before else None


def type_term(
    syntax: Syntax,
    scope: Scope,
    findings: list[Diagnostic],
    expected: ValueType | None = None,
) -> Term | None:
    """Return what an expression computes, as an integer term; None exactly if findings were added.

    With *expected* the term has its kind, unit, scale and step, and bare words are of its scale.
    """
    before = len(findings)
    operand = _Typer(scope, findings).operand(syntax, expected)
    if operand is None:
        return None
    site = Site.of(syntax, findings)
    term = as_term(operand, expected, site)
    if term is None or not readable(term, site):
        return None
    return term if len(findings) == before else None


class _Typer:
    """Types one expression; every method returns None after it has recorded a finding."""

    def __init__(self, scope: Scope, findings: list[Diagnostic]) -> None:
        self._scope = scope
        self._findings = findings
        self._literals = Literals(findings, parameters=scope.parameters)

    def operand(self, node: Syntax, expected: ValueType | None = None) -> Operand | None:
        """Return what *node* is; *expected* is the type that bare words in it are of."""
        match node:
            case Number():
                return Quantity.number(node.value, node.unit)
            case DateValue():
                day = node.day.toordinal()
                return Const(ValueType(Kind.DATE, day, day), day)
            case Name():
                return resolved(node, self._scope, self._findings, expected)
            case Conditional():
                return self._conditional(node, expected)
            case Application():
                return self._application(node)
            case Negative() | Arithmetic():
                return self._arithmetic(node)
            case _:
                return self._condition(node)

    def _site(self, node: Syntax) -> Site:
        return Site.of(node, self._findings)

    def _condition(self, node: Syntax) -> Condition | None:
        match node:
            case Compared():
                return self._compared(node)
            case Within():
                return self._within(node)
            case Junction():
                return self._junction(node)
            case Negation():
                item = self._asked(node.item)
                return None if item is None else Not(item)
        self._site(node).refuse("set-not-value", allowed=["in (a | b)"])
        return None

    def _asked(self, node: Syntax) -> Condition | None:
        operand = self.operand(node, FLAG)
        return None if operand is None else as_condition(operand, self._site(node))

    def _junction(self, node: Junction) -> Condition | None:
        found = [self._asked(item) for item in node.items]
        known = tuple(item for item in found if item is not None)
        if len(known) < len(found):
            return None
        return All(known) if node.word == "and" else Any(known)

    def _compared(self, node: Compared) -> Condition | None:
        left = self.operand(node.left)
        right = self.operand(node.right, type_of(left))
        if left is None or right is None:
            return None
        sides = (left, self._site(node.left)), (right, self._site(node.right))
        return compared(Comparison(node.operator), *sides, self._site(node))

    def _within(self, node: Within) -> Condition | None:
        operand, site = self.operand(node.item), self._site(node.item)
        if operand is None:
            return None
        term = (
            term_of(operand, site)
            if isinstance(operand, Quantity)
            else as_word(operand, None, site)
        )
        if term is None:
            return None
        ranges = self._literals.ranges(node.choices, term.type)
        if ranges is None:
            return None
        condition = in_ranges(term, ranges)
        return Not(condition) if node.negated else condition

    def _conditional(self, node: Conditional, expected: ValueType | None) -> Operand | None:
        when = self._asked(node.when)
        chosen = self.operand(node.chosen, expected)
        other = self.operand(node.other, expected)
        if when is None or chosen is None or other is None:
            return None
        branches = (chosen, self._site(node.chosen)), (other, self._site(node.other))
        return alternative(when, *branches, expected)

    def _arithmetic(self, node: Negative | Arithmetic) -> Quantity | None:
        if isinstance(node, Negative):
            item = self._number(node.item)
            minus = Quantity.number(Fraction(-1), None)
            return None if item is None else multiplied(minus, item, self._site(node))
        found = self._number(node.first)
        for operator, other in node.rest:
            right = self._number(other)
            if found is None or right is None:
                found = None
            else:
                found = self._combined(operator, found, right, node, other)
        return found

    def _combined(
        self, operator: str, left: Quantity, right: Quantity, node: Arithmetic, item: Syntax
    ) -> Quantity | None:
        site = self._site(node)
        if operator == "*":
            return multiplied(left, right, site)
        if operator == "/":
            return divided(left, right, self._site(item))
        if not one_unit(left, right, self._site(node.first), self._site(item)):
            return None
        return summed(left, right, 1 if operator == "+" else -1, site)

    def _number(self, node: Syntax) -> Quantity | None:
        operand = self.operand(node)
        return None if operand is None else as_quantity(operand, self._site(node))

    def _application(self, node: Application) -> Operand | None:
        if node.name in HISTORY_OPERATORS:
            use = history_use(node, self._scope, self._findings)
            return None if use is None else operand_of(use)
        table, site = self._scope.tables.get(node.name), self._site(node)
        if table is None and node.name not in FUNCTIONS:
            allowed = [*FUNCTIONS, *HISTORY_OPERATORS, *self._scope.tables]
            site.refuse("unknown-function", seen=node.name, allowed=sorted(allowed))
            return None
        if node.over is not None:
            self._site(node.over).refuse("window-not-here", seen=node.name)
            return None
        inputs = () if table is None else table.inputs
        arguments = self._arguments(node.arguments, inputs)
        if arguments is None:
            return None
        if table is not None and node.to is None:
            return looked_up(table, arguments, site)
        step = None if node.to is None else self._arguments((node.to,), ())
        return called(node.name, arguments, step[0] if step else None, site)

    def _arguments(
        self, nodes: tuple[Syntax, ...], inputs: tuple[ValueType, ...]
    ) -> list[tuple[Operand, Site]] | None:
        kinds = [*inputs, *([None] * len(nodes))][: len(nodes)]
        pairs = zip(nodes, kinds, strict=True)
        found = [(self.operand(node, kind), self._site(node)) for node, kind in pairs]
        known = [(operand, site) for operand, site in found if operand is not None]
        return known if len(known) == len(found) else None
