"""Small changes of a rule, one at a time: of a threshold, an operator or a clause.

A change that some test does not notice shows what the tests leave open. For ``x >= 4`` the changes
are ``x > 4`` (which is ``x >= 5``) and ``x >= 3``; a clause, an alternative or a negation is left
out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Place
from policy_sim.policy.ast import (
    ALWAYS,
    NEVER,
    All,
    Any,
    Compare,
    Condition,
    Const,
    Constant,
    Member,
    Not,
    Term,
)
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Rule
from policy_sim.policy.values import Kind
from policy_sim.policy.writing import written, written_ranges

__all__ = ["SCOPE", "Key", "Mutant", "mutants_of"]

SCOPE = -1
"""The part of a rule that says whom it is about; clauses are parts by their position."""

Key = tuple[int, tuple[int, ...], str]
"""Which change of a rule: its part, the way to the node, and what is done there."""

_NEXT: Mapping[Comparison, Comparison] = MappingProxyType(
    {
        Comparison.GE: Comparison.GT,
        Comparison.GT: Comparison.GE,
        Comparison.LE: Comparison.LT,
        Comparison.LT: Comparison.LE,
        Comparison.EQ: Comparison.NE,
        Comparison.NE: Comparison.EQ,
    }
)
"""Each operator as it is changed: by one step, or into its opposite."""

_STEPS: Mapping[Comparison, tuple[int, ...]] = MappingProxyType(
    {
        Comparison.GE: (-1,),
        Comparison.GT: (1,),
        Comparison.LE: (1,),
        Comparison.LT: (-1,),
        Comparison.EQ: (-1, 1),
        Comparison.NE: (-1, 1),
    }
)
"""By how much a threshold is changed; the step in the other direction is the changed operator."""


@dataclass(frozen=True)
class Mutant:
    """One rule with one change, told in words; *condition* is what stands in the changed part."""

    key: Key
    place: Place
    told: str
    rule: Rule
    condition: Condition


def mutants_of(rule: Rule) -> Iterator[Mutant]:
    """Yield *rule* with each of its changes."""
    if rule.scope != ALWAYS:
        for path, what, told, condition in _changed(rule.scope, ()):
            changed = replace(rule, scope=condition)
            yield Mutant((SCOPE, path, what), rule.scope_place, told, changed, condition)
    for index, clause in enumerate(rule.clauses):
        every = [((), "left out", phrase("without '{clause}'", clause=clause.text), ALWAYS)]
        for path, what, told, condition in (*every, *_changed(clause.condition, ())):
            if condition == clause.condition:
                continue
            clauses = list(rule.clauses)
            clauses[index] = replace(clause, condition=condition)
            changed = replace(rule, clauses=tuple(clauses))
            yield Mutant((index, path, what), clause.place, told, changed, condition)


_Change = tuple[tuple[int, ...], str, str, Condition]
"""The way to the changed node, what was done, in words, and the whole condition then."""


def _changed(condition: Condition, path: tuple[int, ...]) -> Iterator[_Change]:
    match condition:
        case Compare():
            yield from _compared(condition, path)
        case Member():
            yield from _ranges(condition, path)
        case Not(item):
            yield path, "not", _becomes(condition, item), item
            for way, what, told, inner in _changed(item, (*path, 0)):
                yield way, what, told, Not(inner)
        case All(items) | Any(items):
            yield from _nested(type(condition), items, path)


def _nested(
    kind: type[All | Any], items: tuple[Condition, ...], path: tuple[int, ...]
) -> Iterator[_Change]:
    neutral = ALWAYS if kind is All else NEVER
    for index, item in enumerate(items):
        before, after = items[:index], items[index + 1 :]
        if len(items) > 1 and not isinstance(item, Constant):
            left = kind((*before, neutral, *after))
            yield (*path, index), "left out", phrase("without '{clause}'", clause=_told(item)), left
        for way, what, told, inner in _changed(item, (*path, index)):
            yield way, what, told, kind((*before, inner, *after))


def _compared(condition: Compare, path: tuple[int, ...]) -> Iterator[_Change]:
    operator, right = condition.operator, condition.right
    other = replace(condition, operator=_NEXT[operator])
    yield path, "operator", _becomes(condition, other), other
    if not isinstance(right, Const):
        return  # a fixed value always stands on the right
    for step in _STEPS[operator]:
        if _possible(right.value + step, condition.left):
            moved = replace(condition, right=replace(right, value=right.value + step))
            yield path, f"threshold {step:+d}", _becomes(condition, moved), moved


def _possible(value: int, beside: Term) -> bool:
    """Return whether *value* is one that the term *beside* it can have, and can be next to."""
    return _stepwise(beside) and beside.type.low <= value <= beside.type.high


def _stepwise(term: Term) -> bool:
    """Return whether a value next to another one means more or less of something."""
    return term.type.kind in (Kind.WHOLE, Kind.DECIMAL, Kind.ORDERED, Kind.DATE)


def _ranges(condition: Member, path: tuple[int, ...]) -> Iterator[_Change]:
    term, ranges = condition.term, condition.ranges
    other: Condition = Not(condition)
    yield path, "negated", _becomes(condition, other), other
    for index, (low, high) in enumerate(ranges):
        before, after = ranges[:index], ranges[index + 1 :]
        moved: list[tuple[str, _Ranges]] = [("left out", ())] if len(ranges) > 1 else []
        if _stepwise(term) and low < high:
            moved += [("low +1", ((low + 1, high),)), ("high -1", ((low, high - 1),))]
        for what, instead in moved:
            left = Member(term, (*before, *instead, *after))
            yield (*path, index), what, _becomes(condition, left), left


_Ranges = tuple[tuple[int, int], ...]


def _becomes(before: Condition, after: Condition) -> str:
    return phrase("'{before}' becomes '{after}'", before=_told(before), after=_told(after))


def _told(condition: Condition) -> str:
    """Return a comparison with its fixed value in words; others as the law is kept."""
    match condition:
        case Compare(operator, left, right):
            bound = written(right.value, left.type) if isinstance(right, Const) else str(right)
            return f"{left} {operator} {bound}"
        case Member(term, ranges):
            return f"{term} in {_set(ranges, term)}"
        case Not(Member(term, ranges)):
            return f"{term} not in {_set(ranges, term)}"
        case Not(item):
            return f"not {_told(item)}"
        case All(items) | Any(items):
            word = " and " if isinstance(condition, All) else " or "
            return f"({word.join(map(_told, items))})"
        case _:
            return str(condition)


def _set(ranges: _Ranges, term: Term) -> str:
    if term.type.kind is not Kind.CATEGORY:
        return written_ranges(ranges, term.type)
    words = [written(code, term.type) for low, high in ranges for code in range(low, high + 1)]
    return f"({' | '.join(words)})"
