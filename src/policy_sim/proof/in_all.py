"""Whether the same total, on other dates or divided otherwise, brings more money or credit in all.

What is given of an amount is added up over all months in which the law looks back on one of the
schedules, so that neither a month in which the other is paid, nor the time passed, makes the
difference. Of what counts since entry, and so for good, the year after both schedules is looked at.
Dates are those of :mod:`policy_sim.proof.date_patterns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import TypeAlias

from policy_sim.catalogue import phrase
from policy_sim.policy.ast import Column, History, Quotient
from policy_sim.policy.past import Window, WindowKind
from policy_sim.policy.vocabulary import Event, Series
from policy_sim.policy.writing import written
from policy_sim.proof.date_patterns import months_named, patterns
from policy_sim.proof.decided import Decided
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.logic import Number, Truth, choice, replaced, total
from policy_sim.proof.played_in_all import PlayedInAll
from policy_sim.proof.schedules import LOOKED_BACK, SPREAD
from policy_sim.proof.two_schedules import DECEMBER, TwoSchedules, spread_by
from policy_sim.proof.where_apart import first_reading
from policy_sim.proof.witness import held, ordinary, recorded, settle

__all__ = ["InAll"]

_YEARLY = frozenset({"appraisal", "rewards"})
"""Areas that are decided once a year, unless the law itself says in which month."""

_Dates: TypeAlias = list[tuple[Number, Number]]
"""The unknown month of each entry of both schedules, and one that it may be."""


@dataclass(frozen=True, eq=False)
class InAll(TwoSchedules):
    """The strong schedule brings more of an *effect* in all than the weak one.

    Only rules are added up that look back *for_good*, or only such that do not: no stretch of
    months would be fair to both.
    """

    effect: str
    for_good: bool

    @cached_property
    def givers(self) -> tuple[int, ...]:
        """The rules by which more or less is given, for one schedule or the other."""
        givers = (giver for giver, _ in self.matter.program.gives[self.effect])
        return tuple(giver for giver in givers if self._alike(self._seen_by(self._behind(giver))))

    @cached_property
    def looking(self) -> tuple[int, ...]:
        """The rules on which that hangs and that look back on the schedules."""
        behind = sorted({rule for giver in self.givers for rule in self._behind(giver)})
        return tuple(rule for rule in behind if self._seen_by([rule]))

    def _behind(self, giver: int) -> tuple[int, ...]:
        return self.matter.behind([giver, *self.matter.program.bars[self.effect]])

    def _seen_by(self, rules: Iterable[int]) -> set[int | None]:
        """Return for how many months *rules* see an entry; None is for good."""
        uses = (one for one in self.matter.reads(rules) if isinstance(one, History))
        name = self.source.name
        return {_seen_for(self.source, use.window) for use in uses if use.source == name}

    def _alike(self, seen: set[int | None]) -> bool:
        return {months is None for months in seen} == {self.for_good}

    @cached_property
    def months(self) -> tuple[int, ...]:
        """The months in which something is decided that can hang on one of the schedules."""
        parts = self.matter.reads(self.looking)
        dated = any(isinstance(one, Column) and one.name == "today.month" for one in parts)
        every_month = dated or self.matter.area not in _YEARLY
        return tuple(
            month
            for month in range(SPREAD if self.for_good else 0, SPREAD + self._longest)
            if every_month or month % 12 == DECEMBER
        )

    @cached_property
    def _windows(self) -> tuple[int, ...]:
        """For how many months the law looks back on entries, if not for good."""
        return tuple(sorted(months for months in self._seen_by(self.looking) if months is not None))

    @property
    def _longest(self) -> int:
        """Months after which nothing hangs on an entry any more; a year of what counts for good."""
        return max(self._windows, default=12)

    @cached_property
    def monthly(self) -> tuple[tuple[Decided, ...], tuple[Decided, ...]]:
        """What is decided in each of the months about the strong schedule, and about the weak."""
        days = [self.solver.number(month) for month in self.months]
        strong, weak = (
            tuple(self.decided(schedule, day) for day in days) for schedule in self.schedules
        )
        # So that whatever other rules read of the person is known, too: the engines decide by all.
        strong[0].settle()
        return strong, weak

    @cached_property
    def amounts(self) -> tuple[Mapping[int, Number], Mapping[int, Number]]:
        """What each of the givers gives in all, by both schedules."""
        strong, weak = map(self._amounts, self.monthly)
        return strong, weak

    def _amounts(self, monthly: Iterable[Decided]) -> dict[int, Number]:
        none = self.solver.number(0)
        given: dict[int, list[Number]] = {}
        for decided in monthly:
            for share in decided.shares_in(self.effect, self.givers):
                amount = choice(share.given, share.value, none)
                given.setdefault(share.rule, []).append(amount)
        return {rule: total(amounts) for rule, amounts in given.items()}

    @cached_property
    def sums(self) -> tuple[Number, Number]:
        """What comes of both schedules in all."""
        none = self.solver.number(0)
        strong, weak = (total([none, *amounts.values()]) for amounts in self.amounts)
        return strong, weak

    @cached_property
    def dates(self) -> tuple[_Dates, ...]:
        """The ways in which the entries of both schedules can be dated."""
        named = months_named(self.matter.reads(self.looking))
        unknown = [entry.at for schedule in self.schedules for entry in schedule.entries]
        each = patterns(len(self.schedules[0].entries), self._windows, named)
        return tuple(
            [(at, self.solver.number(month)) for at, month in zip(unknown, months, strict=True)]
            for months in (one + other for one, other in product(each, repeat=2))
        )

    @cached_property
    def rounding(self) -> int:
        """What rounding alone can make of the difference, in the smallest steps of the amount."""
        rules = self.matter.reads(self.matter.deciding(self.effect))
        if not any(isinstance(part, Quotient) for part in rules):
            return 0
        entries = sum(len(schedule.entries) for schedule in self.schedules)
        decided = sum(month < self.months[0] + self._longest for month in self.months)
        return entries * decided

    def loopholes(self) -> Iterator[Finding]:
        """Yield what can be played of the effect, at each rule by which it can."""
        for position in self.looking:
            if self.source.name in spread_by(self.matter, self.matter.rules[position]):
                yield from self._loophole(position)

    def _loophole(self, position: int) -> Iterator[Finding]:
        """Yield that what the rule at *position* has to do with the effect can be played.

        The most ordinary person whom the rule concerns is asked about first.
        """
        strong, weak = self.sums
        asked = [strong > weak + self.rounding, self._decides(position)]
        _ = self.real
        for alike in (self._concerned(position), []):
            for dates in self.dates:
                dated = [replaced(one, dates) for one in asked]
                dated += [at == month for at, month in dates]
                if self.solver.possible(*alike, *dated):
                    played = self._played([*alike, *dated])
                    played.confirm()
                    yield self._finding(position, played)
                    return

    def _decides(self, position: int) -> Truth:
        """Return that the rule gives more to the strong schedule, or stands for one of the two."""
        if position in self.givers:
            strong, weak = self.amounts
            return strong[position] > weak[position]
        months = zip(*self.monthly, strict=True)
        return self.solver.some(
            one.stands[position] != other.stands[position] for one, other in months
        )

    def _concerned(self, position: int) -> list[Truth]:
        """Return that the person is the most ordinary one for whom the rule ever stands."""
        solver = self.solver
        ever = solver.some(decided.stands[position] for decided in self.monthly[0])
        solver.push()
        try:
            solver.suppose(ever)
            if not solver.possible():
                return []
            settle(solver, list(ordinary(self.start)))
            solver.possible()
            found = recorded(solver, self.start)
        finally:
            solver.pop()
        return list(held(self.start, found))

    def _played(self, asked: Sequence[Truth]) -> PlayedInAll:
        """Return the most ordinary person and schedules of whom what is *asked* is true."""
        solver = self.solver
        solver.push()
        try:
            for condition in asked:
                solver.suppose(condition)
            settle(solver, list(self.wishes()))
            solver.possible()
            found = replace(recorded(solver, self.start), service=solver.value(self.start.service))
            strong, weak = (self.kept(schedule) for schedule in self.schedules)
            more, less = map(solver.value, self.sums)
            return PlayedInAll(
                self.matter,
                self.effect,
                self.source,
                found,
                strong,
                weak,
                months=self.months,
                givers=self.givers,
                sums=(more, less),
            )
        finally:
            solver.pop()

    def _finding(self, position: int, played: PlayedInAll) -> Finding:
        rule = self.matter.rules[position]
        together, split = (self._told(amount) for amount in played.sums)
        values = {
            "rule": article(rule),
            "effect": self.effect,
            "together": together,
            "split": split,
            "example": played.example(self.matter.reads([position]), played.newest),
        }
        subject = (rule.id, self.effect, self.source.name)
        place, related = first_reading(self.matter, rule, self.source.name)
        return Finding("gaming", place, subject, values, related)

    def _told(self, amount: int) -> str:
        """Return an amount in words."""
        if amount == 0:
            return phrase("no {effect}", effect=self.effect)
        kind = self.matter.decided.shares[self.effect][0].effect.value
        symbol = self.matter.vocabulary.currency.symbol
        told = str(amount) if kind is None else written(amount, kind.type, symbol)
        return phrase("{effect} {amount} in all", effect=self.effect, amount=told)


def _seen_for(source: Event | Series, window: Window | None) -> int | None:
    """Return for how many months a *window* shows an entry of *source*; None for longer than is
    looked at, or for good.
    """
    if window is None or window.kind is WindowKind.SERVICE:
        return None
    if window.kind is WindowKind.THIS_YEAR:
        return 12
    yearly = isinstance(source, Series) and source.every == "year"
    months = 12 * window.length if yearly else window.length
    return months if months <= LOOKED_BACK else None
