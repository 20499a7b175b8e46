"""The value of information: what it would bring to know an assumption before choosing.

Whoever knew one assumption would choose, for each of its values, the policy that is best on
average at that value. By how much the outcome is then better on average than with the one policy
that is best without knowing it is the partial expected value of perfect information (EVPPI). The
average at each value is a regression over the draws (Strong, Oakley and Brennan 2014, Medical
Decision Making 34: 311-326): here on the rank of the assumption, by polynomials up to the third
degree. Sorting into blocks (Strong and Oakley 2013, Medical Decision Making 33: 755-766) needs
some hundred draws in every block, which a study of people cannot afford.

An assumption that moves nothing has a value above zero too, since a regression follows luck. How
large that may be is found by dealing the draws out again by chance, many times.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.study.choice import Ranked
from policy_sim.study.comparison import Measure
from policy_sim.study.statistics import CONFIDENCE, mean, quantile

__all__ = ["FEWEST_FOR_INFORMATION", "Information", "information", "values_of_knowing"]

FEWEST_FOR_INFORMATION = 50
"""With fewer draws no value of information is given: an assumption of no influence would show as
much by chance as one that matters."""

DEGREE = 3
"""The degree of the polynomials: a curve that rises and falls once, no more."""

DEALT = 1000
"""How often the draws are dealt out by chance."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Information:
    """What it is worth to know one assumption before choosing, over *n* draws.

    *value* is in the unit of the outcome; *by_chance* is what the largest value would exceed in
    only 5 % of studies if no assumption had any influence. What exceeds it *stands_out*.
    """

    outcome: str
    unit: str
    window: str
    among: str
    under: str
    assumption: str
    value: float
    by_chance: float
    stands_out: bool
    n: int


def information(
    rankings: Sequence[Ranked],
    drawn: Sequence[Mapping[str, float]],
    measures: Mapping[str, Measure],
) -> tuple[Information, ...]:
    """Return the value of knowing each assumption, the most valuable first.

    *drawn* are the values of each draw. Nothing is returned of rankings over fewer than
    :data:`FEWEST_FOR_INFORMATION` draws, nor where nothing is drawn.
    """
    return tuple(
        row
        for one in rankings
        if len(one.draws) >= FEWEST_FOR_INFORMATION and drawn[0]
        for row in _of(one, drawn, measures[one.outcome].unit)
    )


def _of(one: Ranked, drawn: Sequence[Mapping[str, float]], unit: str) -> Iterator[Information]:
    names = sorted(drawn[0])
    worth, number = np.array(one.worth), len(one.draws)
    columns = [np.array([drawn[draw][name] for draw in one.draws]) for name in names]
    orders = np.stack([np.argsort(column, kind="stable") for column in columns], axis=1)
    values = values_of_knowing(worth, orders).tolist()
    dealt = values_of_knowing(worth, _dealt(number)).tolist()
    by_chance = quantile(dealt, CONFIDENCE ** (1 / len(names)))
    for place in sorted(range(len(names)), key=lambda i: (-values[i], names[i])):
        yield Information(
            outcome=one.outcome,
            unit=unit,
            window=one.window,
            among=one.choice.among,
            under=one.choice.under,
            assumption=names[place],
            value=values[place],
            by_chance=by_chance,
            stands_out=values[place] > by_chance,
            n=number,
        )


def _dealt(number: int) -> Integers:
    """Return orders of so many draws that chance has dealt, one a column."""
    places = np.arange(number)[:, None]
    shares = Chance(0, 0).uniform("draws dealt by chance", places, np.arange(DEALT)[None, :])
    order: Integers = np.argsort(shares, axis=0, kind="stable")
    return order


def values_of_knowing(worth: Floats, orders: Integers) -> Floats:
    """Return the partial expected value of perfect information of each column of *orders*.

    *worth* says how good each policy (row) is in each draw (column); a column of *orders* has the
    draws in the order of one assumption. Sums run down the columns, draw by draw, so that they
    are the same on every processor.
    """
    basis, means = _polynomials(worth.shape[1]), [mean(own) for own in worth.tolist()]
    best = np.full(orders.shape, -np.inf)
    for own, centre in zip(worth, means, strict=True):
        in_order = own[orders]
        fitted = np.full(orders.shape, centre)
        for curve in basis:
            fitted += curve[:, None] * (curve[:, None] * in_order).sum(axis=0)
        np.maximum(best, fitted, out=best)
    value: Floats = best.sum(axis=0) / len(best) - max(means)
    return np.maximum(value, 0.0)


def _polynomials(number: int) -> list[Floats]:
    """Return polynomials in the rank, from the first degree on, each at right angles to the rest.

    Each has length 1 and, like all ranks about their middle, adds up to nothing.
    """
    rank = (2 * np.arange(number) - (number - 1)) / number
    found = [np.full(number, 1 / np.sqrt(number))]
    for degree in range(1, DEGREE + 1):
        curve = rank**degree
        for other in found:
            curve = curve - other * _product(other, curve)
        found.append(curve / np.sqrt(_product(curve, curve)))
    return found[1:]


def _product(one: Floats, other: Floats) -> float:
    """Return the sum of the products, rounded once."""
    return math.fsum((one * other).tolist())
