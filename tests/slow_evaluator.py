"""The language decided slowly: person by person, in exact fractions, with no shared code.

Written from the reference of the language alone. It reads the typed tree and nothing of the
rules layer, so that what all engines share (features, history, tables, rounding, combination)
is tested against something that does not share it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from policy_sim.policy import ast
from policy_sim.policy.past import Window, WindowKind
from policy_sim.policy.rule import Effect, Rule
from policy_sim.policy.values import Unit, ValueType
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Vocabulary

__all__ = ["ContradictionError", "Dated", "Person", "SlowEvaluator", "Verdict", "months_between"]


class ContradictionError(Exception):
    """Two standing rules cannot both be obeyed."""


@dataclass(frozen=True)
class Dated:
    """One event of a person."""

    day: date
    value: int = 1
    until: date | None = None


@dataclass(frozen=True)
class Person:
    """One person's record: integers by name, series newest first, events in any order."""

    record: Mapping[str, int]
    series: Mapping[str, Sequence[int]] = field(default_factory=dict)
    events: Mapping[str, Sequence[Dated]] = field(default_factory=dict)
    entered: date = date(2000, 1, 1)


@dataclass
class Verdict:
    """Everything decided about one person in one area."""

    scope: set[str] = field(default_factory=set)
    holds: set[str] = field(default_factory=set)
    stands: set[str] = field(default_factory=set)
    given: dict[str, tuple[int | None, frozenset[str]]] = field(default_factory=dict)
    refused_by: str = ""
    failing: int = -1
    barred_by: str = ""
    overridden_by: str = ""


def months_between(since: date, today: date) -> int:
    """Return the completed months; a date that a short month lacks falls on its last day."""
    count = 0
    while _months_on(since, count + 1) <= today:
        count += 1
    while _months_on(since, count) > today:
        count -= 1
    return count


def _months_on(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = 31
    while True:
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            last -= 1


@dataclass
class SlowEvaluator:
    """Decides one person at a time under one vintage on one date."""

    vocabulary: Vocabulary
    vintage: Vintage
    today: date

    # --- terms -------------------------------------------------------------------------------

    def term(self, node: ast.Term, person: Person) -> Fraction:
        """Return the exact value of a term, in steps of its type."""
        match node:
            case ast.Const(value=value):
                return Fraction(value)
            case ast.Column(name=name):
                today = {"today.year": self.today.year, "today.month": self.today.month}
                return Fraction(today[name] if name in today else person.record[name])
            case ast.History():
                return Fraction(self.past(node, person))
            case ast.Choice(when=when, chosen=chosen, other=other):
                return self.term(chosen if self.true(when, person) else other, person)
            case ast.Lookup(table=table, arguments=arguments):
                return self._cell(table, [self.term(a, person) for a in arguments])
            case ast.Rank(term=inner):
                return Fraction(inner.type.scale.ranks[int(self.term(inner, person))])
            case ast.Moved(term=inner, by=by):
                return self._moved(inner.type, int(self.term(inner, person)), by)
        return self._arithmetic(node, person)

    def _arithmetic(self, node: ast.Term, person: Person) -> Fraction:
        match node:
            case ast.Sum(parts=parts):
                return sum((w * self.term(t, person) for w, t in parts), Fraction(0))
            case ast.Product(left=left, right=right):
                return self.term(left, person) * self.term(right, person)
            case ast.Extreme(highest=highest, terms=terms):
                values = sorted(self.term(t, person) for t in terms)
                return values[-1] if highest else values[0]
            case ast.Quotient():
                return self._quotient(node, person)
        raise AssertionError(node)

    def _quotient(self, node: ast.Quotient, person: Person) -> Fraction:
        exact = self.term(node.numerator, person) * node.factor / self.term(node.divisor, person)
        down = exact.numerator // exact.denominator
        if node.rounding is ast.Rounding.FLOOR:
            return Fraction(down)
        if node.rounding is ast.Rounding.CEIL:
            return Fraction(down if exact == down else down + 1)
        distance = exact - down
        if distance == Fraction(1, 2):
            return Fraction(down + 1 if exact > 0 else down)
        return Fraction(down + 1 if distance > Fraction(1, 2) else down)

    def _cell(self, table, arguments: list[Fraction]) -> Fraction:
        for row in table.rows:
            if all(
                low <= argument <= high
                for argument, (low, high) in zip(arguments, row.spans, strict=True)
            ):
                return Fraction(row.value)
        assert table.otherwise is not None
        return Fraction(table.otherwise)

    def _moved(self, kind: ValueType, position: int, by: int) -> Fraction:
        ranks = kind.scale.ranks
        for _ in range(abs(by)):
            beyond = [
                r for r in ranks if (r > ranks[position]) == (by > 0) and r != ranks[position]
            ]
            if not beyond:
                break
            nearest = min(beyond) if by > 0 else max(beyond)
            position = ranks.index(nearest)
        return Fraction(position)

    # --- conditions --------------------------------------------------------------------------

    def true(self, node: ast.Condition, person: Person) -> bool:
        """Return whether a condition is true of the person."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Not(item=item):
                return not self.true(item, person)
            case ast.All(items=items):
                return all(self.true(item, person) for item in items)
            case ast.Any(items=items):
                return any(self.true(item, person) for item in items)
            case ast.Member(term=term, ranges=ranges):
                value = self.term(term, person)
                return any(low <= value <= high for low, high in ranges)
            case ast.Compare(operator=operator, left=left, right=right):
                return _compared(str(operator), self.term(left, person), self.term(right, person))
        raise AssertionError(node)

    # --- history -----------------------------------------------------------------------------

    def past(self, use: ast.History, person: Person) -> int:
        """Return the value of one use of the past."""
        if use.source in self.vocabulary.series:
            return self._periods(use, person)
        return self._events(use, person)

    def _passes(self, use: ast.History, value: int, kind: ValueType | None) -> bool:
        if use.filter is None:
            return True
        operator, bound = str(use.filter.operator), use.filter.value
        if kind is not None and kind.scale is not None and operator not in ("==", "!="):
            return _compared(operator, kind.scale.ranks[value], kind.scale.ranks[bound])
        return _compared(operator, value, bound)

    def _periods(self, use: ast.History, person: Person) -> int:
        series = self.vocabulary.series[use.source]
        kept = list(person.series.get(use.source, ()))[: series.keep]
        wanted = None if use.window is None else use.window.length
        seen = kept if wanted is None else kept[:wanted]
        short = not seen or (wanted is not None and len(seen) < wanted)
        if use.operator in ("last", "before_last"):
            before = seen[1:] if use.operator == "before_last" else seen
            return before[0] if before else series.if_missing
        if use.operator in ("lowest", "highest"):
            ascending = sorted(seen)
            return series.if_missing if short else ascending[-(use.operator == "highest")]
        passing = [self._passes(use, value, series.type) for value in seen]
        if use.operator == "streak":
            return passing.index(False) if False in passing else len(passing)
        if use.operator == "ever":
            return int(any(passing))
        counted = [value for value, counts in zip(seen, passing, strict=True) if counts]
        return {"count": len(counted), "total": sum(counted)}[use.operator]

    def _events(self, use: ast.History, person: Person) -> int:
        event = self.vocabulary.events[use.source]
        known = [e for e in person.events.get(use.source, ()) if e.day <= self.today]
        inside = [self._within(use.window, e, event.type, person) for e in known]
        seen = [e for e in inside if e is not None and self._passes(use, e.value, event.type)]
        lowest = 0 if event.type is None else event.type.low
        values = [e.value for e in seen]
        if use.operator == "months_since":
            latest = max((e.day for e in seen), default=person.entered)
            return months_between(latest, self.today)
        standing = [e.value for e in seen if e.until is None or self.today < e.until]
        return {
            "lowest": min(values, default=lowest),
            "highest": max(values, default=lowest),
            "longest": max(values, default=0),
            "count": len(values),
            "total": sum(values),
            "ever": int(bool(values)),
            "in_force": max(standing, default=lowest),
        }[use.operator]

    def _within(
        self, window: Window | None, entry: Dated, kind: ValueType | None, person: Person
    ) -> Dated | None:
        if window is None:
            return entry
        if window.kind is WindowKind.SERVICE:
            return entry if entry.day >= person.entered else None
        if window.kind is WindowKind.MONTHS:
            return entry if months_between(entry.day, self.today) < window.length else None
        if entry.day.year != self.today.year:
            return None
        unit = Unit.NONE if kind is None else kind.unit
        if unit not in (Unit.DAYS, Unit.WORKDAYS):
            return entry
        elapsed, day = 0, entry.day
        while day.year == self.today.year:
            elapsed += unit is Unit.DAYS or day.weekday() < 5
            day -= timedelta(days=1)
        return Dated(entry.day, min(entry.value, elapsed), entry.until)

    # --- decisions ---------------------------------------------------------------------------

    def decide(self, area: str, person: Person) -> Verdict:
        """Return what is decided about *person* in *area*; raise on a contradiction."""
        verdict = Verdict()
        rules = {rule.id: rule for rule in self.vintage.rules}
        own = sorted(name for name, rule in rules.items() if rule.area == area)
        if not any(self.true(rules[name].scope, person) for name in own):
            return verdict
        verdict.scope = {n for n, rule in rules.items() if self.true(rule.scope, person)}
        verdict.holds = {n for n in verdict.scope if not self._failing(rules[n], person)}
        verdict.stands = {n for n in rules if self._stands(n, rules, verdict.holds)}
        self._give([rules[name] for name in own], rules, verdict, person)
        if not verdict.given:
            self._refuse([rules[name] for name in own], rules, verdict, person)
        return verdict

    def _failing(self, rule: Rule, person: Person) -> list[int]:
        return [
            n for n, clause in enumerate(rule.clauses) if not self.true(clause.condition, person)
        ]

    def _stands(self, name: str, rules: Mapping[str, Rule], holds: set[str]) -> bool:
        return name in holds and not any(
            name in other.overrides and self._stands(other.id, rules, holds)
            for other in rules.values()
        )

    def _bar(self, effect: str, rules: Mapping[str, Rule], verdict: Verdict) -> str:
        barring = sorted(n for n in verdict.stands if effect in rules[n].bars)
        return barring[0] if barring else ""

    def _give(
        self, own: list[Rule], rules: Mapping[str, Rule], verdict: Verdict, person: Person
    ) -> None:
        offers: dict[str, list[tuple[str, int | None]]] = {}
        for rule in own:
            for effect in rule.effects:
                if rule.id in verdict.stands and not self._bar(effect.name, rules, verdict):
                    offers.setdefault(effect.name, []).append(
                        (rule.id, self._worth(effect, person))
                    )
        for name, given in offers.items():
            values = [value for _, value in given]
            rules_giving = frozenset(rule for rule, _ in given)
            if name in ("promote", "demote", "dismiss", "rate"):
                if len(set(values)) > 1:
                    raise ContradictionError(name)
                verdict.given[name] = values[0], rules_giving
            elif name in ("sanction", "award"):
                verdict.given[name] = max(values), rules_giving
            else:
                verdict.given[name] = sum(values), rules_giving
        good = {"promote", "award", "pay", "credit"}
        if {"promote", "demote"} <= offers.keys() or ("dismiss" in offers and good & offers.keys()):
            raise ContradictionError(str(sorted(offers)))

    def _worth(self, effect: Effect, person: Person) -> int | None:
        return None if effect.value is None else int(self.term(effect.value, person))

    def _refuse(
        self, own: list[Rule], rules: Mapping[str, Rule], verdict: Verdict, person: Person
    ) -> None:
        candidates = [
            (len(self._failing(rule, person)), rule.id)
            for rule in own
            if rule.effects and rule.id in verdict.scope
        ]
        if not candidates:
            return
        failing, name = min(candidates)
        verdict.refused_by = name
        if failing:
            verdict.failing = self._failing(rules[name], person)[0]
            return
        over = sorted(n for n in verdict.stands if name in rules[n].overrides)
        if over:
            verdict.overridden_by = over[0]
            return
        bars = [self._bar(effect.name, rules, verdict) for effect in rules[name].effects]
        verdict.barred_by = next(bar for bar in bars if bar)


def _compared(operator: str, left: Fraction | int, right: Fraction | int) -> bool:
    difference = left - right
    return {
        "<": difference < 0,
        "<=": difference <= 0,
        "==": difference == 0,
        "!=": difference != 0,
        ">=": difference >= 0,
        ">": difference > 0,
    }[operator]
