"""One arm of one replication, from its first month to its last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

import numpy as np
import pandas as pd

from policy_sim.chance import Chance
from policy_sim.diagnostics import Diagnostic
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.rules.audit import AuditSample
from policy_sim.rules.engine import CHUNK, Engine
from policy_sim.simulation import transitions
from policy_sim.simulation.books.flows import Flows
from policy_sim.simulation.books.ledger import SAMPLED, Keeping, Ledger
from policy_sim.simulation.books.spells import PaySpells, Spells
from policy_sim.simulation.calendar import Calendar, Phase, month_of
from policy_sim.simulation.departures import leave
from policy_sim.simulation.invariants import check
from policy_sim.simulation.measures.groups import words_of
from policy_sim.simulation.naming import practice_findings
from policy_sim.simulation.posts import Posts
from policy_sim.simulation.practices.practice import DatedPractice
from policy_sim.simulation.state import State
from policy_sim.simulation.systems import System
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.profile import TraitScale
from policy_sim.workforce.table import NO_POST, Workforce

__all__ = ["Record", "World", "rehearsed", "simulate"]

JANUARY, DECEMBER = 1, 12
DRIVER = ""
"""The name under which the months themselves are entered: before every system."""


@dataclass(frozen=True)
class World:
    """Everything that an arm starts from on the day *start*, the first of a month.

    *people* are those in service, with the posts they hold; they are copied, so that all arms can
    start from the same object. *groups* are the attributes by which outcomes are parted, *budget*
    the yearly budget in whole money (0: none stated), *chunk* the number of people decided at a
    time, which changes no byte. Of the ledger *keeping* tells how much is kept: a sample is one
    person in *sampled*. Pay that has ended is remembered where *spells* are kept, and a ledger is.
    Time passes in steps of *step* months, 1 or 12. *scales* are those of the traits that have one.
    """

    people: Workforce
    organisation: Organisation
    law: Law
    practice: DatedPractice
    systems: Sequence[System]
    engine: Engine
    chance: Chance
    register: Mapping[str, float]
    start: date
    groups: Sequence[str] = ()
    budget: int = 0
    keeping: Keeping = Keeping.ALL
    sampled: int = SAMPLED
    spells: bool = True
    chunk: int = CHUNK
    audit: AuditSample | None = field(default=None, compare=False)
    step: int = 1
    scales: Mapping[str, TraitScale] = field(default_factory=dict)

    def state(self) -> State:
        """Return the state in which the first month begins."""
        people = self.people.copy()
        month = month_of(self.start)
        attributes = people.vocabulary.attributes
        return State(
            people=people,
            posts=_posts(people, self.organisation, month),
            organisation=self.organisation,
            law=self.law,
            practices=self.practice,
            engine=self.engine,
            chance=self.chance,
            register=self.register,
            ledger=Ledger(self.keeping, self.sampled),
            flows=Flows({name: len(words_of(attributes[name].type)) for name in self.groups}),
            month=month,
            spells=PaySpells(kept=self.spells and self.keeping is not Keeping.NONE),
            next_id=int(people.ids.max(initial=-1)) + 1,
            budget=self.budget,
            chunk=self.chunk,
            audit=self.audit,
            step=self.step,
            scales=self.scales,
        )


@dataclass(frozen=True)
class Record:
    """What a simulated arm leaves behind.

    *state* is the state after the last month, whose people can be drawn from; the books are read
    from it when they are asked for.
    """

    state: State

    @property
    def outcomes(self) -> pd.DataFrame:
        """The outcomes: ``date, outcome, group, value``."""
        return self.state.yearbook.frame()

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """The decisions, by :data:`~policy_sim.simulation.books.ledger.COLUMNS`."""
        return self.state.ledger.frame()

    @cached_property
    def spells(self) -> Spells:
        """Pay as spells, those still open being cut after the last month."""
        return self.state.spells.spells(self.state.month + 1)

    @cached_property
    def leavers(self) -> pd.DataFrame:
        """Who left: ``person, date, reason``."""
        return self.state.archive.frame()


def simulate(world: World, months: int) -> Record:
    """Let *months* months pass in *world* and return their record.

    The order in which the systems stand in the world does not matter. Raises
    :exc:`~policy_sim.errors.ScenarioError` if the practice or a system's settings do not fit the
    vocabulary, the people or the register, and :exc:`~policy_sim.errors.RunError` if an invariant
    is broken; whatever is raised on the way bears a note of the month.
    """
    state = world.state()
    words, traits = state.people.vocabulary, state.people.truth
    findings = practice_findings(world.practice, words, traits, world.organisation)
    if findings:
        raise ScenarioError(findings)
    calendar = Calendar(state.month, state.step)
    driver = calendar.of(DRIVER)
    driver.every(Phase.LAW, partial(_begin_month, calendar, state))
    driver.every(Phase.LAW, state.begin_year, [JANUARY])
    driver.every(Phase.VACANCIES, partial(_let_go, state))
    driver.every(Phase.CLOSE, partial(check, state), [DECEMBER])
    # Before time moves on: a transition is judged as of the day before.
    driver.every(Phase.CLOSE, partial(transitions.judge, state))
    driver.every(Phase.CLOSE, state.close_month)
    check(state)
    transitions.begin(state)
    for system in world.systems:
        system.schedule(calendar.of(system.name), state)
    try:
        calendar.run(months)
    except Exception as error:
        error.add_note(f"in {state.month // 12}-{state.month % 12 + 1:02d}")
        raise
    return Record(state)


def rehearsed(world: World) -> list[Diagnostic]:
    """Return what the practice or the systems of *world* name in vain; no time passes."""
    state = world.state()
    words, traits = state.people.vocabulary, state.people.truth
    findings = list(practice_findings(world.practice, words, traits, world.organisation))
    calendar = Calendar(state.month, state.step)
    for system in world.systems:
        try:
            system.schedule(calendar.of(system.name), state)
        except ScenarioError as error:
            findings += error.findings
    return findings


def _begin_month(calendar: Calendar, state: State) -> None:
    state.month = calendar.month


def _let_go(state: State) -> None:
    """Let those under notice leave, if no system of exits has let them go this month."""
    if state.notices:
        leave(state, {})


def _posts(people: Workforce, organisation: Organisation, month: int) -> Posts:
    posts = Posts.founded(organisation.post_office, organisation.post_unit, month)
    holders = np.flatnonzero(people.post != NO_POST)
    posts.fill(people.post[holders].astype(np.int64), people.ids[holders])
    return posts
