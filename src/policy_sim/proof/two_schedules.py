"""Two schedules of one person that come to the same, under the law of one area.

The *strong* one is given more of an effect, or is punished more; the *weak* one less.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from policy_sim.policy.ast import Condition, History, Term
from policy_sim.policy.past import WindowKind
from policy_sim.policy.rule import Rule
from policy_sim.policy.vocabulary import Event, Series
from policy_sim.proof.day import Day
from policy_sim.proof.decided import Decided
from policy_sim.proof.entries import entries_counted
from policy_sim.proof.logic import Number
from policy_sim.proof.matter import Matter
from policy_sim.proof.person import Person
from policy_sim.proof.replayed import Kept
from policy_sim.proof.schedules import DECIDED, SPREAD, Later, Schedule
from policy_sim.proof.solver import Solver
from policy_sim.proof.witness import SERVICE, Wish, ordinary
from policy_sim.rules.reading import read_by_rule

__all__ = ["DECEMBER", "TwoSchedules", "spread_by"]

_ADDED = frozenset({"total", "count"})
_SINGLE = frozenset({"longest", "highest", "ever"})
"""What is asked of the single entries of an amount, which can be split."""


def spread_by(matter: Matter, rule: Rule) -> set[str]:
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
class TwoSchedules:
    """Two schedules of one *source* and one person, under the law of a *matter*."""

    matter: Matter
    source: Event | Series

    @cached_property
    def january(self) -> date:
        """The day on which the two years begin."""
        return date(max(self.matter.since, self.matter.vintage.begins).year + 1, 1, 1)

    @cached_property
    def solver(self) -> Solver:
        """Who answers."""
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

    def decided(self, schedule: Schedule, month: Number) -> Decided:
        """Return what is decided in *month* about who has a *schedule*."""
        person = Later.of(self.start, month, schedule, self.january)
        return Decided(self.matter.program, person)

    def wishes(self) -> Iterator[Wish]:
        """Yield an ordinary person first, then the smallest total, at the end of the first year."""
        yield from ordinary(self.start)
        yield Wish(self.start.service, SERVICE)
        strong, weak = self.schedules
        yield Wish(strong.total, 0)
        for schedule, newest, others in (
            (strong, DECEMBER, DECEMBER - 1),
            (weak, _MARCH, DECEMBER),
        ):
            yield Wish(schedule.counted, 0)
            for place, entry in enumerate(schedule.entries):
                yield Wish(entry.value, 0)
                yield Wish(entry.at, max(0, others + 1 - place) if place else newest)

    def kept(self, schedule: Schedule) -> Kept:
        """Return the entries of a *schedule* in the solver's last example."""
        value = self.solver.value
        return tuple(
            (value(one.at), value(one.value)) for one in schedule.entries if value(one.there)
        )


DECEMBER = 11
"""The month, from the first January on, of an ordinary entry."""

_MARCH = DECEMBER + 3
"""That of one after New Year."""
