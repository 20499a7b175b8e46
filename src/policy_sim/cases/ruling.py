"""What was decided about the person of one case in one area, as expectations ask about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from policy_sim.policy.effects import Combine, kind_of_given
from policy_sim.rules.columnar import truth
from policy_sim.rules.decision import Decision

__all__ = ["Fate", "Gift", "Ruling", "amount_of"]


class Fate(StrEnum):
    """What became of one rule for one person."""

    NOT_ASKED = "not asked"
    FAILS = "fails"
    OVERRIDDEN = "overridden"
    BARRED = "barred"
    STANDS = "stands"


@dataclass(frozen=True, slots=True)
class Gift:
    """What one standing rule gives of an effect: its value (``BARE`` if none) and its fields."""

    rule: str
    value: int
    fields: Mapping[str, int]


def amount_of(effect: str, gifts: tuple[Gift, ...]) -> int:
    """Return what *gifts* of *effect* amount to; of what unites, the first."""
    values = [gift.value for gift in gifts]
    combined = kind_of_given(effect).combine
    if combined is Combine.SUM:
        return sum(values)
    return max(values) if combined is Combine.HIGHEST else values[0]


@dataclass(frozen=True)
class Ruling:
    """The *decision* of one area about the person at *row*."""

    decision: Decision
    row: int

    @property
    def area(self) -> str:
        """The area that decided."""
        return self.decision.program.area

    def gifts(self, effect: str) -> tuple[Gift, ...]:
        """Return what each rule gives of *effect*; nothing if it is not given."""
        given = self.decision.given.get(effect)
        gifts = []
        for part in () if given is None else given.parts:
            if part.mask[self.row]:
                fields = {name: int(column[self.row]) for name, column in part.fields.items()}
                rule = self.decision.program.rules[part.rule].id
                gifts.append(Gift(rule, int(part.values[self.row]), fields))
        return tuple(gifts)

    @property
    def effects(self) -> tuple[str, ...]:
        """The effects that are given."""
        return tuple(name for name in self.decision.given if self.gifts(name))

    def barring(self, effect: str) -> tuple[str, ...]:
        """Return the standing rules that bar *effect*."""
        return self.decision.barring(effect, self.row)

    def overriding(self, rule: str) -> tuple[str, ...]:
        """Return the standing rules that override *rule*."""
        return self.decision.overriding(self.decision.program.positions[rule], self.row)

    def fate(self, rule: str) -> Fate:
        """Return what became of *rule*; of several effects, one that is barred counts."""
        decision = self.decision
        index = decision.program.positions[rule]
        if not decision.scope[index, self.row]:
            return Fate.NOT_ASKED
        if not decision.holds[index, self.row]:
            return Fate.FAILS
        if not decision.stands[index, self.row]:
            return Fate.OVERRIDDEN
        effects = decision.program.rules[index].effects
        barred = any(self.barring(effect.given_as) for effect in effects)
        return Fate.BARRED if barred else Fate.STANDS

    def failing(self, rule: str) -> tuple[str, ...]:
        """Return the clauses of *rule* that are not fulfilled, in document order."""
        program = self.decision.program
        index = program.positions[rule]
        forms = program.clauses[index]
        clauses = program.rules[index].clauses
        return tuple(
            clause.text
            for clause, form in zip(clauses, forms, strict=True)
            if not truth(form, self.decision.features)[self.row]
        )

    @property
    def refusal(self) -> tuple[str, str]:
        """The rule that a refusal names, and its reason; both empty if there is none."""
        refusals = self.decision.refusals()
        rule = int(refusals.rule[self.row])
        name = self.decision.program.rules[rule].id if rule >= 0 else ""
        return name, refusals.reason_text(self.row)

    def score(self, rule: str) -> int | None:
        """Return the score by which *rule* ranks the person; None if it ranks nobody."""
        program = self.decision.program
        select = program.rules[program.positions[rule]].select
        if select is None:
            return None
        return int(self.decision.features.column(select.rank_by)[self.row])
