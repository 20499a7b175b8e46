"""What a case expects of a decision, and in what words it is answered if it is disappointed.

Every expectation is asked about the rulings of the areas of its case and answers with a pair of
words, what was expected and what was found instead, or with None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from policy_sim.cases.ruling import Fate, Gift, Ruling, amount_of
from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Place
from policy_sim.policy.effects import Combine, kind_of_given
from policy_sim.policy.values import ValueType
from policy_sim.policy.writing import written
from policy_sim.rules.combination import BARE

__all__ = [
    "Barred",
    "Disappointed",
    "Expectation",
    "Given",
    "NotGiven",
    "Nothing",
    "States",
    "Wanted",
]

Disappointed = tuple[str, str]
"""What was expected, and what was found."""


class Expectation(Protocol):
    """One thing that a case expects; *place* is where it stands."""

    @property
    def place(self) -> Place:
        """Where it stands in the document."""

    def judged(self, rulings: Sequence[Ruling]) -> Disappointed | None:
        """Return None if the *rulings* are as expected."""


@dataclass(frozen=True, slots=True)
class States:
    """How the values of one effect are written: its type, and those of its fields.

    *bare* is what the effect amounts to if a rule states no value: for ``promote`` the next grade.
    *symbol* is that of the currency.
    """

    effect: str
    type: ValueType | None
    fields: Mapping[str, ValueType]
    bare: int | None = None
    symbol: str = ""

    def value(self, value: int) -> str:
        """Return *value* in words; empty for an effect without one."""
        if value == BARE and self.bare is not None:
            value = self.bare
        if value == BARE or self.type is None:
            return ""
        return written(value, self.type, self.symbol)

    def gift(self, gift: Gift) -> str:
        """Return what a rule gives, in words."""
        words = [self.effect, self.value(gift.value)]
        words += [f"{name} {written(v, self.fields[name])}" for name, v in gift.fields.items()]
        return " ".join(word for word in words if word)

    def gifts(self, gifts: Sequence[Gift]) -> str:
        """Return what several rules give, each with its rule."""
        return ", ".join(f"{self.gift(gift)} ({gift.rule})" for gift in gifts)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value (None: any) with some of its fields."""

    value: int | None
    fields: Mapping[str, int]

    def met_by(self, gift: Gift, states: States) -> bool:
        """Return whether *gift* gives this value and these fields."""
        value = states.bare if gift.value == BARE else gift.value
        same = self.value is None or value == self.value
        return same and all(gift.fields.get(name) == v for name, v in self.fields.items())


def _gifts(effect: str, rulings: Sequence[Ruling]) -> tuple[Gift, ...]:
    return tuple(gift for ruling in rulings for gift in ruling.gifts(effect))


def _why_not(effect: str, rulings: Sequence[Ruling]) -> str:
    """Return why *effect* is not given, as far as the rulings say so."""
    for ruling in rulings:
        barring = ruling.barring(effect)
        if barring:
            return phrase("{effect} is barred by {rules}", effect=effect, rules=", ".join(barring))
    for ruling in rulings:
        rule, reason = ruling.refusal
        if rule and effect in ruling.decision.program.gives:
            return phrase("{rule} refuses: {reason}", rule=rule, reason=reason)
    return phrase("{gifts} is not given", gifts=effect)


@dataclass(frozen=True)
class Given:
    """An effect is given: any value, one of *exactly* these, or amounts by rule."""

    place: Place
    states: States
    wanted: tuple[Wanted, ...] = ()
    exactly: bool = False
    by_rule: Mapping[str, int] = field(default_factory=dict)

    def judged(self, rulings: Sequence[Ruling]) -> Disappointed | None:
        """Return None if it is given so."""
        effect = self.states.effect
        gifts = _gifts(effect, rulings)
        if not gifts:
            return self.text, _why_not(effect, rulings)
        if self.by_rule:
            parts = {gift.rule: gift.value for gift in gifts}
            met = self.by_rule == parts
        elif self.exactly:
            met = all(self._meets(gifts, one) for one in self.wanted) and all(
                any(one.met_by(gift, self.states) for one in self.wanted) for gift in gifts
            )
        else:
            met = all(self._meets(gifts, one) for one in self.wanted)
        return None if met else (self.text, self._found(gifts))

    def _meets(self, gifts: tuple[Gift, ...], wanted: Wanted) -> bool:
        combined = kind_of_given(self.states.effect).combine
        if combined is Combine.ALL:
            return any(wanted.met_by(gift, self.states) for gift in gifts)
        amount = amount_of(self.states.effect, gifts)
        if combined is Combine.SUM:
            return wanted.value in (None, amount)
        return any(gift.value == amount and wanted.met_by(gift, self.states) for gift in gifts)

    def _found(self, gifts: tuple[Gift, ...]) -> str:
        told = self.states.gifts(gifts)
        if len(gifts) > 1 and kind_of_given(self.states.effect).combine is Combine.SUM:
            total = self.states.value(amount_of(self.states.effect, gifts))
            sum_ = f"{self.states.effect} {total}"
            return phrase("{gifts} is given: {parts}", gifts=sum_, parts=told)
        return phrase("{gifts} is given", gifts=told)

    @property
    def text(self) -> str:
        """What is expected, in words."""
        if self.by_rule:
            parts = [f"{rule} {self.states.value(v)}" for rule, v in self.by_rule.items()]
            return phrase("{effect} of {parts}", effect=self.states.effect, parts=", ".join(parts))
        told = [
            self.states.gift(Gift("", BARE if one.value is None else one.value, one.fields))
            for one in self.wanted
        ]
        return ", ".join(told) or self.states.effect


@dataclass(frozen=True)
class NotGiven:
    """An effect is not given."""

    place: Place
    states: States

    def judged(self, rulings: Sequence[Ruling]) -> Disappointed | None:
        """Return None if nobody gives it."""
        gifts = _gifts(self.states.effect, rulings)
        if not gifts:
            return None
        found = phrase("{gifts} is given", gifts=self.states.gifts(gifts))
        return phrase("no {effect}", effect=self.states.effect), found


@dataclass(frozen=True)
class Barred:
    """An effect is taken away, by the rule *by* if one is named."""

    place: Place
    states: States
    by: str = ""

    def judged(self, rulings: Sequence[Ruling]) -> Disappointed | None:
        """Return None if it is barred so, and would have been given."""
        effect = self.states.effect
        expected = phrase("{effect} barred", effect=effect)
        if self.by:
            expected = phrase("{effect} barred by {rule}", effect=effect, rule=self.by)
        barring = {name for ruling in rulings for name in ruling.barring(effect)}
        gifts = _gifts(effect, rulings)
        if gifts:
            return expected, phrase("{gifts} is given", gifts=self.states.gifts(gifts))
        if not barring or (self.by and self.by not in barring):
            return expected, _why_not(effect, rulings)
        held = any(
            ruling.fate(ruling.decision.program.rules[rule].id) is Fate.BARRED
            for ruling in rulings
            for rule, _ in ruling.decision.program.gives.get(effect, ())
        )
        return None if held else (expected, phrase("no rule would give it anyway"))


@dataclass(frozen=True)
class Nothing:
    """Nothing at all is given."""

    place: Place

    def judged(self, rulings: Sequence[Ruling]) -> Disappointed | None:
        """Return None if no area gives anything."""
        given = [effect for ruling in rulings for effect in ruling.effects]
        found = phrase("{gifts} is given", gifts=", ".join(given))
        return (phrase("nothing"), found) if given else None
