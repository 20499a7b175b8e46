"""Where the careers of one person in two arms part, why, and what followed from it.

After the first decision that differs, the decisions are told day by day and area by area, side by
side. A decision follows from an earlier one if the article that it was made by reads what that
earlier one wrote: a promotion writes the grade and begins the time in grade anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from policy_sim.catalogue.language import Language
from policy_sim.policy.rule import Rule
from policy_sim.policy.vocabulary import EARNING, Vocabulary
from policy_sim.report.career import Career, Event
from policy_sim.report.parting_words import spoken
from policy_sim.rules.reading import names_of

__all__ = ["Link", "Parting", "Step"]

_WRITES: Mapping[str, tuple[str, ...]] = {
    "promote": ("grade", "promoted"),
    "demote": ("grade", "demoted"),
    "appoint": ("office", "unit", "appointed"),
    "release": ("office", "released"),
    "transfer": ("unit", "transferred"),
    "regularise": ("employment", "grade"),
    "increment": ("pay_step",),
    "enrol": ("course", "training_hours", "trained", "certified"),
    "admit": ("examination",),
    "award": ("award",),
    "sanction": ("sanction",),
    "credit": ("credit",),
}
"""What an effect writes itself, beside what the vocabulary says that it resets or cuts."""

_PLAIN = ("law-only", "law-differs", "practice", "others")
"""The reasons why arms differ, the plainest first."""


@dataclass(frozen=True)
class Link:
    """What a decision follows from: the *event* in *arm*, which wrote the *names* it reads."""

    event: Event
    arm: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """What was decided in one *area* on one *day*: the events of each arm, by its name."""

    day: date
    area: str
    events: Mapping[str, tuple[Event, ...]]
    link: Link | None = None

    @property
    def all(self) -> list[tuple[str, Event]]:
        """The events with their arms."""
        return [(arm, event) for arm, events in self.events.items() for event in events]


@dataclass(frozen=True)
class Parting:
    """Two careers of one person, the first being that of the arm that is compared with."""

    first: Career
    second: Career

    @cached_property
    def in_common(self) -> int:
        """How many decisions come before the first one that differs."""
        pairs = zip(self.first.events, self.second.events, strict=False)
        same = 0
        for one, other in pairs:
            if one.same != other.same:
                break
            same += 1
        return same

    @property
    def same(self) -> bool:
        """Whether the careers are the same throughout."""
        return self.in_common == len(self.first.events) == len(self.second.events)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The decisions that differ, in order of time, each with what it follows from.

        Of those on the first day the one stands first whose reason is the plainest: a law that
        differs, then practice.
        """
        steps: list[Step] = []
        for day, area in self._occasions():
            events = {one.arm: self._on(one, day, area) for one in (self.first, self.second)}
            told = [tuple(event.same for event in group) for group in events.values()]
            if told[0] != told[1]:
                steps.append(Step(day, area, events, self._link(events, steps)))
        parted = [step for step in steps if step.day == steps[0].day]
        plainest = sorted(parted, key=lambda step: _PLAIN.index(self.reason(step)[0]))
        return (*plainest, *steps[len(parted) :])

    @property
    def language(self) -> Language:
        """The language in which both are told."""
        return self.first.voice.language

    def cause(self) -> str:
        """Return why the first decision that differs does so."""
        if not self.steps:
            return ""
        key, values = self.reason(self.steps[0])
        return spoken(key, self.language, **values)

    def reason(self, step: Step) -> tuple[str, dict[str, str]]:
        """Return why the arms differ in *step*: the key of its sentence, and what fills it in."""
        both = (self.first, self.second)
        for name in sorted({str(event.row["rule"]) for _, event in step.all} - {""}):
            laws = [_rule(one, name, step.day) for one in both]
            for one, own, other in zip(both, laws, laws[::-1], strict=True):
                if own is not None and other is None:
                    return "law-only", {"rule": name, "arm": one.arm}
            if None not in laws and laws[0] != laws[1]:
                return "law-differs", {"rule": name}
        departing = [each for each in step.all if each[1].row["deviation"] != "none"]
        if not departing:
            return "others", {}
        # A delay explains least: what is merely late is done.
        arm, _ = min(departing, key=lambda each: each[1].row["deviation"] == "delay")
        return "practice", {"arm": arm}

    def standing(self) -> list[str]:
        """Return how the person stands at the end, where the arms differ."""
        told = []
        both = (self.first, self.second)
        for key, areas in (("rises", ("promotion",)), ("pay-steps", ("pay",))):
            counts = [sum(e.done and e.row["area"] in areas for e in one.events) for one in both]
            if counts[0] != counts[1]:
                told.append(self._pair(key, [str(count) for count in counts]))
        posts = [_post(one) for one in both]
        if posts[0] != posts[1]:
            told.append(self._pair("post", posts))
        ends = [next((e.sentence for e in one.events if _left(e)), "") for one in both]
        if bool(ends[0]) != bool(ends[1]):
            words = [spoken("left" if end else "stayed", self.language) for end in ends]
            told.append(self._pair("service", words))
        return told

    def as_dict(self) -> dict[str, Any]:
        """Return the parting for programs; both careers stand in it whole."""
        return {
            "careers": [self.first.as_dict(), self.second.as_dict()],
            "in_common": self.in_common,
            "cause": self.cause(),
            "steps": [_step_values(step) for step in self.steps],
            "at_the_end": self.standing(),
        }

    def _pair(self, key: str, values: Sequence[str]) -> str:
        return spoken(
            key,
            self.language,
            first=self.first.arm,
            second=self.second.arm,
            one=values[0],
            other=values[1],
        )

    def _occasions(self) -> list[tuple[date, str]]:
        """Return the days and areas of decisions after the parting, in order of time."""
        rest = (
            event for one in (self.first, self.second) for event in one.events[self.in_common :]
        )
        found = dict.fromkeys((event.row["date"], str(event.row["area"])) for event in rest)
        return sorted(found, key=lambda each: each[0])

    def _on(self, one: Career, day: date, area: str) -> tuple[Event, ...]:
        rest = one.events[self.in_common :]
        return tuple(e for e in rest if (e.row["date"], e.row["area"]) == (day, area))

    def _link(
        self, events: Mapping[str, tuple[Event, ...]], earlier: Sequence[Step]
    ) -> Link | None:
        """Return the latest earlier decision that wrote what one of *events* reads."""
        reads = {
            name
            for group in events.values()
            for event in group
            if event.rule is not None
            for name in names_of([event.rule])
        }
        vocabulary = self.first.law.vocabulary
        for step in reversed(earlier):
            for arm, event in step.all:
                if event.done and (names := reads & set(_written(event, vocabulary))):
                    return Link(event, arm, tuple(sorted(names)))
        return None


def _rule(one: Career, name: str, day: date) -> Rule | None:
    rules = one.law.on(day, within=one.within).rules
    return next((rule for rule in rules if rule.id == name), None)


def _written(event: Event, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what a decision wrote that was carried out."""
    effects = [effect.name for effect in event.rule.effects] if event.rule else []
    for effect in effects:
        yield from _WRITES.get(effect, ())
        for name, attribute in vocabulary.attributes.items():
            moves = attribute.moves
            if moves is None:
                continue
            earned = effect in EARNING and moves.earned_by
            if earned or effect in moves.reset_by or effect in moves.cut_by:
                yield name


def _post(one: Career) -> str:
    """Return the last post to which somebody was appointed, in words."""
    done = [event.row for event in one.events if event.done]
    causes = [str(row["cause"]) for row in done if row["area"] == "appointment"]
    if not causes:
        return spoken("no-post", one.voice.language)
    number = causes[-1].removeprefix("post ").split(" vacant")[0]
    return spoken("a-post", one.voice.language, number=number)


def _left(event: Event) -> bool:
    return event.done and event.row["area"] == "exit"


def _step_values(step: Step) -> dict[str, Any]:
    follows = None
    if step.link is not None:
        follows = {
            "date": step.link.event.row["date"].isoformat(),
            "area": step.link.event.row["area"],
            "arm": step.link.arm,
            "through": list(step.link.names),
        }
    return {
        "date": step.day.isoformat(),
        "area": step.area,
        "arms": {arm: [e.sentence for e in events] for arm, events in step.events.items()},
        "follows_from": follows,
    }
