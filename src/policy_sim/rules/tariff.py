"""A tariff: what a law gives in money, listed for every combination of what it hangs on.

The amount of one rule mostly hangs on few things: a cell of the salary table, a class of post, the
last rating. So each rule is decided once for all combinations of their classes
(:mod:`policy_sim.rules.inputs`), and what it gives to a person is then looked up. A law of which
some rule hangs on too much, or on the day, has no tariff.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from math import prod

import numpy as np

from policy_sim.errors import RunError
from policy_sim.policy.ast import History
from policy_sim.policy.rule import Rule
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.classed import Cells, Input
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Column, Flags, Frame, Rows, narrowed
from policy_sim.rules.inputs import inputs
from policy_sim.rules.programs import Program, compile_area

__all__ = ["Tariff", "part_of", "tariff_of"]

_LONGEST = 2**18
"""So many combinations are listed for one rule."""

_NOTHING = -(2**62)
"""Stands for the amount of those to whom the rule gives nothing."""


@dataclass(frozen=True)
class Line:
    """What the rule called *name* gives, by the classes of *told*, the last of which runs fastest.

    *amounts* is 0 where nothing is *given*.
    """

    name: str
    told: tuple[Input | Cells, ...]
    amounts: Column
    given: Flags

    @cached_property
    def _read(self) -> tuple[tuple[str, int], ...]:
        """The name of each input of *told*, and how many classes it has."""
        return tuple((_name(told), told.classes) for told in self.told)

    def places(self, classes: Mapping[str, Column], size: int) -> Column:
        """Return where each of *size* subjects, whose *classes* are given by name, is listed."""
        if not self._read:
            return np.zeros(size, dtype=np.int32)
        (first, _), *others = self._read
        place = classes[first]
        for name, number in others:
            place = place * number
            place += classes[name]
        return place


@dataclass(frozen=True)
class Tariff:
    """The lines of all rules that give some effect, in the order of the rules."""

    lines: tuple[Line, ...]

    def amounts(self, features: Features) -> dict[str, Column]:
        """Return what each rule that gives anybody something gives to each subject."""
        classes = {
            name: _classes(told, features).astype(np.int32, copy=False)
            for name, told in self._told.items()
        }
        result = {}
        for line in self.lines:
            place = line.places(classes, features.size)
            amounts = line.amounts.take(place)
            if np.count_nonzero(amounts) or line.given.take(place).any():
                result[line.name] = amounts
        return result

    @cached_property
    def _told(self) -> Mapping[str, Input | Cells]:
        """What some line reads, by its name."""
        return {_name(told): told for line in self.lines for told in line.told}


def _classes(told: Input | Cells, features: Features) -> Column:
    """Return the class of each subject, also where it is the same for all."""
    classes = told.classed(features)
    return np.repeat(classes, features.size) if len(classes) < features.size else classes


def _name(told: Input | Cells) -> str:
    """Return the text of what is told, and of its cuts if these are not all its values."""
    name = str(told.term)
    return name if isinstance(told, Cells) or told.cuts is None else f"{name} {told.cuts}"


def part_of(program: Program, effect: str) -> Vintage | None:
    """Return the rules of *program* that decide who is given *effect*, as a law of their own.

    None if no rule gives it.
    """
    return _part(program, effect, "")


@lru_cache(maxsize=512)
def _part(program: Program, effect: str, only: str) -> Vintage | None:
    """Return that part, or of the rules that give *effect* the one called *only*."""
    own = {program.rules[number].id for number, _ in program.gives.get(effect, ())}
    own = own & {only} if only else own
    if not own:
        return None
    rules = []
    for rule in program.rules:
        if rule.id in own:
            given = tuple(each for each in rule.effects if each.name == effect)
            rules.append(replace(rule, effects=given))
        elif rule.area != program.area or rule.bars or _overrides(program.rules, rule, own):
            # It can stand in the way of the effect; what it gives itself is not asked here.
            rules.append(replace(rule, effects=()))
    key = f"{program.key} {effect} {only}" if program.key else ""
    return Vintage(date.min, None, tuple(rules), {}, {}, {}, key)


def _overrides(rules: tuple[Rule, ...], rule: Rule, own: set[str]) -> bool:
    """Return whether *rule* overrides one of *own*, or what does so."""
    named = {each.id: each for each in rules}
    return any(
        name in own or (name in named and _overrides(rules, named[name], own))
        for name in rule.overrides
    )


@lru_cache(maxsize=64)
def tariff_of(program: Program, effect: str) -> Tariff | None:
    """Return the tariff of the rules of *program* that give *effect*; None if it has none."""
    lines = []
    for name in sorted({program.rules[number].id for number, _ in program.gives.get(effect, ())}):
        part = _part(program, effect, name)
        line = None if part is None else _line(compile_area(part, program.area), effect, name)
        if line is None:
            return None
        lines.append(line)
    return Tariff(tuple(lines))


def _line(program: Program, effect: str, name: str) -> Line | None:
    by_value = inputs(program, (effect,))
    attributes = {argument.name for each in by_value for argument in each.arguments}
    for told in (inputs(program, (effect,), attributes), by_value):
        box = _box(told)
        if box is not None:
            return _listed(program, box, told, effect, name)
    return None


def _listed(
    program: Program, box: Frame, told: tuple[Input | Cells, ...], effect: str, name: str
) -> Line | None:
    try:
        decision = decide(program, box, ColumnarEngine())
    except RunError:
        # A combination that nobody need be in has no answer: people are decided one by one.
        return None
    amounts = np.full(box.size, _NOTHING, dtype=np.int64)
    given = decision.given.get(effect)
    for part in given.parts if given else ():
        if program.rules[part.rule].id == name:
            before = amounts[part.rows]
            amounts[part.rows] = np.where(before == _NOTHING, 0, before) + part.amounts
    paid = amounts != _NOTHING
    amounts[~paid] = 0
    return Line(name, told, narrowed(amounts), paid)


def _box(told: tuple[Input | Cells, ...]) -> Frame | None:
    """Return one subject for each combination of the classes of *told*, if they can be listed."""
    shape = [each.classes for each in told]
    if prod(shape) > _LONGEST:
        return None
    columns: dict[str, Column] = {}
    past: dict[str, Column] = {}
    size = prod(shape)
    for each, index in zip(told, np.indices(shape).reshape(len(shape), size), strict=True):
        if isinstance(each.term, History):
            past[str(each.term)] = each.examples[0].take(index)
            continue
        names = [argument.name for argument in each.arguments]
        if not names or any(name in columns or name.startswith("today.") for name in names):
            return None
        columns |= {n: e.take(index) for n, e in zip(names, each.examples, strict=True)}
    return Frame(columns, _Box(past), date.min, size)


@dataclass(frozen=True)
class _Box:
    """A past that is given use by use."""

    columns: Mapping[str, Column]

    def column(self, use: History, today: date) -> Column:  # noqa: ARG002 - as Past has it
        """Return what stands for *use*, whatever the day."""
        return self.columns[str(use)]

    def take(self, rows: Rows) -> _Box:
        """Return the past of the subjects at *rows*."""
        return replace(self, columns={name: kept[rows] for name, kept in self.columns.items()})
