"""Reach: who would be granted a next step within some years, if waiting were all that changes.

The law itself is asked, by whole columns: the rules of promotion and of appointment, with what
people can attain by their own effort, the date and their superiors taken to suit. What a bar takes
away it gives back in time. Nobody steps up after the law has let them go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from policy_sim.policy.ast import Column, History, Term
from policy_sim.rules.columnar import truth
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.normal_form import TRUE, Every, Form, Some, every, feature_names, some
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.reading import nodes_in
from policy_sim.simulation.contests.openings import VACANT_MONTHS, Openings
from policy_sim.simulation.prospects.waiting import after_waiting
from policy_sim.simulation.state import State

__all__ = ["Ahead", "Steps", "ahead", "on_a_ladder", "reachable"]

YEAR = 12
_PASSING = ("today.", "superior.")
"""How the names begin of what time or others may change."""


@dataclass(frozen=True)
class Steps:
    """Which steps count: those granted within so many *months*, under any rule but *left_out*.

    Conditions on *effort* (attributes, series, events) are taken to be met.
    """

    months: int
    effort: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


def on_a_ladder(state: State, steps: Steps) -> Flags:
    """Return of whom the law speaks today in a rule of rising that counts, met or not."""
    spoken_of = np.zeros(state.people.size, np.bool_)
    for about, program, effect, _ in _ladders(state, steps):
        rows = (~spoken_of).nonzero()[0]
        spoken_of[rows[_spoken_of(state, program, effect, rows, steps, about)]] = True
    return spoken_of


def reachable(state: State, steps: Steps, among: Flags | None = None) -> Flags:
    """Return for whom, *among* some (None: all), a rise lies within reach, ``bool[people]``.

    The latest date is asked first, since most people who rise at all rise if they wait long
    enough; of the earlier ones only those are asked who have left by then, or are barred by age.
    """
    left = np.ones(state.people.size, np.bool_) if among is None else among.copy()
    reached = np.zeros(state.people.size, np.bool_)
    ladders = _ladders(state, steps)
    for months in (*range(steps.months, 0, -YEAR), 0):
        rows = left.nonzero()[0]
        rows = rows[~_gone(state, rows, months)]
        for about, program, effect, office in ladders:
            waiting = rows[left[rows]]
            if effect == "appoint" and "office" in state.people.record:
                waiting = waiting[state.people.record["office"][waiting] < office]
            rising = waiting[_granted(state, program, effect, waiting, months, steps, about)]
            left[rising], reached[rising] = False, True
    return reached


@dataclass(frozen=True)
class Ahead:
    """A step, and the *rows* of those who have it within reach.

    It is one to the office with the code *office*, or (0) to a higher rank; *about* is what the
    law reads of such a post.
    """

    office: int
    rows: Integers
    about: Mapping[str, int]


def ahead(state: State, steps: Steps) -> Iterator[Ahead]:
    """Yield each step that counts with those for whom it lies within reach.

    Posts that the law reads alike are one step, so that an office may come several times.
    """
    months_ahead = (*range(steps.months, 0, -YEAR), 0)
    everybody = np.arange(state.people.size)
    here = {months: everybody[~_gone(state, everybody, months)] for months in months_ahead}
    for about, program, effect, office in _ladders(state, steps):
        reached = np.zeros(state.people.size, np.bool_)
        for months, there in here.items():
            rows = there[~reached[there]]
            if effect == "appoint" and "office" in state.people.record:
                rows = rows[state.people.record["office"][rows] < office]
            reached[rows[_granted(state, program, effect, rows, months, steps, about)]] = True
        yield Ahead(office, reached.nonzero()[0], about)


Ladder = tuple[Mapping[str, int], Program, str, int]
"""What the law reads of a post, the rules about it, their effect, and the office."""


def _ladders(state: State, steps: Steps) -> list[Ladder]:
    """Return the ladder of ranks and, for posts that the law reads alike, that of offices.

    Every post is taken to have stood vacant for as long as can be.
    """
    ranks: Ladder = ({}, compile_area(state.vintage, "promotion"), "promote", 0)
    if not state.posts.size:
        return [ranks]
    openings = Openings(state, "appointment")
    long = np.full(state.posts.size, steps.months, np.int64)
    openings.known = {**openings.known, VACANT_MONTHS: long}
    offices = []
    for posts in openings.alike(np.arange(state.posts.size), by_unit=False):
        opening = openings.at(int(posts[0]))
        office = int(state.posts.office[posts[0]])
        offices.append((opening.columns, opening.law, "appoint", office))
    return [ranks, *offices]


def _spoken_of(
    state: State,
    program: Program,
    effect: str,
    rows: Integers,
    steps: Steps,
    about: Mapping[str, int],
) -> Flags:
    form = some(tuple(program.logic.scopes[rule] for rule in _counting(program, effect, steps)))
    if not len(rows) or form == _NEVER:
        return np.zeros(len(rows), np.bool_)
    return truth(form, Features(state.frame(rows, {**about}), program.terms, program.grids))


def _gone(state: State, rows: Integers, months: int) -> Flags:
    """Return who of *rows* will have been let go by the law after so many *months*."""
    program = compile_area(state.vintage, "exit")
    nothing = Steps(0)
    gone = _granted(state, program, "retire", rows, months, nothing, {})
    return gone | _granted(state, program, "dismiss", rows, months, nothing, {})


def _granted(
    state: State,
    program: Program,
    effect: str,
    rows: Integers,
    months: int,
    steps: Steps,
    about: Mapping[str, int],
) -> Flags:
    """Return who of *rows* meets a rule of *program* that gives *effect*, *months* on."""
    form = _form(program, effect, steps)
    if not len(rows) or form == _NEVER:
        return np.zeros(len(rows), np.bool_)
    frame = after_waiting(state, rows, months, about)
    return truth(form, Features(frame, program.terms, program.grids))


_NEVER = some(())


@lru_cache(maxsize=1024)
def _form(program: Program, effect: str, steps: Steps) -> Form:
    """Return what somebody must meet to be given *effect* by some rule of *program* that counts."""
    logic, rules = program.logic, _counting(program, effect, steps)
    met = [every((logic.scopes[rule], logic.conditions[rule])) for rule in rules]
    return some(tuple(_suited(form, program.terms, steps.effort) for form in met))


def _counting(program: Program, effect: str, steps: Steps) -> list[int]:
    """Return the rules of *program* that give *effect* as a step that counts."""
    given = program.gives.get(effect, ())
    return [rule for rule, _ in given if program.rules[rule].id not in steps.left_out]


def _suited(form: Form, terms: Mapping[str, Term], effort: Collection[str]) -> Form:
    """Return *form* with every comparison taken to be met that reads what may come to suit."""
    if isinstance(form, Every):
        return every(tuple(_suited(item, terms, effort) for item in form.items))
    if isinstance(form, Some):
        return some(tuple(_suited(item, terms, effort) for item in form.items))
    read = nodes_in([terms[name] for name in feature_names(form)])
    return TRUE if any(_may_suit(node, effort) for node in read) else form


def _may_suit(node: object, effort: Collection[str]) -> bool:
    if isinstance(node, Column):
        return node.name.startswith(_PASSING) or node.name in effort
    return isinstance(node, History) and node.source in effort
