"""Openings: the vacant posts of one month, alike where the law reads alike of them, and whom
the law may have in scope for any of them.

The law is asked once for every distinct combination of what it reads of a post, and only of the
people whom some rule may have in scope, whatever the post; both change no decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from policy_sim.policy.ast import ALWAYS
from policy_sim.policy.law import Rule
from policy_sim.rules.columnar import truth
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Frame, Integers
from policy_sim.rules.normal_form import TRUE, Every, Form, Some, every, feature_names
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.reading import columns_of
from policy_sim.simulation.relations import Relations, post_columns
from policy_sim.simulation.state import Decided, State

__all__ = ["VACANT_MONTHS", "Openings", "in_pool"]

POST = "post."
VACANT_MONTHS = "vacant_months"
"""What the law calls the months for which a post has stood vacant."""

_READ = re.compile(r"\bpost\.(\w+)")
_TURNS = ("first", "", "last")


@dataclass
class Openings:
    """The posts that *area* may fill in the month of *state*, by the law in force today.

    *won* marks the people who have won one this month; *reach* those whom some rule may have in
    scope for some post.
    """

    state: State
    area: str
    program: Program = field(init=False)
    won: Flags = field(init=False)
    _known: dict[str, Integers] = field(init=False)
    _reach: Flags | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        state, posts = self.state, self.state.posts
        self.program = compile_area(state.vintage, self.area)
        self.won = np.zeros(state.people.size, np.bool_)
        self._known = dict(post_columns(state.organisation))
        self._known[VACANT_MONTHS] = np.where(posts.vacant, state.month - posts.vacant_since, 0)

    @property
    def rules(self) -> Sequence[int]:
        """The rules that give something, as positions, in the order in which they have a turn."""
        return _in_turn(self.program)

    def alike(self, posts: Integers, by_unit: bool = True) -> Iterator[Integers]:
        """Part *posts* by what the law reads of them, as each part comes first.

        Posts with a pool in their own units are parted *by_unit*, too, if so wished.
        """
        read = _read_of_posts(self.program, by_unit)
        parts: dict[tuple[int, ...], list[int]] = {}
        for post in posts.tolist():
            parts.setdefault(tuple(int(self._known[name][post]) for name in read), []).append(post)
        for part in parts.values():
            yield np.array(part, dtype=np.int64)

    def columns(self, post: int) -> Mapping[str, int]:
        """Return what a rule may read of *post*, under the names by which it does."""
        return {POST + name: int(column[post]) for name, column in self._known.items()}

    def decide(self, columns: Mapping[str, int], units: Integers | None = None) -> Decided:
        """Let the law decide about a post of which it reads *columns*.

        Only people whom it may have in scope are asked, and of these only those who work in
        *units*, if given: about everybody else there is no decision.
        """
        rows = np.flatnonzero(self.reach)
        if units is not None:
            asked = np.zeros(self.state.organisation.units, np.bool_)
            asked[units] = True
            rows = rows[asked[self.state.people.record["unit"][rows]]]
        return self.state.decide(self.area, rows, columns)

    def barred(self, effect: str, columns: Mapping[str, int]) -> bool:
        """Return whether the law takes *effect* from everybody for a post that reads *columns*.

        So it does if a rule that nothing overrides bars it by the date and the post alone.
        """
        program = self.program
        frame = Frame(columns, self.state.people.history.past(_NOBODY), self.state.today, 1)
        features = Features(frame, program.terms, program.grids)
        return any(
            truth(form, features)[0]
            for rule in program.bars.get(effect, ())
            if not program.logic.overriders[rule]
            for form in [every((program.logic.scopes[rule], program.logic.conditions[rule]))]
            if all(_of_no_person(name) for name in feature_names(form))
        )

    def moved(self, rows: Integers) -> None:
        """Note that the people at *rows* have won: what the law reads of them has changed."""
        self.won[rows] = True
        self.reach[rows] = True

    @property
    def reach(self) -> Flags:
        """Whom some rule of the area may have in scope for some post, ``bool[people]``."""
        if self._reach is None:
            self._reach = _reach(self.state, self.program)
        return self._reach


_NOBODY = np.empty(0, np.int64)


def in_pool(state: State, rule: Rule, rows: Integers, unit: int) -> Flags:
    """Return who of the people at *rows* may compete under *rule* for a post in *unit*."""
    if rule.select is None or rule.select.pool != "unit":
        return np.ones(len(rows), np.bool_)
    return np.asarray(state.people.record["unit"][rows] == unit)


@lru_cache(maxsize=256)
def _read_of_posts(program: Program, by_unit: bool) -> tuple[str, ...]:
    """What *program* reads of a post; a pool within the unit reads the unit, if told so.

    A condition that the dates of the law have settled reads nothing any more.
    """
    names = {name for text in program.logic.features for name in _READ.findall(text)}
    given = [replace(rule, scope=ALWAYS, clauses=()) for rule in program.rules]
    names |= {name.removeprefix(POST) for name in columns_of(given) if name.startswith(POST)}
    if by_unit and any(r.select is not None and r.select.pool == "unit" for r in program.rules):
        names.add("unit")
    return tuple(sorted(names))


@lru_cache(maxsize=256)
def _in_turn(program: Program) -> tuple[int, ...]:
    def turn(number: int) -> tuple[int, int]:
        select = program.rules[number].select
        return _TURNS.index(select.turn if select else ""), number

    return tuple(sorted(program.giving, key=turn))


def _reach(state: State, program: Program) -> Flags:
    related = Relations(state.people, state.posts, state.organisation)
    frame = state.people.frame(None, state.today, related=related)
    features = Features(frame, program.terms, program.grids)
    reach = np.zeros(state.people.size, np.bool_)
    for rule in program.logic.deciding:
        reach |= truth(_whatever_post(program.logic.scopes[rule]), features)
    return reach


def _whatever_post(form: Form) -> Form:
    """Return *form* with every comparison that reads the post taken to be met."""
    if isinstance(form, Every):
        return every(tuple(map(_whatever_post, form.items)))
    if isinstance(form, Some):
        items = tuple(map(_whatever_post, form.items))
        return TRUE if TRUE in items else Some(items)
    return TRUE if any(map(_of_post, feature_names(form))) else form


def _of_post(name: str) -> bool:
    return _READ.search(name) is not None


def _of_no_person(name: str) -> bool:
    """Whether a feature is an attribute of the post, or the date."""
    return name.startswith(("today.", POST))
