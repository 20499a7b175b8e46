"""Whether the same absence, spread over other dates, is punished more mildly.

Not asked of the solver but of the columnar engine, for every pair of spells up to a length: both at
the end of one year, against one before and one after New Year, each decided on the day of its end.
The pair that is shown is decided by every engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np

from policy_sim.catalogue import phrase
from policy_sim.policy.ast import History
from policy_sim.policy.effects import Bearing, Combine, kind_of_given
from policy_sim.policy.values import Unit
from policy_sim.policy.vocabulary import Event
from policy_sim.policy.writing import written
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.matter import Matter
from policy_sim.proof.replay import decided_alike
from policy_sim.proof.witness import Found
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.frame import Frame, Integers
from policy_sim.rules.history import HistoryLog
from policy_sim.rules.reading import read_by_rule

__all__ = ["loopholes"]

LONGEST_SPELL = 40
"""Days of a spell that are looked at."""

_SPELLS = (Unit.DAYS, Unit.WORKDAYS)

Schedule: TypeAlias = tuple[tuple[date, Integers], ...]
"""The days on which spells end, with the length of each for every pair that is looked at."""


def loopholes(matter: Matter) -> Iterator[Finding]:
    """Yield ``gaming`` for each bad effect that two spells of a total escape by their dates.

    The smallest total is the example, with both schedules.
    """
    for effect, shares in matter.decided.shares.items():
        if kind_of_given(effect).bearing is not Bearing.BAD:
            continue
        events = {
            node.source
            for share in shares
            for node in read_by_rule(matter.rules[share.rule])
            if isinstance(node, History) and _is_spell(matter.vocabulary.events.get(node.source))
        }
        for event in sorted(events):
            yield from _loophole(matter, effect, event)


def _is_spell(event: Event | None) -> bool:
    return event is not None and event.type is not None and event.type.unit in _SPELLS


def _loophole(matter: Matter, effect: str, event: str) -> Iterator[Finding]:
    given = matter.decided.given(effect)
    if not matter.possible(given):
        return
    person = matter.example(given).people[0]
    asked = _Asked(matter, effect, event, person)
    lengths = np.arange(1, LONGEST_SPELL + 1)
    first, second = (each.ravel() for each in np.meshgrid(lengths, lengths, indexing="ij"))
    year = person.on.year + 1
    autumn, winter = date(year, 11, 1), date(year, 12, 1)
    together = asked.severity(((autumn, first), (winter, second)), winter)
    before = asked.severity(((winter, first),), winter)
    for after in (date(year + 1, 3, 1), winter.replace(year=year + 1)):
        apart = asked.severity(((winter, first), (after, second)), after)
        split = np.maximum(before, apart)
        milder = np.flatnonzero(split < together)
        if not len(milder):
            continue
        pair = milder[np.lexsort((second[milder], (first + second)[milder]))[0]]
        one, other = first[[pair]], second[[pair]]
        rule = asked.giver(((autumn, one), (winter, other)), winter)
        for schedule in (((winter, one),), ((winter, one), (after, other))):
            asked.confirm(schedule, schedule[-1][0])
        kind = matter.vocabulary.events[event].type
        days = [written(int(length[pair]), kind) for length in (first, second) if kind is not None]
        values = {
            "rule": article(matter.rules[rule]),
            "effect": effect,
            "together": asked.told(int(together[pair])),
            "split": asked.told(int(split[pair])),
            "example": phrase(
                "{event} of {first} up to {autumn} and {second} up to {winter}, "
                "beside {first} up to {winter} and {second} up to {after}",
                event=event,
                first=days[0],
                second=days[1],
                autumn=autumn,
                winter=winter,
                after=after,
            ),
        }
        place = matter.rules[rule].place
        yield Finding("gaming", place, (matter.rules[rule].id, effect, event), values)
        return


@dataclass(frozen=True)
class _Asked:
    """How grave an *effect* is for a *person* with one schedule of an *event* or another."""

    matter: Matter
    effect: str
    event: str
    person: Found

    def severity(self, schedule: Schedule, on: date) -> Integers:
        """Return of each pair of spells how grave the effect is, decided *on* a day; 0 if none."""
        decision = decide(self.matter.program, self._frame(schedule, on), ColumnarEngine())
        one = decision.given[self.effect]
        graded = kind_of_given(self.effect).combine is Combine.HIGHEST
        return np.where(one.mask, one.value + 1 if graded else 1, 0)

    def giver(self, schedule: Schedule, on: date) -> int:
        """Return the rule that gives the effect, as every engine decides."""
        return int(self.confirm(schedule, on).given[self.effect].rule[0])

    def confirm(self, schedule: Schedule, on: date) -> Decision:
        """Return what every engine decides about one pair of spells."""
        return decided_alike(self.matter.program, self._frame(schedule, on))

    def told(self, severity: int) -> str:
        """Return a severity in words."""
        if severity == 0:
            return phrase("no {effect}", effect=self.effect)
        kind = self.matter.vocabulary.events.get(self.effect)
        if kind is None or kind.type is None:
            return self.effect
        return f"{self.effect} {written(severity - 1, kind.type)}"

    def _frame(self, schedule: Schedule, on: date) -> Frame:
        size = len(schedule[0][1])
        columns: Mapping[str, int] = self.person.attributes
        service = max(columns.get("service", 0), 36)
        entered = date(on.year - service // 12 - 1, 1, 1).toordinal()
        log = HistoryLog.empty(self.matter.vocabulary, size, entered)
        rows = np.arange(size)
        for name, periods in self.person.series.items():
            for value in reversed(periods):
                log.record_period(name, rows, value)
        for day, lengths in schedule:
            log.record_event(self.event, rows, day, lengths)
        return Frame(columns, log.past(rows), on, size)
