"""What a rule or a condition reads: tables looked up, and the inputs of a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    Member,
    Moved,
    Not,
    Product,
    Quotient,
    Rank,
    Sum,
    Term,
)
from policy_sim.policy.rule import Rule
from policy_sim.policy.tables import Table

__all__ = [
    "columns_in",
    "columns_of",
    "inputs_of",
    "names_of",
    "nodes_in",
    "parts_of",
    "read_by_rule",
    "tables_of",
]


def tables_of(rule: Rule) -> Iterator[Table]:
    """Yield every table that *rule* looks up, with repetitions."""
    for node in nodes_in(_roots(rule)):
        if isinstance(node, Lookup):
            yield node.table


def columns_of(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the names of all columns that *rules* read, such as ``grade`` or ``post.office``."""
    nodes = (node for rule in rules for node in nodes_in(_roots(rule)))
    return frozenset(node.name for node in nodes if isinstance(node, Column))


def columns_in(part: Term | Condition) -> frozenset[str]:
    """Return the names of all columns in *part* of a rule."""
    return frozenset(node.name for node in nodes_in([part]) if isinstance(node, Column))


def names_of(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the names of all that *rules* read: columns, and series and events of the past."""
    nodes = [node for rule in rules for node in nodes_in(_roots(rule))]
    past = {node.source for node in nodes if isinstance(node, History)}
    return frozenset(past | {node.name for node in nodes if isinstance(node, Column)})


def inputs_of(condition: Condition) -> dict[str, Term]:
    """Return what *condition* reads, by canonical text: attributes, history and table cells."""
    return {
        str(node): node
        for node in nodes_in([condition])
        if isinstance(node, Column | History | Lookup)
    }


def read_by_rule(rule: Rule) -> Iterator[Term | Condition]:
    """Yield everything that *rule* is made of, with repetitions."""
    return nodes_in(_roots(rule))


def _roots(rule: Rule) -> list[Term | Condition]:
    nodes: list[Term | Condition] = [rule.scope, *(clause.condition for clause in rule.clauses)]
    for effect in rule.effects:
        nodes += [*effect.fields.values(), *(() if effect.value is None else (effect.value,))]
    if rule.select is not None:
        quotas = (*rule.select.reserves, *rule.select.caps)
        nodes += [rule.select.rank_by, *rule.select.ties, *(quota.whom for quota in quotas)]
    return nodes


def nodes_in(roots: Iterable[Term | Condition]) -> Iterator[Term | Condition]:
    """Yield *roots* and everything inside them, in document order, without recursion."""
    waiting = list(roots)[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(parts_of(node))


def parts_of(node: Term | Condition) -> tuple[Term | Condition, ...]:
    """Return the terms and conditions of which *node* is immediately made."""
    match node:
        case All(items=parts) | Any(items=parts) | Extreme(terms=parts) | Lookup(arguments=parts):
            return parts
        case Sum(parts=weighted):
            return tuple(part for _, part in weighted)
        case Product(left=left, right=right) | Compare(left=left, right=right):
            return (left, right)
        case Quotient(numerator=numerator, divisor=divisor):
            return (numerator, divisor)
        case Choice(when=when, chosen=chosen, other=other):
            return (when, chosen, other)
        case Moved(term=inner) | Rank(term=inner) | Member(term=inner) | Not(item=inner):
            return (inner,)
        case _:
            return ()
