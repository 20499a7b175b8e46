"""Hazards: how likely something is to happen to a person this month.

A hazard is declared as a ``rate`` (events per person-year at risk) or as a ``probability`` (the
share of people to whom it happens within a year); at 5 % the two differ by 2.4 %. Its size and
its ratios are assumptions of the register.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from policy_sim import elementary
from policy_sim.documents.fields import Name, Number
from policy_sim.documents.shape import Shape
from policy_sim.simulation.state import State

__all__ = ["Hazard", "Measure", "Ratio", "monthly_probability"]

Numbers = NDArray[np.float64]


class Measure(StrEnum):
    """What the figure of a hazard means."""

    RATE = "rate"
    PROBABILITY = "probability"


class Ratio(Shape):
    """The hazard is multiplied by *assumption* for every *per* of *of* above *above*.

    *of* is an attribute of the record, in integers of its step, or a trait of the truth, in
    standard deviations. Death doubles about every 96 months of age.
    """

    noun = "a hazard ratio"

    of: Name
    assumption: Name
    above: Number = 0.0
    per: Annotated[Number, Field(gt=0)] = 1.0


class Hazard(Shape):
    """A yearly hazard: an assumption of the register, what it measures, and its ratios."""

    noun = "a hazard"

    assumption: Name
    measure: Measure = Measure.RATE
    ratios: tuple[Ratio, ...] = ()


def monthly_probability(hazard: Hazard, state: State) -> Numbers:
    """Return the probability that it happens this month, for each in service or one for all.

    A yearly rate r is a monthly probability 1 - exp(-r / 12); a yearly probability p is the rate
    -log(1 - p) first.
    """
    base = state.assumption(hazard.assumption)
    if hazard.measure is Measure.PROBABILITY:
        base = -float(elementary.log(1.0 - base))
    rate: Numbers = np.full(1, base)
    for ratio in hazard.ratios:
        rate = rate * _factor(ratio, state)
    return elementary.probability_of_rate(rate, 1.0 / 12.0)


def _factor(ratio: Ratio, state: State) -> Numbers:
    figure = state.figure(ratio.of)
    attribute = state.people.vocabulary.attributes.get(ratio.of)
    if ratio.of in state.people.truth or attribute is None:
        return _power(ratio, state, figure)
    low, high = attribute.type.low, attribute.type.high
    if high - low > len(figure):
        return _power(ratio, state, figure)
    # An attribute of few values: each factor is worked out once, whoever has it.
    factors = _power(ratio, state, np.arange(low, high + 1, dtype=np.float64))
    return np.asarray(factors[state.people.record[ratio.of] - low])


def _power(ratio: Ratio, state: State, figure: Numbers) -> Numbers:
    logarithm = float(elementary.log(state.assumption(ratio.assumption)))
    return elementary.exp(logarithm * ((figure - ratio.above) / ratio.per))
