"""Levers: what a sweep varies, over which values, as the command line says it.

``NAME=10%,20%,30%`` names values, ``NAME=10%..30%`` five of a range, ``NAME=10%..30%:9`` nine.
A name that only one thing has need not say where it stands: an assumption of the register, or a
parameter of a reform's law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NoReturn

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.policy.values import Unit
from policy_sim.study.at_point import since
from policy_sim.study.points import ASSUME, LAWS, SETTABLE, Point
from policy_sim.study.scenario import Scenario

__all__ = ["STEPS", "Lever", "Scale", "lever"]

STEPS = 5
"""A range is looked at in so many values if nothing else is said."""

_FORM = "NAME=VALUE,VALUE… or NAME=LOW..HIGH or NAME=LOW..HIGH:STEPS"
_NUMBER = re.compile(r"(?P<before>[^0-9.-]*)(?P<number>-?[0-9]+(?:\.[0-9]+)?)(?P<after>[^0-9]*)")
_FINER = 3
"""A number without a unit of its own is told by so many more decimals than its ends."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A range of a quantity: its two ends, how finely it is told, and the words about a number."""

    low: Fraction
    high: Fraction
    decimals: int
    before: str = ""
    after: str = ""

    def text(self, number: Fraction) -> str:
        """Return *number* as a document would hold it, at the fineness of the scale."""
        told = round(number * 10**self.decimals)
        whole, rest = divmod(abs(told), 10**self.decimals)
        sign = "-" if told < 0 else ""
        digits = f".{rest:0{self.decimals}d}".rstrip("0").rstrip(".") if self.decimals else ""
        return f"{self.before}{sign}{whole}{digits}{self.after}"

    def even(self, steps: int) -> tuple[str, ...]:
        """Return *steps* values at equal distances; fewer where the scale is not so fine."""
        wide = self.high - self.low
        told = [self.text(self.low + wide * Fraction(n, steps - 1)) for n in range(steps)]
        return tuple(dict.fromkeys(told))


@dataclass(frozen=True, slots=True)
class Lever:
    """What is varied, by its dotted name, and its *values*; *scale* if they came from a range."""

    what: str
    values: tuple[str, ...]
    scale: Scale | None = None

    def points(self) -> tuple[Point, ...]:
        """Return the points at which this alone is set."""
        return tuple(Point.of({self.what: value}) for value in self.values)

    @property
    def numbers(self) -> tuple[float, ...] | None:
        """The numbers in the values, where all are of the same unit; None for words."""
        found = [_NUMBER.fullmatch(value) for value in self.values]
        units = {(one["before"], one["after"]) for one in found if one}
        if None in found or len(units) != 1:
            return None
        return tuple(float(one["number"]) for one in found if one)


def lever(scenario: Scenario, text: str, option: str, steps: int = STEPS) -> Lever:
    """Return the lever that *text* asks for, as it stands behind the *option* of a command.

    Raises :exc:`~policy_sim.errors.ScenarioError` if the text has not the form of one, and for a
    name that nothing has or that several things have.
    """
    name, _, stated = text.partition("=")
    if not name or not stated:
        _refuse(option, text, _FORM)
    what = _what(scenario, name, option)
    unit, finer = _measured(scenario, what)
    if ".." not in stated:
        values = tuple(dict.fromkeys(_united(part.strip(), unit) for part in stated.split(",")))
        if not all(values):
            _refuse(option, text, _FORM)
        return Lever(what, values)
    ends, _, count = stated.partition(":")
    if count and not (count.isdecimal() and 2 <= int(count) <= 1000):
        _refuse(option, count, "a whole number of steps, 2 to 1000")
    scale = _scale(ends, finer, option)
    if not scale.before and not scale.after:
        scale = replace(scale, after=unit)
    return Lever(what, scale.even(int(count) if count else steps), scale)


def _measured(scenario: Scenario, what: str) -> tuple[str, int]:
    """Return the unit that a plain number of *what* has, and by how many decimals it is finer.

    A plain number takes the unit of the parameter, as in a document; amounts of money have none
    of a word. An assumption, and a share of a law, is a number like any other.
    """
    section, *names = what.split(".")
    if section == ASSUME:
        return "", _FINER
    if section != LAWS or len(names) != 2 or names[0] not in scenario.laws:
        return "", 0
    stated = (one.parameters.get(names[1]) for one in reversed(scenario.laws[names[0]].vintages))
    kind = next((one.type for one in stated if one is not None), None)
    if kind is None or not kind.numeric:
        return "", 0
    if kind.unit is Unit.NONE:
        return "", _FINER if kind.step < 1 else 0
    return ("" if kind.unit is Unit.MONEY else f" {kind.unit}"), 0


def _united(value: str, unit: str) -> str:
    """Return a value with its unit, if it is a plain number."""
    found = _NUMBER.fullmatch(value)
    plain = found is not None and not found["before"] and not found["after"]
    return f"{value}{unit}" if plain else value


def _scale(text: str, finer: int, option: str) -> Scale:
    """Return the range ``low..high``; the unit may stand at one end or at both."""
    low, _, high = text.partition("..")
    ends = [_NUMBER.fullmatch(part.strip()) for part in (low, high)]
    if ends[0] is None or ends[1] is None:
        _refuse(option, text, "two numbers of one unit, LOW..HIGH")
    first, last = (Fraction(end["number"]) for end in ends if end)
    words = [{end[part] for end in ends if end and end[part]} for part in ("before", "after")]
    if first >= last or any(len(found) > 1 for found in words):
        _refuse(option, text, "two numbers of one unit, the lower one first")
    decimals = max(len(end["number"].partition(".")[2]) for end in ends if end)
    # A percentage is as fine as it is written.
    decimals += 0 if any(words) else finer
    before, after = ("".join(found) for found in words)
    return Scale(first, last, decimals, before, after)


def _what(scenario: Scenario, name: str, option: str) -> str:
    """Return the dotted name of what *name* names."""
    if name.partition(".")[0] in SETTABLE:
        return name
    known = dict.fromkeys(_named(scenario))
    found = [what for what in known if what.split(".", 1)[1] == name or _last(what) == name]
    if len(found) == 1:
        return found[0]
    values = {"seen": name, "allowed": ", ".join(found) or ", ".join(SETTABLE)}
    guess = near(name, [_last(what) for what in known])
    code = "several-of-a-name" if found else "not-settable"
    raise ScenarioError([Diagnostic(code, Place(option, 0), values | {"near": guess})])


def _named(scenario: Scenario) -> Iterator[str]:
    """Yield what can be named shortly: assumptions in use, and parameters of the reforms' laws.

    Where only practices are compared, that is the parameters of the one law.
    """
    used = {name for system in scenario.systems for name in system.assumptions}
    used |= set(scenario.plan.levels.assumptions)
    yield from (f"{ASSUME}.{name}" for name in scenario.register if name in used)
    base = scenario.grid.baseline.law
    laws = sorted({arm.law for arm in scenario.grid.arms} - {base}) or [base]
    for law in laws:
        day = since(scenario, law)
        for vintage in scenario.laws[law].vintages:
            if vintage.ends is None or vintage.ends > day:
                yield from (f"{LAWS}.{law}.{name}" for name in vintage.parameters)


def _last(what: str) -> str:
    return what.rpartition(".")[2]


def _refuse(option: str, seen: str, allowed: str) -> NoReturn:
    values = {"seen": seen, "allowed": allowed, "near": ""}
    raise ScenarioError([Diagnostic("bad-option", Place(option, 0), values)])
