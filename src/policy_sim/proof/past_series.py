"""A periodic record nobody has seen: so many periods, each with an unknown value.

What each operator means is said in :mod:`policy_sim.rules.series_uses`; the same is said here of
unknown values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from policy_sim.policy.ast import History
from policy_sim.policy.past import HistoryFilter
from policy_sim.policy.values import ValueType
from policy_sim.policy.vocabulary import Series
from policy_sim.proof.logic import Number, Truth, both, choice, total
from policy_sim.proof.meaning import COMPARE
from policy_sim.proof.solver import Solver
from policy_sim.rules.filters import satisfying
from policy_sim.rules.series_uses import periods_in

__all__ = ["SeriesPast", "passes"]


@dataclass(frozen=True)
class SeriesPast:
    """The periods of one series, the newest first; *known* is how many there are."""

    series: Series
    values: tuple[Number, ...]
    known: Number

    @classmethod
    def of(cls, solver: Solver, series: Series, tag: str) -> SeriesPast:
        """Return an unknown past of *series*."""
        kind = series.type
        values = tuple(solver.integer(f"{tag}{series.name}[{i}]") for i in range(series.keep))
        known = solver.integer(f"{tag}{series.name} on record")
        for value in values:
            solver.suppose(both(value >= kind.low, value <= kind.high))
        solver.suppose(both(known >= 0, known <= series.keep))
        return cls(series, values, known)

    def use(self, solver: Solver, use: History) -> Number:
        """Return what *use* gives."""
        wanted = periods_in(use.window)
        seen = self.series.keep if wanted is None else min(wanted, self.series.keep)
        return _OPERATORS[use.operator](_Seen(solver, self, self.values[:seen], wanted, use.filter))


@dataclass(frozen=True)
class _Seen:
    """The part of a past that one use looks at; *wanted* periods, None for all on record."""

    solver: Solver
    past: SeriesPast
    values: tuple[Number, ...]
    wanted: int | None
    test: HistoryFilter | None

    @property
    def missing(self) -> Number:
        """What a missing period counts as."""
        return self.solver.number(self.past.series.if_missing)

    def passing(self) -> list[Truth]:
        """Return of each period, the newest first, whether it is there and passes the filter."""
        kind = self.past.series.type
        return [
            both(self.past.known > i, passes(self.solver, value, self.test, kind))
            for i, value in enumerate(self.values)
        ]

    def nth(self, position: int) -> Number:
        """Return the value of one period, or what a missing one counts as."""
        if position >= len(self.values):
            return self.missing
        return choice(self.past.known > position, self.values[position], self.missing)


def passes(solver: Solver, value: Number, test: HistoryFilter | None, kind: ValueType) -> Truth:
    """Return whether an entry with *value* counts."""
    if test is None:
        return solver.truth(True)
    if kind.scale is None:
        return COMPARE[test.operator](value, test.value)
    words = np.arange(len(kind.scale.values))
    accepted = words[satisfying(words, test, kind)].tolist()
    return solver.some(value == word for word in accepted)


def _extreme(seen: _Seen, closer: Callable[[Number, Number], Truth]) -> Number:
    """Return the extreme of the window, whose periods must all be there, or of all on record."""
    needed = 1 if seen.wanted is None else seen.wanted
    if needed > len(seen.values):
        return seen.missing
    found = seen.values[0]
    for period, value in enumerate(seen.values[1:], start=1):
        takes = closer(value, found)
        if period >= needed:
            takes = both(seen.past.known > period, takes)
        found = choice(takes, value, found)
    return choice(seen.past.known >= needed, found, seen.missing)


def _lowest(seen: _Seen) -> Number:
    return _extreme(seen, lambda value, found: value < found)


def _highest(seen: _Seen) -> Number:
    return _extreme(seen, lambda value, found: value > found)


def _count(seen: _Seen) -> Number:
    zero = seen.solver.number(0)
    return total([zero, *(choice(passed, 1, zero) for passed in seen.passing())])


def _streak(seen: _Seen) -> Number:
    zero = seen.solver.number(0)
    unbroken = zero
    for passed in reversed(seen.passing()):
        unbroken = choice(passed, unbroken + 1, zero)
    return unbroken


def _total(seen: _Seen) -> Number:
    zero = seen.solver.number(0)
    entries = zip(seen.passing(), seen.values, strict=True)
    return total([zero, *(choice(passed, value, zero) for passed, value in entries)])


def _ever(seen: _Seen) -> Number:
    return choice(seen.solver.some(seen.passing()), seen.solver.number(1), 0)


_OPERATORS: Mapping[str, Callable[[_Seen], Number]] = MappingProxyType(
    {
        "last": lambda seen: seen.nth(0),
        "before_last": lambda seen: seen.nth(1),
        "lowest": _lowest,
        "highest": _highest,
        "count": _count,
        "streak": _streak,
        "total": _total,
        "ever": _ever,
    }
)
