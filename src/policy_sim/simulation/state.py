"""The state of one arm in one replication: all that a month reads and changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.policy.law import Law, Vintage
from policy_sim.rules import Decision, Engine, compile_area, decide
from policy_sim.rules.frame import Frame, Integers
from policy_sim.simulation.archive import Archive
from policy_sim.simulation.calendar import day_of
from policy_sim.simulation.flows import Flows
from policy_sim.simulation.ledger import Ledger
from policy_sim.simulation.posts import Posts
from policy_sim.simulation.practice import DatedPractice, Practice
from policy_sim.simulation.spells import PaySpells
from policy_sim.workforce import Organisation, Workforce

__all__ = ["Decided", "State"]


@dataclass(frozen=True)
class Decided:
    """A decision about the people at *rows*: the frame it read and what it found."""

    rows: Integers
    frame: Frame
    decision: Decision


@dataclass
class State:
    """Who serves, in which posts, under which law and practice, in the month *month*.

    The arrays of :attr:`people` are rows in ascending order of id; rows move when people leave,
    so nothing but an id may be remembered from one phase to the next.
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
    archive: Archive = field(default_factory=Archive)
    """Everybody who has left."""
    units: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    """Figures of each unit that a system keeps from month to month, such as its service."""

    @property
    def today(self) -> date:
        """The day on which this month's decisions are taken: its first."""
        return day_of(self.month)

    @property
    def vintage(self) -> Vintage:
        """The law in force today."""
        return self.law.on(self.today)

    @property
    def practice(self) -> Practice:
        """The practice of today."""
        return self.practices.on(self.today)

    def decide(
        self,
        area: str,
        rows: Integers | None = None,
        extra: Mapping[str, NDArray[np.integer] | int] | None = None,
    ) -> Decided:
        """Let the law of today decide *area* for the people at *rows* (None: everybody).

        *extra* gives columns that are not of the person, such as ``post.office``: an array in
        the order of *rows*, or one integer for all.
        """
        chosen = np.arange(self.people.size) if rows is None else rows
        frame = self.people.frame(chosen, self.today, extra or {})
        program = compile_area(self.vintage, area)
        return Decided(chosen, frame, decide(program, frame, self.engine))

    def reset(self, effect: str, rows: Integers) -> None:
        """Set to zero, for the people at *rows*, each attribute that *effect* resets."""
        for attribute in self.people.vocabulary.attributes.values():
            if attribute.moves is not None and effect in attribute.moves.reset_by:
                self.people.record[attribute.name][rows] = 0

    def happened(self, event: str, rows: Integers, values: Integers | None = None) -> None:
        """Enter *event* of today in the record of the people at *rows*, if it is declared."""
        if event in self.people.vocabulary.events and len(rows):
            self.people.history.record_event(event, rows, self.today, values)

    def leave(self, mask: NDArray[np.bool_], reason: str) -> None:
        """Let the people in *mask* leave for *reason*: counted, archived, posts vacated."""
        rows = np.flatnonzero(mask)
        if not len(rows):
            return
        self.flows.count(reason, self.people.record, rows)
        self.archive.add(self.people.ids[rows], reason, self.month)
        self.vacate(rows)
        self.people.drop(mask)

    def vacate(self, rows: Integers) -> None:
        """Let the people at *rows* give up the posts they hold, if any."""
        held = self.people.post[rows]
        self.posts.vacate(held[held >= 0].astype(np.int64), self.month)
        self.people.post[rows] = -1

    def close_month(self) -> None:
        """End the month: each attribute that moves by itself moves, within its range."""
        for attribute in self.people.vocabulary.attributes.values():
            if attribute.moves is not None and attribute.moves.each_month:
                column = self.people.record[attribute.name]
                moved = column + attribute.moves.each_month
                np.clip(
                    moved, attribute.type.low, attribute.type.high, out=column, casting="unsafe"
                )
