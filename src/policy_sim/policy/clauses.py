"""From the ``when`` of a rule to its clauses: what a refusal can point to."""

from __future__ import annotations

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents import MappingNode, Node, Scalar, SequenceNode, place_of
from policy_sim.policy.ast import ALWAYS, All, Any, Condition, Not
from policy_sim.policy.expressions import Scope, conjuncts, parse, type_condition
from policy_sim.policy.rule import Clause
from policy_sim.policy.syntax import Junction

__all__ = ["clauses_of", "condition_of"]

_WORDS = ("all", "any", "none")


def clauses_of(node: Node | None, scope: Scope, findings: list[Diagnostic]) -> tuple[Clause, ...]:
    """Return the clauses of a ``when``: each item of its list, or of the ``and`` of an item.

    An ``any`` or ``or``, and a ``none``, count as one clause. No ``when`` has no clauses, and
    always holds.
    """
    clauses: list[Clause] = []
    for item in _items(node):
        clauses += _clauses(item, scope, findings)
    return tuple(clauses)


def condition_of(node: Node | None, scope: Scope, findings: list[Diagnostic]) -> Condition:
    """Return the one condition of a text, a list (= all) or a nest of ``all any none``.

    What cannot be typed is a finding and is left out.
    """
    match node:
        case None:
            return ALWAYS
        case Scalar():
            syntax = parse(node, findings)
            condition = None if syntax is None else type_condition(syntax, scope, findings)
            return ALWAYS if condition is None else condition
        case SequenceNode():
            return All(tuple(condition_of(item, scope, findings) for item in node))
        case MappingNode():
            return _nest(node, scope, findings)


def _items(node: Node | None) -> list[Node]:
    """Return the items of a top-level ``when``."""
    match node:
        case None:
            return []
        case SequenceNode():
            return list(node)
        case MappingNode() if set(node) == {"all"}:
            return _items(node["all"])
        case _:
            return [node]


def _clauses(item: Node, scope: Scope, findings: list[Diagnostic]) -> list[Clause]:
    if not isinstance(item, Scalar):
        condition = condition_of(item, scope, findings)
        return [Clause(condition, _text(item), place_of(item), _alternatives(item))]
    syntax = parse(item, findings)
    clauses = []
    for part in () if syntax is None else conjuncts(syntax):
        condition_or_none = type_condition(part, scope, findings)
        if condition_or_none is not None:
            either = part.items if isinstance(part, Junction) else ()
            places = tuple(one.place for one in either)
            clauses.append(Clause(condition_or_none, part.text, part.place, places))
    return clauses


def _alternatives(item: Node) -> tuple[Place, ...]:
    """Return the places of the items of an ``any`` or a ``none``."""
    if isinstance(item, MappingNode) and len(item) == 1 and "all" not in item:
        (items,) = item.values()
        return tuple(map(place_of, items)) if isinstance(items, SequenceNode) else ()
    return ()


def _nest(node: MappingNode, scope: Scope, findings: list[Diagnostic]) -> Condition:
    conditions: list[Condition] = []
    for key, part in node.items():
        if key not in _WORDS:
            values = {
                "seen": key,
                "noun": "a condition",
                "allowed": ", ".join(_WORDS),
                "near": near(key, _WORDS),
            }
            findings.append(Diagnostic("unknown-key", place_of(key, node.place), values))
            continue
        items = part if isinstance(part, SequenceNode) else (part,)
        inner = tuple(condition_of(item, scope, findings) for item in items)
        if key == "all":
            conditions.append(All(inner))
        else:
            conditions.append(Any(inner) if key == "any" else Not(Any(inner)))
    return conditions[0] if len(conditions) == 1 else All(tuple(conditions))


def _text(node: Node) -> str:
    """Return a nest in one line, as it would be written in YAML's flow style."""
    match node:
        case SequenceNode():
            return "[" + ", ".join(map(_text, node)) + "]"
        case MappingNode():
            return "{" + ", ".join(f"{key}: {_text(part)}" for key, part in node.items()) + "}"
        case _:
            return str(node)
