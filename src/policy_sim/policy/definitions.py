"""Definitions of one vintage: in an order in which each reads only earlier ones, then typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.ast import Condition, Term
from policy_sim.policy.expressions import (
    Scope,
    names_of,
    parse,
    type_condition,
    type_term,
)
from policy_sim.policy.order import dependency_order
from policy_sim.policy.retyping import Kept
from policy_sim.policy.subjects import GROUPS, PERSON, read_by
from policy_sim.policy.syntax import Compared, Junction, Name, Negation, Syntax, Within

__all__ = ["typed_definitions"]


def typed_definitions(
    texts: Mapping[Scalar, Scalar], scope: Scope, findings: list[Diagnostic], kept: Kept
) -> Scope:
    """Return *scope* with the definitions whose names and expressions are *texts*.

    Each is typed for every subject whose rules can read it. Those that are *kept* from an earlier
    vintage, and still mean the same, are taken from there. A definition that reads itself, directly
    or through others, is the finding ``definition-cycle``, which names the cycle. What a finding
    prevents is left out.
    """
    written = {str(name): text for name, text in texts.items()}
    parsed = {name: parse(text, findings) for name, text in texts.items()}
    trees = {str(name): tree for name, tree in parsed.items() if tree is not None}
    reads = {name: sorted(names_of(tree) & {*trees}) for name, tree in trees.items()}
    order, cycle = dependency_order(reads)
    if cycle:
        place = next(name.place for name in texts if name == cycle[0])
        values = {"seen": " → ".join([*cycle, cycle[0]])}
        findings.append(Diagnostic("definition-cycle", place, values))
        return scope
    readers = read_by({name: trees[name] for name in order}, reads, scope)
    typed = {subject: dict[str, Any]() for subject in (PERSON, *GROUPS)}
    for subject, own in typed.items():
        for name in order:
            if subject in readers[name]:
                inner = replace(scope, definitions=own, subject=subject)
                made: Any = kept.typed(written[name], inner, findings, _typer(trees[name]))
                if made is not None:
                    own[name] = made
    elsewhere = {name: min(who) for name, who in readers.items() if PERSON not in who}
    return replace(
        scope,
        definitions=typed.pop(PERSON),
        elsewhere=elsewhere,
        others=typed,
    )


def _typer(tree: Syntax) -> Callable[[Scope, list[Diagnostic]], Term | Condition | None]:
    return lambda scope, findings: _typed(tree, scope, findings)


def _typed(tree: Syntax, scope: Scope, findings: list[Diagnostic]) -> Term | Condition | None:
    if _is_condition(tree, scope):
        return type_condition(tree, scope, findings)
    return type_term(tree, scope, findings)


def _is_condition(tree: Syntax, scope: Scope) -> bool:
    """Whether *tree* says yes or no by its form, or names a definition that does."""
    if isinstance(tree, Compared | Within | Negation | Junction):
        return True
    named = scope.definitions.get(tree.name) if isinstance(tree, Name) else None
    return named is not None and not isinstance(named, Term)
