"""What an outcome is, and the arithmetic that the formulas of all fields share.

A measure is a function of the year's end and a way to part people; it returns one value for each
part, not a number where the part has no answer. Its docstring is the formula that reports print.
Counts are whole numbers and add up over parts; ratios are not given for fewer than 30 cases.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from policy_sim.simulation.measures.groups import Grouping
from policy_sim.simulation.measures.year_end import YearEnd, unit_sums

__all__ = [
    "COUNTS",
    "MONEY",
    "PER_CENT",
    "Better",
    "Floats",
    "Integers",
    "Measure",
    "Outcome",
    "Tally",
    "by_posts",
    "by_units",
    "counted",
    "flow_of",
    "no_answer",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

Measure = Callable[[YearEnd, Grouping], Floats]
"""A formula: one value for each part."""

PER_CENT = 100.0

MONEY = "money"
"""The unit of amounts; a report writes them in the currency of the vocabulary."""

COUNTS = frozenset(
    {
        "changes",
        "complaints",
        "entries",
        "grades",
        "incidents",
        "innovations",
        "months",
        "occasions",
        "persons",
        "places",
        "posts",
        "seats",
        "workdays",
    }
)
"""The units of what is counted in wholes: of one year of one replication no part is left over."""


class Better(StrEnum):
    """Which way an outcome should go; a neutral one is only reported."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Tally(StrEnum):
    """Whether a value stands for 31 December or for the whole year; only flows add up."""

    STOCK = "stock"
    FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A declared outcome: its unit, its better direction, how it counts, and its measure.

    *end* tells what the public or the treasury gets from a means. *parts* gives values for
    groups that are not attributes of people, by their labels. What is reckoned *of_money* is no
    better known than the amounts of the law are. What is *hidden* rests on what people are really
    like or on what nobody noticed: no file of an agency shows it, so that nobody can watch it.
    """

    name: str
    unit: str
    better: Better
    kind: Tally
    measure: Measure
    end: bool = False
    parts: Callable[[YearEnd], Mapping[str, float]] | None = None
    of_money: bool = False
    hidden: bool = False

    @property
    def formula(self) -> str:
        """How the outcome is worked out: the docstring of its measure."""
        return inspect.getdoc(self.measure) or ""

    @property
    def brief(self) -> str:
        """The first paragraph of the formula, on one line."""
        return " ".join(self.formula.partition("\n\n")[0].split())


def by_posts(year: YearEnd, cells: Integers, by: Grouping) -> Floats:
    """Return sums over units of what is counted of posts; no answer where there are no posts."""
    return by_units(year, cells, by) if year.state.posts.size else no_answer(by)


def by_units(year: YearEnd, cells: Integers, by: Grouping) -> Floats:
    """Return the sums of *cells* ``[unit]`` or ``[unit, family]`` over the parts of *by*."""
    sums = unit_sums(year, cells, by)
    return no_answer(by) if sums is None else sums.astype(np.float64)


def counted(year: YearEnd, kind: str, by: Grouping) -> Floats:
    """Return what was counted under *kind* in the year; no answer if nobody counts it."""
    if kind not in year.state.flows.kinds:
        return no_answer(by)
    return year.flow(kind, by).astype(np.float64)


def flow_of(kind: str, formula: str) -> Measure:
    """Return the measure of what is counted under *kind* in a year; *formula* says it in words."""

    def measure(year: YearEnd, by: Grouping) -> Floats:
        return counted(year, kind, by)

    measure.__doc__ = formula
    return measure


def no_answer(by: Grouping) -> Floats:
    """Return not a number for each part."""
    return np.full(by.size, np.nan)
