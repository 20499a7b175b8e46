"""What several standing rules that give the same effect to one person amount to.

How each effect combines is declared with it (:mod:`policy_sim.policy.effects`). A contradiction
stops the run with both rules and the person; it is never resolved silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from types import MappingProxyType

import numpy as np

from policy_sim.errors import RunError
from policy_sim.policy.ast import Const, Term
from policy_sim.policy.effects import Combine, incompatible, kind_of_given
from policy_sim.policy.rule import Effect
from policy_sim.rules.columnar import SMALL
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Column, Flags, Integers, same_for_all
from policy_sim.rules.programs import Program

__all__ = ["BARE", "Given", "Part", "combine"]

BARE = -1
"""The value of an effect that is given without one (``promote``: the next step)."""

_WIDE = np.dtype(np.int64)


@dataclass(frozen=True)
class Part:
    """One standing rule's share in an effect: to the subjects at *rows* (of *size*), ascending.

    *amounts* and *entries* (by field, such as ``for``: months) have one integer a row. *mask*,
    *values* and *fields* say the same of every subject; the latter have a meaning only where
    *mask* is True. *rule* is a position in the program's rules.
    """

    rule: int
    effect: Effect
    size: int
    rows: Integers
    amounts: Column
    entries: Mapping[str, Column]

    @cached_property
    def mask(self) -> Flags:
        """To whom the rule gives it."""
        mask = np.zeros(self.size, dtype=np.bool_)
        mask[self.rows] = True
        return mask

    @cached_property
    def values(self) -> Integers:
        """The value for each subject, 0 where it is not given."""
        return _spread(self, self.amounts)

    @cached_property
    def fields(self) -> Mapping[str, Integers]:
        """Each field for each subject, 0 where it is not given."""
        return {name: _spread(self, column) for name, column in self.entries.items()}


def _spread(part: Part, amounts: Column) -> Integers:
    column = np.zeros(part.size, dtype=np.int64)
    column[part.rows] = amounts
    return column


@dataclass(frozen=True)
class Given:
    """One effect as it is given, by all the rules whose shares in it are *parts*, by id.

    What these amount to is worked out for all subjects when it is asked for.
    """

    combined: Combine
    size: int
    parts: tuple[Part, ...]

    @cached_property
    def mask(self) -> Flags:
        """To whom it is given."""
        mask = np.zeros(self.size, dtype=np.bool_)
        for part in self.parts:
            mask[part.rows] = True
        return mask

    @property
    def value(self) -> Integers:
        """Of what value: :data:`BARE` where none is stated, the sum for effects that add up.

        It is 0 to whom it is not given.
        """
        return self._amounting[0]

    @property
    def rule(self) -> Integers:
        """To which rule it is credited; -1 where it is not given."""
        return self._amounting[1]

    @cached_property
    def fields(self) -> Mapping[str, Integers]:
        """Each field of the effect, by the rule credited."""
        columns: dict[str, Integers] = {}
        for part in self.parts:
            for name, column in part.entries.items():
                mine = self.rule[part.rows] == part.rule
                target = columns.setdefault(name, np.zeros(self.size, dtype=np.int64))
                target[part.rows[mine]] = column[mine]
        return MappingProxyType(columns)

    @property
    def rules(self) -> tuple[int, ...]:
        """The rules that give it to anybody, credited or not."""
        return tuple(sorted({part.rule for part in self.parts}))

    def by(self, rule: int) -> Flags:
        """Return to whom the rule at *rule* gives it, whichever rule is credited."""
        result = np.zeros(self.size, dtype=np.bool_)
        for part in self.parts:
            if part.rule == rule:
                result[part.rows] = True
        return result

    @cached_property
    def _amounting(self) -> tuple[Integers, Integers]:
        value = np.zeros(self.size, dtype=np.int64)
        rule = np.full(self.size, -1, dtype=np.int64)
        for part in self.parts:
            rows, before = part.rows, rule[part.rows] >= 0
            takes = ~before
            if self.combined is Combine.HIGHEST:
                takes |= value[rows] < part.amounts
            if self.combined is Combine.SUM:
                value[rows] += part.amounts
            else:
                value[rows[takes]] = part.amounts[takes]
            rule[rows[takes]] = part.rule
        return value, rule


def combine(
    program: Program, features: Features, stands: Flags, barred: Mapping[str, Column]
) -> Mapping[str, Given]:
    """Return every effect of *program* as standing and unbarred rules give it.

    *stands* is rules by subjects; *barred* gives, per effect, the barring rule or -1. Raises
    :exc:`RunError` naming both rules and the person on a contradiction.
    """
    given: dict[str, Given] = {}
    standing: list[bool] = np.logical_or.reduce(stands, axis=1).tolist()
    for name, givers in program.gives.items():
        parts = []
        for rule, effect in givers:
            if not standing[rule]:
                continue
            free = stands[rule] & (barred[name] < 0) if program.bars[name] else stands[rule]
            rows = free.nonzero()[0]
            if len(rows):
                parts.append(_part(rule, effect, rows, features))
        combined = kind_of_given(name).combine
        given[name] = Given(combined, features.size, tuple(parts))
        if combined is Combine.ONE and len(parts) > 1:
            _check_equal(program, features, name, given[name])
    _check_compatible(program, features, given)
    return MappingProxyType(given)


def _part(rule: int, effect: Effect, rows: Integers, features: Features) -> Part:
    concerned = _Concerned(features, rows)
    value = effect.value
    amounts = same_for_all(BARE, len(rows), _WIDE) if value is None else concerned.column(value)
    entries = {name: concerned.column(term) for name, term in effect.fields.items()}
    return Part(rule, effect, features.size, rows, amounts, entries)


class _Concerned:
    """What the law gives the subjects at *rows*, reckoned for these alone unless all are few."""

    def __init__(self, features: Features, rows: Integers) -> None:
        self._features = features
        self._rows = rows
        self._whole = features.size <= SMALL or len(rows) == features.size

    def column(self, term: Term) -> Column:
        """Return one 64-bit integer for each of the rows; it may be kept once for all of them."""
        if isinstance(term, Const):
            return same_for_all(term.value, len(self._rows), _WIDE)
        value = self._all.of(term)
        if isinstance(value, int):
            return same_for_all(value, len(self._rows), _WIDE)
        return value[self._rows] if self._whole else value

    @cached_property
    def _all(self) -> Features:
        return self._features if self._whole else self._features.within(self._rows)


@lru_cache(maxsize=1024)
def _contradicting(effects: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of *effects* that contradict each other."""
    return tuple(pair for pair in combinations(effects, 2) if incompatible(*pair))


def _check_equal(program: Program, features: Features, name: str, given: Given) -> None:
    for part in given.parts:
        differs = part.rows[given.value[part.rows] != part.amounts]
        if not len(differs):
            continue
        row = int(differs[0])
        first, second = program.rules[int(given.rule[row])].id, program.rules[part.rule].id
        msg = (
            f"rules {first} and {second} both {name} {features.frame.name(row)} on "
            f"{features.frame.today}, to different values: say which one overrides the other"
        )
        raise RunError(msg)


def _check_compatible(program: Program, features: Features, given: Mapping[str, Given]) -> None:
    made = tuple(sorted(name for name, each in given.items() if each.parts))
    for first, second in _contradicting(made):
        both = np.flatnonzero(given[first].mask & given[second].mask)
        if len(both):
            row = int(both[0])
            one, other = (program.rules[int(given[name].rule[row])].id for name in (first, second))
            msg = (
                f"rules {one} ({first}) and {other} ({second}) contradict each other for "
                f"{features.frame.name(row)} on {features.frame.today}"
            )
            raise RunError(msg)
