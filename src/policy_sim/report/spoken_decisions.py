"""A decision about one person in sentences that a clerk can read to that person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policy_sim.policy.ast import Const
from policy_sim.policy.law import Rule, Vintage
from policy_sim.policy.values import Unit, ValueType
from policy_sim.report.conditions import Conditions
from policy_sim.report.decisions import authority, holds_place, kinds_given
from policy_sim.report.sentences import EFFECTS, said
from policy_sim.report.spoken import Speech
from policy_sim.rules.combination import BARE
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Frame
from policy_sim.rules.trace import RuleTrace, Trace

__all__ = ["Spoken", "article"]


def article(rule: Rule) -> str:
    """Return how a rule is cited: its title or name, and where it stands."""
    return f"{rule.title or rule.id}{authority(rule)}"


@dataclass(frozen=True)
class Spoken:
    """Speaks decisions under *vintage* about the one person of *frame*."""

    vintage: Vintage
    frame: Frame
    symbol: str = ""

    @property
    def speech(self) -> Speech:
        """What speaks the terms."""
        return Speech(self.vintage, self.symbol)

    @property
    def conditions(self) -> Conditions:
        """What tells conditions."""
        return Conditions(self.vintage, Features(self.frame), self.symbol)

    def lines(self, found: Trace) -> Iterator[str]:
        """Yield the answer, then each rule with its conditions, nearest to the answer first."""
        yield self.answer(found)
        for rule in _in_order(found):
            yield f"  {self.rule(rule)}"
            for clause in self.clauses(rule):
                yield f"    {clause}"
        outside = [rule.rule.title or rule.rule.id for rule in found.rules if not rule.in_scope]
        if outside:
            yield f"  {said('unconcerned', rules=', '.join(outside))}"

    def answer(self, found: Trace) -> str:
        """Return what is given in the area, or that nothing is."""
        area = found.area.capitalize()
        if not found.in_scope:
            return said("no-rule", area=area)
        if not found.given:
            return said("nothing", area=area)
        kinds = kinds_given(found)
        gifts = [
            self.gift(name, None if value == BARE else value, kinds.get(name))
            for name, value in sorted(found.given.items())
        ]
        key = "placeholder" if holds_place(found, self.vintage.placeholders) else "given"
        told = gifts[0] if len(gifts) == 1 else " and ".join(gifts)
        return said(key, area=area, gifts=told, is_are="is" if len(gifts) == 1 else "are")

    def gift(self, name: str, value: int | None, kind: ValueType | None) -> str:
        """Return what an effect gives, in words."""
        effect, _, target = name.partition(" ")
        words = EFFECTS.get(effect, effect)
        if target:
            words = f"{target.replace('_', ' ')} as a new setting"
        if value is None or kind is None or effect == "appoint":
            return words
        told = self.speech.value(value, kind)
        return f"{words} of {told}" if kind.unit is not Unit.NONE else f"{words} ({told})"

    def gifts(self, rule: RuleTrace) -> str:
        """Return everything that a rule gives; what it would reckon only if it holds."""
        told = []
        for part in rule.rule.effects:
            fixed = rule.holds or isinstance(part.value, Const)
            value = rule.values.get(part.name) if fixed else None
            kind = None if part.value is None else part.value.type
            told.append(self.gift(part.given_as, value, kind))
        return " and ".join(told)

    def rule(self, rule: RuleTrace) -> str:
        """Return what becomes of a rule."""
        cited, met = article(rule.rule), _met(rule)
        values = {"rule": cited, "met": met}
        if rule.rule.bars:
            barred = " and ".join(EFFECTS.get(name, name) for name in rule.rule.bars)
            return said("bars" if rule.stands else "bars-not", gift=barred, **values)
        if not rule.rule.effects:
            return said("excepts" if rule.stands else "excepts-not", **values)
        values["gift"] = self.gifts(rule)
        barring = sorted({name for names in rule.barred_by.values() for name in names})
        if rule.overridden_by:
            return said("set-aside", others=" and ".join(rule.overridden_by), **values)
        if not rule.holds:
            return said("withholds", missing=_missing(rule), **values)
        if barring:
            return said("barred", others=" and ".join(barring), **values)
        return said("gives" if rule.clauses else "gives-at-once", **values)

    def clauses(self, rule: RuleTrace) -> list[str]:
        """Return a sentence for each condition, those that are not met first.

        Of a rule that would only stand in the way, and does not, nothing more is said.
        """
        if not rule.holds and not rule.rule.effects:
            return []
        told = [
            (clause.fulfilled, self.conditions.told(part.condition, part.text))
            for clause, part in zip(rule.clauses, rule.rule.clauses, strict=True)
        ]
        return [said("met" if met else "not-met", clause=words) for met, words in sorted(
            told, key=lambda each: each[0]
        )]  # fmt: skip


def _in_order(found: Trace) -> list[RuleTrace]:
    """Return the rules in scope: what stands first, then the one that refuses, then the others."""
    return sorted(
        (rule for rule in found.rules if rule.in_scope),
        key=lambda rule: (not rule.stands, rule.rule.id != found.refused_by),
    )


def _met(rule: RuleTrace) -> str:
    number = len(rule.clauses)
    return said("one-met") if number == 1 else said("all-met", number=number)


def _missing(rule: RuleTrace) -> str:
    missing, number = sum(not each.fulfilled for each in rule.clauses), len(rule.clauses)
    if number == 1:
        return said("one-missing")
    if missing == number:
        return said("none-met", number=number)
    return said("some-missing", missing=missing, number=number, are="is" if missing == 1 else "are")
