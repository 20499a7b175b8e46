"""What cases have seen of a law: its rules, clauses, cells of tables, versions and articles.

A rule, clause or cell is known by its place in its document, so that it counts once in however
many laws it stands. Only the areas of which cases expect something count as seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from policy_sim.cases.cells import Cells, TableSeen
from policy_sim.cases.ruling import Fate
from policy_sim.cases.sitting import Sitting
from policy_sim.cases.transition_coverage import TransitionSeen, transitions_seen
from policy_sim.catalogue import either, phrase
from policy_sim.diagnostics import Place
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Rule
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.columnar import truth
from policy_sim.rules.frame import Flags
from policy_sim.rules.normal_form import TRUE, normal_form

__all__ = ["ClauseSeen", "Coverage", "RuleSeen", "Share", "covered", "versions_asked"]

_DEFEATED = (Fate.OVERRIDDEN, Fate.BARRED)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many; of nothing, all."""

    seen: int
    of: int

    @property
    def percent(self) -> float:
        """The share in percent."""
        return 100.0 * self.seen / self.of if self.of else 100.0


@dataclass(frozen=True, slots=True)
class ClauseSeen:
    """One clause, and whether it *decided* alone: everything else was fulfilled."""

    text: str
    place: Place
    decided: bool


@dataclass(frozen=True)
class RuleSeen:
    """One rule: what can become of it, and what was seen.

    *against* are the rules that override it or bar what it gives. Of its *versions*, the contents
    that it has over time, those *asked* decided about somebody.
    """

    rule: Rule
    against: tuple[str, ...]
    can_fail: bool
    stood: bool
    failed: bool
    defeated: bool
    clauses: tuple[ClauseSeen, ...]
    versions: int
    asked: int

    @property
    def lacks(self) -> tuple[str, ...]:
        """What has not been seen of it."""
        lacking: list[str] = []
        if not self.stood:
            lacking.append(phrase("standing"))
        if self.can_fail and not self.failed:
            lacking.append(phrase("failing"))
        if self.against and not self.defeated:
            lacking.append(phrase("defeated by {rules}", rules=either(self.against)))
        return tuple(lacking)


@dataclass(frozen=True)
class Coverage:
    """The *rules* about people by place, the *tables* that they look up, the *transitions*."""

    rules: tuple[RuleSeen, ...]
    tables: tuple[TableSeen, ...]
    transitions: tuple[TransitionSeen, ...] = ()

    @property
    def of_rules(self) -> Share:
        """The rules of which everything was seen that can become of them."""
        return Share(sum(not rule.lacks for rule in self.rules), len(self.rules))

    @property
    def of_clauses(self) -> Share:
        """The clauses that decided alone."""
        clauses = [clause.decided for rule in self.rules for clause in rule.clauses]
        return Share(sum(clauses), len(clauses))

    @property
    def of_cells(self) -> Share:
        """The cells of tables that were looked up."""
        return Share(
            sum(len(table.cells) - len(table.unseen) for table in self.tables),
            sum(len(table.cells) for table in self.tables),
        )

    @property
    def of_versions(self) -> Share:
        """The versions of rules that decided about somebody."""
        return Share(sum(r.asked for r in self.rules), sum(r.versions for r in self.rules))

    @cached_property
    def articles(self) -> dict[str, bool]:
        """The sources of the rules, and whether all their rules are covered."""
        found: dict[str, bool] = {}
        for rule in self.rules:
            source = rule.rule.source or "(no source)"
            found[source] = found.get(source, True) and not rule.lacks
        return found

    @property
    def of_articles(self) -> Share:
        """The articles of whose rules everything was seen."""
        return Share(sum(self.articles.values()), len(self.articles))

    @property
    def of_transitions(self) -> Share:
        """The transitions of which everything was seen."""
        return Share(sum(not one.lacks for one in self.transitions), len(self.transitions))

    @property
    def shares(self) -> dict[str, Share]:
        """Each share by what it is of; that of transitions only where there are any."""
        shares = {
            "rules": self.of_rules,
            "clauses": self.of_clauses,
            "cells": self.of_cells,
            "versions": self.of_versions,
            "articles": self.of_articles,
        }
        return shares | ({"transitions": self.of_transitions} if self.transitions else {})


def covered(laws: Sequence[Law], held: Sequence[Sitting], files: Iterable[str] = ()) -> Coverage:
    """Return what the sittings *held* have seen of the rules about people of *laws*.

    With *files*, only rules and tables written in these count.
    """
    wanted = frozenset(files)
    tallies: dict[Place, _Tally] = {}
    cells = Cells()
    for law in laws:
        for vintage in versions_asked(law):
            for rule in vintage.rules:
                if rule.subject == PERSON and (not wanted or rule.place.file in wanted):
                    tallies.setdefault(rule.place, _Tally(rule)).version(rule, vintage)
                    cells.expect(rule)
    for sitting in held:
        for index, rule in enumerate(sitting.decision.program.rules):
            if rule.place in tallies:
                tallies[rule.place].look(sitting, index)
        cells.look(sitting)
    tables = tuple(table for table in cells.tables if not wanted or table.place.file in wanted)
    seen = tuple(transitions_seen(laws, held, wanted))
    return Coverage(tuple(tallies[place].seen() for place in sorted(tallies)), tables, seen)


def versions_asked(law: Law) -> Iterator[Vintage]:
    """Yield every version of *law*, with its levers as they are where cases are decided; those of
    people in one transition too.
    """
    for vintage in law.vintages:
        yield law.on(vintage.begins)
    for within, vintage in law.kept_versions(date.min):
        if len(within) == 1:
            yield law.on(vintage.begins, within=within)


class _Tally:
    """What is known of one rule so far."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.versions: list[Rule] = []
        self.asked: list[Rule] = []
        self.against: dict[str, None] = {}
        self.open: dict[int, tuple[str, Place]] = {}
        self.decided: set[int] = set()
        self.fates: set[Fate] = set()

    def version(self, rule: Rule, vintage: Vintage) -> None:
        """Take note of the rule as it is under *vintage*."""
        if rule not in self.versions:
            self.versions.append(rule)
        self.against |= dict.fromkeys(_against(rule, vintage))
        for index, clause in enumerate(rule.clauses):
            if normal_form(clause.condition, {}) != TRUE:
                self.open.setdefault(index, (clause.text, clause.place))

    def look(self, sitting: Sitting, index: int) -> None:
        """Take note of what became of the rule at *index* of a sitting's program."""
        decision = sitting.decision
        scope, holds, stands = (
            flags[index] for flags in (decision.scope, decision.holds, decision.stands)
        )
        rule = decision.program.rules[index]
        if scope.any() and rule not in self.asked:
            self.asked.append(rule)
        barred = _barred(sitting, rule)
        seen = {
            Fate.FAILS: scope & ~holds,
            Fate.OVERRIDDEN: holds & ~stands,
            Fate.BARRED: stands & barred,
            Fate.STANDS: stands & ~barred,
        }
        self.fates |= {fate for fate, rows in seen.items() if rows.any()}
        self.decided |= {*_alone(sitting, index, scope)}

    def seen(self) -> RuleSeen:
        """Return what was seen of the rule."""
        clauses = tuple(
            ClauseSeen(text, place, index in self.decided)
            for index, (text, place) in sorted(self.open.items())
        )
        return RuleSeen(
            rule=self.rule,
            against=tuple(self.against),
            can_fail=bool(self.open),
            stood=Fate.STANDS in self.fates,
            failed=Fate.FAILS in self.fates,
            defeated=not self.fates.isdisjoint(_DEFEATED),
            clauses=clauses,
            versions=len(self.versions),
            asked=sum(version in self.asked for version in self.versions),
        )


def _against(rule: Rule, vintage: Vintage) -> Iterator[str]:
    """Yield the rules that override *rule*, or bar what it gives."""
    effects = {effect.name for effect in rule.effects}
    for other in vintage.rules:
        if rule.id in other.overrides or effects.intersection(other.bars):
            yield other.id


def _barred(sitting: Sitting, rule: Rule) -> Flags:
    """Return from whom anything that *rule* gives is taken away."""
    decision = sitting.decision
    barred = np.zeros(decision.size, dtype=np.bool_)
    for effect in rule.effects:
        by = decision.barred.get(effect.given_as)
        if by is not None:
            barred |= by >= 0
    return barred


def _alone(sitting: Sitting, index: int, scope: Flags) -> Iterator[int]:
    """Yield the clauses of a rule in scope that fail for somebody for whom no other fails."""
    decision = sitting.decision
    fails = [~truth(form, decision.features) for form in decision.program.clauses[index]]
    count = sum((flags.astype(np.int64) for flags in fails), np.zeros(decision.size, np.int64))
    for clause, flags in enumerate(fails):
        if (flags & scope & (count == 1)).any():
            yield clause
