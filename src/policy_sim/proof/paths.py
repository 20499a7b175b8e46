"""Whether somebody who keeps to a conduct comes to what a promise says, in the time it says.

Time moves what the vocabulary says it moves, records age, the yearly records that come are any that
the conduct allows, and the law is that of each month. Everything else about the person stays as it
is, unless the conduct says otherwise; places are free. So a trap is somebody who does all that the
promise asks, and in no month of the time is given the effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from policy_sim.catalogue import either, phrase
from policy_sim.policy.effects import Combine
from policy_sim.policy.given_value import ladder_of, stepped
from policy_sim.policy.law import NO_TRANSITION, Law
from policy_sim.policy.promises import Promise
from policy_sim.policy.rule import Rule
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.transition import Membership
from policy_sim.policy.vintage import Vintage
from policy_sim.proof.areas import areas_concerned
from policy_sim.proof.decided import Decided
from policy_sim.proof.finding import Finding, article, transition_words
from policy_sim.proof.logic import Number, Truth, choice, implied, negated, replaced
from policy_sim.proof.matter import Matter
from policy_sim.proof.meaning import inside
from policy_sim.proof.past_series import SeriesPast
from policy_sim.proof.person import Person
from policy_sim.proof.promised import given_as_tested
from policy_sim.proof.replay import MisjudgedError, as_case, decided_alike
from policy_sim.proof.solver import Solver, Undecided
from policy_sim.proof.witness import Found, held
from policy_sim.rules.case import Case
from policy_sim.rules.combination import BARE
from policy_sim.rules.decision import Decision
from policy_sim.rules.elapsed import later
from policy_sim.rules.filters import COMPARE
from policy_sim.rules.programs import compile_area
from policy_sim.rules.reading import read_by_rule
from policy_sim.rules.waiting import advanced, moving

__all__ = ["trap", "traps"]


def traps(law: Law, since: date) -> Iterator[Finding]:
    """Yield ``trap`` for each path that a promise says can be gone and that somebody cannot go.

    A path begins in the first month of each version of the law, from *since* on; those in a
    transition go it under the law that they keep, and then under that of all.
    """
    stated = [(NO_TRANSITION, version) for version in law.vintages]
    for within, vintage in (*stated, *law.kept_versions(since)):
        if vintage.ends is not None and vintage.ends <= since:
            continue
        for promise in vintage.promises:
            if promise.form == "path":
                yield from trap(law, vintage, promise, max(since, vintage.begins), within)


def trap(
    law: Law,
    vintage: Vintage,
    promise: Promise,
    since: date,
    within: Membership = NO_TRANSITION,
) -> Iterator[Finding]:
    """Yield ``trap`` if somebody cannot go the path of *promise* that begins on *since*.

    *vintage* is the version of *law* on that day for those *within* some transitions.
    """
    try:
        yield from _Path(law, vintage, promise, since, within).trap()
    except Undecided:
        why = phrase("the proof took too much work")
        values = {"check": "trap", "seen": promise.name, "why": why}
        yield Finding("undecided", promise.place, (promise.name, "trap"), values)


@dataclass(frozen=True, eq=False)
class _Path:
    """The path of a *promise* that begins under *vintage* on *since*."""

    law: Law
    vintage: Vintage
    promise: Promise
    since: date
    within: Membership = NO_TRANSITION

    def trap(self) -> Iterator[Finding]:
        """Yield the trap, if there is one."""
        begins = _first(self.since)
        area = areas_concerned(self.vintage, self.promise)[0]
        at_start = replace(self.vintage, begins=begins, ends=later(begins, 1))
        matter = Matter(at_start, self.law.vocabulary, area, PERSON, begins)
        person = matter.decided.person
        months = [later(begins, month) for month in range(self.promise.within + 1)]
        decided = self._decided(matter, months)
        coming = {name: self._coming(matter.solver, past) for name, past in person.series.items()}
        never = [
            negated(
                replaced(
                    given_as_tested(decided[self._known(day)], self.promise.effect),
                    moved_by(person, coming, begins, month),
                )
            )
            for month, day in enumerate(months)
        ]
        keeps = [*self._keeps(matter), person.meaning.condition(self.promise.when), *never]
        if not matter.possible(*keeps):
            return
        shown = matter.example(*keeps)
        matter.possible(*keeps, *held(person, shown.people[0]))
        records = {name: tuple(map(matter.solver.value, new)) for name, new in coming.items()}
        self._confirm(shown.people[0], records, months, decided)
        givers = self._givers(decided.values())
        what = phrase(
            "the promise '{promise}' is broken: somebody keeps to its path and does not come to "
            "{effect} within {within} by {rule}",
            promise=self.promise.name,
            effect=self.promise.effect.text,
            within=phrase("{number} months", number=self.promise.within),
            rule=either(dict.fromkeys(map(article, givers))) or phrase("no rule"),
        )
        read = [part for rule in givers for part in read_by_rule(rule)]
        example = shown.told([self.promise.when, *read])
        values = {"what": what, "example": example}
        if self.within:
            values["span"] = transition_words(self.within, self.since, self.vintage.ends)
        related = tuple(("the rule", rule.place) for rule in givers)
        yield Finding("trap", self.promise.place, (self.promise.name,), values, related)

    def _givers(self, laws: Iterable[Decided]) -> list[Rule]:
        """Return the rules that give the effect under any of the *laws* on the path."""
        effect = self.promise.effect.effect
        rules = (one.program.rules[s.rule] for one in laws for s in one.shares.get(effect, ()))
        return list({rule.place: rule for rule in rules}.values())

    def _decided(self, matter: Matter, months: Sequence[date]) -> dict[tuple[date, str], Decided]:
        """Return what each law on the path decides, of the person as it is at the start."""
        decided = {self._known(max(self.since, self.vintage.begins)): matter.decided}
        for day in months:
            vintage, known = self.law.stated(day, self.within), self._known(day)
            if known not in decided:
                program = compile_area(vintage.apart, matter.area)
                decided[known] = Decided(program, matter.decided.person)
        return decided

    def _known(self, day: date) -> tuple[date, str]:
        """Return by what the law of *day* is known on the path."""
        vintage = self.law.stated(day, self.within)
        return vintage.begins, vintage.key

    def _coming(self, solver: Solver, past: SeriesPast) -> tuple[Number, ...]:
        """Return the unknown records of the time ahead, the first to come first."""
        kind = past.series.type
        kept = next((c.ranges for c in self.promise.conduct if c.name == past.series.name), None)
        count = self.promise.within if past.series.every == "month" else self.promise.within // 12
        coming = tuple(solver.integer(f"{past.series.name} to come {i}") for i in range(count + 1))
        for value in coming:
            solver.suppose(inside(solver, value, kept or ((kind.low, kind.high),)))
        return coming

    def _keeps(self, matter: Matter) -> Iterator[Truth]:
        """Yield what the conduct demands of the person as it is at the start."""
        person, solver = matter.decided.person, matter.solver
        for conduct in self.promise.conduct:
            if conduct.kind == "attribute" and conduct.name in person.attributes:
                yield inside(solver, person.attributes[conduct.name].number, conduct.ranges)
            elif conduct.kind == "event" and conduct.name in person.events:
                for entry in person.events[conduct.name].entries:
                    yield implied(entry.there == 1, inside(solver, entry.value, conduct.ranges))

    def _confirm(
        self,
        found: Found,
        records: Mapping[str, tuple[int, ...]],
        months: Sequence[date],
        decided: Mapping[tuple[date, str], Decided],
    ) -> None:
        """Let time pass for the example, month by month: no engine may give it the effect."""
        case = as_case(found, self.law.vocabulary)
        for month, day in enumerate(months):
            if month:
                entered = {
                    name: coming[_recorded(self._every(name), months[0], month) - 1]
                    for name, coming in records.items()
                }
                case = advanced(case, 1, entered)
            program = decided[self._known(day)].program
            if self._given(decided_alike(program, case.frame()), case):
                msg = f"the path of {self.promise.name} was proved closed and is not: {found}"
                raise MisjudgedError(msg)

    def _every(self, series: str) -> str:
        return self.law.vocabulary.series[series].every

    def _given(self, decision: Decision, case: Case) -> bool:
        """Whether the effect of the promise, of such a value, is given in a *decision* of one."""
        test = self.promise.effect
        given = decision.given.get(test.effect)
        if given is None or not given.mask[0] or test.value is None:
            return given is not None and bool(given.mask[0])
        together = given.combined is not Combine.ALL
        amounts = given.value[:1] if together else np.array([p.amounts[0] for p in given.parts])
        ladder = ladder_of(test.effect, self.law.vocabulary)
        if ladder is not None:
            to = stepped(test.effect, case.columns[ladder.name], ladder)
            amounts = np.where(amounts == BARE, to, amounts)
        return bool(COMPARE[test.operator](amounts, decision.features.column(test.value)[0]).any())


def moved_by(
    person: Person, coming: Mapping[str, tuple[Number, ...]], begins: date, month: int
) -> list[tuple[Number, Number]]:
    """Return what becomes of everything that is known of *person* so many months later."""
    day = later(begins, month)
    pairs = [
        (person.day.columns["today.month"], person.solver.number(day.month)),
        (person.day.columns["today.year"], person.solver.number(day.year)),
    ]
    for name, attribute in person.attributes.items():
        moved = moving(name, person.vocabulary)
        if moved is not None and moved.moves is not None:
            then, most = attribute.number + month * moved.moves.each_month, moved.type.high
            pairs.append((attribute.number, choice(then > most, most, then)))
    for name, past in person.series.items():
        new = _recorded(past.series.every, begins, month)
        values = [*reversed(coming[name][:new]), *past.values][: len(past.values)]
        pairs += zip(past.values, values, strict=True)
        known = past.known + new
        pairs.append((past.known, choice(known > past.series.keep, past.series.keep, known)))
    if person.events and "service" not in person.vocabulary.attributes:
        pairs.append((person.service, person.service + month))
    for events in person.events.values():
        for entry in events.entries:
            pairs += [(entry.ago, entry.ago + month), (entry.left, entry.left - month)]
    return pairs


def _recorded(every: str, begins: date, month: int) -> int:
    """Return how many records of a series have come so many months after *begins*."""
    return month if every == "month" else (begins.month - 1 + month) // 12


def _first(day: date) -> date:
    """Return the first day of a month on or after *day*."""
    return day if day.day == 1 else later(day.replace(day=1), 1)
