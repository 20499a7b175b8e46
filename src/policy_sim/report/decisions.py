"""A decision about one person in words: what is given, by which article, or what was missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from policy_sim.policy.law import Rule
from policy_sim.policy.values import ValueType
from policy_sim.report.meanings import Meanings, value_words
from policy_sim.rules.trace import ClauseTrace, RuleTrace, Trace

__all__ = ["authority", "holds_place", "kinds_given", "trace_lines", "trace_values"]


def trace_lines(found: Trace, meanings: Meanings | None = None) -> Iterator[str]:
    """Yield the lines that lay a decision open, the answer first.

    *meanings* tells what parameters and definitions that are named in a clause stand for.
    """
    yield f"{found.area}: {_answer(found, meanings)}"
    for rule in found.rules:
        if rule.in_scope:
            yield from _rule_lines(rule, meanings)


def _symbol(meanings: Meanings | None) -> str:
    return meanings.symbol if meanings else ""


def _answer(found: Trace, meanings: Meanings | None) -> str:
    if not found.in_scope:
        return "no rule applies to this person"
    if found.given:
        gifts = _gifts(found, _symbol(meanings)).items()
        told = ", ".join(f"{effect} {words}" if words else effect for effect, words in gifts)
        held = meanings.vintage.placeholders if meanings else ()
        return f"{told} (contains placeholder amounts)" if holds_place(found, held) else told
    return f"nothing is given ({found.refused_by}: {found.reason})"


def holds_place(found: Trace, held: Collection[str]) -> bool:
    """Return whether money is given by one of the rules *held*, which rest on placeholders."""
    return any(
        rule.stands and rule.rule.id in held and "pay" in rule.values for rule in found.rules
    )


def _gifts(found: Trace, symbol: str) -> dict[str, str | None]:
    """Return the effects that are given, each with its value in words if it states one."""
    kinds = kinds_given(found)
    return {
        effect: value_words(value, kinds[effect], symbol) if effect in kinds else None
        for effect, value in sorted(found.given.items())
    }


def kinds_given(found: Trace) -> Mapping[str, ValueType]:
    """Return the types of the values that the standing rules give, by effect."""
    return {
        part.given_as: part.value.type
        for rule in found.rules
        if rule.stands
        for part in rule.rule.effects
        if part.value is not None
    }


def authority(rule: Rule) -> str:
    """Return where a rule stands, and what it is besides; in brackets, after a space."""
    told = "; ".join(part for part in (rule.source, rule.status) if part)
    return f" ({told})" if told else ""


def _rule_lines(rule: RuleTrace, meanings: Meanings | None) -> Iterator[str]:
    """Yield one rule with its article and place, its clauses and what became of it."""
    yield f"  {rule.rule.id}{authority(rule.rule)}: {_fate(rule, _symbol(meanings))}"
    if rule.rule.place.file:
        yield f"    at   {rule.rule.place}"
    for clause in rule.clauses:
        read = [f"{name} = {words}" for name, words in _read(clause, meanings).items()]
        shown = f"   [{', '.join(read)}]" if read else ""
        yield f"    {'yes' if clause.fulfilled else 'NO '}  {clause.text}{shown}"


def _fate(rule: RuleTrace, symbol: str) -> str:
    if rule.overridden_by:
        return "overridden by " + ", ".join(rule.overridden_by)
    barring = sorted({name for names in rule.barred_by.values() for name in names})
    if rule.holds and barring:
        return "holds, but is barred by " + ", ".join(barring)
    if rule.holds:
        return ": ".join(("holds", *_stated(rule, symbol)))
    missing = sum(not clause.fulfilled for clause in rule.clauses)
    return f"does not hold; {missing} of {len(rule.clauses)} clauses not fulfilled"


def _stated(rule: RuleTrace, symbol: str) -> list[str]:
    """Return the effects of a rule that state a value, with it, and those that it bars."""
    kinds = {part.name: part.value.type for part in rule.rule.effects if part.value is not None}
    stated = [
        f"{effect} {value_words(value, kinds[effect], symbol)}"
        for effect, value in rule.values.items()
        if value is not None
    ]
    stated += [f"bars {effect}" for effect in rule.rule.bars]
    return [", ".join(stated)] if stated else []


def _read(clause: ClauseTrace, meanings: Meanings | None) -> dict[str, str]:
    """Return what a clause reads, in words: the names in it first, then what is below them."""
    named = meanings.of(clause.text) if meanings else {}
    return named | {
        read.name: value_words(read.value, read.type, _symbol(meanings)) for read in clause.inputs
    }


def trace_values(found: Trace, meanings: Meanings | None = None) -> dict[str, Any]:
    """Return a decision as plain values, for JSON; *meanings* as in :func:`trace_lines`."""
    return {
        "area": found.area,
        "in_scope": found.in_scope,
        "given": _gifts(found, _symbol(meanings)),
        "refused_by": found.refused_by,
        "reason": found.reason,
        "rules": [_rule_values(rule, meanings) for rule in found.rules if rule.in_scope],
    }


def _rule_values(rule: RuleTrace, meanings: Meanings | None) -> dict[str, Any]:
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
                "read": _read(clause, meanings),
            }
            for clause in rule.clauses
        ],
    }
