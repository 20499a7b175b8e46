"""The nearest change by which the law would give a person what it does not give today.

Waiting alone comes first, then better yearly ratings, then one thing that the person brings
about (without better ratings, then with them), then two, then promotions on the way; of several
plans the one with the fewest months. What is raised is raised to the least value that suffices.
Every month is decided by the engine under the law of its day, and a plan is decided once more, by
itself, before it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import combinations

import numpy as np

from policy_sim.errors import RunError
from policy_sim.policy.effects import EFFECTS, kind_of_given
from policy_sim.policy.law import Law
from policy_sim.policy.vocabulary import EARNING, Series
from policy_sim.rules.appraised import CREDIT
from policy_sim.rules.case import Case, CaseError
from policy_sim.rules.course import Outlook, Standing, outlook
from policy_sim.rules.decision import decide
from policy_sim.rules.engine import Engine
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags
from policy_sim.rules.plan import (
    Admission,
    Change,
    Hindrance,
    NoPlan,
    Plan,
    changed,
    frame_of_variants,
    hindrance,
)
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.raising import changes_within
from policy_sim.rules.reading import names_of
from policy_sim.rules.trace import Trace, trace

__all__ = ["nearest_plan", "wished"]


def wished(found: Trace) -> bool:
    """Return whether *found* refuses what is good for the person, so that a plan is of use."""
    if not found.in_scope or found.given:
        return False
    own = (rule.rule for rule in found.rules if rule.in_scope)
    return any(_welcome(effect.given_as) for rule in own for effect in rule.effects)


def _welcome(name: str) -> bool:
    return kind_of_given(name).good or kind_of_given(name).name in EARNING


def nearest_plan(law: Law, case: Case, area: str, engine: Engine) -> Plan | NoPlan:
    """Return the nearest plan by which *area* gives the person of *case* something good.

    Raises :exc:`CaseError` if the case does not give what the area reads today.
    """
    return _Search(law, case, area, engine).found()


@dataclass
class _Search:
    """One search.

    *outlooks* keeps the months to come by ratings and promotions on the way, *admitted* the first
    admission to each examination and course.
    """

    law: Law
    case: Case
    area: str
    engine: Engine
    outlooks: dict[tuple[int, bool], Outlook] = field(default_factory=dict)
    admitted: dict[tuple[str, str, int], tuple[int, Admission] | None] = field(default_factory=dict)

    def found(self) -> Plan | NoPlan:
        for rising in (False, True) if self.area != EFFECTS["promote"].area else (False,):
            for number in (0, 1, 2) if not rising else (0,):
                for levels in ([0], self.levels[1:]):
                    for plan in self.plans(number, levels, rising):
                        return plan
        return self.hopeless()

    @cached_property
    def series(self) -> dict[str, Series]:
        """The yearly series of the person."""
        own = self.case.vocabulary.series_of("person")
        return {name: one for name, one in own.items() if one.every == "year"}

    @cached_property
    def counting(self) -> list[str]:
        """The series that make a difference: read by the area, or by promotions on the way."""
        areas = {self.area, EFFECTS["promote"].area}
        programs = [compile_area(law, area) for law in self.law.vintages for area in areas]
        read = {name for program in programs for name in names_of(program.rules)}
        return [name for name in self.series if name in read or CREDIT in read]

    @cached_property
    def levels(self) -> list[int]:
        """By how many steps the ratings to come are above the last: 0, 1 … up to the best."""
        return list(range(1 + max(map(self.room, self.counting), default=0)))

    def room(self, name: str) -> int:
        """Return by how many steps a rating can be better than the last."""
        kind, last = self.series[name].type, self.last(name)
        return {"higher": kind.high - last, "lower": last - kind.low}.get(
            self.series[name].merit, 0
        )

    def last(self, name: str) -> int:
        return int(self.case.past.periods[name].ring[0, 0])

    def ratings(self, level: int) -> dict[str, int]:
        """Return the rating that each year brings; nothing where nobody was ever rated."""
        rated = {}
        for name, one in self.series.items():
            step = min(level, self.room(name))
            if level or self.case.past.periods[name].known[0]:
                rated[name] = self.last(name) + (step if one.merit == "higher" else -step)
        return rated

    def outlook(self, level: int, rising: bool) -> Outlook:
        if (level, rising) not in self.outlooks:
            found = outlook(self.law, self.case, self.engine, self.ratings(level), rising)
            self.outlooks[level, rising] = found
        return self.outlooks[level, rising]

    def plans(self, number: int, levels: Sequence[int], rising: bool) -> Iterator[Plan]:
        """Yield the plans with *number* changes under ratings of *levels*, the earliest first."""
        waits = {level: self.outlook(level, rising).months for level in levels}
        for month in range(max(map(len, waits.values()), default=0)):
            for level, months in waits.items():
                if month < len(months) and (month or number):
                    yield from self.plans_of(months[month], month, number, level)

    def plans_of(self, standing: Standing, month: int, number: int, level: int) -> Iterator[Plan]:
        case = standing.case
        program = self.program(case)
        variants = [
            chosen
            for chosen in combinations(changes_within(case, program), number)
            if len({change.name for change in chosen}) == number
        ]
        for chosen, gives in zip(variants, self.gives(case, variants), strict=True):
            admissions = self.admissions(chosen, level, month) if gives else None
            if admissions is not None:
                changes = self.least(case, chosen)
                then = changed(case, changes)
                found = self.traced(then)
                if any(_welcome(name) for name in found.given):
                    yield Plan(
                        months=month,
                        case=then,
                        found=found,
                        ratings=self.ratings(level),
                        better=level > 0,
                        changes=changes,
                        admissions=admissions,
                        risen=standing.risen,
                        until=self.hindrance(month, level, changes, found),
                    )

    def hindrance(
        self, month: int, level: int, changes: tuple[Change, ...], then: Trace
    ) -> Hindrance | None:
        """Return what makes a plan without promotions on the way come true no sooner."""
        if month == 0:
            return None
        with suppress(RunError, CaseError):
            eve = changed(self.outlook(level, False).months[month - 1].case, changes)
            return hindrance(self.traced(self.case), (eve, self.traced(eve)), then)
        return None

    def program(self, case: Case) -> Program:
        return compile_area(self.law.on(case.on), self.area)

    def gives(self, case: Case, variants: Sequence[Sequence[Change]]) -> Flags:
        """Return under which of *variants* something welcome is given on the day of *case*."""
        nothing = np.zeros(len(variants), dtype=np.bool_)
        if not variants:
            return nothing
        program = self.program(case)
        frame = frame_of_variants(case, variants) if any(variants) else case.frame()
        # A contradiction of two rules, or what a later law reads and the case does not give,
        # is nothing that could be promised to anybody.
        with suppress(RunError, CaseError):
            decision = decide(program, frame, self.engine)
            masks = [given.mask for name, given in decision.given.items() if _welcome(name)]
            for mask in masks:
                nothing |= mask
            return nothing & self.possible(Features(frame))
        return nothing

    def possible(self, features: Features) -> Flags:
        """Return who meets all that the vocabulary says is always so."""
        meets = np.ones(features.size, dtype=np.bool_)
        for _, condition in self.case.vocabulary.always:
            with suppress(CaseError):
                meets &= features.meets(condition)
        return meets

    def least(self, case: Case, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """Return *changes* with each value as near to the present one as still suffices."""
        for index, change in enumerate(changes):
            if not change.effect:
                before, after = changes[:index], changes[index + 1 :]
                enough, short = change.value, case.columns[change.name]
                while abs(enough - short) > 1:
                    tried = (enough + short) // 2
                    variant = (*before, replace(change, value=tried), *after)
                    if self.gives(case, [variant])[0]:
                        enough = tried
                    else:
                        short = tried
                changes = (*before, replace(change, value=enough), *after)
        return changes

    def admissions(
        self, changes: tuple[Change, ...], level: int, month: int
    ) -> dict[str, Admission] | None:
        """Return when the law admits to what *changes* take, None if not before *month*."""
        found = {}
        for change in changes:
            if change.effect:
                first = self.first_admission(change, level)
                if first is None or first[0] >= month:
                    return None
                found[change.word] = first[1]
        return found

    def first_admission(self, change: Change, level: int) -> tuple[int, Admission] | None:
        """Return the first month in which the law admits, and by what."""
        asked = (change.effect, change.word, level)
        if asked not in self.admitted:
            months = enumerate(self.outlook(level, False).months)
            admitted = ((month, self.admits(one.case, change)) for month, one in months)
            self.admitted[asked] = next(
                ((month, admission) for month, admission in admitted if admission is not None), None
            )
        return self.admitted[asked]

    def admits(self, case: Case, change: Change) -> Admission | None:
        """Return the admission to an examination or a course on the day of *case*, if given."""
        scale = case.vocabulary.attributes[EARNING[change.effect]].type.scale
        for area in EFFECTS[change.effect].areas:
            program = compile_area(self.law.on(case.on), area)
            if scale is None or change.effect not in program.gives:
                continue
            with suppress(RunError, CaseError):
                for part in decide(program, case.frame(), self.engine).given[change.effect].parts:
                    if part.mask[0] and part.values[0] == scale.code(change.word):
                        return Admission(case.on, program.rules[part.rule])
        return None

    def hopeless(self) -> NoPlan:
        """Return what stands in the way when all is as high as the person can bring it."""
        best = self.outlook(self.levels[-1], False)
        # Where rules contradict each other in every month, today's refusal is what is left.
        today, found = NoPlan(self.case, self.traced(self.case), self.case.on), list[NoPlan]()
        for standing in best.months:
            try:
                with suppress(RunError):
                    found.append(self.all_raised(standing.case))
            except CaseError as missing:
                nearest = max(found or [today], key=_closeness)
                return replace(nearest, until=standing.case.on, lacking=str(missing.args[0]))
        nearest = max(found or [today], key=_closeness)
        return replace(nearest, until=best.until, ends=best.ends)

    def all_raised(self, case: Case) -> NoPlan:
        """Return the decision of a month with everything as the person can bring it."""
        raised: dict[str, Change] = {}
        for change in changes_within(case, self.program(case)):
            known = raised.get(change.name)
            if known is None or change.value > known.value:
                raised[change.name] = change
        case = changed(case, tuple(raised.values()))
        return NoPlan(case, self.traced(case), case.on, tuple(raised.values()))

    def traced(self, case: Case) -> Trace:
        """Return the decision about *case* alone, laid open."""
        return trace(self.program(case), case.frame(), 0, self.engine)


def _closeness(one: NoPlan) -> tuple[bool, int, date]:
    """Return by how little a decision refuses; of two alike the later one counts."""
    refusing = [rule for rule in one.found.rules if rule.rule.id == one.found.refused_by]
    failing = sum(not clause.fulfilled for rule in refusing for clause in rule.clauses)
    return bool(one.found.given), -failing if refusing else -len(one.found.rules), one.case.on
