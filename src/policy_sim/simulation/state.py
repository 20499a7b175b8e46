"""The state of one arm in one replication: all that a month reads and changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.policy.uniting import MEMBERSHIP, united
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Attribute
from policy_sim.rules.audit import AuditSample
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.engine import CHUNK, Engine
from policy_sim.rules.frame import Flags, Frame, Integers
from policy_sim.rules.programs import compile_area
from policy_sim.simulation.books.archive import Archive
from policy_sim.simulation.books.by_id import PersonalFigures
from policy_sim.simulation.books.flows import Flows
from policy_sim.simulation.books.ledger import Entry, Ledger
from policy_sim.simulation.books.payroll import Payroll
from policy_sim.simulation.books.spells import PaySpells
from policy_sim.simulation.books.yearbook import Yearbook
from policy_sim.simulation.calendar import day_of
from policy_sim.simulation.collectives.collective import UNIT, Collective, founded
from policy_sim.simulation.collectives.levers import Levers
from policy_sim.simulation.contests.seen import Seen
from policy_sim.simulation.filing.files import Files
from policy_sim.simulation.learning.cohort import Cohort
from policy_sim.simulation.posts import Posts
from policy_sim.simulation.practices.practice import DatedPractice, Practice
from policy_sim.simulation.relations import Relations, post_columns
from policy_sim.simulation.setbacks import Setbacks
from policy_sim.simulation.signals import Signals
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.profile import TraitScale
from policy_sim.workforce.table import NO_POST, Column, Workforce, move

__all__ = ["HIRED", "Arrival", "Decided", "State"]

HIRED = Entry("recruitment")
"""What the ledger says of those whom the law has chosen."""

_NO_COLUMNS: Mapping[str, Column | int] = {}


@dataclass(frozen=True)
class Decided:
    """A decision about the people at *rows*, in their order."""

    rows: Integers
    decision: Decision


@dataclass(frozen=True)
class Arrival:
    """People who were selected in the month *opened* and take up their places in *month*.

    *rules* holds, for each, the ledger's word for the rule under which the place was given; *entry*
    says what the law thinks of it.
    """

    month: int
    opened: int
    people: Workforce
    rules: Integers
    entry: Entry = HIRED


@dataclass
class State:
    """Who serves, in which posts, under which law and practice, in the month *month*.

    The arrays of :attr:`people` are rows in no order; rows move when people leave, so nothing but
    an id may be remembered from one phase to the next.
    """

    people: Workforce
    """Everybody in service: record, truth, history and post, one row each."""
    posts: Posts
    """The posts of office and their holders' ids."""
    organisation: Organisation
    """The units, their establishment and their weights; the same in every arm."""
    law: Law
    """The law of the arm; :attr:`vintage` is what of it is in force this month."""
    practices: DatedPractice
    """The practice of the arm; :attr:`practice` is that of this month."""
    engine: Engine
    """What decides: columnar or durable."""
    chance: Chance
    """Keyed chance of the replication, the same in every arm."""
    register: Mapping[str, float]
    """The assumptions by name, in the units of the register."""
    ledger: Ledger
    """The decisions of this arm so far."""
    flows: Flows
    """Movements since 1 January, by kind and group."""
    month: int
    """The month index, ``year * 12 + month - 1``."""
    next_id: int
    """The id of the next person to be hired; ids are never used twice."""
    spells: PaySpells = field(default_factory=PaySpells)
    """Pay as spells: person, element, from, to, amount a month."""
    payroll: Payroll = field(init=False)
    """What each person is paid a month at present, and on what that was decided."""
    archive: Archive = field(default_factory=Archive)
    """Everybody who has left."""
    arrivals: list[Arrival] = field(default_factory=list)
    """Who has been selected and is still to come."""
    cohorts: list[Cohort] = field(default_factory=list)
    """Who attends a course that has not ended yet."""
    notices: dict[str, list[Integers]] = field(default_factory=dict)
    """Ids of those who are to leave with the next month, by the reason."""
    budget: int = 0
    """The yearly budget of money at prices of the start year; 0 if none is stated."""
    yearbook: Yearbook = field(default_factory=Yearbook)
    """The outcomes at the end of each year so far."""
    units: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    """Figures of each unit that a system keeps from month to month, such as its service."""
    personal: PersonalFigures = field(default_factory=PersonalFigures)
    """Figures of each person that a system keeps by id; no rule reads them."""
    seen: Seen = field(default_factory=Seen)
    """What people have seen of the contests of the past years, where a system reads it."""
    signals: Signals = field(default_factory=Signals)
    """What one system tells the others."""
    files: Files = field(default_factory=Files)
    """The way by which entries reach the record."""
    collectives: dict[str, Collective] = field(init=False)
    """The units, and the organisation, as subjects of law, by the word for them."""
    levers: Levers = field(default_factory=Levers)
    """What rules have set the levers of the law to."""
    quota_tallies: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Seats so far this year, and those filled under it, of each quota that is counted by year."""
    post_columns: Mapping[str, Integers] = field(init=False)
    """What is known of each post, by attribute; it stays the same."""
    setbacks: Setbacks = field(init=False)
    """What effects do to the attributes of the people, once carried out."""
    chunk: int = CHUNK
    """How many people are decided at a time; any number gives the same bytes."""
    audit: AuditSample | None = None
    """The sample of decisions that is decided again afterwards, if one is kept."""
    step: int = 1
    """How many months pass from one occasion to the next: 1, or 12."""
    scales: Mapping[str, TraitScale] = field(default_factory=dict)
    """The points in which a trait is stated, and its range, of traits that have them."""

    def __post_init__(self) -> None:
        """Begin an empty payroll in the groups of the flows."""
        self.payroll = Payroll(self.flows.groups)
        self.setbacks = Setbacks(self.people.vocabulary)
        self.post_columns = post_columns(self.organisation)
        self.collectives = founded(self.people.vocabulary, self.organisation)

    @property
    def today(self) -> date:
        """The day on which this month's decisions are taken: its first."""
        return day_of(self.month)

    @property
    def vintage(self) -> Vintage:
        """The law in force today, as its levers are set."""
        return self.law_on(self.today)

    @property
    def laws_ahead(self) -> tuple[Vintage, ...]:
        """Today's law and every later one, as stated: what settings must fit."""
        today = self.today
        return tuple(v for v in self.law.vintages if v.ends is None or v.ends > today)

    def law_on(self, day: date) -> Vintage:
        """Return the law in force on *day* for everybody, as its levers were set then."""
        return self.levers.law(united(self.law, day), day)

    @property
    def practice(self) -> Practice:
        """The practice of today."""
        return self.practices.on(self.today)

    @property
    def by_columns(self) -> bool:
        """Whether whole columns may be asked: nothing is sampled, and no other engine decides."""
        return self.audit is None and isinstance(self.engine, ColumnarEngine)

    def assumption(self, name: str) -> float:
        """Return the value of the assumption *name*.

        Raises :exc:`~policy_sim.errors.ScenarioError` if the register does not hold it.
        """
        if name not in self.register:
            values = {"seen": name, "near": near(name, self.register)}
            place = getattr(name, "place", Place(""))
            raise ScenarioError([Diagnostic("unknown-assumption", place, values)])
        return self.register[name]

    def figure(self, name: str, rows: Integers | None = None) -> NDArray[np.float64]:
        """Return the trait, or else the attribute, called *name* of the people at *rows*.

        Without rows it is that of everybody in service. Raises
        :exc:`~policy_sim.errors.ScenarioError` if people have neither.
        """
        column = self._figure(name)
        return (column if rows is None else column[rows]).astype(np.float64, copy=False)

    def level(self, name: str, rows: Integers | None = None) -> NDArray[np.float64]:
        """Return the same with what people have acquired of the trait, by which they act."""
        acquired = self.people.acquired.of(name)
        if acquired is None:
            return self.figure(name, rows)
        return self.figure(name, rows) + (acquired if rows is None else acquired[rows])

    def range_of(self, name: str) -> tuple[float, float]:
        """Return the least and the greatest of that level among those in service, if any."""
        acquired = self.people.acquired.of(name)
        column = self._figure(name) if acquired is None else self._figure(name) + acquired
        return float(column.min()), float(column.max())

    def _figure(self, name: str) -> NDArray[np.float64] | Column:
        if name in self.people.truth:
            return self.people.truth[name]
        if name in self.people.record:
            return self.people.record[name]
        if name in self.personal:
            return self.personal.of(name, self.people.ids)
        known = {*self.people.truth, *self.people.record}
        values = {"seen": name, "allowed": ", ".join(sorted(known)), "near": near(name, known)}
        place = getattr(name, "place", Place(""))
        raise ScenarioError([Diagnostic("unknown-figure", place, values)])

    def frame(
        self,
        rows: Integers | None = None,
        extra: Mapping[str, Column | int] = _NO_COLUMNS,
        among: Workforce | None = None,
        on: date | None = None,
    ) -> Frame:
        """Return what the law may read today of the people at *rows* (None: everybody).

        *extra*, *among* and *on* are as for :meth:`decide`.
        """
        people = self.people if among is None else among
        if among is not None and self.law.transitions:
            extra = {**extra, MEMBERSHIP: 0}
        return people.frame(rows, on or self.today, extra, self.related(among))

    def related(self, among: Workforce | None = None) -> Relations:
        """Return what the law may read of the superiors and the units of people in service.

        *among* names other people than those, such as applicants.
        """
        return Relations(self.people, self.posts, self.organisation, among, self._of_group)

    def _of_group(self, subject: str, name: str) -> Column:
        """Return an attribute, a series' last entry or a lever of the units or organisation."""
        law = self.law.stated(self.today)
        if subject == UNIT and name in law.levers:
            return self.levers.values(law, self.today, name, self.organisation.units)
        return self.collectives[subject].latest(name)

    def decide(
        self,
        area: str,
        rows: Integers | None = None,
        extra: Mapping[str, Column | int] = _NO_COLUMNS,
        among: Workforce | None = None,
        law: Vintage | None = None,
        on: date | None = None,
    ) -> Decided:
        """Let the law of today decide *area* for the people at *rows* (None: everybody).

        *extra* gives columns that are not of the person, such as ``post.office``: an array in
        the order of *rows*, or one integer for all. *among* names other people than those in
        service, such as applicants, who have no superior yet; *law* a part of today's law, or the
        law under which a case was opened; *on* another day to decide as of, such as the last of
        the month that has passed.
        """
        day = on or self.today
        people = self.people if among is None else among
        frame = self.frame(rows, extra, among, day)
        program = compile_area(law or self.law_on(day), area)
        decision = decide(program, frame, self.engine, self.chunk)
        chosen = np.arange(people.size) if rows is None else rows
        if self.audit is not None and len(chosen):
            self.audit.observe(decision, people.ids[chosen], people.keys[chosen], day)
        return Decided(chosen, decision)

    def away(self, rows: Integers | None = None) -> Flags:
        """Return who of the people at *rows* (None: everybody) is away from work for a course."""
        if not self.signals.away_courses:
            return np.zeros(self.people.size if rows is None else len(rows), np.bool_)
        course = self.people.record["course"]
        return np.isin(course if rows is None else course[rows], self.signals.away_courses)

    def reset(self, effect: str, rows: Integers) -> None:
        """Let *effect*, just carried out, move the attributes of the people at *rows* it moves.

        Each attribute that it resets is set to zero; one that it cuts falls, down to the lowest
        value, by what the vocabulary says.
        """
        if len(rows):
            self.setbacks.carry_out(effect, self.people, rows, self.today)

    def happened(self, event: str, rows: Integers, values: Integers | None = None) -> None:
        """Enter *event* of today in the record of the people at *rows*, if it is declared."""
        if event in self.people.vocabulary.events and len(rows):
            self.files.event(self.people, event, rows, self.today, values)

    def enter(self, newcomers: Workforce) -> None:
        """Take *newcomers* into service under new ids, in the order in which they come."""
        newcomers.ids = np.arange(self.next_id, self.next_id + newcomers.size, dtype=np.int64)
        self.next_id += newcomers.size
        if self.law.transitions:
            newcomers.record[MEMBERSHIP] = np.zeros(newcomers.size, np.int8)
        self.people.append(newcomers)

    @property
    def levels_held(self) -> Integers:
        """The office code of the post that each person holds; 0 of those who hold none."""
        held = np.zeros(self.people.size, np.int64)
        holders = np.flatnonzero(self.people.post != NO_POST)
        held[holders] = self.posts.office[self.people.post[holders]]
        return held

    def begin_year(self) -> None:
        """Begin to count anew what is counted by year."""
        self.flows.new_year()
        self.quota_tallies.clear()

    def close_month(self) -> None:
        """End the step: each attribute that moves by itself moves, within its range."""
        self.ledger.close_month()
        for attribute in self._moving:
            if attribute.moves is not None and attribute.moves.each_month:
                step = attribute.moves.each_month * self.step
                move(self.people.record[attribute.name], attribute.type, step)

    @cached_property
    def _moving(self) -> tuple[Attribute, ...]:
        """The attributes that move by themselves, or when an effect is carried out."""
        attributes = self.people.vocabulary.attributes.values()
        return tuple(attribute for attribute in attributes if attribute.moves is not None)
