"""The parts of the workforce for which outcomes are reported."""

from __future__ import annotations

import numpy as np
import pytest

from policy_sim.policy.values import FLAG, Kind, ValueType
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, grouping, words_of
from small_office import category, ordered, workforce

SEX = {"sex": [0, 1, 1, 0, 1]}


def test_everybody_is_one_part() -> None:
    """Without an attribute there is one part, called all, that holds everyone."""
    together = grouping(workforce(3), EVERYBODY_TOGETHER)
    assert (together.size, together.labels) == (1, ("all",))
    assert together.heads(np.array([True, False, True])).tolist() == [2]
    assert together.sums(np.array([5, 7, 11]), np.array([True, False, True])).tolist() == [16]


def test_parts_are_named_by_attribute_and_word() -> None:
    """Heads and sums of each part are those of its people in the mask alone."""
    parts = grouping(workforce(5, SEX), "sex")
    assert parts.labels == ("sex=f", "sex=m")
    mask = np.array([True, True, True, False, False])
    assert parts.heads(mask).tolist() == [1, 2]
    assert parts.sums(np.array([1, 10, 100, 1000, 10000]), mask).tolist() == [1, 110]


def test_parts_in_which_nobody_stands_are_nought() -> None:
    """A word that nobody has is a part all the same, of no heads."""
    parts = grouping(workforce(2, {"grade": [2, 2]}), "grade")
    everyone = np.ones(2, np.bool_)
    assert parts.labels == ("grade=low", "grade=middle", "grade=high")
    assert parts.heads(everyone).tolist() == [0, 0, 2]
    assert parts.heads(~everyone).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ordered("box", "low", "high"), ("low", "high")),
        (category("zone", "core"), ("core",)),
        (FLAG, ("no", "yes")),
        (ValueType(Kind.WHOLE, 0, 3), ("0", "1", "2", "3")),
    ],
)
def test_values_as_words(kind: ValueType, words: tuple[str, ...]) -> None:
    """Words of a scale, no before yes as 0 before 1, or the numbers themselves."""
    assert words_of(kind) == words
