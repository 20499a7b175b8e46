"""A decision about one person in sentences that a clerk can read to that person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policy_sim.policy.ast import Const
from policy_sim.policy.rule import Rule
from policy_sim.policy.values import Unit, ValueType
from policy_sim.policy.vintage import Vintage
from policy_sim.report.conditions import Conditions
from policy_sim.report.decisions import authority, holds_place, kinds_given
from policy_sim.report.sentences import AREAS, EFFECTS
from policy_sim.report.spoken import Speech
from policy_sim.report.voice import PLAIN, Voice
from policy_sim.rules.combination import BARE
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Frame
from policy_sim.rules.trace import RuleTrace, Trace

__all__ = ["Spoken", "article"]


def article(rule: Rule, voice: Voice = PLAIN) -> str:
    """Return how a rule is cited: its title or name, and where it stands."""
    return f"{voice.titled(rule)}{authority(rule, voice)}"


@dataclass(frozen=True)
class Spoken:
    """Speaks decisions under *vintage* about the one person of *frame*."""

    vintage: Vintage
    frame: Frame
    symbol: str = ""
    voice: Voice = PLAIN

    @property
    def speech(self) -> Speech:
        """What speaks the terms."""
        return Speech(self.vintage, self.symbol, self.voice)

    @property
    def conditions(self) -> Conditions:
        """What tells conditions."""
        return Conditions(self.vintage, Features(self.frame), self.symbol, self.voice)

    def lines(self, found: Trace) -> Iterator[str]:
        """Yield the answer, then each rule with its conditions, nearest to the answer first."""
        yield self.answer(found)
        for rule in _in_order(found):
            yield f"  {self.rule(rule)}"
            for clause in self.clauses(rule):
                yield f"    {clause}"
        outside = [self.voice.titled(rule.rule) for rule in found.rules if not rule.in_scope]
        if outside:
            yield f"  {self.voice.said('unconcerned', rules=', '.join(outside))}"

    def answer(self, found: Trace) -> str:
        """Return what is given in the area, or that nothing is."""
        area = self.text(AREAS.get(found.area, found.area)).capitalize()
        if not found.in_scope:
            return self.voice.said("no-rule", area=area)
        if not found.given:
            return self.voice.said("nothing", area=area)
        kinds = kinds_given(found)
        gifts = [
            self.gift(name, None if value == BARE else value, kinds.get(name))
            for name, value in sorted(found.given.items())
        ]
        key = "given" if len(gifts) == 1 else "given-all"
        told = self.voice.said(key, area=area, gifts=self.voice.together(gifts))
        held = holds_place(found, self.vintage.placeholders)
        return self.voice.said("held", told=told) if held else told

    def text(self, sentence: str) -> str:
        """Return a fixed text in the language."""
        return self.voice.language.text(sentence)

    def gift(self, name: str, value: int | None, kind: ValueType | None) -> str:
        """Return what an effect gives, in words."""
        effect, _, target = name.partition(" ")
        words = self.text(EFFECTS.get(effect, effect))
        if target:
            words = self.voice.said("setting", name=self.voice.named(target))
        if value is None or kind is None or effect == "appoint":
            return words
        told = self.speech.value(value, kind)
        key = "gift-of" if kind.unit is not Unit.NONE else "gift-worth"
        return self.voice.said(key, gift=words, value=told)

    def gifts(self, rule: RuleTrace) -> str:
        """Return everything that a rule gives; what it would reckon only if it holds."""
        told = []
        for part in rule.rule.effects:
            fixed = rule.holds or isinstance(part.value, Const)
            value = rule.values.get(part.name) if fixed else None
            kind = None if part.value is None else part.value.type
            told.append(self.gift(part.given_as, value, kind))
        return self.voice.together(told)

    def rule(self, rule: RuleTrace) -> str:
        """Return what becomes of a rule."""
        cited, met = article(rule.rule, self.voice), self.met(rule)
        values = {"rule": cited, "met": met, "others": self.others(rule.overridden_by)}
        if rule.rule.bars:
            names = [self.text(EFFECTS.get(name, name)) for name in rule.rule.bars]
            barred = self.voice.together(names)
            return self.voice.said(
                _became(rule, "bars", "bars-aside", "bars-not"), gift=barred, **values
            )
        if not rule.rule.effects:
            became = _became(rule, "excepts", "excepts-aside", "excepts-not")
            return self.voice.said(became, **values)
        values["gift"] = self.gifts(rule)
        barring = sorted({name for names in rule.barred_by.values() for name in names})
        if rule.overridden_by:
            return self.voice.said("set-aside", **values)
        if not rule.holds:
            return self.voice.said("withholds", missing=self.missing(rule), **values)
        if barring:
            return self.voice.said("barred", **{**values, "others": self.others(barring)})
        return self.voice.said("gives" if rule.clauses else "gives-at-once", **values)

    def others(self, names: Sequence[str]) -> str:
        """Return other rules, by the titles that they have."""
        titles = {one.id: self.voice.titled(one) for one in self.vintage.rules}
        return self.voice.together([titles[name] for name in names])

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
        return [self.voice.said("met" if met else "not-met", clause=words) for met, words in sorted(
            told, key=lambda each: each[0]
        )]  # fmt: skip

    def met(self, rule: RuleTrace) -> str:
        """Return that all conditions of a rule are met."""
        number = len(rule.clauses)
        return self.voice.said("one-met" if number == 1 else "all-met", number=number)

    def missing(self, rule: RuleTrace) -> str:
        """Return how many conditions of a rule are not met."""
        missing, number = sum(not each.fulfilled for each in rule.clauses), len(rule.clauses)
        if number == 1:
            return self.voice.said("one-missing")
        if missing == number:
            return self.voice.said("none-met", number=number)
        key = "some-one-missing" if missing == 1 else "some-missing"
        return self.voice.said(key, missing=missing, number=number)


def _became(rule: RuleTrace, stands: str, aside: str, otherwise: str) -> str:
    """Return which of three sentences tells what became of a rule that gives nothing."""
    if rule.stands:
        return stands
    return aside if rule.overridden_by else otherwise


def _in_order(found: Trace) -> list[RuleTrace]:
    """Return the rules in scope: what stands first, then the one that refuses, then the others."""
    return sorted(
        (rule for rule in found.rules if rule.in_scope),
        key=lambda rule: (not rule.stands, rule.rule.id != found.refused_by),
    )
