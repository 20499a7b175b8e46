"""Reach: who would be granted a next step within some years, if waiting were all that changes.

The law itself is asked, by whole columns: the rules of promotion and of appointment, with what
people can attain by their own effort, the date and their superiors taken to suit. What a bar takes
away it gives back in time. Nobody steps up after the law has let them go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from policy_sim.policy.ast import Column, History, Term
from policy_sim.rules.columnar import truth
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Column as IntegerColumn
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.normal_form import TRUE, Every, Form, Some, every, feature_names, some
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.reading import nodes_in
from policy_sim.simulation.contests.openings import VACANT_MONTHS, Openings
from policy_sim.simulation.prospects.waiting import after_waiting
from policy_sim.simulation.state import State

__all__ = ["Steps", "on_a_ladder", "reachable"]

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


def reachable(state: State, steps: Steps) -> Flags:
    """Return for whom a rise in rank or office lies within reach, ``bool[people]``.

    The latest date is asked first, since most people who rise at all rise if they wait long
    enough; of the earlier ones only those are asked who have left by then, or are barred by age.
    """
    reached = np.zeros(state.people.size, np.bool_)
    for months in (*range(steps.months, 0, -YEAR), 0):
        rows = (~reached).nonzero()[0]
        if not len(rows):
            break
        rows = rows[~_gone(state, rows, months)]
        reached[rows[_promoted(state, rows, months, steps)]] = True
        for about, program, office in _offices(state, steps.months):
            waiting = rows[~reached[rows]]
            if "office" in state.people.record:
                waiting = waiting[state.people.record["office"][waiting] < office]
            granted = _granted(state, program, "appoint", waiting, months, steps, about)
            reached[waiting[granted]] = True
    return reached


def on_a_ladder(state: State, steps: Steps, rows: Integers) -> Flags:
    """Return who of *rows* the law speaks of today in a rule of rising that counts, met or not."""
    spoken_of = _spoken_of(state, compile_area(state.vintage, "promotion"), "promote", rows, steps)
    for about, program, _ in _offices(state, steps.months):
        spoken_of |= _spoken_of(state, program, "appoint", rows, steps, about)
    return spoken_of


def _spoken_of(
    state: State,
    program: Program,
    effect: str,
    rows: Integers,
    steps: Steps,
    about: Mapping[str, int] = MappingProxyType({}),
) -> Flags:
    form = some(tuple(program.logic.scopes[rule] for rule in _counting(program, effect, steps)))
    if not len(rows) or form == _NEVER:
        return np.zeros(len(rows), np.bool_)
    columns: dict[str, IntegerColumn | int] = {**about}
    return truth(form, Features(state.frame(rows, columns), program.terms, program.grids))


def _gone(state: State, rows: Integers, months: int) -> Flags:
    """Return who of *rows* will have been let go by the law after so many *months*."""
    program = compile_area(state.vintage, "exit")
    nothing = Steps(0)
    gone = _granted(state, program, "retire", rows, months, nothing, {})
    return gone | _granted(state, program, "dismiss", rows, months, nothing, {})


def _promoted(state: State, rows: Integers, months: int, steps: Steps) -> Flags:
    program = compile_area(state.vintage, "promotion")
    return _granted(state, program, "promote", rows, months, steps, {})


def _offices(state: State, months: int) -> Iterator[tuple[Mapping[str, int], Program, int]]:
    """Yield, for posts that the law reads alike, what it reads, the law about them, the office.

    Every post is taken to have stood vacant for as long as can be.
    """
    if not state.posts.size:
        return
    openings = Openings(state, "appointment")
    long = np.full(state.posts.size, months, np.int64)
    openings.known = {**openings.known, VACANT_MONTHS: long}
    for posts in openings.alike(np.arange(state.posts.size), by_unit=False):
        opening = openings.at(int(posts[0]))
        yield opening.columns, opening.law, int(state.posts.office[posts[0]])


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
    columns: dict[str, IntegerColumn | int] = {**about}
    frame = after_waiting(state, rows, months, columns)
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
