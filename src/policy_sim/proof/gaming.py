"""Whether the same total, spread over other dates, is punished more mildly, or gives more.

Two schedules of one person are compared that come to the same within two years
(:mod:`policy_sim.proof.schedules`). Of a bad effect the one is punished in some month, and the
other more mildly in every month; of a good effect both are decided in one month, with their latest
entries on one day, so that it is not the time passed that makes the difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from policy_sim.policy.ast import Condition, History, Term, WindowKind
from policy_sim.policy.effects import Bearing, Combine, kind_of_given
from policy_sim.policy.rule import Rule
from policy_sim.policy.vocabulary import Event, Series
from policy_sim.proof.day import Day
from policy_sim.proof.decided import Decided
from policy_sim.proof.entries import entries_counted
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.logic import Number, Truth, both, choice, implied, negated
from policy_sim.proof.matter import Matter
from policy_sim.proof.person import Person
from policy_sim.proof.played import Kept, Played
from policy_sim.proof.schedules import DECIDED, SPREAD, Later, Schedule
from policy_sim.proof.solver import Solver
from policy_sim.proof.witness import SERVICE, Wish, ordinary, recorded, settle
from policy_sim.rules.reading import read_by_rule

__all__ = ["loopholes"]

_ADDED = frozenset({"total", "count"})
_SINGLE = frozenset({"longest", "highest", "ever"})
"""What is asked of the single entries of an amount, which can be split."""


def loopholes(matter: Matter) -> Iterator[Finding]:
    """Yield ``gaming`` for each rule by which dates, or a division, of the same total decide.

    The smallest total is the example, with both schedules.
    """
    declared: Mapping[str, Event | Series] = {
        **matter.vocabulary.events,
        **matter.vocabulary.series,
    }
    for name in sorted({name for rule in matter.rules for name in _spread_by(matter, rule)}):
        game = _Game(matter, declared[name])
        for effect in matter.decided.shares:
            kind = kind_of_given(effect)
            if kind.bearing is Bearing.SUPPORT or kind.combine is Combine.SUM:
                continue
            for position in matter.deciding(effect):
                if name in _spread_by(matter, matter.rules[position]):
                    yield from game.loophole(effect, position)


def _spread_by(matter: Matter, rule: Rule) -> set[str]:
    """Return the events and series of which *rule* asks what hangs on how a total is spread."""
    nodes = [node for node in read_by_rule(rule) if isinstance(node, History)]
    return {node.source for node in nodes if _hangs_on_dates(matter, node)}


def _hangs_on_dates(matter: Matter, use: History) -> bool:
    """Whether *use* of the past can change if the same total is spread otherwise."""
    series = matter.vocabulary.series.get(use.source)
    if series is not None:
        # What is assessed is not a total that anybody spreads.
        amounts = series.type.scale is None and series.type.low <= 0 and series.merit != "higher"
        return amounts and series.subject == "person" and use.operator in _ADDED
    event = matter.vocabulary.events[use.source]
    if event.type is not None and event.type.scale is None:
        return use.operator in _ADDED | _SINGLE
    window = use.window
    short = window is not None and (
        window.kind is WindowKind.THIS_YEAR
        or (window.kind is WindowKind.MONTHS and window.length < SPREAD)
    )
    return use.operator == "count" and short


def _since_entry(part: Term | Condition, source: str) -> bool:
    """Whether *part* looks back on *source* since entry."""
    window = part.window if isinstance(part, History) and part.source == source else None
    return window is not None and window.kind is WindowKind.SERVICE


@dataclass(frozen=True, eq=False)
class _Game:
    """Two schedules of one *source* and one person, under the law of a *matter*.

    The *strong* one has the effect, or more of it; the *weak* one has it not, or less.
    """

    matter: Matter
    source: Event | Series

    @cached_property
    def january(self) -> date:
        """The day on which the two years begin."""
        return date(max(self.matter.since, self.matter.vintage.begins).year + 1, 1, 1)

    @cached_property
    def solver(self) -> Solver:
        return Solver()

    @cached_property
    def start(self) -> Person:
        """The person on the day on which the two years begin."""
        month, year = (self.solver.number(one) for one in (1, self.january.year))
        index = self.solver.number(12 * self.january.year)
        day = Day(index, {"today.month": month, "today.year": year}, 1, 12 * self.january.year)
        return Person(self.solver, self.matter.vocabulary, day, slots={})

    @cached_property
    def schedules(self) -> tuple[Schedule, Schedule]:
        """The strong schedule and the weak one, which come to the same."""
        count = max(2, entries_counted(self.matter.rules, self.source.name))
        strong, weak = (
            Schedule.of(self.solver, self.source, count, tag) for tag in ("strong ", "weak ")
        )
        for condition in strong.same_in_all(weak):
            self.solver.suppose(condition)
        return strong, weak

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
        return self._decided(self.schedules[0], self.month)

    @cached_property
    def weak(self) -> Decided:
        """What is decided in the month about who has the weak one."""
        return self._decided(self.schedules[1], self.month)

    @cached_property
    def real(self) -> bool:
        """Whether it is supposed that what is always true is true of the person: it is now."""
        if any(
            _since_entry(use, self.source.name)
            for use in self.matter.reads(range(len(self.matter.rules)))
        ):
            # All of both schedules lies in service, so that its window leaves nothing out.
            self.solver.suppose(self.start.service >= DECIDED)
        for condition in list(self.start.always()):
            self.solver.suppose(condition)
        return True

    @cached_property
    def at_entries(self) -> tuple[tuple[Truth, Decided], ...]:
        """What is decided of the weak schedule when each entry is known, if it is there."""
        weak = self.schedules[1]
        return tuple(
            (entry.there == 1, self._decided(weak, weak.known_from(entry)))
            for entry in weak.entries
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
            then = self._decided(self.schedules[1], self.solver.number(month))
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
        else:
            for there, then in self.at_entries:
                yield implied(there, self._level(then, effect) < level)
        yield self._decides(effect, position)

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

    def _decided(self, schedule: Schedule, month: Number) -> Decided:
        person = Later.of(self.start, month, schedule, self.january)
        return Decided(self.matter.program, person)

    def _played(self, effect: str, asked: Sequence[Truth]) -> Played:
        """Return the most ordinary person and schedules of whom what is *asked* is true."""
        solver = self.solver
        solver.push()
        try:
            for condition in asked:
                solver.suppose(condition)
            settle(solver, list(self._wishes()))
            solver.possible()
            strong, weak = (self._kept(schedule) for schedule in self.schedules)
            found, month = recorded(solver, self.start), solver.value(self.month)
            found = replace(found, service=solver.value(self.start.service))
            return Played(self.matter, effect, self.source, found, strong, weak, month)
        finally:
            solver.pop()

    def _wishes(self) -> Iterator[Wish]:
        """Yield an ordinary person first, then the smallest total, at the end of the first year."""
        yield from ordinary(self.start)
        yield Wish(self.start.service, SERVICE)
        strong, weak = self.schedules
        yield Wish(strong.total, 0)
        for schedule, newest, others in (
            (strong, _DECEMBER, _DECEMBER - 1),
            (weak, _MARCH, _DECEMBER),
        ):
            yield Wish(schedule.counted, 0)
            for place, entry in enumerate(schedule.entries):
                yield Wish(entry.value, 0)
                yield Wish(entry.at, max(0, others + 1 - place) if place else newest)
        yield Wish(self.month, _DECEMBER)

    def _kept(self, schedule: Schedule) -> Kept:
        value = self.solver.value
        return tuple(
            (value(one.at), value(one.value)) for one in schedule.entries if value(one.there)
        )

    def _finding(self, effect: str, position: int, played: Played) -> Finding:
        rule = self.matter.rules[position]
        values = {
            "rule": article(rule),
            "effect": effect,
            "together": played.told(played.together),
            "split": played.told(max(played.split.values())),
            "example": played.example(self.matter.reads([position])),
        }
        return Finding("gaming", rule.place, (rule.id, effect, self.source.name), values)


_DECEMBER = 11
"""The month, from the first January on, of an ordinary entry."""

_MARCH = _DECEMBER + 3
"""That of one after New Year."""
