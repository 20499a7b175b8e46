"""One area under two laws, asked about the same unknown person on the same day.

Where places are given by rank the person has a rival, who is asked about the same post.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from policy_sim.policy.ast import ALWAYS, Condition
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.proof.day import Day
from policy_sim.proof.decided import Decided
from policy_sim.proof.entries import slots_for
from policy_sim.proof.logic import Truth
from policy_sim.proof.person import Person
from policy_sim.proof.replay import confirm
from policy_sim.proof.solver import Solver
from policy_sim.proof.told import read_by, told
from policy_sim.proof.witness import Found, most_ordinary
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.reading import read_by_rule

__all__ = ["Both", "Pair", "Shown"]

Both = tuple[Decided, Decided]
"""What is decided about somebody under the old law and under the new one."""


@dataclass(frozen=True)
class Shown:
    """Somebody as the old law and the new one decide, and a rival if there is one."""

    old: Found
    new: Found
    rival: Found | None = None


@dataclass(frozen=True, eq=False)
class Pair:
    """What *old* and *new* law decide in *area* about a *subject*, from *begins* until *ends*.

    *vocabulary* has the words of both.
    """

    old: Vintage
    new: Vintage
    vocabulary: Vocabulary
    area: str
    subject: str
    begins: date
    ends: date | None

    @cached_property
    def programs(self) -> tuple[Program, Program]:
        """The rules that decide under each law, as the engines have them."""
        laws = (self.old.apart, self.new.apart)
        old, new = (compile_area(law, self.area, self.subject) for law in laws)
        return old, new

    @cached_property
    def solver(self) -> Solver:
        """Who answers."""
        return Solver()

    @cached_property
    def decided(self) -> Both:
        """What is decided about an unknown person."""
        return self._decided("")

    @cached_property
    def rival(self) -> Both:
        """What is decided about another one of the same organisation, day and post."""
        rival = self._decided("rival ")
        one, other = self.decided[0].person, rival[0].person
        levers = {*self.old.levers, *self.new.levers}
        for name, attribute in one.attributes.items():
            if name in levers or name.startswith(("post.", "organisation.")):
                same = other.attribute(name, attribute.type).number
                self.solver.suppose(same == attribute.number)
        return rival

    def possible(self, *conditions: Truth) -> bool:
        """Return whether there can be such a person.

        Raises :exc:`~policy_sim.proof.solver.Undecided` if the question takes too much work.
        """
        return self.solver.possible(*conditions)

    def example(self, *conditions: Truth, rivals: bool = False) -> Shown:
        """Return the most ordinary example of *conditions*, confirmed under both laws.

        Raises :exc:`~policy_sim.proof.replay.MisjudgedError` if an engine decides otherwise.
        """
        asked = [*self.decided, *self.rival] if rivals else list(self.decided)
        found = most_ordinary(self.solver, asked, *conditions)
        laws = (self.old, self.new) * 2
        for one, program, law in zip(found, self.programs * 2, laws, strict=False):
            if program.logic.deciding:
                confirm(program, law, self.vocabulary, one)
        return Shown(found[0], found[1], found[2] if rivals else None)

    def told(self, shown: Shown, rules: Iterable[str], about: Condition = ALWAYS) -> str:
        """Return an example in words: only what the *rules* of these names read in either law,
        and what *about* reads.
        """
        named = set(rules)
        parts = [
            part
            for program in self.programs
            for rule in program.rules
            if rule.id in named
            for part in read_by_rule(rule)
        ]
        people = [shown.new] if shown.rival is None else [shown.new, shown.rival]
        return told(people, read_by([*parts, about]), self.vocabulary)

    @cached_property
    def _day(self) -> Day:
        return Day.within(self.solver, self.begins, self.ends)

    def _decided(self, tag: str) -> Both:
        rules = [rule for program in self.programs for rule in program.rules]
        person = Person(self.solver, self.vocabulary, self._day, tag, slots_for(rules))
        old, new = (Decided(program, person) for program in self.programs)
        for one in (old, new):
            one.settle()
        if self.subject == PERSON:
            for condition in list(person.always()):
                self.solver.suppose(condition)
        return old, new
