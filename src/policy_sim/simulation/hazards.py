"""Hazards: how likely something is to happen to a person this month, or this year.

A hazard is declared as a ``rate`` (events per person-year at risk) or as a ``probability`` (the
share of people to whom it happens within a year); at 5 % the two differ by 2.4 %. Its size and
its ratios are assumptions of the register.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field

from policy_sim import elementary
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Name, Number, one_or_more
from policy_sim.documents.shape import Shape
from policy_sim.rules.frame import Flags, Integers
from policy_sim.simulation.naming import unknown_attributes, unknown_words
from policy_sim.simulation.state import State

__all__ = [
    "Hazard",
    "Measure",
    "Ratio",
    "at_large",
    "deterred_share",
    "hazard_findings",
    "monthly_probability",
    "strikes",
    "struck",
]

Numbers = NDArray[np.float64]

MONTHS = 12.0
"""Months in a year."""

ROUNDING = 1e-9
"""More than rounding can add to a probability."""

_LIKELY, _GREAT = 0.05, 1.5
"""A probability above which it pays to look at the ratios first, and their logarithm then."""

_STRETCH = 65_536
"""So many people's figures stay in the processor's cache."""

Words = Annotated[tuple[Name, ...], BeforeValidator(one_or_more), Field(min_length=1)]
"""A word of an attribute, or a list of them."""


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
    """A yearly hazard: an assumption of the register, what it measures, and its ratios.

    It strikes only those *among* whom it is at large: by attribute, the words that it concerns.
    """

    noun = "a hazard"

    assumption: Name
    measure: Measure = Measure.RATE
    ratios: tuple[Ratio, ...] = ()
    among: dict[Name, Words] = {}

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The assumptions that it reads: its size, and the factor of each ratio."""
        return (self.assumption, *(ratio.assumption for ratio in self.ratios))


def hazard_findings(hazard: Hazard, state: State) -> list[Diagnostic]:
    """Return a finding for each name in *among* that is no attribute, or no word of one."""
    vocabulary = state.people.vocabulary
    findings = unknown_attributes(hazard.among, vocabulary)
    for name, words in hazard.among.items():
        if name in vocabulary.attributes:
            findings += unknown_words(words, vocabulary, name)
    return findings


def struck(hazard: Hazard, state: State, purpose: str, among: Integers | None = None) -> Integers:
    """Return the rows of those to whom it happens this month, by the luck drawn for *purpose*.

    It can happen to the people at the rows *among* alone (None: to everybody); their luck is the
    same whoever else is asked about.
    The chance is worked out for those alone whose luck is below the highest that anyone can have;
    where that is high, for the few at great risk and those who are lucky enough not to be.
    """
    hazard = _leaning(hazard, state, purpose)
    highest, keys = _highest_probability(hazard, state), state.people.keys
    if among is not None:
        keys = keys[among]
    if highest <= _LIKELY:
        which, luck = state.chance.at_most(highest, purpose, keys, state.month)
    else:
        moderate = _moderate_probability(hazard, state)
        near = _at_great_risk(hazard, state, among)
        near[state.chance.at_most(moderate, purpose, keys, state.month)[0]] = True
        which = np.flatnonzero(near)
        luck = state.chance.uniform(purpose, keys[which], state.month)
    rows = which if among is None else among[which]
    return at_large(hazard, state, rows[luck < monthly_probability(hazard, state, rows)])


def _leaning(hazard: Hazard, state: State, purpose: str) -> Hazard:
    """Return *hazard* with the ratios by which other systems let it lean on figures of people."""
    further = [
        Ratio.model_construct(of=figure, assumption=ratio, above=0.0, per=1.0)
        for figure, ratio in state.signals.leanings.get(purpose, ())
        if state.assumption(ratio) != 1.0
    ]
    return hazard.model_copy(update={"ratios": (*hazard.ratios, *further)}) if further else hazard


def strikes(hazard: Hazard, state: State, luck: Numbers) -> Flags:
    """Return to whom it happens this month: those whose *luck*, in (0, 1), is below the chance."""
    happens = np.zeros(len(luck), np.bool_)
    rows = np.flatnonzero(luck < _highest_probability(hazard, state))
    happy = rows[luck[rows] < monthly_probability(hazard, state, rows)]
    happens[at_large(hazard, state, happy)] = True
    return happens


def at_large(hazard: Hazard, state: State, rows: Integers) -> Integers:
    """Return who of the people at *rows* the hazard can strike at all."""
    for name, words in hazard.among.items():
        scale = state.people.vocabulary.attributes[name].type.scale
        codes = [scale.code(word) for word in words] if scale is not None else []
        rows = rows[np.isin(state.people.record[name][rows], codes)]
    return rows


def monthly_probability(hazard: Hazard, state: State, rows: Integers) -> Numbers:
    """Return the probability that it happens in this step, for each of the people at *rows*.

    A yearly rate r is a monthly probability 1 - exp(-r / 12), and a yearly one 1 - exp(-r); a
    yearly probability p is the rate -log(1 - p) first. The ratios multiply the rate.
    """
    base = _base_rate(hazard, state)
    if not hazard.ratios:
        return np.full(len(rows), _probability(base, 0.0, state.step))
    exponent = np.zeros(len(rows))
    for ratio in hazard.ratios:
        exponent += _slope(ratio, state) * (state.level(ratio.of, rows) - ratio.above)
    return elementary.probability_of_rate(base * elementary.exp(exponent), state.step / MONTHS)


def deterred_share(ratio: float, likelihood: float) -> float:
    """Return the part of misconduct that is left if detection has this *likelihood*, 0 to 1.

    *ratio* is what is left where it is certain, against where it is out of the question; between
    them its logarithm falls in proportion: ratio ** likelihood.
    """
    if not likelihood or ratio == 1.0:
        return 1.0
    return float(elementary.exp(likelihood * float(elementary.log(ratio)))) if ratio else 0.0


def _highest_probability(hazard: Hazard, state: State) -> float:
    """Return what nobody's probability exceeds: every ratio at its most, if all met in one person.

    A ratio is a power of its figure, so it is at its most where the figure is highest or lowest.
    """
    if not state.people.size:
        return 0.0
    exponent = 0.0
    for ratio in hazard.ratios:
        slope = _slope(ratio, state)
        exponent += max(slope * (end - ratio.above) for end in state.range_of(ratio.of))
    return _probability(_base_rate(hazard, state), exponent, state.step) + ROUNDING


def _moderate_probability(hazard: Hazard, state: State) -> float:
    """Return what the probability of nobody exceeds but of those at great risk."""
    return _probability(_base_rate(hazard, state), _GREAT, state.step) + ROUNDING


def _at_great_risk(hazard: Hazard, state: State, among: Integers | None) -> Flags:
    """Return for whom all ratios come to a factor above exp(1.5)."""
    least, weighed = _GREAT - ROUNDING, []
    for ratio in hazard.ratios:
        slope = _slope(ratio, state)
        weighed.append((slope, state.level(ratio.of, among)))
        least += slope * ratio.above
    near = np.zeros(state.people.size if among is None else len(among), np.bool_)
    for start in range(0, len(near), _STRETCH):
        part = slice(start, start + _STRETCH)
        near[part] = sum(slope * level[part] for slope, level in weighed) > least
    return near


def _base_rate(hazard: Hazard, state: State) -> float:
    base = state.assumption(hazard.assumption)
    return base if hazard.measure is Measure.RATE else -_logarithm(1.0 - base)


def _slope(ratio: Ratio, state: State) -> float:
    """Return by how much the logarithm of the rate rises with one unit of the figure."""
    return _logarithm(state.assumption(ratio.assumption)) / ratio.per


@lru_cache(maxsize=4096)
def _probability(base: float, exponent: float, months: int) -> float:
    rate = base * float(elementary.exp(exponent))
    return float(elementary.probability_of_rate(rate, months / MONTHS))


@lru_cache(maxsize=256)
def _logarithm(value: float) -> float:
    return float(elementary.log(value))
