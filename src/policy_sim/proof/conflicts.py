"""Rules that contradict each other for somebody, and rules that add nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from policy_sim.catalogue import phrase
from policy_sim.policy.ast import Const
from policy_sim.policy.effects import Combine, incompatible, kind_of_given
from policy_sim.policy.rule import Rule
from policy_sim.policy.writing import written
from policy_sim.proof.decided import Share
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.logic import Truth, both, negated
from policy_sim.proof.matter import Matter

__all__ = ["conflicts", "redundancies"]


_WHOM = {
    "person": phrase("one person"),
    "unit": phrase("one unit"),
    "organisation": phrase("the organisation"),
}


def conflicts(matter: Matter) -> Iterator[Finding]:
    """Yield each pair of rules that give one person effects which contradict each other.

    It stands at the later one of the two.
    That stops a run; no order of the file and no engine resolves it.
    """
    for one_share, other_share, clash in _pairs(matter):
        if matter.possible(clash):
            first, second = _later_first(matter, one_share, other_share)
            one, other = matter.rules[first.rule], matter.rules[second.rule]
            example = matter.example(clash, contradiction=True)
            values = {
                "rule": article(one),
                "other": article(other),
                "effect": _named(first),
                "against": _named(second),
                "whom": _WHOM[matter.subject],
                "example": example.told(matter.reads((first.rule, second.rule))),
            }
            related = (("the other rule", other.place),)
            subject = (one.id, other.id, first.effect.given_as, second.effect.given_as)
            yield Finding("conflict", one.place, subject, values, related)


def _later_first(matter: Matter, first: Share, second: Share) -> tuple[Share, Share]:
    """Return the share of the rule that stands later in its document first."""
    one, other = matter.rules[first.rule].place, matter.rules[second.rule].place
    return (second, first) if one.file == other.file and one < other else (first, second)


def _named(share: Share) -> str:
    """Return what is given, with its value if the rule states one."""
    value = share.effect.value
    stated = f" {written(value.value, value.type)}" if isinstance(value, Const) else ""
    return f"{share.effect.given_as}{stated}"


def _pairs(matter: Matter) -> Iterator[tuple[Share, Share, Truth]]:
    """Yield two shares of different rules, and when they contradict each other."""
    shares = matter.decided.shares
    for name, own in shares.items():
        if kind_of_given(name).combine is Combine.ONE:
            for first, second in combinations(own, 2):
                differ = first.value != second.value
                yield first, second, both(first.given, second.given, differ)
    for one, other in combinations(sorted(shares), 2):
        if incompatible(one, other):
            for first in shares[one]:
                for second in shares[other]:
                    yield first, second, both(first.given, second.given)


def redundancies(matter: Matter) -> Iterator[Finding]:
    """Yield each rule of which everything is given, or barred, by other rules for the same people.

    Amounts that add up are never given already, and a rule that overrides others does more.
    """
    for position in matter.own:
        rule = matter.rules[position]
        own = [
            share
            for shares in matter.decided.shares.values()
            for share in shares
            if share.rule == position
        ]
        sums = any(kind_of_given(s.effect.name).combine is Combine.SUM for s in own)
        if not own or sums or rule.select is not None:
            continue
        if rule.overrides or not any(matter.possible(share.given) for share in own):
            continue
        if all(
            not matter.possible(share.given, negated(_by_others(matter, share))) for share in own
        ):
            everything = phrase("everything that {rule} gives is given", rule=article(rule))
            yield _redundant(matter, rule, everything, _givers(matter, own))
    yield from _barred_already(matter)


def _barred_already(matter: Matter) -> Iterator[Finding]:
    """Yield each rule whose bars others raise wherever it does."""
    stands = matter.decided.stands
    for position, rule in enumerate(matter.rules):
        barred = [bars for bars in matter.program.bars.values() if position in bars]
        if rule.overrides or not barred or not matter.possible(stands[position]):
            continue
        if all(
            not matter.possible(
                stands[position], *(negated(stands[bar]) for bar in bars if bar != position)
            )
            for bars in barred
        ):
            everything = phrase("everything that {rule} bars is barred", rule=article(rule))
            others = {bar for bars in barred for bar in bars if bar != position}
            beside = [bar for bar in others if matter.possible(stands[position], stands[bar])]
            yield _redundant(matter, rule, everything, beside)


def _redundant(matter: Matter, rule: Rule, everything: str, others: Iterable[int]) -> Finding:
    values = {"rule": article(rule), "everything": everything}
    places = sorted(matter.rules[other].place for other in others)
    related = tuple(("the other rule", place) for place in places)
    return Finding("redundant", rule.place, (rule.id,), values, related)


def _givers(matter: Matter, own: Iterable[Share]) -> set[int]:
    """Return the rules that give somebody what one of the shares *own* gives."""
    return {
        other
        for share in own
        for other, as_much in _others(matter, share)
        if matter.possible(share.given, as_much)
    }


def _by_others(matter: Matter, share: Share) -> Truth:
    """Return when other rules give at least what *share* gives."""
    return matter.solver.some(as_much for _, as_much in _others(matter, share))


def _others(matter: Matter, share: Share) -> Iterator[tuple[int, Truth]]:
    """Yield the other rules that give the same, and when each gives at least as much."""
    name = share.effect.given_as
    strongest = kind_of_given(name).combine is Combine.HIGHEST
    for other in matter.decided.shares[name]:
        if other.rule != share.rule and not _fields_differ(share, other):
            enough = other.value >= share.value if strongest else other.value == share.value
            yield other.rule, both(other.given, enough)


def _fields_differ(share: Share, other: Share) -> bool:
    return dict(share.effect.fields) != dict(other.effect.fields)
