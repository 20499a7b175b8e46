"""Setbacks: an effect that is carried out sets attributes back to zero, or cuts them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from policy_sim.policy.ast import Term
from policy_sim.policy.vocabulary import Attribute, Vocabulary
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Integers
from policy_sim.rules.making import Terms
from policy_sim.workforce.table import Workforce

__all__ = ["Setbacks"]

Step = tuple[Attribute, Term | None]
"""An attribute, and the term by which it is cut; none if it is set to zero."""


class Setbacks:
    """What each effect does to the attributes of *vocabulary*, worked out once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._terms = Terms({}, {})
        self._steps: dict[str, tuple[Step, ...]] = {}

    def carry_out(self, effect: str, people: Workforce, rows: Integers, today: date) -> None:
        """Let *effect*, just carried out, set back what it moves of the *people* at *rows*.

        An attribute that it cuts falls, down to the lowest value, by what the vocabulary says.
        """
        steps = self._steps.get(effect)
        if steps is None:
            steps = self._steps[effect] = tuple(_steps(effect, self._vocabulary))
        for attribute, by in steps:
            column = people.record[attribute.name]
            if by is None:
                column[rows] = 0
                continue
            features = Features(people.frame(rows, today), self._terms)
            left = column[rows].astype(np.int64) - features.column(by)
            column[rows] = np.maximum(left, attribute.type.low)


def _steps(effect: str, vocabulary: Vocabulary) -> Iterator[Step]:
    for attribute in vocabulary.attributes.values():
        if attribute.moves is None:
            continue
        if effect in attribute.moves.reset_by:
            yield attribute, None
        if effect in attribute.moves.cut_by:
            yield attribute, attribute.moves.cut_by[effect]
