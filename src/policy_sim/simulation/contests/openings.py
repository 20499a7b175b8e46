"""Openings: the vacant posts of one month, alike where the law reads alike of them, and whom
the law may choose for any of them.

The law is asked once for every distinct combination of what it reads of a post, and only of the
people to whom it may give one or, where refusals are written down, whom some rule may have in
scope, whatever the post; neither changes a decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np

from policy_sim.policy.ast import ALWAYS
from policy_sim.policy.rule import Rule
from policy_sim.rules.columnar import truth
from policy_sim.rules.decision import decide
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Frame, Integers
from policy_sim.rules.normal_form import (
    TRUE,
    Every,
    Form,
    Some,
    every,
    feature_names,
    some,
)
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.reading import columns_of
from policy_sim.rules.settled import settled
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.simulation.careers.meeting import meeting
from policy_sim.simulation.contests.competition import Eligible
from policy_sim.simulation.contests.narrowing import bars, bars_for_all, outright
from policy_sim.simulation.state import Decided, State

__all__ = ["VACANT_MONTHS", "Opening", "Openings", "in_pool"]

POST = "post."
VACANT_MONTHS = "vacant_months"
"""What the law calls the months for which a post has stood vacant."""

_READ = re.compile(r"\bpost\.(\w+)")
_TURNS = ("first", "", "last")


@dataclass(eq=False)
class Opening:
    """A vacant post: its *columns* by the names under which a rule reads them, and the *law* about
    such a post.

    It is the law of the area as a whole where another engine than the columnar one is to
    decide by itself, and where decisions are sampled for an audit.
    """

    columns: Mapping[str, int]
    law: Program

    @property
    def rules(self) -> Sequence[int]:
        """The rules of that law which give something, in the order of their turns."""
        return _in_turn(self.law)


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
    known: Mapping[str, Integers] = field(init=False)
    """What the law may read of each post."""

    def __post_init__(self) -> None:
        state, posts = self.state, self.state.posts
        self.program = compile_area(state.vintage, self.area)
        self.won = np.zeros(state.people.size, np.bool_)
        vacant = np.where(posts.vacant, state.month - posts.vacant_since, 0)
        self.known = {**state.post_columns, VACANT_MONTHS: vacant}

    def alike(self, posts: Integers, by_unit: bool = True) -> Iterator[Integers]:
        """Part *posts* by what the law reads of them, as each part comes first.

        Posts with a pool in their own units are parted *by_unit*, too, if so wished.
        """
        read = _read_of_posts(self.program, by_unit)
        if len(posts) < 2 or not read:
            yield from [posts] if len(posts) else []
            return
        columns = [self.known[name][posts] for name in read]
        order = np.lexsort(columns)
        other = np.zeros(len(posts), np.bool_)
        for column in columns:
            other[1:] |= column[order[1:]] != column[order[:-1]]
        parts = np.split(order, other.nonzero()[0])
        yield from (posts[part] for part in sorted(parts, key=lambda part: int(part[0])))

    def at(self, post: int) -> Opening:
        """Return what the law reads of *post*, and what it comes to there."""
        columns = {POST + name: int(column[post]) for name, column in self.known.items()}
        if not self.state.by_columns:
            return Opening(columns, self.program)
        names = [POST + name for name in _read_of_posts(self.program, False)]
        law = settled(self.program, tuple([(name, columns[name]) for name in names]))
        return Opening(columns, law)

    def outright(self, opening: Opening) -> bool:
        """Return whether who is chosen can be told without a decision about each person.

        So it is where no refusal is of interest, and the rules about such a post leave it to
        their own conditions and to bars that nothing overrides.
        """
        if self.state.ledger.kept or not self.state.by_columns or not outright(opening.law):
            return False
        waived = self.state.practice.waived
        return not waived or not any(rule.stated_id in waived for rule in opening.law.rules)

    def eligible(self, opening: Opening, rule: int, units: Integers | None = None) -> Eligible:
        """Return to whom *rule* gives the post of *opening*, where that is told outright.

        If *units* are given, only those who work there are looked at.
        """
        program = opening.law
        rows = meeting(self.state, program, rule, units=self._within(units))
        frame = self.state.frame(rows, opening.columns)
        features = Features(frame, program.terms, program.grids)
        taken = bars(program)
        if taken is not None and len(rows):
            free = (~truth(taken, features)).nonzero()[0]
            if len(free) < len(rows):
                rows, features = rows[free], features.within(free)
        return Eligible(rows, features)

    def decide(self, opening: Opening, units: Integers | None = None) -> Decided:
        """Let the law decide about the post of *opening*.

        Only people whom it may choose or refuse are asked, and of these only those who work in
        *units*, if given: about everybody else there is no decision.
        """
        program, columns = opening.law, opening.columns
        rows = np.flatnonzero(self._asked(program))
        here = self._within(units)
        if here is not None:
            rows = rows[here[self.state.people.record["unit"][rows]]]
        if not self.state.by_columns:
            return self.state.decide(self.area, rows, columns)
        frame = self.state.frame(rows, columns)
        return Decided(rows, decide(program, frame, self.state.engine, self.state.chunk))

    def barred(self, effect: str, opening: Opening) -> bool:
        """Return whether the law takes *effect* from everybody for the post of *opening*.

        So it does if a rule that nothing overrides bars it by the date and the post alone.
        """
        program = opening.law
        forms = bars_for_all(program, effect)
        if not forms:
            return False
        frame = Frame(opening.columns, self.state.people.history.past(_NOBODY), self.state.today, 1)
        features = Features(frame, program.terms, program.grids)
        return any(truth(form, features)[0] for form in forms)

    def moved(self, rows: Integers) -> None:
        """Note that the people at *rows* have won: what the law reads of them has changed."""
        self.won[rows] = True

    @property
    def reach(self) -> Flags:
        """Whom some rule of the area may have in scope for some post, ``bool[people]``."""
        return np.asarray(self._reach | self.won)

    @cached_property
    def _reach(self) -> Flags:
        return _reach(self.state, self.program)

    def _within(self, units: Integers | None) -> Flags | None:
        if units is None:
            return None
        here = np.zeros(self.state.organisation.units, np.bool_)
        here[units] = True
        return here

    def _asked(self, program: Program) -> Flags:
        """Whom *program* may choose by one of *rules*, and whose refusal is written down."""
        state, waived = self.state, self.state.practice.waived
        keeping = state.ledger.keeping
        if (
            not self.state.by_columns
            or keeping is Keeping.ALL
            or any(rule.stated_id in waived for rule in program.rules)
        ):
            return self.reach
        asked = np.zeros(state.people.size, np.bool_)
        for rule in program.giving:
            asked[meeting(state, program, rule)] = True
        if keeping is not Keeping.NONE:
            asked |= self.reach & state.ledger.follows(state.people.ids)
        return asked


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


@lru_cache(maxsize=1024)
def _in_turn(program: Program) -> tuple[int, ...]:
    def turn(number: int) -> tuple[int, int]:
        select = program.rules[number].select
        return _TURNS.index(select.turn if select else ""), number

    return tuple(sorted(program.giving, key=turn))


def _reach(state: State, program: Program) -> Flags:
    return truth(_of_anybody(program), Features(state.frame(), program.terms, program.grids))


@lru_cache(maxsize=256)
def _of_anybody(program: Program) -> Form:
    """What the people meet of whom *program* may decide, whatever the post and whoever leads."""
    scopes = (program.logic.scopes[rule] for rule in program.logic.deciding)
    return some(tuple(map(_whatever_post, scopes)))


def _whatever_post(form: Form) -> Form:
    """Return *form* with every comparison that reads the post, or a superior, taken to be met."""
    if isinstance(form, Every):
        return every(tuple(map(_whatever_post, form.items)))
    if isinstance(form, Some):
        return some(tuple(map(_whatever_post, form.items)))
    return TRUE if any(map(_of_post, feature_names(form))) else form


def _of_post(name: str) -> bool:
    return _READ.search(name) is not None or "superior." in name
