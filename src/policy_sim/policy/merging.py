"""One rule of several versions of it, each of which is for the people of some groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import reduce

from policy_sim.policy.ast import All, Any, Choice, Const, Member, Sum, Term
from policy_sim.policy.content import content
from policy_sim.policy.quantity import common_step
from policy_sim.policy.rule import Clause, Effect, Rule, Selection
from policy_sim.policy.scaling import integer_type
from policy_sim.policy.values import Kind, ValueType

__all__ = ["either_of", "merged", "shape", "spans"]

Cases = Sequence[tuple[Rule, Member]]
"""Versions of a rule, each with the condition that a person is one of those whose law has it."""


def spans(codes: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return *codes*, which ascend, as closed ranges."""
    ranges: list[tuple[int, int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return tuple(ranges)


def shape(rule: Rule) -> tuple[object, ...]:
    """Return what of two versions of a rule must be the same if one rule is to stand for both."""
    effects = tuple((e.given_as, e.value is None, tuple(sorted(e.fields))) for e in rule.effects)
    stated = (rule.area, rule.subject, rule.for_each, rule.bars)
    return (*stated, effects, rule.select is None)


def merged(cases: Cases, whole: bool) -> Rule:
    """Return one rule for all *cases*; *whole* says that everybody's law has one of them."""
    first = cases[0][0]
    scopes = {content(rule.scope) for rule, _ in cases}
    scope = Any(tuple(All((rule.scope, whose)) for rule, whose in cases))
    return replace(
        first,
        scope=first.scope if whole and len(scopes) == 1 else scope,
        clauses=_clauses(cases),
        effects=tuple(_effect(cases, number) for number in range(len(first.effects))),
        select=None if first.select is None else _selection(cases, first.select),
    )


def _clauses(cases: Cases) -> tuple[Clause, ...]:
    """Return the clauses of all versions in their order: each is one for those whose it is."""
    both: list[tuple[Clause, tuple[int, ...]]] = []
    for number, (rule, _) in enumerate(cases):
        both = _joined(both, [(clause, (number,)) for clause in rule.clauses])
    everybody = len(cases)
    return tuple(
        clause if len(whose) == everybody else _for(clause, [cases[n][1] for n in whose])
        for clause, whose in both
    )


def _joined(
    one: list[tuple[Clause, tuple[int, ...]]], other: list[tuple[Clause, tuple[int, ...]]]
) -> list[tuple[Clause, tuple[int, ...]]]:
    """Return both lists in one; what stands in both stands there once."""
    before, after = ([content(clause.condition) for clause, _ in each] for each in (one, other))
    joined: list[tuple[Clause, tuple[int, ...]]] = []
    for tag, start, stop, first, last in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            pairs = zip(one[start:stop], other[first:last], strict=True)
            joined += [(clause, (*whose, *more)) for (clause, whose), (_, more) in pairs]
        else:
            joined += [*one[start:stop], *other[first:last]]
    return joined


def _for(clause: Clause, whose: Sequence[Member]) -> Clause:
    """Return *clause* as it binds only those of *whose* law it is."""
    column = whose[0].term
    inside = {code for each in whose for low, high in each.ranges for code in range(low, high + 1)}
    outside = [code for code in range(column.type.high + 1) if code not in inside]
    condition = Any((Member(column, spans(outside)), clause.condition))
    return replace(clause, condition=condition)


def _effect(cases: Cases, number: int) -> Effect:
    effects = [(rule.effects[number], whose) for rule, whose in cases]
    first = effects[0][0]
    fields = {
        name: either_of([(effect.fields[name], whose) for effect, whose in effects])
        for name in first.fields
    }
    values = [(effect.value, whose) for effect, whose in effects if effect.value is not None]
    return replace(first, value=either_of(values) if values else None, fields=fields)


def _selection(cases: Cases, first: Selection) -> Selection:
    chosen = [(rule.select, whose) for rule, whose in cases if rule.select is not None]
    rank_by = either_of([(select.rank_by, whose) for select, whose in chosen])
    length = max(len(select.ties) for select, _ in chosen)
    ties = tuple(
        either_of([(_tie(select, place), whose) for select, whose in chosen])
        for place in range(length)
    )
    return replace(first, rank_by=rank_by, ties=ties)


def _tie(select: Selection, place: int) -> Term:
    """Return what decides at *place* between equals: where a law says nothing, nothing does."""
    if place < len(select.ties):
        return select.ties[place]
    return Const(ValueType(Kind.WHOLE, 0, 0), 0)


def either_of(terms: Sequence[tuple[Term, Member]]) -> Term:
    """Return the term that is for each person the one of their law, in a step common to all."""
    if len({content(term) for term, _ in terms}) == 1:
        return terms[0][0]
    step = common_step(tuple(term.type.step for term, _ in terms))
    scaled = [(_scaled(term, int(term.type.step / step)), whose) for term, whose in terms]
    low = min(term.type.low for term, _ in scaled)
    high = max(term.type.high for term, _ in scaled)
    (first, _), *others = scaled

    def either(rest: Term, case: tuple[Term, Member]) -> Term:
        term, whose = case
        return Choice(replace(first.type, low=low, high=high), whose, term, rest)

    return reduce(either, others, first)


def _scaled(term: Term, factor: int) -> Term:
    if factor == 1:
        return term
    kind = term.type
    scaled = integer_type(factor * kind.low, factor * kind.high, kind.step / factor, kind.unit)
    return Sum(scaled, ((factor, term),))
