"""One area of one version of the law, asked about everybody who could exist.

Questions are asked of an unknown person and, where two people are compared, of a twin who is like
the first one but for what is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from policy_sim.diagnostics import Place
from policy_sim.policy.ast import Column, Condition, Term
from policy_sim.policy.content import content
from policy_sim.policy.effects import kind_of_given
from policy_sim.policy.promises import Distinction, Promise
from policy_sim.policy.rule import Rule
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.proof.areas import areas_concerned, areas_giving
from policy_sim.proof.day import Day, reads_the_day
from policy_sim.proof.decided import Decided
from policy_sim.proof.entries import slots_for
from policy_sim.proof.logic import Truth
from policy_sim.proof.person import Person
from policy_sim.proof.replay import confirm
from policy_sim.proof.solver import Solver
from policy_sim.proof.told import read_by, told
from policy_sim.proof.witness import Found, most_ordinary
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.reading import nodes_in, read_by_rule, tables_of

__all__ = ["Example", "Matter"]


@dataclass(frozen=True)
class Example:
    """One person, or two who are compared, of whom something was shown."""

    people: tuple[Found, ...]
    vocabulary: Vocabulary

    def told(self, about: Iterable[Term | Condition]) -> str:
        """Return the example in words: only what the parts *about* read."""
        return told(self.people, read_by(about), self.vocabulary)


@dataclass(frozen=True, eq=False)
class Matter:
    """What *vintage* decides in *area* about a *subject*, from *since* at the earliest."""

    vintage: Vintage
    vocabulary: Vocabulary
    area: str
    subject: str
    since: date

    @cached_property
    def program(self) -> Program:
        """The rules that decide, as the engines have them."""
        return compile_area(self.vintage.apart, self.area, self.subject)

    @cached_property
    def solver(self) -> Solver:
        """Who answers; it knows what is always true of everybody."""
        return Solver()

    @cached_property
    def day(self) -> Day:
        """The unknown day of the decision."""
        return Day.within(self.solver, max(self.since, self.vintage.begins), self.vintage.ends)

    @cached_property
    def decided(self) -> Decided:
        """What is decided about an unknown person."""
        return self._decided("")

    @cached_property
    def twin(self) -> Decided:
        """What is decided about another one, on the same day."""
        return self._decided("twin ")

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules by position."""
        return self.program.rules

    @property
    def own(self) -> tuple[int, ...]:
        """The positions of the rules of the area itself; others bar or override from elsewhere."""
        return self.program.logic.deciding

    @property
    def promises(self) -> tuple[Promise, ...]:
        """The promises about effects that the area is one to give."""
        if self.subject != PERSON:
            return ()
        return tuple(
            promise
            for promise in self.vintage.promises
            if self.area in areas_concerned(self.vintage, promise)
        )

    @property
    def distinctions(self) -> tuple[Distinction, ...]:
        """The distinctions that the regulation declares about effects given here."""
        given = {kind_of_given(name).name for name in self.program.gives}
        return tuple(one for one in self.vintage.distinctions if one.effect in given)

    @cached_property
    def content(self) -> str:
        """What its findings hang on beside the day: its rules, and what is promised about them."""
        rules = self.program.rules
        used = {table.name: table for rule in rules for table in tables_of(rule)}
        return content((self.area, self.subject, rules, used, self.promises, self.distinctions))

    @property
    def reads_the_day(self) -> bool:
        """Whether its rules, or what is promised of them, hang on the month or the year."""
        return reads_the_day(self._asked)

    @property
    def days(self) -> str:
        """The days that its findings hang on: none, those of any whole year, or its own."""
        if not self.reads_the_day:
            return ""
        years = any(isinstance(one, Column) and one.name == "today.year" for one in self._asked)
        begins, ends = max(self.since, self.vintage.begins), self.vintage.ends
        if not years and (ends is None or (ends - begins).days > _LONGER_THAN_A_YEAR):
            return "a year"
        return f"{begins} {ends}"

    @cached_property
    def _asked(self) -> list[Term | Condition]:
        """Everything that its rules and promises read."""
        parts = [part for rule in self.rules for part in read_by_rule(rule)]
        return [*parts, *nodes_in(promise.when for promise in self.promises)]

    @property
    def place(self) -> Place:
        """Where findings about the whole area stand."""
        ruled = [self.rules[i].place for i in self.own]
        return ruled[0] if ruled else self.promises[0].place

    def beside(self, effect: str) -> list[Decided]:
        """Return what is decided about the same person in the other areas that give *effect*."""
        others = [area for area in areas_giving(self.vintage, effect) if area != self.area]
        law = self.vintage.apart
        return [Decided(compile_area(law, area), self.decided.person) for area in others]

    def possible(self, *conditions: Truth) -> bool:
        """Return whether there can be such a person.

        Raises :exc:`~policy_sim.proof.solver.Undecided` if the question takes too much work.
        """
        return self.solver.possible(*conditions)

    def example(
        self,
        *conditions: Truth,
        twins: bool = False,
        contradiction: bool = False,
        beside: Sequence[Decided] = (),
    ) -> Example:
        """Return the most ordinary example of *conditions*, confirmed by the engines.

        What is decided *beside* is confirmed too. With *twins* it has both people; of a
        *contradiction* the engines must say that it is one.
        Raises :exc:`~policy_sim.proof.replay.MisjudgedError` if an engine decides otherwise.
        """
        asked = [self.decided, self.twin] if twins else [self.decided, *beside]
        people = most_ordinary(self.solver, asked, *conditions)
        for one, found in zip(asked, people, strict=True):
            confirm(one.program, self.vintage, self.vocabulary, found, contradiction)
        return Example(tuple(people if twins else people[:1]), self.vocabulary)

    def hangs_on(self, effect: str, name: str) -> bool:
        """Return whether a rule on which *effect* hangs reads *name*, an attribute or series.

        If none does, nobody's effect changes with it.
        """
        return any(name in self.read[rule] for rule in self.deciding(effect))

    def deciding(self, effect: str) -> tuple[int, ...]:
        """Return the rules on which *effect* hangs: givers, bars, and what overrides these."""
        givers = [share.rule for share in self.decided.shares[effect]]
        return self.behind([*givers, *self.program.bars[effect]])

    def behind(self, rules: Iterable[int]) -> tuple[int, ...]:
        """Return *rules* and whatever overrides one of these."""
        concerned = list(rules)
        for rule in concerned:
            overriders = self.program.logic.overriders[rule]
            concerned += [other for other in overriders if other not in concerned]
        return tuple(concerned)

    @cached_property
    def read(self) -> tuple[frozenset[str], ...]:
        """The names of the attributes, series and events that each rule reads."""
        return tuple(read_by(read_by_rule(rule)) for rule in self.rules)

    def reads(self, rules: Iterable[int]) -> list[Term | Condition]:
        """Return everything that *rules*, by position, are made of."""
        return [part for rule in rules for part in read_by_rule(self.rules[rule])]

    def alike(self, but: str) -> Iterator[Truth]:
        """Yield that the twin is like the person in all but the attribute or series *but*."""
        one, other = self.decided.person, self.twin.person
        for name, attribute in one.attributes.items():
            if name != but:
                yield other.attribute(name, attribute.type).number == attribute.number
        for name, past in one.series.items():
            twin = other.periods(name)
            yield past.known == twin.known
            if name != but:
                yield from (a == b for a, b in zip(past.values, twin.values, strict=True))
        if one.events:
            yield one.service == other.service
        for name, events in one.events.items():
            for mine, theirs in zip(events.entries, other.happened(name).entries, strict=True):
                yield mine.there == theirs.there
                yield mine.ago == theirs.ago
                yield mine.value == theirs.value
                yield mine.left == theirs.left

    def _decided(self, tag: str) -> Decided:
        slots = slots_for(self.rules, [promise.when for promise in self.promises])
        person = Person(self.solver, self.vocabulary, self.day, tag, slots)
        decided = Decided(self.program, person)
        decided.settle()
        # So that the person and the twin have the same unknowns, whatever is asked later.
        for promise in self.promises:
            person.meaning.condition(promise.when)
        for distinction in self.distinctions:
            person.meaning.condition(distinction.scope)
        if self.subject == PERSON:
            for condition in list(person.always()):
                self.solver.suppose(condition)
        return decided


_LONGER_THAN_A_YEAR = 396
"""Days in which each month begins."""
