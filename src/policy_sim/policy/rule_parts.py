"""The parts of which a rule is made, and where each stands: what a finding can point to.

A scope, a clause and its alternatives, what is given, the score and the ties, whom reserved and
capped places are for, and how many these are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policy_sim.diagnostics import Place
from policy_sim.policy.ast import ALWAYS, Any, Condition, Not, Term
from policy_sim.policy.rule import Clause, Rule

__all__ = ["Part", "alternatives", "asked", "capped", "given", "parts", "ranked", "reserved"]


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of a rule says, where it stands, and the alternatives in it, if it has any."""

    said: Condition | Term
    place: Place
    inside: tuple[Part, ...] = ()


def parts(rule: Rule) -> Iterator[Part]:
    """Yield all parts of *rule*, in the order in which they are asked."""
    yield from asked(rule)
    yield from given(rule)
    yield from ranked(rule)
    yield from reserved(rule)
    yield from capped(rule)


def asked(rule: Rule) -> Iterator[Part]:
    """Yield the scope of *rule*, if it has one, and its clauses."""
    if rule.scope != ALWAYS:
        yield Part(rule.scope, rule.scope_place)
    for clause in rule.clauses:
        yield Part(clause.condition, clause.place, alternatives(clause))


def alternatives(clause: Clause) -> tuple[Part, ...]:
    """Return the items of an ``any``, or those of which a ``none`` wants none."""
    condition = clause.condition.item if isinstance(clause.condition, Not) else clause.condition
    items = condition.items if isinstance(condition, Any) else ()
    known = len(clause.alternatives) == len(items)
    places = clause.alternatives if known else (clause.place,) * len(items)
    return tuple(Part(said, place) for said, place in zip(items, places, strict=True))


def given(rule: Rule, effect: str = "") -> Iterator[Part]:
    """Yield the values of what *rule* gives: of *effect*, if it is named."""
    for one in rule.effects:
        if not effect or one.given_as == effect:
            values = (*(() if one.value is None else (one.value,)), *one.fields.values())
            yield from (Part(value, one.place) for value in values)


def ranked(rule: Rule) -> Iterator[Part]:
    """Yield the score by which candidates rank, then the ties in turn."""
    if rule.select is not None:
        terms = (rule.select.rank_by, *rule.select.ties)
        places = rule.select.places or (rule.place,) * len(terms)
        yield from (Part(*pair) for pair in zip(terms, places, strict=True))


def reserved(rule: Rule) -> Iterator[Part]:
    """Yield whom the reserved places are for."""
    quotas = () if rule.select is None else rule.select.reserves
    yield from (Part(quota.whom, quota.whom_place) for quota in quotas)


def capped(rule: Rule) -> Iterator[Part]:
    """Yield whom the capped places are for."""
    quotas = () if rule.select is None else rule.select.caps
    yield from (Part(quota.whom, quota.whom_place) for quota in quotas)
