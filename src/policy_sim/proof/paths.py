"""Whether somebody who keeps to a conduct comes to what a promise says, in the time it says.

Time moves what the vocabulary says it moves, records age, the yearly records that come are any that
the conduct allows, and the law is that of each month. Everything else about the person stays as it
is, unless the conduct says otherwise; places are free. So a trap is somebody who does all that the
promise asks, and in no month of the time is given the effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from policy_sim.policy.law import Law, Vintage
from policy_sim.policy.promises import Promise
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.proof.areas import areas_concerned
from policy_sim.proof.decided import Decided
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.logic import Number, Truth, choice, implied, negated, replaced
from policy_sim.proof.matter import Matter, Undecided
from policy_sim.proof.meaning import inside
from policy_sim.proof.past_series import SeriesPast
from policy_sim.proof.person import Person
from policy_sim.proof.promised import given_as_tested
from policy_sim.proof.replay import MisjudgedError, as_case
from policy_sim.proof.solver import Solver
from policy_sim.proof.witness import Found, held
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.programs import compile_area

__all__ = ["traps"]


def traps(law: Law, since: date) -> Iterator[Finding]:
    """Yield ``trap`` for each path that a promise says can be gone and that somebody cannot go.

    A path begins in the first month of each version of the law, from *since* on.
    """
    for vintage in law.vintages:
        if vintage.ends is not None and vintage.ends <= since:
            continue
        for promise in vintage.promises:
            if promise.form == "path":
                path = _Path(law, vintage, promise, max(since, vintage.begins))
                try:
                    yield from path.trap()
                except Undecided:
                    why = "the proof took too much work"
                    values = {"check": "trap", "seen": promise.name, "why": why}
                    yield Finding("undecided", promise.place, (promise.name, "trap"), values)


@dataclass(frozen=True, eq=False)
class _Path:
    """The path of a *promise* that begins under *vintage* on *since*."""

    law: Law
    vintage: Vintage
    promise: Promise
    since: date

    def trap(self) -> Iterator[Finding]:
        """Yield the trap, if there is one."""
        begins = _first_of_month(self.since)
        area = areas_concerned(self.vintage, self.promise)[0]
        at_start = replace(self.vintage, begins=begins, ends=_later(begins, 1))
        matter = Matter(at_start, self.law.vocabulary, area, PERSON, begins)
        person = matter.decided.person
        months = [_later(begins, month) for month in range(self.promise.within + 1)]
        decided = self._decided(matter, months)
        coming = {name: self._coming(matter.solver, past) for name, past in person.series.items()}
        never = [
            negated(
                replaced(
                    given_as_tested(decided[self.law.stated(day).begins], self.promise.effect),
                    moved_by(person, coming, begins, month),
                )
            )
            for month, day in enumerate(months)
        ]
        keeps = [*self._keeps(matter), person.meaning.condition(self.promise.when), *never]
        if not matter.possible(*keeps):
            return
        example = matter.example(*keeps)
        matter.possible(*keeps, *held(person, example.people[0]))
        records = {name: tuple(map(matter.solver.value, new)) for name, new in coming.items()}
        for month, day in enumerate(months):
            self._confirm(area, aged(example.people[0], records, self.law, begins, month), day)
        givers = [share.rule for share in matter.decided.shares.get(self.promise.effect.effect, ())]
        values = {
            "promise": self.promise.name,
            "effect": self.promise.effect.text,
            "within": f"{self.promise.within} months",
            "rule": " or ".join(article(matter.rules[rule]) for rule in givers) or "no rule",
            "example": example.told([self.promise.when, *matter.reads(givers)]),
        }
        yield Finding("trap", self.promise.place, (self.promise.name,), values)

    def _decided(self, matter: Matter, months: Sequence[date]) -> dict[date, Decided]:
        """Return what each law on the path decides, of the person as it is at the start."""
        decided = {self.vintage.begins: matter.decided}
        for day in months:
            vintage = self.law.stated(day)
            if vintage.begins not in decided:
                program = compile_area(replace(vintage, key=""), matter.area)
                decided[vintage.begins] = Decided(program, matter.decided.person)
        return decided

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

    def _confirm(self, area: str, found: Found, day: date) -> None:
        """Decide about the person of one month on the engine: the effect must not be given."""
        case = as_case(replace(found, on=day), self.law.vocabulary)
        program = compile_area(replace(self.law.stated(day), key=""), area)
        given = decide(program, case.frame(), ColumnarEngine()).given.get(
            self.promise.effect.effect
        )
        if given is not None and given.mask[0] and self.promise.effect.value is None:
            msg = f"the path of {self.promise.name} was proved to be closed and is not: {found}"
            raise MisjudgedError(msg)


def moved_by(
    person: Person, coming: Mapping[str, tuple[Number, ...]], begins: date, month: int
) -> list[tuple[Number, Number]]:
    """Return what becomes of everything that is known of *person* so many months later."""
    day = _later(begins, month)
    pairs = [
        (person.day.columns["today.month"], person.solver.number(day.month)),
        (person.day.columns["today.year"], person.solver.number(day.year)),
    ]
    for name, attribute in person.attributes.items():
        steps = _steps(person.vocabulary, name) * month
        if steps:
            later = attribute.number + steps
            most = attribute.type.high
            pairs.append((attribute.number, choice(later > most, most, later)))
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


def aged(
    found: Found, coming: Mapping[str, tuple[int, ...]], law: Law, begins: date, month: int
) -> Found:
    """Return the example so many months later, with the records that come in the meantime."""
    vocabulary = law.vocabulary
    attributes = {
        name: _within(value + _steps(vocabulary, name) * month, name, vocabulary)
        for name, value in found.attributes.items()
    }
    series = {}
    for name, periods in found.series.items():
        new = coming[name][: _recorded(vocabulary.series[name].every, begins, month)]
        series[name] = (*reversed(new), *periods)[: vocabulary.series[name].keep]
    events = {
        name: tuple((ago + month, value, left - month) for ago, value, left in entries)
        for name, entries in found.events.items()
    }
    service = found.service + month
    return replace(found, attributes=attributes, series=series, events=events, service=service)


def _steps(vocabulary: Vocabulary, name: str) -> int:
    attribute = vocabulary.attributes.get(name)
    return 0 if attribute is None or attribute.moves is None else attribute.moves.each_month


def _within(value: int, name: str, vocabulary: Vocabulary) -> int:
    attribute = vocabulary.attributes.get(name)
    return value if attribute is None else min(value, attribute.type.high)


def _recorded(every: str, begins: date, month: int) -> int:
    """Return how many records of a series have come so many months after *begins*."""
    return month if every == "month" else (begins.month - 1 + month) // 12


def _first_of_month(day: date) -> date:
    return day if day.day == 1 else _later(day.replace(day=1), 1)


def _later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
