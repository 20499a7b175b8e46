"""Applicants for open places: who they are, before anybody has chosen among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from policy_sim.documents.fields import Name, Number
from policy_sim.documents.shape import Shape
from policy_sim.rules.frame import Integers
from policy_sim.simulation.entry.entrants import Likely
from policy_sim.simulation.measurement import PointScale, observed, recorded
from policy_sim.simulation.state import State
from policy_sim.workforce.profile import Traits
from policy_sim.workforce.table import Column, Workforce
from policy_sim.workforce.traits import true_traits

__all__ = ["Applicants", "Correlations", "Examination", "Likeness", "Trait", "apply", "matrix"]

Keys = NDArray[np.uint64]
Correlations = Mapping[str, Mapping[str, float]]
"""Correlations of traits as stated: each pair once, by its names."""


class Examination(Shape):
    """A test before entry: a score with a *mean* and a *spread* (one SD) in points.

    *validity* names the assumption that gives the test's correlation with the trait *of*.
    """

    noun = "an entry examination"

    score: Name = "test_score"
    of: Name = "ability"
    validity: Name
    mean: Number
    spread: Number = Field(ge=0)


class Trait(Shape):
    """How a trait is distributed among applicants, in standard deviations of the founders."""

    noun = "a trait of applicants"

    mean: Number = 0.0
    spread: Number = 1.0


@dataclass(frozen=True)
class Likeness:
    """What applicants are like: attributes by family, traits, and their examination.

    *attributes* holds one mapping a family, in the order of the organisation's families. Traits
    go together by their *correlations*; a pair not named there is independent. *called* tells
    applicants of different kinds from each other in chance.
    """

    attributes: Sequence[Mapping[str, Likely]]
    traits: Mapping[str, Trait] = field(default_factory=dict)
    examination: Examination | None = None
    correlations: Correlations = field(default_factory=dict)
    called: str = "applicant"


@dataclass(frozen=True)
class Applicants:
    """People who apply, and for each the place's cell: unit * families + family."""

    people: Workforce
    cell: Integers


def apply(state: State, likeness: Likeness, numbers: Integers) -> Applicants:
    """Return *numbers* ``int64[unit, family]`` of applicants for the places opened this month.

    Their keys come from the month, the unit, the family and a number: the first three applicants
    for a place in one arm are the first three in every arm.
    """
    families = numbers.shape[1]
    cell = np.repeat(np.arange(numbers.size), numbers.ravel())
    first = np.cumsum(numbers.ravel()) - numbers.ravel()
    number = np.arange(len(cell)) - first[cell]
    unit, family = cell // families, cell % families
    keys = state.chance.key(likeness.called, state.month, unit, family, number)
    if not len(cell):
        keys = keys[:0]
    truth = _traits(state, likeness, keys)
    record = _attributes(state, likeness, keys, family)
    record.update(_place(state, unit, family))
    if likeness.examination is not None:
        record[likeness.examination.score] = _score(state, likeness.examination, truth, keys)
    people = Workforce.enter(
        state.people.vocabulary,
        np.arange(len(cell), dtype=np.int64),
        keys,
        {name: column for name, column in record.items() if name in state.people.record},
        truth,
        np.full(len(cell), state.today.toordinal(), np.int64),
    )
    return Applicants(people, cell)


def _traits(state: State, likeness: Likeness, keys: Keys) -> dict[str, NDArray[np.float64]]:
    names = tuple(state.people.truth)
    luck = true_traits(Traits(names, matrix(names, likeness.correlations)), keys, state.chance)
    scales = state.scales
    drawn = {}
    for name in names:
        trait = likeness.traits.get(name, Trait())
        drawn[name] = trait.mean + trait.spread * luck[name]
        if name in scales:
            drawn[name] = scales[name].within(drawn[name])
    return drawn


def matrix(names: Sequence[str], stated: Correlations) -> tuple[tuple[float, ...], ...]:
    """Return the correlation matrix of the traits *names*, in which each pair is *stated* once."""

    def between(one: str, other: str) -> float:
        if one == other:
            return 1.0
        return stated.get(one, {}).get(other, stated.get(other, {}).get(one, 0.0))

    return tuple(tuple(between(one, other) for other in names) for one in names)


def _attributes(
    state: State, likeness: Likeness, keys: Keys, family: Integers
) -> dict[str, Column | int]:
    record: dict[str, Column | int] = {}
    for name, attribute in state.people.vocabulary.attributes.items():
        likely = [mapping.get(name) for mapping in likeness.attributes]
        if all(own is None for own in likely):
            continue
        first, purpose = likely[0], f"applicant {name}"
        if first is not None and all(own is first for own in likely):
            record[name] = first.draw(state.chance, purpose, keys)
            continue
        column = np.full(len(keys), attribute.before_first, np.int64)
        for code, own in enumerate(likely):
            if own is not None:
                rows = np.flatnonzero(family == code)
                column[rows] = own.draw(state.chance, purpose, keys[rows])
        record[name] = column
    return record


def _place(state: State, unit: Integers, family: Integers) -> dict[str, Column | int]:
    """What an applicant has from the place applied for."""
    organisation = state.organisation
    return {
        "unit": unit,
        "family": family,
        "zone": organisation.zone[unit],
        "job_class": organisation.staff_class[family],
    }


def _score(
    state: State, test: Examination, truth: Mapping[str, NDArray[np.float64]], keys: Keys
) -> Integers:
    kind = state.people.vocabulary.attributes[test.score].type
    step = float(kind.step)
    scale = PointScale(test.mean, test.spread, kind.low * step, kind.high * step)
    noise = state.chance.normal("entry examination", keys)
    validity = state.assumption(test.validity)
    # A correlation of v between test and trait is a reliability of v squared.
    return recorded(observed(truth[test.of], validity**2, noise), scale, kind.step)
