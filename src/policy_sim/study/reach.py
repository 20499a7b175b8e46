"""How many people of a real or drawn workforce another law treats otherwise, and of whom.

People are taken as they are recorded at the start of a study, and asked about under the two laws
of one day. Nothing is simulated: who is eligible is counted, not who wins a place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from policy_sim.errors import RunError
from policy_sim.policy.common_words import common_words
from policy_sim.policy.effects import AREAS
from policy_sim.policy.law import Law
from policy_sim.policy.uniting import MEMBERSHIP
from policy_sim.policy.values import Unit
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.proof.told import read_by
from policy_sim.rules.decided_by import decided_by
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.reading import columns_of, read_by_rule
from policy_sim.simulation.measures.groups import words_of
from policy_sim.simulation.state import State
from policy_sim.study.given import GivenTo, given_to, turns
from policy_sim.study.replication import world_of
from policy_sim.study.scenario import Scenario
from policy_sim.study.start import start_of
from policy_sim.study.suppression import FEWEST, told
from policy_sim.study.taken import everybodys, memberships, takes
from policy_sim.study.tasks import Kind, Task
from policy_sim.study.terms import Terms

__all__ = ["FEWEST", "Counted", "Kept", "Reach", "reach"]

_OF_OTHERS = "recruitment"
"""The area that decides about people who are not in service."""


@dataclass(frozen=True)
class Counted:
    """How many are treated otherwise in one way: ``gains``, ``loses``, ``higher`` or ``lower``.

    *people* is None for fewer than :data:`FEWEST`; *groups* has, per attribute and word, how many
    of how many, with None for a number that must not be told.
    """

    area: str
    turn: str
    effect: str
    people: int | None
    groups: Mapping[str, Mapping[str, tuple[int | None, int]]]


@dataclass
class Reach:
    """What another law changes for *people* persons as they stand on *recorded*.

    *law* is the day whose laws are compared; *sums* are amounts of money in all, before and after;
    *left_out* says of an area why nobody was counted. *transitions* are those of the new law.
    *dated* says that something compared hangs on the month, which is that of the record.
    """

    people: int
    recorded: date
    law: date
    counts: list[Counted] = field(default_factory=list)
    sums: dict[str, tuple[int, int]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    transitions: list[Kept] = field(default_factory=list)
    dated: bool = False

    @property
    def anybody(self) -> bool:
        """Whether anybody was found, or could not be looked for."""
        return bool(
            self.counts or self.left_out or any(one.reach.anybody for one in self.transitions)
        )


@dataclass(frozen=True)
class Kept:
    """The transition *name* among these people: how many it takes (None: fewer than
    :data:`FEWEST`), and in *reach* how those it takes are treated beside all others.
    """

    name: str
    taken: int | None
    reach: Reach


@dataclass(frozen=True)
class _Side:
    """One of two laws that are compared, and who is in which of its transitions."""

    law: Vintage
    vocabulary: Vocabulary
    within: Integers


def reach(scenario: Scenario, terms: Terms, old: Law, new: Law, day: date) -> Reach:
    """Return how many of the people of *scenario* the *new* law treats otherwise than the *old*.

    *day* is that of both laws. The people are those of the first replication; each is under the law
    of the transitions that take them by the record of the start.
    """
    state, groups = _state(scenario, terms), _groups(scenario)
    found = Reach(state.people.size, scenario.stated.start, day)
    try:
        sides = [_side(state, law, day) for law in (old, new)]
    except KeyError as missing:
        found.left_out["transition"] = f"'{missing.args[0]}' stands in no record of these people"
        return found
    _compare(found, state, sides, groups)
    for number, one in enumerate(new.transitions):
        begins = max(day, one.effective)
        if begins < one.until:
            found.transitions.append(_kept(found, state, new, number, begins, groups))
    return found


def _side(state: State, law: Law, day: date) -> _Side:
    return _Side(everybodys(law, day), law.vocabulary, memberships(state, law))


def _kept(whole: Reach, state: State, law: Law, number: int, day: date, groups: list[str]) -> Kept:
    """Return how those are treated whom the transition at *number* takes, beside all others."""
    who = takes(state, law, number)
    codes = np.where(who, 1 << number, 0)
    within = _Side(everybodys(law, day), law.vocabulary, codes)
    nobody = replace(within, within=np.zeros_like(codes))
    found = Reach(whole.people, whole.recorded, day)
    _compare(found, state, [nobody, within], groups)
    taken = int(who.sum())
    return Kept(law.transitions[number].name, taken if taken >= FEWEST else None, found)


def _compare(found: Reach, state: State, sides: list[_Side], groups: list[str]) -> None:
    """Enter in *found* how people are treated under the first and the second of *sides*."""
    vocabulary = state.people.vocabulary
    words = [common_words(vocabulary, side.vocabulary) for side in sides]
    alike = np.array_equal(sides[0].within, sides[1].within)
    for area in AREAS:
        programs = [compile_area(side.law.apart, area) for side in sides]
        rules = [rule for program in programs for rule in program.rules]
        before, after = ([decided_by(rule) for rule in one.rules] for one in programs)
        if before == after and (alike or MEMBERSHIP not in columns_of(rules)):
            continue
        read = read_by(part for rule in rules for part in read_by_rule(rule))
        found.dated |= "today.month" in read
        otherwise = {name for one in words for name in one.declared_otherwise(read)}
        if area == _OF_OTHERS:
            found.left_out[area] = "it decides about applicants, who are not in service"
        elif otherwise:
            names = ", ".join(sorted(otherwise))
            found.left_out[area] = f"these people are recorded in other words: {names}"
        else:
            within = (sides[0].within, sides[1].within)
            _count(found, state, (programs[0], programs[1]), within, groups)


def _state(scenario: Scenario, terms: Terms) -> State:
    """Return the first month of the baseline: its people, their posts, units and superiors."""
    start = start_of(scenario, terms, 0)
    of = (scenario.grid.baseline, start, None)
    return world_of(scenario, terms, Task(Kind.REPLICATION, 0), of).state()


def _groups(scenario: Scenario) -> list[str]:
    """Return the attributes by which people are told apart: the study's, and all protected ones.

    One that is a number, such as age, has no groups.
    """
    attributes = scenario.vocabulary.attributes
    asked = [str(name) for name in scenario.stated.groups]
    asked += [name for name, one in attributes.items() if one.protected and one.subject == "person"]
    return [name for name in dict.fromkeys(asked) if attributes[name].type.scale is not None]


def _count(
    found: Reach,
    state: State,
    programs: tuple[Program, Program],
    within: tuple[Integers, Integers],
    groups: list[str],
) -> None:
    """Enter in *found* who is treated otherwise in one area, or why that cannot be said."""
    area = programs[1].area
    try:
        old, new = (
            given_to(state, program, programs, {MEMBERSHIP: codes})
            for program, codes in zip(programs, within, strict=True)
        )
    except KeyError as missing:
        found.left_out[area] = f"'{missing.args[0]}' stands in no record of these people"
        return
    except RunError as contradiction:
        found.left_out[area] = str(contradiction)
        return
    nobody = GivenTo(np.zeros(state.people.size, np.bool_), None, None)
    for name in sorted({*old, *new}):
        one, other = old.get(name, nobody), new.get(name, nobody)
        ways = [(turn, who) for turn, who in turns(one, other) if who.any()]
        counts = [_counted(state, (area, turn, name), who, groups) for turn, who in ways]
        found.counts += counts
        # A sum would tell the amount of the few whose number is not told.
        told = all(count.people is not None for count in counts)
        if counts and told and Unit.MONEY in (one.unit, other.unit):
            found.sums[f"{area}: {name}"] = one.total, other.total


def _counted(state: State, named: tuple[str, str, str], who: Flags, groups: list[str]) -> Counted:
    attributes, record = state.people.vocabulary.attributes, state.people.record
    number = int(who.sum())
    parted = {}
    for name in groups if number >= FEWEST else ():
        words = words_of(attributes[name].type)
        mine = np.bincount(record[name][who], minlength=len(words)).tolist()
        everyone = np.bincount(record[name], minlength=len(words)).tolist()
        shown = [None if count is None else int(count) for count in told(mine)]
        parted[name] = {
            word: (shown[code], everyone[code]) for code, word in enumerate(words) if everyone[code]
        }
    return Counted(*named, number if number >= FEWEST else None, parted)
