"""A decision about one person in words: what is given, by which article, or what was missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from policy_sim.policy.values import Kind, Unit, ValueType
from policy_sim.rules.trace import ClauseTrace, RuleTrace, Trace

__all__ = ["trace_lines", "trace_values", "value_words"]


def value_words(value: int, kind: ValueType) -> str:
    """Return the integer *value* as a person would write it: ``iii_c``, ``48 months``, ``71.5``."""
    if kind.scale is not None:
        return kind.scale.values[value]
    if kind.kind is Kind.FLAG:
        return "yes" if value else "no"
    if kind.kind is Kind.DATE:
        return date.fromordinal(value).isoformat()
    number = f"{float(value * kind.step):g}" if kind.step != 1 else f"{value:,}"
    if kind.unit is Unit.MONEY:
        return f"Rp {number}"
    return number if kind.unit is Unit.NONE else f"{number} {kind.unit}"


def trace_lines(found: Trace) -> Iterator[str]:
    """Yield the lines that lay a decision open, the answer first."""
    yield f"{found.area}: {_answer(found)}"
    for rule in found.rules:
        if rule.in_scope:
            yield from _rule_lines(rule)


def _answer(found: Trace) -> str:
    if not found.in_scope:
        return "no rule applies to this person"
    if found.given:
        return ", ".join(_gift(found, effect) for effect in sorted(found.given))
    return f"nothing is given ({found.refused_by}: {found.reason})"


def _gift(found: Trace, effect: str) -> str:
    """Return an effect that is given, with its value if it states one."""
    kinds = _kinds(found, effect)
    return f"{effect} {value_words(found.given[effect], kinds[0])}" if kinds else effect


def _kinds(found: Trace, effect: str) -> list[ValueType]:
    """Return the types of the values that the standing rules give to *effect*."""
    return [
        part.value.type
        for rule in found.rules
        if rule.stands
        for part in rule.rule.effects
        if part.name == effect and part.value is not None
    ]


def _rule_lines(rule: RuleTrace) -> Iterator[str]:
    """Yield one rule with its article, its clauses and what became of it."""
    article = f" ({rule.rule.source})" if rule.rule.source else ""
    yield f"  {rule.rule.id}{article}: {_fate(rule)}"
    for clause in rule.clauses:
        yield f"    {'yes' if clause.fulfilled else 'NO '}  {clause.text}{_read(clause)}"


def _fate(rule: RuleTrace) -> str:
    if rule.overridden_by:
        return "overridden by " + ", ".join(rule.overridden_by)
    barring = sorted({name for names in rule.barred_by.values() for name in names})
    if rule.holds and barring:
        return "holds, but is barred by " + ", ".join(barring)
    if rule.holds:
        return "holds"
    missing = sum(not clause.fulfilled for clause in rule.clauses)
    return f"does not hold; would with {missing} more clause{'' if missing == 1 else 's'}"


def _read(clause: ClauseTrace) -> str:
    inputs = [f"{read.name} = {value_words(read.value, read.type)}" for read in clause.inputs]
    return f"   [{', '.join(inputs)}]" if inputs else ""


def trace_values(found: Trace) -> dict[str, Any]:
    """Return a decision as plain values, for JSON."""
    return {
        "area": found.area,
        "in_scope": found.in_scope,
        "given": {effect: _gift(found, effect) for effect in sorted(found.given)},
        "refused_by": found.refused_by,
        "reason": found.reason,
        "rules": [_rule_values(rule) for rule in found.rules if rule.in_scope],
    }


def _rule_values(rule: RuleTrace) -> dict[str, Any]:
    return {
        "rule": rule.rule.id,
        "source": rule.rule.source,
        "status": rule.rule.status,
        "file": str(rule.rule.place),
        "holds": rule.holds,
        "stands": rule.stands,
        "overridden_by": list(rule.overridden_by),
        "barred_by": {effect: list(names) for effect, names in rule.barred_by.items() if names},
        "clauses": [
            {
                "text": clause.text,
                "fulfilled": clause.fulfilled,
                "read": {read.name: value_words(read.value, read.type) for read in clause.inputs},
            }
            for clause in rule.clauses
        ],
    }
