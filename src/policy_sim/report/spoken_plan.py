"""The nearest change as a dated plan, in sentences and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policy_sim.policy.ast import History
from policy_sim.policy.law import Law
from policy_sim.policy.values import ValueType
from policy_sim.report.spoken import spoken_months, spoken_value
from policy_sim.report.spoken_decisions import Spoken, article
from policy_sim.report.voice import PLAIN, Voice
from policy_sim.rules.case import Case
from policy_sim.rules.plan import Admission, Change, Hindrance, NoPlan, Plan
from policy_sim.rules.reading import nodes_in
from policy_sim.rules.trace import RuleTrace, Trace

__all__ = ["SpokenPlan"]


@dataclass(frozen=True)
class SpokenPlan:
    """Speaks plans for the person of *case* under *law*."""

    law: Law
    case: Case
    voice: Voice = PLAIN

    def sentences(self, found: Plan | NoPlan) -> list[str]:
        """Return the plan, or why there is none."""
        told = self._plan(found) if isinstance(found, Plan) else self._none(found)
        return list(told)

    def values(self, found: Plan | NoPlan) -> dict[str, Any]:
        """Return the same for programs."""
        told: dict[str, Any] = {"sentences": self.sentences(found)}
        if isinstance(found, NoPlan):
            blocking = _refusing(found.found)
            rule = blocking.rule if blocking else found.ends
            return told | {
                "within": None,
                "blocked_by": rule.id if rule else "",
                "source": rule.source if rule else "",
                "reason": found.found.reason,
            }
        standing = _standing(found.found)
        return told | {
            "within": found.months,
            "on": found.case.on.isoformat(),
            "rule": standing.rule.id,
            "source": standing.rule.source,
            "ratings": {name: self._rating(name, value) for name, value in found.ratings.items()},
            "better_ratings": found.better,
            "changes": [self._change_values(change, found) for change in found.changes],
            "on_the_way": [
                {"on": rise.day.isoformat(), "rule": rise.rule.id, "effect": "promote"}
                for rise in found.risen
            ],
        }

    def _plan(self, found: Plan) -> Iterator[str]:
        spoken, standing = self._spoken(found.case), _standing(found.found)
        values = {"rule": article(standing.rule, self.voice), "gift": spoken.gifts(standing)}
        if found.months:
            months, day = (
                spoken_months(found.months, self.voice),
                self.voice.language.day(found.case.on),
            )
            yield self.voice.said("plan-wait", months=months, day=day, **values)
        else:
            yield self.voice.said("plan-now", **values)
        if found.until is not None:
            yield self.voice.said("plan-until", what=self._hindered(found.until))
        for rise in found.risen:
            value = self._value(rise.name, rise.value)
            day = self.voice.language.day(rise.day)
            yield self.voice.said(
                "plan-rise", day=day, rule=article(rise.rule, self.voice), value=value
            )
        if found.case.on.year > self.case.on.year:
            yield from self._ratings(found)
        for change in found.changes:
            yield self._change(change, found)
        if any(name.startswith("post.") for name in self.case.columns) and standing.rule.for_each:
            yield self.voice.said("plan-vacant")
        if standing.rule.select is not None:
            yield self.voice.said("plan-ranked")

    def _hindered(self, until: Hindrance) -> str:
        """Return what stands in the way a month before: conditions, and articles by their names."""
        conditions = self._spoken(until.case).conditions
        told = [conditions.told(clause.condition, clause.text) for clause in until.clauses]
        told += [article(rule, self.voice) for rule in until.rules]
        return self.voice.said("and").join(told)

    def _ratings(self, found: Plan) -> Iterator[str]:
        """Yield what is taken of the ratings of the years until then, of those that count."""
        clauses = (clause for rule in found.found.rules for clause in rule.rule.clauses)
        nodes = nodes_in(clause.condition for clause in clauses)
        read = {node.source for node in nodes if isinstance(node, History)}
        for name, series in self.case.vocabulary.series_of("person").items():
            if series.every != "year" or name not in read:
                continue
            last = int(self.case.past.periods[name].ring[0, 0])
            words = self.voice.named(name)
            if name not in found.ratings:
                yield self.voice.said("plan-no-rating", series=words)
            elif found.ratings[name] == last:
                yield self.voice.said(
                    "plan-rating-stays", series=words, value=self._rating(name, last)
                )
            else:
                value = self._rating(name, found.ratings[name])
                before = self._rating(name, last)
                yield self.voice.said("plan-rating-needed", series=words, value=value, last=before)

    def _change(self, change: Change, found: Plan) -> str:
        admission = found.admissions.get(change.word)
        told = "" if admission is None else self._admission(change, admission)
        word = self.voice.word(change.word)
        if change.name not in self.case.vocabulary.attributes:
            return self.voice.said("plan-attend", word=word, admission=told)
        values = {
            "what": self.voice.named(change.name),
            "now": self._value(change.name, self.case.columns[change.name]),
            "value": self._value(change.name, change.value),
        }
        if told:
            return self.voice.said("plan-earn", admission=told, **values)
        return self.voice.said("plan-raise", **values)

    def _change_values(self, change: Change, found: Plan) -> dict[str, Any]:
        admission = found.admissions.get(change.word)
        value = self._value(change.name, change.value)
        told: dict[str, Any] = {"name": change.name, "to": value}
        if change.name in self.case.columns:
            told["from"] = self._value(change.name, self.case.columns[change.name])
        if admission is not None:
            told |= {"by": change.word, "admitted_on": admission.day.isoformat(),
                     "admitted_by": admission.rule.id}  # fmt: skip
        return told

    def _none(self, found: NoPlan) -> Iterator[str]:
        if found.lacking:
            yield self.voice.said(
                "none-lacking", day=self.voice.language.day(found.until), what=found.lacking
            )
        elif found.ends is not None:
            day = self.voice.language.day(found.until)
            yield self.voice.said("none-before-end", day=day, rule=article(found.ends, self.voice))
        else:
            yield self.voice.said("none-within")
        if found.found.given:
            yield self.voice.said("none-apart")
            return
        blocking = _refusing(found.found)
        if blocking is not None:
            yield from self._blocked(blocking, found)

    def _blocked(self, blocking: RuleTrace, found: NoPlan) -> Iterator[str]:
        failing = [
            part
            for clause, part in zip(blocking.clauses, blocking.rule.clauses, strict=True)
            if not clause.fulfilled
        ]
        conditions = self._spoken(found.case).conditions
        if failing:
            told = [conditions.told(part.condition, part.text) for part in failing]
            yield self.voice.said(
                "none-blocked" if found.case.on == self.case.on else "none-blocked-then",
                day=self.voice.language.day(found.case.on),
                rule=article(blocking.rule, self.voice),
                clause=self.voice.said("and").join(told),
            )
            return
        others = {name for names in blocking.barred_by.values() for name in names}
        others |= set(blocking.overridden_by)
        for rule in found.found.rules:
            if rule.rule.id in others:
                yield self.voice.said("none-barred", rule=article(rule.rule, self.voice))

    def _spoken(self, case: Case) -> Spoken:
        symbol = case.vocabulary.currency.symbol
        return Spoken(self.law.on(case.on), case.frame(), symbol, self.voice)

    def _rating(self, name: str, value: int) -> str:
        return spoken_value(value, self.case.vocabulary.series[name].type, voice=self.voice)

    def _value(self, name: str, value: int) -> str:
        vocabulary = self.case.vocabulary
        kind: ValueType | None = None
        if name in vocabulary.attributes:
            kind = vocabulary.attributes[name].type
        elif name in vocabulary.events:
            kind = vocabulary.events[name].type
        symbol = vocabulary.currency.symbol
        return str(value) if kind is None else spoken_value(value, kind, symbol, self.voice)

    def _admission(self, change: Change, admission: Admission) -> str:
        return self.voice.said(
            f"admission-{change.effect}",
            word=self.voice.word(change.word),
            day=self.voice.language.day(admission.day),
            rule=article(admission.rule, self.voice),
        )


def _standing(found: Trace) -> RuleTrace:
    """Return the rule that gives what the plan is for."""
    giving = [rule for rule in found.rules if rule.stands and rule.rule.effects]
    return next(rule for rule in giving if found.given.keys() & set(rule.values))


def _refusing(found: Trace) -> RuleTrace | None:
    return next((rule for rule in found.rules if rule.rule.id == found.refused_by), None)
