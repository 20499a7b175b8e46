"""Raters: several people judge the same work, each with eyes and leanings of their own.

A superior, peers and the citizens served see somebody's work with a reliability each, are lenient
or severe, and favour or slight by any attribute or trait. Their judgements count by weights. Where
citizens rate, they also rate what the person cannot help: how hard they themselves are to please.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim import elementary
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Flag, Name
from policy_sim.documents.nodes import place_of
from policy_sim.documents.shape import Shape
from policy_sim.policy.values import Unit
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.frame import Integers
from policy_sim.simulation.amounts import Part, amount_findings, part
from policy_sim.simulation.citizens import CITIZEN_INDEX, CLIENTELE
from policy_sim.simulation.measurement import observed
from policy_sim.simulation.naming import unknown_words_among
from policy_sim.simulation.state import State

__all__ = ["Leaning", "Panel", "Rater", "assumptions_of", "judge", "rater_findings"]

Floats = NDArray[np.float64]


class Leaning(Shape):
    """A rater adds *assumption* points for each step of an attribute, or SD of a trait, *of*."""

    noun = "a leaning of a rater"

    of: Name
    assumption: Name


class Rater(Shape):
    """Somebody whose judgement counts in a rating.

    *weight* counts against that of the others; it may be the name of a parameter of the law.
    *reliability*, *leniency* (points) and *clientele* (points lost for one SD in how hard a unit's
    citizens are to please) name assumptions. The practice's noise, leniency and bias act on raters
    *inside* the office. A rater of the *unit* does not look at the person, but at the unit's
    survey. Some rate in certain *kinds* of unit only.
    """

    noun = "a rater"

    weight: Part
    reliability: Name | None = None
    leniency: Name | None = None
    leanings: tuple[Leaning, ...] = ()
    clientele: Name | None = None
    kinds: tuple[Name, ...] = ()
    inside: Flag = True
    unit: Flag = False

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The assumptions that this rater brings in."""
        own = (self.reliability, self.leniency, self.clientele)
        return (*filter(None, own), *(leaning.assumption for leaning in self.leanings))


@dataclass(frozen=True)
class Panel:
    """What all raters see of each person: *seen* in SD of a rating; the weight *inside*, 0 to 1."""

    seen: Floats
    inside: Floats


def judge(
    raters: Mapping[str, Rater], state: State, works: Floats, rows: Integers, year: int
) -> Panel:
    """Return what *raters* see of the work of the people at *rows* in *year*.

    *works* is everybody's true performance. A weighted mean of imperfect judgements varies less
    than one of them: the same limits then part fewer people from the middle.
    """
    total, seen, inside = np.zeros((3, len(rows)))
    for name, rater in sorted(raters.items()):
        weight = _weight(rater, state, rows)
        if rater.unit:
            sight = _of_unit(state, rows)
        else:
            luck = state.chance.normal(f"work seen by {name}", state.people.keys[rows], year)
            sight = observed(works[rows], _reliability(rater, state), luck)
        total += weight
        seen += weight * (sight + _shift(rater, state, rows))
        inside += weight * rater.inside
    weighed = np.where(total > 0, total, 1.0)
    return Panel(seen / weighed, inside / weighed)


def assumptions_of(raters: Mapping[str, Rater]) -> tuple[str, ...]:
    """Return the assumptions that the raters bring in, each once."""
    return tuple(dict.fromkeys(name for rater in raters.values() for name in rater.assumptions))


def rater_findings(
    raters: Mapping[str, Rater], state: State, laws: Sequence[Vintage]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with *raters*: nothing to see with, unknown names, weights of nothing.

    Everywhere somebody has to rate: one of them must have a weight of its own, in all units.
    """
    for name, rater in raters.items():
        if (rater.reliability is None) != rater.unit:
            yield Diagnostic("rater-without-eyes", place_of(name), {"seen": str(name)})
        yield from amount_findings(rater.weight, (Unit.NONE,), laws, share=True)
        yield from unknown_words_among(rater.kinds, state.organisation.kinds)
        for leaning in rater.leanings:
            state.figure(leaning.of)
    if raters and not any(_always(rater) for rater in raters.values()):
        yield Diagnostic("nobody-always-rates", place_of(next(iter(raters))), {})


def _always(rater: Rater) -> bool:
    """Whether a rater has a weight everywhere and whatever the law says."""
    return not isinstance(rater.weight, str) and rater.weight > 0 and not rater.kinds


def _reliability(rater: Rater, state: State) -> float:
    """Return how reliable the rater is; of those inside, what the practice's noise leaves."""
    stated = state.assumption(str(rater.reliability))
    return stated * (1.0 - float(state.practice.ratings.noise)) if rater.inside else stated


def _weight(rater: Rater, state: State, rows: Integers) -> Floats:
    weight = float(part(rater.weight, state.vintage))
    if not rater.kinds:
        return np.full(len(rows), weight)
    kinds = state.organisation.kinds
    rates = np.array([kind in rater.kinds for kind in kinds])[state.organisation.unit_kind]
    return np.asarray(weight * rates[state.people.record["unit"][rows]])


def _of_unit(state: State, rows: Integers) -> Floats:
    """Return by how much the last survey of each person's unit lies above the mean of units.

    A point of the survey counts as a point of the rating. Before the first survey all are alike.
    """
    index = state.units.get(CITIZEN_INDEX)
    if index is None:
        return np.zeros(len(rows))
    above = index - elementary.exact_sum(index) / len(index)
    return np.asarray(above[state.people.record["unit"][rows]] / state.assumption("score_spread"))


def _shift(rater: Rater, state: State, rows: Integers) -> Floats:
    """Return by how much the rater lifts each person, in SD of a rating, whatever the work."""
    points = np.zeros(len(rows))
    if rater.leniency is not None:
        points += state.assumption(rater.leniency)
    for leaning in rater.leanings:
        points += state.assumption(leaning.assumption) * state.figure(leaning.of, rows)
    if rater.clientele is not None and CLIENTELE in state.units:
        hard = state.units[CLIENTELE][state.people.record["unit"][rows]]
        points -= state.assumption(rater.clientele) * hard
    return points / state.assumption("score_spread")
