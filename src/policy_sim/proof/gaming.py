"""Whether the same total, spread over other dates, is punished more mildly, or gives more.

Two schedules of one person are compared that come to the same within two years
(:mod:`policy_sim.proof.schedules`). Of a bad effect the one is punished in some month, and the
other more mildly in every month; of a good effect both are decided in one month, with their latest
entries on one day, so that it is not the time passed that makes the difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from policy_sim.policy.effects import Bearing, Combine, kind_of_given
from policy_sim.policy.vocabulary import Event, Series
from policy_sim.proof.decided import Decided
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.in_all import InAll
from policy_sim.proof.logic import Number, Truth, both, choice, implied, negated
from policy_sim.proof.matter import Matter
from policy_sim.proof.played import Played
from policy_sim.proof.schedules import DECIDED, SPREAD, Schedule
from policy_sim.proof.treatment import beside_more
from policy_sim.proof.two_schedules import DECEMBER, TwoSchedules, spread_by
from policy_sim.proof.where_apart import first_reading
from policy_sim.proof.witness import Wish, recorded, settle

__all__ = ["loopholes"]


def loopholes(matter: Matter) -> Iterator[Finding]:
    """Yield ``gaming`` for each rule by which dates, or a division, of the same total decide.

    The smallest total is the example, with both schedules.
    """
    declared: Mapping[str, Event | Series] = {
        **matter.vocabulary.events,
        **matter.vocabulary.series,
    }
    for name in sorted({name for rule in matter.rules for name in spread_by(matter, rule)}):
        game = _Game(matter, declared[name])
        for effect in matter.decided.shares:
            kind = kind_of_given(effect)
            if kind.bearing is Bearing.SUPPORT or beside_more(matter, effect):
                continue
            if kind.combine is Combine.SUM:
                for for_good in (False, True):
                    yield from InAll(matter, declared[name], effect, for_good).loopholes()
                continue
            for position in matter.deciding(effect):
                if name in spread_by(matter, matter.rules[position]):
                    yield from game.loophole(effect, position)


@dataclass(frozen=True, eq=False)
class _Game(TwoSchedules):
    """The strong schedule has the effect in some month, or more of it; the weak one less."""

    @cached_property
    def month(self) -> Number:
        """The month in which the strong schedule is decided about, when all of it is on record."""
        month = self.solver.integer("month")
        self.solver.suppose(both(month >= 0, month < DECIDED))
        for condition in self._known_by(month, self.schedules[0]):
            self.solver.suppose(condition)
        return month

    def _known_by(self, month: Number, schedule: Schedule) -> Iterator[Truth]:
        for entry in schedule.entries:
            yield implied(entry.there == 1, schedule.known_from(entry) <= month)

    @cached_property
    def strong(self) -> Decided:
        """What is decided in the month about who has the strong schedule."""
        return self.decided(self.schedules[0], self.month)

    @cached_property
    def weak(self) -> Decided:
        """What is decided in the month about who has the weak one."""
        return self.decided(self.schedules[1], self.month)

    @cached_property
    def at_entries(self) -> tuple[tuple[Truth, Decided], ...]:
        """What is decided of the weak schedule when each entry is known, if it is there."""
        weak = self.schedules[1]
        return tuple(
            (entry.there == 1, self.decided(weak, weak.known_from(entry))) for entry in weak.entries
        )

    def loophole(self, effect: str, position: int) -> Iterator[Finding]:
        """Yield that what the rule at *position* has to do with *effect* can be played."""
        asked = list(self._asked(effect, position))
        _ = self.real
        looked_at = set[int]()
        while self.solver.possible(*asked):
            played = self._played(effect, asked)
            played.confirm()
            month = played.as_much_in
            if month is None or month in looked_at:
                yield self._finding(effect, position, played)
                return
            looked_at.add(month)
            then = self.decided(self.schedules[1], self.solver.number(month))
            asked.append(self._level(then, effect) < self._level(self.strong, effect))

    def _asked(self, effect: str, position: int) -> Iterator[Truth]:
        """Yield what is asked of the two schedules."""
        level = self._level(self.strong, effect)
        yield negated(self.strong.contradicted(effect))
        yield self._level(self.weak, effect) < level
        if kind_of_given(effect).good:
            newest = [schedule.entries[0].at for schedule in self.schedules]
            yield newest[0] == newest[1]
            yield from self._known_by(self.month, self.schedules[1])
            yield from self._still_seen()
        else:
            for there, then in self.at_entries:
                yield implied(there, self._level(then, effect) < level)
        yield self._decides(effect, position)

    def _still_seen(self) -> Iterator[Truth]:
        """Yield that no entry has come to lie back two years: it is not the time passed."""
        for schedule in self.schedules:
            for entry in schedule.entries:
                ago = self.month - schedule.known_from(entry)
                yield implied(entry.there == 1, ago < SPREAD)

    def _decides(self, effect: str, position: int) -> Truth:
        """Return that the rule gives the effect, or stands for one of the two only."""
        own = [one for one in self.strong.shares[effect] if one.rule == position]
        if not own:
            return self.strong.stands[position] != self.weak.stands[position]
        highest = kind_of_given(effect).combine is Combine.HIGHEST
        most = self.strong.amount(effect)
        return self.solver.some(
            both(one.given, one.value == most) if highest else one.given for one in own
        )

    def _level(self, decided: Decided, effect: str) -> Number:
        """Return how much of *effect* is given: 0 is nothing."""
        graded = kind_of_given(effect).combine is Combine.HIGHEST
        amount = decided.amount(effect) + 1 if graded else self.solver.number(1)
        return choice(decided.given(effect), amount, 0)

    def _played(self, effect: str, asked: Sequence[Truth]) -> Played:
        """Return the most ordinary person and schedules of whom what is *asked* is true."""
        solver = self.solver
        solver.push()
        try:
            for condition in asked:
                solver.suppose(condition)
            settle(solver, [*self.wishes(), Wish(self.month, DECEMBER)])
            solver.possible()
            strong, weak = (self.kept(schedule) for schedule in self.schedules)
            found, month = recorded(solver, self.start), solver.value(self.month)
            found = replace(found, service=solver.value(self.start.service))
            return Played(self.matter, effect, self.source, found, strong, weak, month)
        finally:
            solver.pop()

    def _finding(self, effect: str, position: int, played: Played) -> Finding:
        rule = self.matter.rules[position]
        values = {
            "rule": article(rule),
            "effect": effect,
            "together": played.told(played.together),
            "split": played.told(max(played.split.values())),
            "example": played.example(self.matter.reads([position]), played.month),
        }
        subject = (rule.id, effect, self.source.name)
        place, related = first_reading(self.matter, rule, self.source.name)
        return Finding("gaming", place, subject, values, related)
