"""Which tables a rule looks up, anywhere in its scope, clauses, effects and selection."""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.policy.ast import (
    All,
    Any,
    Choice,
    Compare,
    Condition,
    Extreme,
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
from policy_sim.policy.law import Rule
from policy_sim.policy.tables import Table

__all__ = ["tables_of"]


def tables_of(rule: Rule) -> Iterator[Table]:
    """Yield every table that *rule* looks up, with repetitions."""
    nodes: list[Term | Condition] = [rule.scope, *(clause.condition for clause in rule.clauses)]
    for effect in rule.effects:
        nodes += [*effect.fields.values(), *(() if effect.value is None else (effect.value,))]
    if rule.select is not None:
        quotas = (*rule.select.reserves, *rule.select.caps)
        nodes += [rule.select.rank_by, *rule.select.ties, *(quota.whom for quota in quotas)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, Lookup):
            yield node.table
        nodes += _parts(node)


def _parts(node: Term | Condition) -> tuple[Term | Condition, ...]:
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
