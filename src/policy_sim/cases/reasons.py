"""What a case expects of single rules: what became of them, who refuses, and how they rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy_sim.cases.expectation import Disappointed
from policy_sim.cases.ruling import Fate, Ruling
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
        return self.text, f"{self.rule} is not in force, or not of these areas"

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
            return f"it fails on: {'; '.join(ruling.failing(self.rule))}"
        found = RuleIs(self.place, self.rule, fate)
        against = ", ".join(dict.fromkeys(found._against(ruling)))
        return f"it {_IS[fate]}{f' by {against}' if fate in _BY else ''}"

    @property
    def text(self) -> str:
        """What is expected, in words."""
        by = f" by {self.by}" if self.by else ""
        told = "; ".join(" or ".join(texts) for texts in self.clauses)
        only = "only " if self.only else ""
        return f"{self.rule} {_IS[self.fate]}{by}{f' {only}on: {told}' if told else ''}"


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
        expected = f"a refusal by {self.rule}: {' or '.join(self.reasons)}"
        return expected, told or "nobody is refused"


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
                expected = f"the score {written(self.score, self.type)} of {self.rule}"
                return expected, "no score" if found is None else written(found, self.type)
        return f"a score of {self.rule}", "it is not in force, or not of these areas"
