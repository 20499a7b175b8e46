"""What several standing rules that give the same effect to one person amount to.

How each effect combines is declared with it (:mod:`policy_sim.policy.effects`). A contradiction
stops the run with both rules and the person; it is never resolved silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

import numpy as np

from policy_sim.errors import RunError
from policy_sim.policy.effects import EFFECTS, Combine, incompatible
from policy_sim.policy.law import Effect
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.programs import Program

__all__ = ["BARE", "Given", "Part", "combine"]

BARE = -1
"""The value of an effect that is given without one (``promote``: the next step)."""


@dataclass(frozen=True)
class Part:
    """One standing rule's share in an effect, for the subjects of *mask*.

    *values* and *fields* (such as ``for``: months) have an entry for every subject, of meaning
    only where *mask* is True. *rule* is a position in the program's rules.
    """

    rule: int
    effect: Effect
    mask: Flags
    values: Integers
    fields: Mapping[str, Integers]


@dataclass(frozen=True)
class Given:
    """One effect as it is given: to whom (*mask*), of what value, credited to which rule.

    *value* is :data:`BARE` where none is stated, the sum for effects that add up, and 0
    outside *mask*; *rule* is -1 outside *mask*. *parts* keeps every rule that gave it.
    """

    mask: Flags
    value: Integers
    rule: Integers
    fields: Mapping[str, Integers]
    parts: tuple[Part, ...]

    @property
    def rules(self) -> tuple[int, ...]:
        """The rules that give it to anybody, credited or not."""
        return tuple(sorted({part.rule for part in self.parts}))

    def by(self, rule: int) -> Flags:
        """Return to whom the rule at *rule* gives it, whichever rule is credited."""
        result = np.zeros(len(self.mask), dtype=np.bool_)
        for part in self.parts:
            if part.rule == rule:
                result |= part.mask
        return result


def combine(
    program: Program, features: Features, stands: Flags, barred: Mapping[str, Integers]
) -> Mapping[str, Given]:
    """Return every effect of *program* as standing and unbarred rules give it.

    *stands* is rules by subjects; *barred* gives, per effect, the barring rule or -1. Raises
    :exc:`RunError` naming both rules and the person on a contradiction.
    """
    given: dict[str, Given] = {}
    for name, givers in program.gives.items():
        free = barred[name] < 0
        parts = tuple(
            part
            for rule, effect in givers
            if (part := _part(rule, effect, stands[rule] & free, features)) is not None
        )
        given[name] = _combined(program, features, name, parts)
    _check_compatible(program, features, given)
    return MappingProxyType(given)


def _part(rule: int, effect: Effect, mask: Flags, features: Features) -> Part | None:
    if not mask.any():
        return None
    if effect.value is None:
        values = np.full(features.size, BARE, dtype=np.int64)
    else:
        values = features.column(effect.value)
    fields = {name: features.column(term) for name, term in effect.fields.items()}
    return Part(rule, effect, mask, values, fields)


def _combined(program: Program, features: Features, name: str, parts: tuple[Part, ...]) -> Given:
    mask = np.zeros(features.size, dtype=np.bool_)
    value = np.zeros(features.size, dtype=np.int64)
    rule = np.full(features.size, -1, dtype=np.int64)
    fields: dict[str, Integers] = {}
    kind = EFFECTS[name].combine
    for part in parts:
        again = mask & part.mask
        if kind is Combine.ONE:
            _check_equal(program, features, name, part, again & (value != part.values), rule)
        takes = (
            part.mask & (~mask | (value < part.values))
            if kind is Combine.HIGHEST
            else (part.mask & ~mask)
        )
        if kind is Combine.SUM:
            np.add(value, part.values, out=value, where=part.mask)
        else:
            np.copyto(value, part.values, where=takes)
        np.copyto(rule, part.rule, where=takes)
        for field, column in part.fields.items():
            fields.setdefault(field, np.zeros(features.size, dtype=np.int64))[takes] = column[takes]
        mask |= part.mask
    return Given(mask, value, rule, MappingProxyType(fields), parts)


def _check_equal(
    program: Program, features: Features, name: str, part: Part, differs: Flags, rule: Integers
) -> None:
    if differs.any():
        row = int(np.flatnonzero(differs)[0])
        first, second = program.rules[int(rule[row])].id, program.rules[part.rule].id
        msg = (
            f"rules {first} and {second} both {name} {features.frame.name(row)} on "
            f"{features.frame.today}, to different values: say which one overrides the other"
        )
        raise RunError(msg)


def _check_compatible(program: Program, features: Features, given: Mapping[str, Given]) -> None:
    for first, second in combinations(sorted(given), 2):
        both = given[first].mask & given[second].mask
        if incompatible(first, second) and both.any():
            row = int(np.flatnonzero(both)[0])
            one, other = (program.rules[int(given[name].rule[row])].id for name in (first, second))
            msg = (
                f"rules {one} ({first}) and {other} ({second}) contradict each other for "
                f"{features.frame.name(row)} on {features.frame.today}"
            )
            raise RunError(msg)
