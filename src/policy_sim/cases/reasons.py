"""What a case expects of single rules: what became of them, who refuses, and how they rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy_sim.cases.expectation import Disappointed
from policy_sim.cases.ruling import Fate, Ruling
from policy_sim.catalogue import either, listed, phrase
from policy_sim.diagnostics import Place
from policy_sim.policy.values import ValueType
from policy_sim.policy.writing import written

__all__ = ["Refused", "RuleIs", "Scored"]


@dataclass(frozen=True)
class RuleIs:
    """What became of a *rule*: its *fate*, *by* whom, or the *clauses* in which it fails.

    With *only*, it fails in no other clause.
    """

    place: Place
    rule: str
    fate: Fate
    by: str = ""
    clauses: tuple[tuple[str, ...], ...] = ()
    only: bool = False

    def judged(self, rulings: Sequence[Ruling]) -> Disappointed | None:
        """Return None if that became of it in the area that knows it."""
        for ruling in rulings:
            if self.rule in ruling.decision.program.positions:
                return None if self._met(ruling) else (self.text, self._found(ruling))
        return self.text, phrase("{rule} is not in force, or not of these areas", rule=self.rule)

    def _met(self, ruling: Ruling) -> bool:
        if ruling.fate(self.rule) is not self.fate:
            return False
        if self.by:
            return self.by in self._against(ruling)
        failing = ruling.failing(self.rule) if self.clauses else ()
        named = {text for texts in self.clauses for text in texts}
        return all(any(text in failing for text in texts) for texts in self.clauses) and not (
            self.only and set(failing) - named
        )

    def _against(self, ruling: Ruling) -> tuple[str, ...]:
        if self.fate is Fate.OVERRIDDEN:
            return ruling.overriding(self.rule)
        program = ruling.decision.program
        effects = program.rules[program.positions[self.rule]].effects
        return tuple(name for effect in effects for name in ruling.barring(effect.given_as))

    def _found(self, ruling: Ruling) -> str:
        fate = ruling.fate(self.rule)
        if fate is Fate.FAILS:
            return phrase("it fails on: {clauses}", clauses="; ".join(ruling.failing(self.rule)))
        found = RuleIs(self.place, self.rule, fate)
        against = ", ".join(dict.fromkeys(found._against(ruling)))
        is_so = phrase("it {fate}", fate=phrase(_IS[fate]))
        return phrase("{is_so} by {rules}", is_so=is_so, rules=against) if fate in _BY else is_so

    @property
    def text(self) -> str:
        """What is expected, in words."""
        told: str = phrase("{rule} {fate}", rule=self.rule, fate=phrase(_IS[self.fate]))
        if self.by:
            told = phrase("{is_so} by {rules}", is_so=told, rules=self.by)
        clauses = listed([either(texts) for texts in self.clauses], "; ")
        if clauses and self.only:
            return phrase("{is_so} only on: {clauses}", is_so=told, clauses=clauses)
        return phrase("{is_so} on: {clauses}", is_so=told, clauses=clauses) if clauses else told


_BY = (Fate.OVERRIDDEN, Fate.BARRED)
_IS = {
    Fate.NOT_ASKED: "is not asked",
    Fate.FAILS: "fails",
    Fate.OVERRIDDEN: "is overridden",
    Fate.BARRED: "is barred",
    Fate.STANDS: "stands",
}


@dataclass(frozen=True)
class Refused:
    """The refusal names *rule* and one of the *reasons*, as a ledger would."""

    place: Place
    rule: str
    reasons: tuple[str, ...]

    def judged(self, rulings: Sequence[Ruling]) -> Disappointed | None:
        """Return None if a refusal says so."""
        found = [ruling.refusal for ruling in rulings]
        if any(rule == self.rule and reason in self.reasons for rule, reason in found):
            return None
        told = "; ".join(f"{rule}: {reason}" for rule, reason in found if rule)
        reasons = either(self.reasons)
        expected = phrase("a refusal by {rule}: {reasons}", rule=self.rule, reasons=reasons)
        return expected, told or phrase("nobody is refused")


@dataclass(frozen=True)
class Scored:
    """The *rule* ranks the person by this *score*."""

    place: Place
    rule: str
    score: int
    type: ValueType

    def judged(self, rulings: Sequence[Ruling]) -> Disappointed | None:
        """Return None if that is the score."""
        for ruling in rulings:
            if self.rule in ruling.decision.program.positions:
                found = ruling.score(self.rule)
                if found == self.score:
                    return None
                score = written(self.score, self.type)
                expected = phrase("the score {score} of {rule}", score=score, rule=self.rule)
                none = phrase("no score")
                return expected, none if found is None else written(found, self.type)
        expected = phrase("a score of {rule}", rule=self.rule)
        return expected, phrase("it is not in force, or not of these areas")
