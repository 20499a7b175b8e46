"""Transfers: staff move between units, from those that have more to those that have less.

The law says who may be moved, and who first; where to is decided by need. A unit gives what it
has above its establishment, and, if the better staffed give too, above its share: the family's
people spread over the units in proportion to their places. Those above the establishment go
first, and the unit that lacks most receives first. No unit rises above its establishment.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from policy_sim.documents.fields import Share, Whole
from policy_sim.documents.shape import Shape
from policy_sim.errors import RunError
from policy_sim.rules.combination import BARE
from policy_sim.rules.frame import Integers
from policy_sim.simulation.books.ledger import Actual, Deviation, Entry
from policy_sim.simulation.books.rulings import rule_words
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.contests.competition import Eligible
from policy_sim.simulation.contests.selection import held_at_once
from policy_sim.simulation.entry.staffing import granted_places, staff
from policy_sim.simulation.practices.compliance import left_undone
from policy_sim.simulation.state import Decided, State
from policy_sim.workforce.table import NO_POST

__all__ = ["BURDEN", "Imbalance", "Settings", "Transfers", "imbalance"]

AREA = EFFECT = "transfer"
BURDEN = "transfer_motivation"
"""The assumption that says what being moved costs in motivation."""


class Settings(Shape):
    """When staff are moved, and from where.

    In *months* of the year a *share* of the imbalance is moved, from units above their
    establishment or, as *donors*, from all that are better staffed than their family's average.
    """

    noun = "the settings of transfers"

    months: tuple[Annotated[Whole, Field(ge=1, le=12)], ...] = (7,)
    share: Share = Field(default="100%", validate_default=True)
    donors: Literal["above_establishment", "better_staffed"] = "above_establishment"


class Transfers:
    """Staff move to the units that lack them, in the months stated."""

    name = "transfers"
    assumptions = (BURDEN,)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Redistribute staff before places are opened to applicants."""
        calendar.every(Phase.APPOINTMENT, partial(self.redistribute, state), self.settings.months)

    def redistribute(self, state: State) -> None:
        """Let the law say who may be moved, and move as many as the units lack."""
        found = imbalance(state, self.settings.donors == "better_staffed")
        going = self._granted(state, found)
        cell = _cells(state)
        rows = np.flatnonzero((state.people.post == NO_POST) & (going.ravel() > 0)[cell])
        if not len(rows):
            return
        decided = state.decide(AREA, rows)
        if EFFECT not in decided.decision.given:
            return
        chosen, rules = _chosen(state, decided, cell[rows], going.ravel())
        units = _destinations(cell[rows[chosen]], found)
        stated = decided.decision.given[EFFECT].value[chosen]
        units = np.where(stated == BARE, units, stated)
        _check_units(state, units)
        _move(state, decided, chosen, rules, units)

    def _granted(self, state: State, found: Imbalance) -> Integers:
        shares = np.full(found.above.shape[1], float(self.settings.share))
        whole = found.giving()
        return granted_places(whole, shares, state.chance, "transfers", state.month)


@dataclass(frozen=True)
class Imbalance:
    """By unit and family, ``int64[unit, family]``: heads *above* the share of the unit, those of
    them above the establishment (*surplus*), and heads *below* the share; *places* there are.
    """

    above: Integers
    surplus: Integers
    below: Integers
    places: Integers

    def giving(self) -> Integers:
        """Return how many each unit gives: in all as many as are lacked, the surplus first."""
        lacking = self.below.sum(axis=0)
        first = _up_to(self.surplus, lacking)
        return first + _up_to(self.above - self.surplus, lacking - first.sum(axis=0))


def _up_to(heads: Integers, limit: Integers) -> Integers:
    """Return *heads* as far as *limit* goes in each column, the largest first, then by unit."""
    order = np.argsort(-heads, axis=0, kind="stable")
    largest = np.take_along_axis(heads, order, axis=0)
    before = np.cumsum(largest, axis=0) - largest
    kept = np.clip(limit - before, 0, largest)
    result = np.zeros_like(heads)
    np.put_along_axis(result, order, kept, axis=0)
    return result


def imbalance(state: State, better_staffed: bool) -> Imbalance:
    """Return how staff, and those still to come, are spread against the establishment.

    The share of a unit is its establishment or, where a family has fewer people than places and
    the *better_staffed* give, its places times the family's heads per place, in whole heads.
    """
    places = state.organisation.establishment
    shape = (places.shape[0], places.shape[1])
    heads = staff(state.people, shape)
    coming = sum((staff(each.people, shape) for each in state.arrivals), np.zeros_like(heads))
    surplus = np.maximum(heads - places, 0)
    heads = heads + coming
    total, room = heads.sum(axis=0), np.maximum(places.sum(axis=0), 1)
    if not better_staffed:
        total = room
    total = np.minimum(total, room)
    # Exact: a head more than the share counts when it is a whole one.
    above = np.maximum((heads * room - places * total) // room, 0)
    below = np.maximum((places * total - heads * room) // room, 0)
    return Imbalance(np.maximum(above, surplus), surplus, below, places)


def _cells(state: State) -> Integers:
    """The position of everybody's unit and family in a flattened ``[unit, family]``."""
    record = state.people.record
    family = record.get("family", np.zeros(state.people.size, np.int8))
    return record["unit"].astype(np.int64) * len(state.organisation.families) + family


def _chosen(
    state: State, decided: Decided, cell: Integers, going: Integers
) -> tuple[Integers, Integers]:
    """Return who is moved, positions in *decided* by id, and the rule of each, a position."""
    left, given = going.copy(), decided.decision.given[EFFECT]
    rules = np.full(len(cell), -1, np.int64)
    for number in decided.decision.program.giving:
        eligible = np.flatnonzero(given.by(number) & (rules < 0))
        rule = decided.decision.program.rules[number]
        field = Eligible.of(decided, eligible)
        winners = eligible[held_at_once(state, field, rule, cell[eligible], left)]
        rules[winners] = number
        left -= np.bincount(cell[winners], minlength=len(left))
    chosen = np.flatnonzero(rules >= 0)
    chosen = chosen[state.people.ids[decided.rows[chosen]].argsort()]
    return chosen, rules[chosen]


def _destinations(cell: Integers, found: Imbalance) -> Integers:
    """Return a unit for each of those who come from *cell*: of the units that lack the family,
    the one that lacks the larger part of its places first.
    """
    families = found.below.shape[1]
    units = np.zeros(len(cell), np.int64)
    for family in range(families):
        movers = np.flatnonzero(cell % families == family)
        lacking = found.below[:, family]
        part = lacking / np.maximum(found.places[:, family], 1)
        order = np.argsort(-part, kind="stable")
        units[movers] = np.repeat(order, lacking[order])[: len(movers)]
    return units


def _check_units(state: State, units: Integers) -> None:
    """Stop a law that names a unit which the organisation does not have."""
    unknown = units[units >= state.organisation.units]
    if len(unknown):
        last = state.organisation.units - 1
        msg = f"a rule of transfer names unit {unknown[0]}; the last one is {last}"
        raise RunError(msg)


def _move(
    state: State, decided: Decided, chosen: Integers, rules: Integers, units: Integers
) -> None:
    rows = decided.rows[chosen]
    undone = left_undone(state, AREA, rows)
    neglected = Entry(AREA, actual=Actual.NOT_DONE, deviation=Deviation.COMPLIANCE)
    for mask, entry in ((undone, neglected), (~undone, Entry(AREA))):
        _write(state, decided, rows[mask], rules[mask], units[mask], entry)
    rows, units = rows[~undone], units[~undone]
    people = state.people
    people.record["unit"][rows] = units
    if "zone" in people.record:
        people.record["zone"][rows] = state.organisation.zone[units]
    if "motivation" in people.truth:
        people.truth["motivation"][rows] -= state.assumption(BURDEN)
    state.reset(EFFECT, rows)
    state.happened("transferred", rows)
    state.flows.count("transferred", people.record, rows)


def _write(
    state: State,
    decided: Decided,
    rows: Integers,
    rules: Integers,
    units: Integers,
    entry: Entry,
) -> None:
    if not state.ledger.kept:
        return
    words = rule_words(state, decided.decision, rules)
    causes = state.ledger.words(f"lacking in unit {unit}" for unit in units.tolist())
    state.ledger.write(state.month, state.people.ids[rows], entry, words, causes=causes)
